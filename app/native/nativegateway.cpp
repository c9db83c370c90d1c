#include "native/nativegateway.h"

#include "native/connectionlog.h"
#include "native/dialler.h"
#include "native/features.h"
#include "native/jobdesk.h"
#include "native/line.h"
#include "native/manualpeers.h"
#include "native/prober.h"
#include "native/roster.h"

using base::Error;
using base::Fault;
using gateway::Interest;

namespace native {
namespace {

constexpr qsizetype longestProgram = 64;

} // namespace

// Connects the parts and decides who is worth a link. Everything else is in them.
class NativeGateway::Private
{
public:
    Private(NativeGateway &gateway, const std::shared_ptr<const identity::Identity> &identity, quint32 ownEpoch,
            const base::Clock &clock, const QString &ownProgram, const Timings &timings);

    void connectTable();
    void connectDiscovery();
    void connectJobs();
    void connectRest();

    void apply(const gateway::Setup &given);
    void applyBlocked(const QSet<model::PeerId> &blocked);
    void applyOwn();
    void moved();
    void linked(const model::PeerId &peer);
    void unlinked(const model::PeerId &peer, const LinkEnd &end);
    void idled(const model::PeerId &peer);
    void decideWanted(const model::PeerId &peer);
    void networkChanged();
    [[nodiscard]] QList<model::Endpoint> candidates(const model::PeerId &peer) const;
    [[nodiscard]] Discovery::Own own() const;

    NativeGateway &q;
    quint32 epoch;
    QString program;
    gateway::Setup setup;
    QHash<model::PeerId, Interest> interests; // without None
    bool started = false;
    bool stopped = false;

