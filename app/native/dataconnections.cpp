#include "native/dataconnections.h"

#include "identity/tls.h"
#include "native/datahandshake.h"
#include "native/datajob.h"
#include "native/datalog.h"
#include "native/datasocket.h"
#include "native/laterptr.h"
#include "native/pace.h"

#include <QTimer>

#include <map>
#include <optional>

namespace native {
namespace {

// What to do when the present round of a transfer has ended.
struct NextRound {
    model::Job job;
    DataConnections::Role role = DataConnections::Role::Waits;
    model::Endpoint endpoint;
};

struct Running {
    LaterPtr<DataJob> job;
    std::optional<NextRound> next;
};

} // namespace

class DataConnections::Private
{
public:
    Private(DataConnections *connections, std::shared_ptr<const identity::Identity> identity,
            const DataTimings &timings);

    void start(const NextRound &round);
    void ended(const model::JobOutcome &outcome);
    [[nodiscard]] quint64 judge(const model::PeerId &peer, const wire::DataOpen &open) const;
    void adopt(DataHandshake *handshake);
    void drop(DataHandshake *handshake);
    void follow(const model::PeerId &peer, Role role, const model::Endpoint &endpoint);
    void endStuck(const model::PeerId &peer);

    DataConnections *q;
    DataHandshake::Own own;
    DataTimings timings;
    Pace upload;
    Pace download;
    std::map<model::TransferId, Running> jobs;
    std::map<DataHandshake *, LaterPtr<DataHandshake>> arriving;
};

DataConnections::Private::Private(DataConnections *connections, std::shared_ptr<const identity::Identity> identity,
                                  const DataTimings &aTimings)
    : q(connections)
    , own {identity, identity::dataContext(*identity, identity::Side::Dialler),
           identity::dataContext(*identity, identity::Side::Acceptor)}
    , timings(aTimings)
{
}

void DataConnections::Private::start(const NextRound &round)
{
    LaterPtr<DataJob> job(new DataJob(round.job, round.role, round.endpoint, own, timings));
    connect(job.get(), &DataJob::progressed, q, &DataConnections::jobProgressed);
    connect(job.get(), &DataJob::askedAgain, q, &DataConnections::again);
    connect(job.get(), &DataJob::finished, q, [this](const model::JobOutcome &outcome) { ended(outcome); });
    DataJob &started = *job;
    started.setPace(round.job.direction == model::Direction::Out ? upload : download);
    jobs[round.job.transfer] = {std::move(job), {}};
    started.start();
}

void DataConnections::Private::ended(const model::JobOutcome &outcome)
{
    const auto running = jobs.find(outcome.transfer);
    if (running == jobs.end())
        return;
    const Running over = std::move(running->second);
    jobs.erase(running);
    emit q->jobFinished(outcome);
    // Whoever heard of the end may have started a round of its own.
    if (over.next && !jobs.contains(outcome.transfer))
        start(*over.next);
}

quint64 DataConnections::Private::judge(const model::PeerId &peer, const wire::DataOpen &open) const
{
    const auto running = jobs.find(open.transfer);
    const quint64 code = running == jobs.end() ? wire::code::unknownTransfer : running->second.job->judge(peer, open);
    if (code != 0)
        qCInfo(lcData) << "data connection of" << peer.shortText() << "refused with" << code;
    return code;
}

void DataConnections::Private::adopt(DataHandshake *handshake)
{
    const auto found = arriving.find(handshake);
    const LaterPtr<DataHandshake> done = std::move(found->second);
    arriving.erase(found);
    const auto running = jobs.find(done->request().transfer);
    // The job may have ended between the word "go" and its last byte.
    if (running != jobs.end() && running->second.job->job().round == done->request().round)
        running->second.job->adopt(done->takeChannel());
}

void DataConnections::Private::drop(DataHandshake *handshake)
{
    const auto found = arriving.find(handshake);
    if (found == arriving.end())
        return;
    found->second->abandon();
    arriving.erase(found);
}

void DataConnections::Private::follow(const model::PeerId &peer, Role role, const model::Endpoint &endpoint)
{
    for (auto &[transfer, running] : jobs) {
        if (running.job->job().peer != peer)
            continue;
        running.job->follow(role, endpoint);
        if (running.next) {
            running.next->role = role;
            running.next->endpoint = endpoint;
        }
    }
}

void DataConnections::Private::endStuck(const model::PeerId &peer)
{
    std::vector<model::TransferId> transfers;
    for (const auto &[transfer, running] : jobs) {
        if (running.job->job().peer == peer)
            transfers.push_back(transfer);
    }
    for (const model::TransferId &transfer : transfers) {
        const auto running = jobs.find(transfer);
        if (running != jobs.end())
            running->second.job->endIfStuck();
    }
}

DataConnections::DataConnections(std::shared_ptr<const identity::Identity> identity, QObject *parent)
    : DataConnections(std::move(identity), DataTimings {}, parent)
{
}

DataConnections::DataConnections(std::shared_ptr<const identity::Identity> identity, const DataTimings &timings,
                                 QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(identity), timings))
{
    blockPipeSignal();
}

