#include "net/socket.h"

#include <QtEndian>

#ifndef Q_OS_WIN
#include <fcntl.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <cstring>

namespace net {
namespace {

#ifdef Q_OS_WIN

using Native = SOCKET;

int errorNumber()
{
    return WSAGetLastError();
}
void closeNative(qintptr descriptor)
{
    closesocket(Native(descriptor));
}
bool prepare(qintptr descriptor)
{
    u_long on = 1;
    SetHandleInformation(reinterpret_cast<HANDLE>(descriptor), HANDLE_FLAG_INHERIT, 0);
    return ioctlsocket(Native(descriptor), FIONBIO, &on) == 0;
}
qintptr openNative(int domain, int type)
{
    static const bool started = [] {
        WSADATA data;
        return WSAStartup(MAKEWORD(2, 2), &data) == 0;
    }();
    const Native socket = started ? ::socket(domain, type, 0) : INVALID_SOCKET;
    return socket == INVALID_SOCKET ? -1 : qintptr(socket);
}
base::Fault faultOf(int error)
{
    switch (error) {
    case WSAEADDRINUSE: return base::Fault::PortTaken;
    case WSAEACCES: return base::Fault::PortTaken; // somebody has it exclusively
    case WSAEADDRNOTAVAIL:
    case WSAEAFNOSUPPORT: return base::Fault::Unsupported;
    default: return base::Fault::CannotRead;
    }
}

#else

using Native = int;

int errorNumber()
{
    return errno;
}
void closeNative(qintptr descriptor)
{
    ::close(int(descriptor));
}
bool prepare(qintptr descriptor)
{
    const int flags = fcntl(int(descriptor), F_GETFL);
    return flags >= 0 && fcntl(int(descriptor), F_SETFL, flags | O_NONBLOCK) == 0
           && fcntl(int(descriptor), F_SETFD, FD_CLOEXEC) == 0;
}
qintptr openNative(int domain, int type)
{
#ifdef SOCK_CLOEXEC
    return ::socket(domain, type | SOCK_CLOEXEC, 0);
#else
    return ::socket(domain, type, 0);
#endif
}
base::Fault faultOf(int error)
{
    switch (error) {
    case EADDRINUSE: return base::Fault::PortTaken;
    case EACCES:
    case EPERM: return base::Fault::NotPermitted;
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT: return base::Fault::Unsupported;
    default: return base::Fault::CannotRead;
    }
}

#endif

tl::unexpected<base::Error> failureNow(const char *what)
{
    const int error = errorNumber();
    return base::failure(faultOf(error), QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(qt_error_string(error)));
}

} // namespace

SocketAddress SocketAddress::of(const QHostAddress &address, quint16 port, int scope)
{
    SocketAddress result;
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&result.storage);
        v4->sin_family = AF_INET;
        v4->sin_port = qToBigEndian(port);
        v4->sin_addr.s_addr = qToBigEndian(address.toIPv4Address());
        result.length = sizeof(sockaddr_in);
        return result;
    }
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&result.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = qToBigEndian(port);
    v6->sin6_scope_id = static_cast<decltype(v6->sin6_scope_id)>(scope);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
    result.length = sizeof(sockaddr_in6);
    return result;
}

QHostAddress SocketAddress::address() const
{
    if (storage.ss_family == AF_INET) {
        const auto *v4 = reinterpret_cast<const sockaddr_in *>(&storage);
        return QHostAddress(qFromBigEndian<quint32>(v4->sin_addr.s_addr));
    }
    const QHostAddress v6(data());
    bool mapped = false;
    const quint32 v4 = v6.toIPv4Address(&mapped);
    return mapped ? QHostAddress(v4) : v6;
}

int SocketAddress::scope() const
{
    if (storage.ss_family != AF_INET6)
        return 0;
    return int(reinterpret_cast<const sockaddr_in6 *>(&storage)->sin6_scope_id);
}

quint16 SocketAddress::port() const
{
    // The port stands at the same place for both families.
    return qFromBigEndian<quint16>(reinterpret_cast<const sockaddr_in *>(&storage)->sin_port);
}

Socket &Socket::operator=(Socket &&other) noexcept
{
    if (this != &other) {
        close();
        m_descriptor = other.release();
    }
    return *this;
}

base::Result<Socket> Socket::make(Family family, SocketKind kind)
{
    const int domain = family == Family::V4 ? AF_INET : AF_INET6;
    Socket socket(openNative(domain, kind == SocketKind::Stream ? SOCK_STREAM : SOCK_DGRAM));
    if (!socket.isValid())
        return failureNow("socket");
    if (!prepare(socket.descriptor()))
        return failureNow("fcntl");
    if (family == Family::V6)
        socket.setOption(IPPROTO_IPV6, IPV6_V6ONLY, 1);
    return socket;
}

qintptr Socket::release()
{
    return std::exchange(m_descriptor, -1);
}

void Socket::close()
{
    if (isValid())
        closeNative(release());
}

bool Socket::setOption(int level, int name, int value)
{
    return setOption(level, name, &value, sizeof value);
}

bool Socket::setOption(int level, int name, const void *value, socklen_t size)
{
    return ::setsockopt(Native(m_descriptor), level, name, static_cast<const char *>(value), size) == 0;
}

base::Result<bool> Socket::bind(const SocketAddress &address)
{
    if (::bind(Native(m_descriptor), address.data(), address.length) != 0)
        return failureNow("bind");
    return true;
}

base::Result<bool> Socket::listen(int backlog)
{
    if (::listen(Native(m_descriptor), backlog) != 0)
        return failureNow("listen");
    return true;
}

quint16 Socket::localPort() const
{
    SocketAddress local;
    local.length = sizeof local.storage;
    if (!isValid() || ::getsockname(Native(m_descriptor), local.data(), &local.length) != 0)
        return 0;
    return local.port();
}

std::optional<std::pair<Socket, SocketAddress>> acceptOne(const Socket &listener)
{
    SocketAddress from;
    from.length = sizeof from.storage;
#ifdef Q_OS_LINUX
    Socket socket(::accept4(Native(listener.descriptor()), from.data(), &from.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
#else
    Socket socket(qintptr(::accept(Native(listener.descriptor()), from.data(), &from.length)));
    if (socket.isValid() && !prepare(socket.descriptor()))
        return std::nullopt;
#endif
    if (!socket.isValid())
        return std::nullopt;
    return std::pair(std::move(socket), from);
}

SocketError lastError()
{
    const int error = errorNumber();
#ifdef Q_OS_WIN
    if (error == WSAEWOULDBLOCK)
        return SocketError::WouldBlock;
    return error == WSAEMFILE || error == WSAENOBUFS ? SocketError::OutOfDescriptors : SocketError::Other;
#else
    if (error == EAGAIN || error == EWOULDBLOCK)
        return SocketError::WouldBlock;
    const bool out = error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
    return out ? SocketError::OutOfDescriptors : SocketError::Other;
#endif
}

} // namespace net
