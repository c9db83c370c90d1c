#include "native/discovery.h"

#include "native/presenceengine.h"
#include "net/datagrams.h"
#include "net/interfaces.h"

#include <QLoggingCategory>
#include <QTimer>

#include <algorithm>

Q_LOGGING_CATEGORY(lcDiscovery, "landline.native.discovery")

namespace native {

using std::chrono::milliseconds;

namespace {

// Strangers that nobody has proved may be invented by the thousand: they are told in portions.
constexpr milliseconds strangersEvery {200};
constexpr qsizetype strangersAtOnce = 100;
constexpr milliseconds longestWait {3'600'000};

const QHostAddress &group4()
{
    static const QHostAddress address(QStringLiteral("239.255.94.186"));
    return address;
}

const QHostAddress &group6()
{
    static const QHostAddress address(QStringLiteral("ff12::8a4e:5eba"));
    return address;
}

} // namespace

class Discovery::Private : public PresenceWorld
{
public:
    Private(Discovery *owner, std::shared_ptr<const identity::Identity> identity, quint32 epoch,
            const base::Clock &baseClock);

    void sendEverywhere(const QByteArray &datagram) override { datagrams.sendEverywhere(datagram); }
    void send(const QByteArray &datagram, const PresenceSource &to) override
    {
        datagrams.send(datagram, to.address, to.port);
    }
    void peerChanged(const model::PeerId &peer) override;
    void peerLost(const model::PeerId &peer) override;
    void peerCalled(const model::PeerId &peer) override { emit q->called(peer); }
    void keyRunsTwice() override;

    void run(); // what is due, then waits for what comes next
    void tellFresh();
    void tellStrangers();
    void tell(const model::PeerId &peer);
    void networkMoved();

    Discovery *q;
    const base::Clock &clock;
    PresenceEngine engine;
    net::Interfaces interfaces;
    net::Datagrams datagrams;
    QTimer due;
    QTimer strangersDue;
    QTimer freshDue;
    QSet<model::PeerId> fresh; // changed since told
    QSet<model::PeerId> strangers;
    quint16 port = 0;
    quint16 discoveryPort = 0;
};

Discovery::Private::Private(Discovery *owner, std::shared_ptr<const identity::Identity> identity, quint32 epoch,
                            const base::Clock &baseClock)
    : q(owner)
    , clock(baseClock)
    , engine(std::move(identity), epoch, baseClock, *this)
{
    for (QTimer *timer : {&due, &strangersDue, &freshDue})
        timer->setSingleShot(true);
    due.setTimerType(Qt::PreciseTimer);
    connect(&due, &QTimer::timeout, q, [this] { run(); });
    connect(&strangersDue, &QTimer::timeout, q, [this] { tellStrangers(); });
    connect(&freshDue, &QTimer::timeout, q, [this] { tellFresh(); });
    connect(&datagrams, &net::Datagrams::received, q,
            [this](const net::Datagram &datagram) { engine.receive(datagram); });
    connect(&datagrams, &net::Datagrams::turnEnded, q, [this] { run(); });
    connect(&interfaces, &net::Interfaces::changed, q, [this] { networkMoved(); });
    connect(&interfaces, &net::Interfaces::wokeUp, q, [this] { networkMoved(); });
}

void Discovery::Private::run()
{
    engine.tick();
    const milliseconds next = engine.nextDue();
    if (next == milliseconds::max())
        return due.stop();
    due.start(std::clamp(next - clock.steady(), milliseconds(0), longestWait));
}

void Discovery::Private::peerChanged(const model::PeerId &peer)
{
    if (engine.isFresh(peer)) {
        fresh.insert(peer);
        strangers.remove(peer);
        if (!freshDue.isActive())
            freshDue.start(milliseconds(0));
        return;
    }
    strangers.insert(peer);
    if (!strangersDue.isActive())
        strangersDue.start(strangersEvery);
}

void Discovery::Private::peerLost(const model::PeerId &peer)
{
    fresh.remove(peer);
    strangers.remove(peer);
    emit q->lost(peer);
}

void Discovery::Private::keyRunsTwice()
{
    qCWarning(lcDiscovery) << "another program on this network uses our key; announcing stops";
    emit q->runsTwice();
}

void Discovery::Private::tell(const model::PeerId &peer)
{
    if (const auto heard = engine.heard(peer))
        emit q->heard(*heard);
}

void Discovery::Private::tellFresh()
{
    for (const model::PeerId &peer : std::exchange(fresh, {}))
        tell(peer);
}

void Discovery::Private::tellStrangers()
{
    for (qsizetype i = 0; i < strangersAtOnce && !strangers.isEmpty(); ++i) {
        const model::PeerId peer = *strangers.cbegin();
        strangers.erase(strangers.cbegin());
        tell(peer);
    }
    if (!strangers.isEmpty())
        strangersDue.start(strangersEvery);
}

void Discovery::Private::networkMoved()
{
    qCInfo(lcDiscovery) << "interfaces changed or the computer woke up:" << interfaces.list().size() << "in use";
    engine.setInterfaces(interfaces.list());
    datagrams.setInterfaces(interfaces.list());
    engine.networkChanged();
    run();
    emit q->networksChanged();
}

Discovery::Discovery(std::shared_ptr<const identity::Identity> identity, quint32 epoch, const base::Clock &clock,
                     QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(identity), epoch, clock))
{
}