DataConnections::~DataConnections()
{
    // At once, not later: the threads of jobs must have ended when we are gone.
    for (auto &[transfer, running] : d->jobs)
        const std::unique_ptr<DataJob> job(running.job.release());
    for (auto &[address, handshake] : d->arriving)
        const std::unique_ptr<DataHandshake> arriving(handshake.release());
}

void DataConnections::startJob(const model::Job &job, Role role, const model::Endpoint &endpoint)
{
    const NextRound round {job, role, endpoint};
    const auto running = d->jobs.find(job.transfer);
    if (running == d->jobs.end())
        return d->start(round);
    running->second.next = round;
    running->second.job->stop();
}

void DataConnections::stopJob(const model::TransferId &transfer)
{
    const auto running = d->jobs.find(transfer);
    if (running == d->jobs.end())
        return;
    const std::optional<NextRound> next = std::exchange(running->second.next, std::nullopt);
    running->second.job->stop();
    // A round that never began ends too.
    if (next)
        emit jobFinished(DataJob::cancelled(next->job));
}

void DataConnections::stopAll()
{
    std::vector<model::TransferId> transfers;
    for (const auto &[transfer, running] : d->jobs)
        transfers.push_back(transfer);
    for (const model::TransferId &transfer : transfers)
        stopJob(transfer);
    while (!d->arriving.empty())
        d->drop(d->arriving.begin()->first);
}

void DataConnections::setLimits(quint64 upload, quint64 download)
{
    d->upload.setLimit(upload);
    d->download.setLimit(download);
}

void DataConnections::accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot)
{
    LaterPtr<DataHandshake> handshake(new DataHandshake(d->own, d->timings));
    DataHandshake *arrived = handshake.get();
    d->arriving.emplace(arrived, std::move(handshake));
    connect(arrived, &DataHandshake::ready, this, [this, arrived] { d->adopt(arrived); });
    connect(arrived, &DataHandshake::failed, this, [this, arrived](const base::Error &error) {
        qCDebug(lcData) << "data connection not taken:" << base::faultName(error.fault) << error.detail;
        d->drop(arrived);
    });
    if (slot)
        slot->setEvict([this, arrived] { d->drop(arrived); });
    arrived->accept(
        descriptor, [this](const model::PeerId &peer, const wire::DataOpen &open) { return d->judge(peer, open); },
        std::move(slot));
}

void DataConnections::linked(const model::PeerId &peer, Role role, const model::Endpoint &endpoint)
{
    d->follow(peer, role, endpoint);
    QTimer::singleShot(d->timings.stuck, this, [this, peer] { d->endStuck(peer); });
}

void DataConnections::receive(const model::PeerId &peer, const wire::Again &again)
{
    const auto running = d->jobs.find(again.transfer);
    if (running != d->jobs.end() && running->second.job->job().peer == peer)
        running->second.job->again(again);
}

} // namespace native
