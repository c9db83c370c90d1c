#include "transfer/conductor.h"

#include "base/then.h"

#include <QDir>
#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <utility>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcConductor, "landline.transfer", QtInfoMsg)

using model::PeerId;
using model::TransferId;
using model::TransferState;

constexpr std::chrono::milliseconds rateInterval{1000};

// A link to the peer is worth keeping for this one.
bool wantsLink(const Row &row)
{
    switch (row.transfer().state) {
    case TransferState::Waiting:
    case TransferState::Running:
    case TransferState::Verifying: return true;
    case TransferState::Offered: return row.isOut();
    case TransferState::Preparing: return !row.isOut();
    case TransferState::Paused:
    case TransferState::Done:
    case TransferState::Declined:
    case TransferState::Cancelled:
    case TransferState::Failed: return false;
    }
    return false;
}

} // namespace

Conductor::Conductor(Ledger &ledger, Courier &courier, Incoming &incoming, Outgoing &outgoing, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_courier(courier)
    , m_incoming(incoming)
    , m_outgoing(outgoing)
{
    connect(&ledger, &Ledger::moved, this, &Conductor::considerSoon);
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, &Conductor::consider);
    // Ticks while something runs: a stalled transfer has no progress that would let its rate fall.
    m_rates.setInterval(rateInterval);
    connect(&m_rates, &QTimer::timeout, this, &Conductor::refreshRates);
}

void Conductor::begin(const QList<store::StoredTransfer> &stored)
{
    for (const store::StoredTransfer &one : stored) {
        if (!m_ledger.find(one.transfer.id))
            restart(one);
    }
    tidyFolders();
    considerSoon();
}

void Conductor::restart(const store::StoredTransfer &stored)
{
    auto made = Ledger::makeRow(stored);
    model::Transfer &transfer = made->transfer();
    const Phase phase = restarted(phaseOf(transfer), !stored.manifestHash.isEmpty(), !stored.targetFolder.isEmpty());
    transfer.state = phase.state;
    transfer.waitReason = phase.waitReason;
    transfer.pausedBy = phase.pausedBy;
    made->tidied = made->isEnded();
    Row &row = m_ledger.add(std::move(made));
    if (row.is(TransferState::Preparing))
        m_outgoing.prepare(row);
}

// What a program that was killed did not come to: folders of transfers that are over or removed.
void Conductor::tidyFolders()
{
    const auto list = [root = m_ledger.stateFolder()] {
        return QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    };
    base::then(QtConcurrent::run(list), this, [this](const QStringList &names) {
        for (const QString &name : names)
            tidyFolder(TransferId::fromHex(name));
        considerSoon();
    });
}

void Conductor::tidyFolder(const TransferId &id)
{
    if (Row *row = m_ledger.find(id))
        row->tidied = false;
    else if (!id.isNull())
        std::ignore = QtConcurrent::run([folder = m_ledger.folderOf(id)] { QDir(folder).removeRecursively(); });
}

void Conductor::close()
{
    m_closed = true;
    m_wake.stop();
    m_rates.stop();
    for (const auto &row : m_ledger.rows()) {
        if (row->stopScan)
            *row->stopScan = true;
        m_courier.stopJob(*row);
    }
}

void Conductor::considerSoon()
{
    if (!std::exchange(m_considering, true))
        QMetaObject::invokeMethod(this, &Conductor::consider, Qt::QueuedConnection);
}

// What goes on here may be told to the outside, which may change the list.
void Conductor::consider()
{
    m_considering = false;
    if (m_closed)
        return;
    const QList<TransferId> ids = m_ledger.idsByRank();
    for (const TransferId &id : ids) {
        if (Row *row = m_ledger.find(id))
            advance(*row);
        if (Row *row = m_ledger.find(id))
            release(*row);
    }
    m_batch.update(m_ledger);
    keepLinks();
    planWake();
}

void Conductor::advance(Row &row)
{
    if (row.isEnded())
        return tidy(row);
    if (row.isOut())
        m_outgoing.advance(row);
    else
        m_incoming.advance(row);
}

// What can be tried again keeps everything for that; what arrived as a whole keeps its list, which the user may look at.
void Conductor::tidy(Row &row)
{
    if (row.tidied || row.jobActive || row.filesBusy || row.arriving)
        return;
    row.tidied = true;
    row.loaded.reset();
    if (row.isDoneInPart())
        return;
    const bool hasList = row.is(TransferState::Done) && row.transfer().entries > 1;
    std::ignore = QtConcurrent::run(m_incoming.cleaner(row, hasList ? Incoming::Keep::List : Incoming::Keep::Nothing));
}

// A manifest of a million entries is not kept in memory for someone who may never come back.
void Conductor::release(Row &row) const
{
    const bool rests = row.is(TransferState::Paused) || row.is(TransferState::Failed);
    if (rests && !row.jobActive && !row.filesBusy)
        row.loaded.reset();
}

