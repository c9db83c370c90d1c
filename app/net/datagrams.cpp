#include "net/datagrams.h"

#include "net/datagramsocket.h"

#include <QLoggingCategory>
#include <QSet>

#include <algorithm>
#include <vector>

Q_LOGGING_CATEGORY(lcDatagrams, "landline.net.datagrams")

namespace net {
namespace {

constexpr int triesForAnyPort = 16;

#ifdef Q_OS_WIN
// Unicast to a shared wildcard is "indeterminate" there, so nobody's own socket is a shared one.
constexpr bool ownMayBeShared = false;
#else
constexpr bool ownMayBeShared = true;
#endif

const QHostAddress any4(QHostAddress::AnyIPv4);
const QHostAddress any6(QHostAddress::AnyIPv6);

#ifdef Q_OS_LINUX
// Programs of one computer meet here even without any network.
const QHostAddress localBroadcast(0x7fffffffU);
#else
const QHostAddress localBroadcast;
#endif

// Where a shared socket is bound.
struct Place {
    QHostAddress address;
    int scope = 0;
    bool operator==(const Place &) const = default;
};

QList<QHostAddress> broadcastsOf(const Interface &interface)
{
    QList<QHostAddress> result;
    for (const Subnet &subnet : interface.subnets) {
        if (!subnet.broadcast.isNull() && !result.contains(subnet.broadcast))
            result.append(subnet.broadcast);
    }
    return result;
}

} // namespace

class Datagrams::Private
{
public:
    using SocketPointer = std::unique_ptr<DatagramSocket>;

    explicit Private(Datagrams *owner)
        : q(owner)
    {
    }

    base::Result<bool> openOwn(quint16 port);
    void openShared();
    void joinGroups();
    void close();

    [[nodiscard]] QList<Place> sharedPlaces() const;
    [[nodiscard]] DatagramSocket *listenerFor(const QHostAddress &group, int scope) const;
    [[nodiscard]] QString nameOf(int index) const;
    [[nodiscard]] int indexOf(const QString &name) const;

    void connectTo(DatagramSocket &socket);
    void pass(Datagram datagram, int scope);
    static void retire(SocketPointer &socket);

