#include "native/jobdesk.h"

#include "native/features.h"

using base::Error;
using base::Fault;

namespace native {
namespace {

DataConnections::Role roleOn(const Link &link)
{
    return link.side() == Side::Dialler ? DataConnections::Role::Dials : DataConnections::Role::Waits;
}

} // namespace

JobDesk::JobDesk(LinkTable &table, DataConnections &data, QObject *parent)
    : QObject(parent)
    , m_table(table)
    , m_data(data)
{
    connect(&m_table, &LinkTable::linked, this, &JobDesk::linked);
    connect(&m_data, &DataConnections::jobFinished, this, &JobDesk::ended);
}

JobDesk::~JobDesk() = default;

void JobDesk::start(const model::Job &job)
{
    Entry &entry = m_entries[job.transfer];
    entry.peer = job.peer;
    entry.round = job.round;
    entry.waiting.reset();
    entry.patience.reset();
    if (const Link *link = m_table.find(job.peer)) {
        begin(job, *link);
    } else {
        entry.waiting = job;
        entry.patience.reset(new QTimer);
        entry.patience->setSingleShot(true);
        connect(entry.patience.get(), &QTimer::timeout, this, [this, transfer = job.transfer] {
            giveUp(transfer, {Fault::Broken, QStringLiteral("no link")});
        });
        entry.patience->start(m_table.timings().jobPatience);
    }
    emit needChanged(job.peer);
}

void JobDesk::begin(const model::Job &job, const Link &link)
{
    model::Job agreed = job;
    agreed.holes = (link.hello().features & feature::holes) != 0;
    m_data.startJob(agreed, roleOn(link), link.endpoint());
}

void JobDesk::stop(const model::TransferId &transfer)
{
    const auto found = m_entries.find(transfer);
    if (found != m_entries.end() && found->second.waiting)
        giveUp(transfer, {Fault::CancelledHere, QStringLiteral("stopped while waiting")});
    else
        m_data.stopJob(transfer);
}

void JobDesk::stopAll()
{
    m_entries.clear();
    m_data.stopAll();
}

bool JobDesk::needs(const model::PeerId &peer) const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [&peer](const auto &each) { return each.second.peer == peer; });
}

void JobDesk::linked(const model::PeerId &peer)
{
    const Link *link = m_table.find(peer);
    if (!link)
        return;
    m_data.linked(peer, roleOn(*link), link->endpoint());
    QList<model::Job> ready;
    for (auto &[transfer, entry] : m_entries) {
        if (entry.peer != peer || !entry.waiting)
            continue;
        ready.append(*entry.waiting);
        entry.waiting.reset();
        entry.patience.reset();
    }
    for (const model::Job &job : std::as_const(ready))
        begin(job, *link);
}

void JobDesk::giveUp(const model::TransferId &transfer, const Error &error)
{
    const auto found = m_entries.find(transfer);
    if (found == m_entries.end())
        return;
    model::JobOutcome outcome;
    outcome.transfer = transfer;
    outcome.round = found->second.round;
    outcome.error = error;
    ended(outcome);
}

void JobDesk::ended(const model::JobOutcome &outcome)
{
    const auto found = m_entries.find(outcome.transfer);
    // A later round of the same transfer may have begun; the end of the one before is told all the same.
    if (found != m_entries.end() && found->second.round == outcome.round) {
        const model::PeerId peer = found->second.peer;
        m_entries.erase(found);
        emit needChanged(peer);
    }
    emit finished(outcome);
}

} // namespace native