Discovery::~Discovery()
{
    stop();
}

base::Result<bool> Discovery::open(quint16 port, quint16 discoveryPort)
{
    const auto own = d->datagrams.open({port, discoveryPort, group4(), group6()}, d->interfaces.list());
    if (!own)
        return tl::unexpected<base::Error>(own.error());
    if (!d->datagrams.hearsAll())
        qCInfo(lcDiscovery) << "another kind of program keeps UDP port" << discoveryPort << "for itself";
    d->port = port;
    d->discoveryPort = discoveryPort;
    return true;
}

void Discovery::start(const Own &own, const QList<model::Contact> &contacts)
{
    d->engine.setInterfaces(d->interfaces.list());
    d->engine.start(d->port, d->discoveryPort, own, contacts);
    d->run();
}

void Discovery::setOwn(const Own &own)
{
    d->engine.setOwn(own);
    d->run();
}

void Discovery::setBlocked(const QSet<model::PeerId> &blocked)
{
    d->engine.setBlocked(blocked);
    d->run();
}

void Discovery::setWatched(const QSet<model::PeerId> &watched)
{
    d->engine.setWatched(watched);
    d->run();
}

void Discovery::announce()
{
    d->engine.announce();
    d->run();
}

void Discovery::call(const model::PeerId &peer)
{
    d->engine.call(peer);
}

void Discovery::linkProved(const model::PeerId &peer, const model::Endpoint &endpoint)
{
    d->engine.linkProved(peer, endpoint);
    d->run();
}

void Discovery::linkEnded(const model::PeerId &peer)
{
    d->engine.linkEnded(peer);
    d->run();
}

void Discovery::dropCandidate(const model::PeerId &peer, const model::Endpoint &endpoint)
{
    d->engine.dropCandidate(peer, endpoint);
}

void Discovery::stop()
{
    d->engine.stop();
    d->datagrams.close();
    d->fresh.clear();
    d->strangers.clear();
    for (QTimer *timer : {&d->due, &d->strangersDue, &d->freshDue})
        timer->stop();
}

QList<model::Endpoint> Discovery::candidates(const model::PeerId &peer) const
{
    return d->engine.candidates(peer);
}

QStringList Discovery::networks() const
{
    QStringList names;
    for (const net::Interface &interface : d->interfaces.list())
        names.append(interface.name);
    return names;
}

QStringList Discovery::addresses() const
{
    return net::ownAddresses(d->interfaces.list());
}

} // namespace native
