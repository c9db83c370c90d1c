#include "native/datasocket.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#ifdef Q_OS_LINUX
#include <linux/tcp.h>
#else
#include <netinet/tcp.h>
#endif

#include <cerrno>
#include <csignal>
#include <cstring>

namespace native {
namespace {

struct SocketAddress {
    sockaddr_storage storage {};
    socklen_t size = 0;
};

SocketAddress toSocketAddress(const QHostAddress &address, quint16 port)
{
    SocketAddress result;
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    if (isIpv4) {
        sockaddr_in in {};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr.s_addr = htonl(ipv4);
        std::memcpy(&result.storage, &in, sizeof in);
        result.size = sizeof in;
        return result;
    }
    sockaddr_in6 in {};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(port);
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    std::memcpy(&in.sin6_addr, &ipv6, sizeof ipv6);
    const QByteArray scope = address.scopeId().toLatin1();
    bool isNumber = false;
    const uint number = scope.toUInt(&isNumber);
    in.sin6_scope_id = isNumber || scope.isEmpty() ? number : ::if_nametoindex(scope.constData());
    std::memcpy(&result.storage, &in, sizeof in);
    result.size = sizeof in;
    return result;
}

void setOption(int descriptor, int level, int name, int value)
{
    ::setsockopt(descriptor, level, name, &value, sizeof value);
}

} // namespace

void FreeSsl::operator()(ssl_st *ssl) const
{
    SSL_free(ssl);
}

base::Result<int> dialSocket(const QHostAddress &address, quint16 port)
{
    const SocketAddress to = toSocketAddress(address, port);
    const int descriptor = ::socket(to.storage.ss_family, SOCK_STREAM, IPPROTO_TCP);
    if (descriptor < 0)
        return base::failure(base::Fault::Unreachable, QString::fromLocal8Bit(std::strerror(errno)));
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    setNonBlocking(descriptor);
    const int done = ::connect(descriptor, reinterpret_cast<const sockaddr *>(&to.storage), to.size);
    if (done != 0 && errno != EINPROGRESS && errno != EINTR) {
        const QString reason = QString::fromLocal8Bit(std::strerror(errno));
        closeSocket(descriptor);
        return base::failure(base::Fault::Unreachable, reason);
    }
    return descriptor;
}

int socketError(int descriptor)
{
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void setNonBlocking(int descriptor)
{
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

void setBlocking(int descriptor, std::chrono::milliseconds silence)
{
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    const auto ms = silence.count();
    timeval limit {};
    limit.tv_sec = time_t(ms / 1000);
    limit.tv_usec = suseconds_t(ms % 1000 * 1000);
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

void setNoDelay(int descriptor)
{
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
#ifdef SO_NOSIGPIPE
    setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

std::optional<Acknowledged> acknowledged(int descriptor)
{
#ifdef Q_OS_LINUX
    tcp_info info {};
    socklen_t size = sizeof info;
    if (::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return {};
    return Acknowledged {info.tcpi_bytes_acked, info.tcpi_unacked == 0,
                         std::chrono::milliseconds(info.tcpi_last_ack_recv)};
#else
    Q_UNUSED(descriptor)
    return {};
#endif
}

void closeSocket(int descriptor)
{
    if (descriptor >= 0)
        ::close(descriptor);
}

void resetSocket(int descriptor)
{
    const linger atOnce {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    closeSocket(descriptor);
}

void blockPipeSignal()
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

} // namespace native