    Listener listener;
    Discovery discovery;
    DataConnections data;
    LinkTable table;
    Roster roster;
    Line line;
    Dialler dialler;
    ManualPeers manual;
    Prober prober;
    JobDesk jobs;
};

NativeGateway::Private::Private(NativeGateway &gateway, const std::shared_ptr<const identity::Identity> &identity,
                                quint32 ownEpoch, const base::Clock &clock, const QString &ownProgram,
                                const Timings &timings)
    : q(gateway)
    , epoch(ownEpoch)
    , program(ownProgram.left(longestProgram))
    , listener(timings)
    , discovery(identity, ownEpoch, clock)
    , data(identity)
    , table(identity, timings)
    , line(listener, discovery, timings)
    , dialler(table, [this](const model::PeerId &peer) { return candidates(peer); })
    , manual(table)
    , prober(table)
    , jobs(table, data)
{
    connectTable();
    connectDiscovery();
    connectJobs();
    connectRest();
}

void NativeGateway::Private::connectTable()
{
    connect(&table, &LinkTable::linked, &q, [this](const model::PeerId &peer) { linked(peer); });
    connect(&table, &LinkTable::unlinked, &q,
            [this](const model::PeerId &peer, const LinkEnd &end) { unlinked(peer, end); });
    connect(&table, &LinkTable::idled, &q, [this](const model::PeerId &peer) { idled(peer); });
    connect(&table, &LinkTable::presenceChanged, &roster, &Roster::presenceChanged);
    connect(&table, &LinkTable::againReceived, &data, &DataConnections::receive);
    connect(&table, &LinkTable::received, &q, &Gateway::received);
    connect(&table, &LinkTable::sent, &q, &Gateway::sent);
    connect(&table, &LinkTable::failed, &q, &Gateway::failed);
}

void NativeGateway::Private::connectDiscovery()
{
    connect(&discovery, &Discovery::heard, &q, [this](const Discovery::Heard &heard) {
        roster.heard(heard);
        if (heard.fresh)
            dialler.encourage(heard.peer);
    });
    connect(&discovery, &Discovery::lost, &roster, &Roster::lost);
    connect(&discovery, &Discovery::called, &dialler, &Dialler::dialOnce);
    connect(&discovery, &Discovery::networksChanged, &q, [this] { networkChanged(); });
    connect(&discovery, &Discovery::runsTwice, &line, &Line::tellTwin);
    connect(&roster, &Roster::seen, &q, &Gateway::peerSeen);
    connect(&roster, &Roster::gone, &q, &Gateway::peerLost);
}

void NativeGateway::Private::connectJobs()
{
    connect(&jobs, &JobDesk::needChanged, &q, [this](const model::PeerId &peer) { decideWanted(peer); });
    connect(&jobs, &JobDesk::finished, &q, &Gateway::jobFinished);
    connect(&data, &DataConnections::jobProgressed, &q, &Gateway::jobProgressed);
    connect(&data, &DataConnections::again, &q, [this](const model::PeerId &peer, const wire::Again &again) {
        if (Link *link = table.find(peer))
            link->sendControl(again);
    });
}

void NativeGateway::Private::connectRest()
{
    connect(&listener, &Listener::linkArrived, &table, &LinkTable::accept);
    connect(&listener, &Listener::dataArrived, &data,
            [this](qintptr descriptor, const Listener::Slot &slot) { data.accept(descriptor, slot); });
    connect(&line, &Line::changed, &q, &Gateway::lineChanged);
    connect(&line, &Line::moved, &q, [this] { moved(); });
    connect(&prober, &Prober::probed, &q, &Gateway::probed);
    connect(&dialler, &Dialler::misled, &discovery, &Discovery::dropCandidate);
    // A firewall on their side may let them reach us.
    connect(&dialler, &Dialler::unreachable, &q, [this](const model::PeerId &peer, const Error &error) {
        if (error.fault == Fault::Unreachable && roster.isFresh(peer))
            discovery.call(peer);
    });
}

void NativeGateway::Private::apply(const gateway::Setup &given)
{
    const gateway::Setup before = std::exchange(setup, given);
    applyBlocked(before.blocked);
    data.setLimits(setup.uploadLimit, setup.downloadLimit);
    line.open(setup);
    if (started && (before.name != setup.name || before.presence != setup.presence)) {
        applyOwn();
        table.sendToAll(wire::PresenceChange{setup.presence, own().name, 0});
    }
    if (started)
        manual.setEndpoints(setup.manual);
}

void NativeGateway::Private::applyBlocked(const QSet<model::PeerId> &before)
{
    if (started && before == setup.blocked)
        return;
    discovery.setBlocked(setup.blocked);
    table.setBlocked(setup.blocked);
    for (const model::PeerId &peer : std::as_const(setup.blocked)) {
        dialler.unwant(peer);
        roster.drop(peer);
    }
    for (const model::PeerId &peer : before)
        decideWanted(peer);
}

void NativeGateway::Private::applyOwn()
{
    wire::Hello hello;
    hello.name = own().name;
    hello.features = feature::own;
    hello.epoch = epoch;
    hello.port = line.port();
    hello.program = program;
    hello.presence = setup.presence;
    hello.largestFrame = wire::largestFrame;
    table.setOwnHello(hello);
    discovery.setOwn(own());
}

Discovery::Own NativeGateway::Private::own() const
{
    return {wire::cleanName(setup.name, table.self().shortText()), setup.presence, feature::own};
}

void NativeGateway::Private::moved()
{
    applyOwn();
    // Presence takes up the new number, and tells it, by starting again.
    if (started && line.port() != 0)
        discovery.start(own(), setup.contacts);
}

void NativeGateway::Private::linked(const model::PeerId &peer)
{
    const Link *link = table.find(peer);
    if (!link)
        return;
    roster.linked(peer, link->hello(), link->endpoint());
    discovery.linkProved(peer, link->endpoint());
}

void NativeGateway::Private::unlinked(const model::PeerId &peer, const LinkEnd &end)
{
    // Presence first: it may know already that the peer is gone.
    discovery.linkEnded(peer);
    const bool goodbye = end.by == LinkEnd::By::Peer && end.code == wire::code::bye;
    const bool idle = end.by != LinkEnd::By::Break && end.code == wire::code::idle;
    roster.unlinked(peer, goodbye ? Roster::After::Goodbye : idle ? Roster::After::Idle : Roster::After::Break);
}

// Whoever dialled decides when a link is of no more use; the other side cannot know whether it still is.
void NativeGateway::Private::idled(const model::PeerId &peer)
{
    Link *link = table.find(peer);
    if (!link)
        return;
    if (link->side() == Side::Acceptor || dialler.isWanted(peer) || manual.isManual(peer))
        link->touch();
    else
        link->close(wire::code::idle, QStringLiteral("idle"));
}

void NativeGateway::Private::decideWanted(const model::PeerId &peer)
{
    const bool wanted = interests.value(peer) == Interest::Linked || jobs.needs(peer);
    if (wanted && !setup.blocked.contains(peer))
        dialler.want(peer);
    else
        dialler.unwant(peer);
}

void NativeGateway::Private::networkChanged()
{
    line.refresh();
    table.checkAll();
    dialler.encourageAll();
    manual.encourageAll();
}

QList<model::Endpoint> NativeGateway::Private::candidates(const model::PeerId &peer) const
{
    QList<model::Endpoint> all = discovery.candidates(peer);
    QList<model::Endpoint> older = roster.endpoints(peer);
    for (const model::Contact &contact : setup.contacts) {
        if (contact.peer == peer)
            older += contact.endpoints;
    }
    for (const model::Endpoint &endpoint : std::as_const(older)) {
        if (endpoint.port != 0 && !all.contains(endpoint))
            all.append(endpoint);
    }
    return all;
}

NativeGateway::NativeGateway(std::shared_ptr<const identity::Identity> identity, quint32 epoch,
                             const base::Clock &clock, const QString &program, QObject *parent)
    : NativeGateway(std::move(identity), epoch, clock, program, Timings{}, parent)
{
}

NativeGateway::NativeGateway(std::shared_ptr<const identity::Identity> identity, quint32 epoch,
                             const base::Clock &clock, const QString &program, const Timings &timings, QObject *parent)
    : Gateway(parent)
    , d(std::make_unique<Private>(*this, identity, epoch, clock, program, timings))
{
}

NativeGateway::~NativeGateway()
{
    stop();
}

void NativeGateway::start(const gateway::Setup &setup)
{
    if (d->started || d->stopped)
        return;
    d->apply(setup);
    d->applyOwn();
    d->started = true;
    d->discovery.start(d->own(), setup.contacts);
    d->manual.setEndpoints(setup.manual);
    for (auto each = d->interests.cbegin(); each != d->interests.cend(); ++each)
        d->decideWanted(each.key());
}

void NativeGateway::stop()
{
    if (d->stopped)
        return;
    d->stopped = true;
    blockSignals(true);
    d->prober.stop();
    d->manual.stop();
    d->dialler.stop();
    d->jobs.stopAll();
    d->table.closeAll();
    if (d->started)
        d->discovery.stop();
    d->line.stop();
}

void NativeGateway::update(const gateway::Setup &setup)
{
    if (!d->started)
        return start(setup);
    if (!d->stopped)
        d->apply(setup);
}

void NativeGateway::probe(const model::Endpoint &endpoint)
{
    if (!d->stopped)
        d->prober.probe(endpoint);
}

void NativeGateway::setInterest(const model::PeerId &peer, Interest interest)
{
    if (d->stopped)
        return;
    if (interest == Interest::None)
        d->interests.remove(peer);
    else
        d->interests.insert(peer, interest);
    d->discovery.setWatched(QSet<model::PeerId>(d->interests.keyBegin(), d->interests.keyEnd()));
    if (d->started)
        d->decideWanted(peer);
}

void NativeGateway::announce()
{
    if (d->stopped || !d->started)
        return;
    d->discovery.announce();
    d->networkChanged();
}

void NativeGateway::send(const model::PeerId &peer, const model::Post &post)
{
    if (!d->stopped)
        d->table.send(peer, post);
}

void NativeGateway::startJob(const model::Job &job)
{
    if (!d->stopped)
        d->jobs.start(job);
}

void NativeGateway::stopJob(const model::TransferId &transfer)
{
    if (!d->stopped)
        d->jobs.stop(transfer);
}

} // namespace native
