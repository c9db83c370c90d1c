#include "net/acceptor.h"

#include "net/socket.h"

#include <QLoggingCategory>
#include <QSocketNotifier>
#include <QTimer>

#include <vector>

Q_LOGGING_CATEGORY(lcAcceptor, "landline.net.acceptor")

namespace net {
namespace {

constexpr int backlog = 128;
constexpr int mostPerTurn = 32; // the rest waits a turn: a storm of connections must not starve open links
constexpr int triesForAnyPort = 16;
constexpr std::chrono::milliseconds pauseWithoutDescriptors {250};

base::Result<Socket> bound(Family family, quint16 port)
{
    base::Result<Socket> socket = Socket::make(family, SocketKind::Stream);
    if (!socket)
        return socket;
#ifdef Q_OS_WIN
    socket->setOption(SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
#else
    // For restarts only: it skips the wait for old connections, but never lets two listen.
    socket->setOption(SOL_SOCKET, SO_REUSEADDR, 1);
#endif
    const QHostAddress any(family == Family::V4 ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6);
    const auto done =
        socket->bind(SocketAddress::of(any, port)).and_then([&](bool) { return socket->listen(backlog); });
    if (!done)
        return tl::unexpected<base::Error>(done.error());
    return socket;
}

// Both families on one number; IPv6 is left out where the system has none.
base::Result<std::vector<Socket>> boundPair(quint16 port)
{
    std::vector<Socket> sockets;
    base::Result<Socket> v4 = bound(Family::V4, port);
    if (v4)
        sockets.push_back(std::move(*v4));
    else if (v4.error().fault != base::Fault::Unsupported)
        return tl::unexpected<base::Error>(v4.error());
    base::Result<Socket> v6 = bound(Family::V6, sockets.empty() ? port : sockets.front().localPort());
    if (v6)
        sockets.push_back(std::move(*v6));
    else if (v6.error().fault != base::Fault::Unsupported || sockets.empty())
        return tl::unexpected<base::Error>(v6.error());
    return sockets;
}

base::Result<std::vector<Socket>> boundAnywhere()
{
    base::Result<std::vector<Socket>> sockets = boundPair(0);
    for (int i = 1; i < triesForAnyPort && !sockets && sockets.error().fault == base::Fault::PortTaken; ++i)
        sockets = boundPair(0);
    return sockets;
}

} // namespace

class Acceptor::Private
{
public:
    struct Listener {
        Socket socket;
        std::unique_ptr<QSocketNotifier> notifier;
    };

    explicit Private(Acceptor *owner)
        : q(owner)
    {
        resume.setSingleShot(true);
        QObject::connect(&resume, &QTimer::timeout, q, [this] { setEnabled(true); });
    }

    void add(Socket socket);
    void acceptSome(qintptr listener);
    void setEnabled(bool enabled);
    [[nodiscard]] const Socket *socketOf(qintptr descriptor) const;

    Acceptor *q;
    std::vector<Listener> listeners;
    quint16 port = 0;
    QTimer resume;
};

void Acceptor::Private::add(Socket socket)
{
    const qintptr descriptor = socket.descriptor();
    auto notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    QObject::connect(notifier.get(), &QSocketNotifier::activated, q, [this, descriptor] { acceptSome(descriptor); });
    listeners.push_back({std::move(socket), std::move(notifier)});
}

const Socket *Acceptor::Private::socketOf(qintptr descriptor) const
{
    for (const Listener &listener : listeners) {
        if (listener.socket.descriptor() == descriptor)
            return &listener.socket;
    }
    return nullptr; // stopped by whoever got the last connection
}

void Acceptor::Private::acceptSome(qintptr listener)
{
    for (int i = 0; i < mostPerTurn; ++i) {
        const Socket *socket = socketOf(listener);
        if (!socket)
            return;
        auto connection = acceptOne(*socket);
        if (connection) {
            const QHostAddress from = connection->second.address();
            emit q->accepted(connection->first.release(), from);
            continue;
        }
        const SocketError error = lastError();
        if (error == SocketError::WouldBlock)
            return;
        if (error == SocketError::OutOfDescriptors) {
            // The connection stays in the queue, so listening on would only spin.
            qCWarning(lcAcceptor) << "no descriptors left, accepting pauses";
            setEnabled(false);
            resume.start(pauseWithoutDescriptors);
            return;
        }
    }
}

void Acceptor::Private::setEnabled(bool enabled)
{
    for (const Listener &listener : listeners)
        listener.notifier->setEnabled(enabled);
}

Acceptor::Acceptor(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

Acceptor::~Acceptor()
{
    stop();
}

base::Result<quint16> Acceptor::listen(quint16 port)
{
    stop();
    base::Result<std::vector<Socket>> sockets = port == 0 ? boundAnywhere() : boundPair(port);
    if (!sockets)
        return tl::unexpected<base::Error>(sockets.error());
    d->port = sockets->front().localPort();
    for (Socket &socket : *sockets)
        d->add(std::move(socket));
    return d->port;
}

void Acceptor::stop()
{
    d->resume.stop();
    d->port = 0;
    for (Private::Listener &listener : d->listeners) {
        listener.notifier->setEnabled(false);
        // May run inside the notifier's own signal.
        listener.notifier.release()->deleteLater();
    }
    d->listeners.clear();
}

quint16 Acceptor::port() const
{
    return d->port;
}

} // namespace net