void Conductor::keepLinks()
{
    QSet<PeerId> wanted;
    for (const auto &row : m_ledger.rows()) {
        if (wantsLink(*row))
            wanted.insert(row->peer());
    }
    for (const PeerId &peer : wanted - m_linksWanted)
        m_courier.gateways().setInterest(peer, gateway::Reason::Transfer, true);
    for (const PeerId &peer : m_linksWanted - wanted)
        m_courier.gateways().setInterest(peer, gateway::Reason::Transfer, false);
    m_linksWanted = wanted;
}

void Conductor::planWake()
{
    qint64 next = -1;
    bool running = false;
    for (const auto &row : m_ledger.rows()) {
        running = running || row->is(TransferState::Running);
        const bool later = row->is(TransferState::Waiting) && !row->notBefore.hasExpired();
        if (later && (next < 0 || row->notBefore.remainingTime() < next))
            next = row->notBefore.remainingTime();
    }
    if (next >= 0)
        m_wake.start(std::chrono::milliseconds(next + 1));
    if (running && !m_rates.isActive())
        m_rates.start();
    else if (!running)
        m_rates.stop();
}

// A retry that is given up leaves the transfer as it was.
void Conductor::cancelled(Row &row, base::Fault fault)
{
    halt(row);
    const bool wasDone = row.isRetry() && !row.is(TransferState::Failed);
    m_ledger.apply(row, wasDone ? Event::Settled : Event::Cancelled, {fault, {}});
}

void Conductor::halt(Row &row)
{
    if (row.isOut())
        m_outgoing.halt(row);
    else
        m_incoming.halt(row);
}

void Conductor::linkChanged(const PeerId &peer, bool linked)
{
    if (m_closed)
        return;
    const QList<TransferId> ids = m_ledger.ids();
    for (const TransferId &id : ids) {
        Row *row = m_ledger.find(id);
        if (!row || row->peer() != peer || row->isEnded())
            continue;
        if (row->isOut())
            m_outgoing.linkChanged(*row, linked);
        else
            m_incoming.linkChanged(*row, linked);
    }
    if (linked)
        m_outgoing.tellOrder(peer, Outgoing::Order::WhenMoved);
    considerSoon();
}

// Their bytes stop at once; jobFinished() then makes them wait.
void Conductor::blocked(const PeerId &peer)
{
    linkChanged(peer, false);
    for (const auto &row : m_ledger.rows()) {
        if (row->peer() == peer)
            m_courier.stopJob(*row);
    }
}

void Conductor::delivered(const model::Post &post)
{
    const auto forget = [this, &post](const TransferId &id) {
        Row *row = m_ledger.find(id);
        if (row && row->reply == post.id)
            row->reply = {};
    };
    if (const auto *offer = std::get_if<model::Offer>(&post.body)) {
        if (Row *row = m_ledger.find(offer->transfer))
            m_outgoing.offerTaken(*row, post.id);
    } else if (const auto *answer = std::get_if<model::Answer>(&post.body)) {
        forget(answer->transfer);
    } else if (const auto *cancel = std::get_if<model::CancelPost>(&post.body)) {
        forget(cancel->transfer);
    } else if (const auto *result = std::get_if<model::ResultPost>(&post.body)) {
        forget(result->transfer);
    }
}

void Conductor::refused(const model::Post &post, base::Fault fault)
{
    if (const auto *offer = std::get_if<model::Offer>(&post.body)) {
        if (Row *row = m_ledger.find(offer->transfer))
            m_outgoing.offerRefused(*row, post.id, fault);
    } else if (const auto *answer = std::get_if<model::Answer>(&post.body)) {
        if (Row *row = m_ledger.find(answer->transfer))
            m_incoming.answerRefused(*row, post.id, fault);
    } else {
        delivered(post); // nobody waits for the fate of a last word
    }
}

void Conductor::progressed(const TransferId &id, quint64 bytesDone)
{
    Row *row = m_ledger.find(id);
    if (row && row->is(TransferState::Running))
        m_ledger.progress(*row, bytesDone);
}

void Conductor::jobFinished(const model::JobOutcome &outcome)
{
    Row *row = m_ledger.find(outcome.transfer);
    if (!row || !row->jobActive || m_closed)
        return;
    row->jobActive = false;
    qCInfo(lcConductor) << "transfer" << row->id().toHex().left(8) << "round" << outcome.round << "ended -"
                        << base::faultName(outcome.error.fault) << outcome.error.detail;
    if (row->isOut())
        m_outgoing.jobEnded(*row, outcome);
    else
        m_incoming.jobEnded(*row, outcome);
    considerSoon();
}

void Conductor::refreshRates()
{
    const QList<TransferId> ids = m_ledger.ids();
    for (const TransferId &id : ids) {
        Row *row = m_ledger.find(id);
        if (!row || !row->is(TransferState::Running))
            continue;
        const quint64 rate = m_ledger.rateOf(*row);
        if (std::exchange(row->transfer().bytesPerSecond, rate) != rate)
            m_ledger.tell(*row);
    }
}

} // namespace transfer