    Datagrams *q;
    Ports ports;
    QList<Interface> interfaces;
    QList<Interface> joined; // by the sockets as they are
    SocketPointer own4;
    SocketPointer own6; // null where there is no IPv6
    std::vector<SocketPointer> shared;
    bool holder = false;
};

base::Result<bool> Datagrams::Private::openOwn(quint16 port)
{
    const auto sharing = holder ? DatagramSocket::Sharing::Shared : DatagramSocket::Sharing::Exclusive;
    auto v4 = DatagramSocket::open(any4, port, sharing);
    if (!v4)
        return tl::unexpected<base::Error>(v4.error());
    auto v6 = DatagramSocket::open(any6, (*v4)->port(), sharing);
    if (!v6 && v6.error().fault != base::Fault::Unsupported)
        return tl::unexpected<base::Error>(v6.error());
    own4 = std::move(*v4);
    own6 = v6 ? std::move(*v6) : nullptr;
    connectTo(*own4);
    if (own6)
        connectTo(*own6);
    return true;
}

void Datagrams::Private::connectTo(DatagramSocket &socket)
{
    connect(&socket, &DatagramSocket::received, q,
            [this](const Datagram &datagram, int scope) { pass(datagram, scope); });
    connect(&socket, &DatagramSocket::turnEnded, q, &Datagrams::turnEnded);
}

void Datagrams::Private::pass(Datagram datagram, int scope)
{
    if (scope != 0 && datagram.from.isLinkLocal())
        datagram.from.setScopeId(nameOf(scope));
    emit q->received(datagram);
}

// May run inside one of the socket's own signals.
void Datagrams::Private::retire(SocketPointer &socket)
{
    if (!socket)
        return;
    socket->close();
    socket->disconnect();
    socket.release()->deleteLater();
}

QList<Place> Datagrams::Private::sharedPlaces() const
{
    if (holder)
        return {};
    if (!ownMayBeShared)
        return {{any4}, {any6}};
    QList<Place> places;
    if (!localBroadcast.isNull())
        places.append({localBroadcast});
    for (const Interface &interface : interfaces) {
        for (const QHostAddress &broadcast : broadcastsOf(interface)) {
            if (!places.contains(Place {broadcast}))
                places.append({broadcast});
        }
        if (interface.multicast && interface.hasIpv6())
            places.append({ports.group6, interface.index});
    }
    places.append({ports.group4});
    return places;
}

void Datagrams::Private::openShared()
{
    const QList<Place> places = sharedPlaces();
    std::vector<SocketPointer> kept;
    for (SocketPointer &socket : shared) {
        if (places.contains(Place {socket->address(), socket->scope()}))
            kept.push_back(std::move(socket));
        else
            retire(socket);
    }
    shared = std::move(kept);
    for (const Place &place : places) {
        const bool open = std::any_of(shared.begin(), shared.end(), [&](const SocketPointer &socket) {
            return socket->address() == place.address && socket->scope() == place.scope;
        });
        if (open)
            continue;
        auto socket = DatagramSocket::open(place.address, ports.shared, DatagramSocket::Sharing::Shared, place.scope);
        if (!socket) {
            qCInfo(lcDatagrams) << "not hearing one path of port" << ports.shared << socket.error().detail;
            continue;
        }
        connectTo(**socket);
        shared.push_back(std::move(*socket));
    }
}

DatagramSocket *Datagrams::Private::listenerFor(const QHostAddress &group, int scope) const
{
    const bool v4 = group.protocol() == QAbstractSocket::IPv4Protocol;
    if (holder)
        return v4 ? own4.get() : own6.get();
    for (const SocketPointer &socket : shared) {
        const bool wildcard = socket->address() == (v4 ? any4 : any6);
        if (wildcard || (socket->address() == group && (v4 || socket->scope() == scope)))
            return socket.get();
    }
    return nullptr;
}

// Left and joined anew rather than compared: an interface that came back may have forgotten, and the fresh report
// tells switches behind it.
void Datagrams::Private::joinGroups()
{
    for (const QHostAddress &group : {ports.group4, ports.group6}) {
        const bool v4 = group.protocol() == QAbstractSocket::IPv4Protocol;
        for (const Interface &interface : joined) {
            if (DatagramSocket *socket = listenerFor(group, interface.index))
                socket->leave(group, interface);
        }
        for (const Interface &interface : interfaces) {
            DatagramSocket *socket = listenerFor(group, interface.index);
            const bool wanted = interface.multicast && (v4 ? interface.hasIpv4() : interface.hasIpv6());
            if (socket && wanted && !socket->join(group, interface))
                qCDebug(lcDatagrams) << "no multicast on" << interface.name;
        }
    }
    joined = interfaces;
}

void Datagrams::Private::close()
{
    retire(own4);
    retire(own6);
    for (SocketPointer &socket : shared)
        retire(socket);
    shared.clear();
    joined.clear();
    holder = false;
}

QString Datagrams::Private::nameOf(int index) const
{
    for (const Interface &interface : interfaces) {
        if (interface.index == index)
            return interface.name;
    }
    return QString::number(index);
}

int Datagrams::Private::indexOf(const QString &name) const
{
    for (const Interface &interface : interfaces) {
        if (interface.name == name)
            return interface.index;
    }
    return name.toInt();
}

Datagrams::Datagrams(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

Datagrams::~Datagrams() = default;

base::Result<quint16> Datagrams::open(const Ports &ports, const QList<Interface> &interfaces)
{
    close();
    d->ports = ports;
    d->interfaces = interfaces;
    d->holder = ownMayBeShared && ports.own == ports.shared;
    const bool anyPort = ports.own == 0 || (!ownMayBeShared && ports.own == ports.shared);
    base::Result<bool> own = d->openOwn(anyPort ? 0 : ports.own);
    for (int i = 1; anyPort && !own && own.error().fault == base::Fault::PortTaken && i < triesForAnyPort; ++i)
        own = d->openOwn(0);
    if (!own) {
        d->holder = false;
        return tl::unexpected<base::Error>(own.error());
    }
    d->openShared();
    d->joinGroups();
    return d->own4->port();
}

void Datagrams::setInterfaces(const QList<Interface> &interfaces)
{
    d->interfaces = interfaces;
    if (!d->own4)
        return;
    d->openShared();
    d->joinGroups();
}

void Datagrams::close()
{
    d->close();
}

bool Datagrams::isHolder() const
{
    return d->holder;
}

bool Datagrams::hearsAll() const
{
    return d->own4 && (d->holder || !d->shared.empty());
}

int Datagrams::sendEverywhere(QByteArrayView bytes)
{
    if (!d->own4)
        return 0;
    int paths = 0;
    const quint16 port = d->ports.shared;
    for (const Interface &interface : d->interfaces) {
        for (const QHostAddress &broadcast : broadcastsOf(interface))
            paths += d->own4->send(bytes, broadcast, port, interface.index);
        if (interface.multicast && interface.hasIpv4())
            paths += d->own4->send(bytes, d->ports.group4, port, interface.index);
        if (interface.multicast && interface.hasIpv6() && d->own6)
            paths += d->own6->send(bytes, d->ports.group6, port, interface.index);
    }
    if (!localBroadcast.isNull())
        paths += d->own4->send(bytes, localBroadcast, port, 0);
    return paths;
}

bool Datagrams::send(QByteArrayView bytes, const QHostAddress &to, quint16 port)
{
    DatagramSocket *socket = to.protocol() == QAbstractSocket::IPv4Protocol ? d->own4.get() : d->own6.get();
    return socket && port != 0 && socket->send(bytes, to, port, to.scopeId().isEmpty() ? 0 : d->indexOf(to.scopeId()));
}

} // namespace net
