#pragma once

#include "base/result.h"

#include <QHostAddress>

#ifdef Q_OS_WIN
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#include <optional>

namespace net {

enum class Family { V4, V6 };
enum class SocketKind { Stream, Datagram };

// An address as the system wants it.
struct SocketAddress {
    sockaddr_storage storage {};
    socklen_t length = 0;

    // `scope`: interface index, needed for link-local IPv6.
    [[nodiscard]] static SocketAddress of(const QHostAddress &address, quint16 port, int scope = 0);
    [[nodiscard]] const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&storage); }
    [[nodiscard]] sockaddr *data() { return reinterpret_cast<sockaddr *>(&storage); }
    [[nodiscard]] QHostAddress address() const; // without scope; mapped IPv4 as IPv4
    [[nodiscard]] int scope() const;
    [[nodiscard]] quint16 port() const;
};

// One socket of the system, closed with its owner. Non-blocking, not inherited by child processes. Plain; any thread.
class Socket
{
public:
    Socket() = default;
    explicit Socket(qintptr descriptor)
        : m_descriptor(descriptor)
    {
    }
    Socket(Socket &&other) noexcept
        : m_descriptor(other.release())
    {
    }
    Socket &operator=(Socket &&other) noexcept;
    ~Socket() { close(); }

    // CannotRead when there is none to be had; Unsupported when the system lacks the family.
    [[nodiscard]] static base::Result<Socket> make(Family family, SocketKind kind);

    [[nodiscard]] bool isValid() const { return m_descriptor >= 0; }
    [[nodiscard]] qintptr descriptor() const { return m_descriptor; }
    [[nodiscard]] qintptr release();
    void close();

    bool setOption(int level, int name, int value);
    bool setOption(int level, int name, const void *value, socklen_t size);
    // PortTaken, NotPermitted; Unsupported: the address is not ours (any more).
    [[nodiscard]] base::Result<bool> bind(const SocketAddress &address);
    [[nodiscard]] base::Result<bool> listen(int backlog);
    [[nodiscard]] quint16 localPort() const; // 0: not bound

private:
    qintptr m_descriptor = -1;
};

// A connection that waits on `listener`, with its address; nullopt when there is none or on failure (see lastError).
[[nodiscard]] std::optional<std::pair<Socket, SocketAddress>> acceptOne(const Socket &listener);

enum class SocketError { WouldBlock, OutOfDescriptors, Other };
[[nodiscard]] SocketError lastError();

} // namespace net
