#include "net/datagramsocket.h"

#include "net/datagrams.h"

#include <QSocketNotifier>
#include <QtEndian>

#ifdef Q_OS_LINUX
#include <sys/uio.h>
#endif

#include <array>
#include <cstring>

namespace net {
namespace {

constexpr int receiveBuffer = 4 * 1024 * 1024; // the usual default holds 166 of our datagrams
constexpr size_t batchSize = 32;
constexpr int batchesPerTurn = 8;

#ifdef Q_OS_WIN
constexpr int shareOption = SO_REUSEADDR;
#elif defined(Q_OS_LINUX)
constexpr int shareOption = SO_REUSEADDR;
#else
constexpr int shareOption = SO_REUSEPORT;
#endif

bool isV4(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv4Protocol;
}

void enlargeBuffer(Socket &socket)
{
#ifdef SO_RCVBUFFORCE
    if (socket.setOption(SOL_SOCKET, SO_RCVBUFFORCE, receiveBuffer))
        return;
#endif
    socket.setOption(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
}

void setMulticastDefaults(Socket &socket, Family family)
{
    if (family == Family::V4) {
        socket.setOption(IPPROTO_IP, IP_MULTICAST_TTL, 1);
        socket.setOption(IPPROTO_IP, IP_MULTICAST_LOOP, 1);
#ifdef IP_MULTICAST_ALL
        socket.setOption(IPPROTO_IP, IP_MULTICAST_ALL, 0);
#endif
        return;
    }
    socket.setOption(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, 1);
    socket.setOption(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 1);
}

} // namespace

// Room for one call. One byte more than allowed per datagram, so that a larger one shows.
struct DatagramSocket::Batch {
    std::array<std::array<char, largestDatagram + 1>, batchSize> bytes;
    std::array<SocketAddress, batchSize> from;
    std::array<qsizetype, batchSize> sizes {};
#ifdef Q_OS_LINUX
    std::array<iovec, batchSize> vectors {};
    std::array<mmsghdr, batchSize> headers {};
#endif
};

base::Result<std::unique_ptr<DatagramSocket>> DatagramSocket::open(const QHostAddress &address, quint16 port,
                                                                   Sharing sharing, int scope)
{
    const Family family = isV4(address) ? Family::V4 : Family::V6;
    base::Result<Socket> socket = Socket::make(family, SocketKind::Datagram);
    if (!socket)
        return tl::unexpected<base::Error>(socket.error());
    if (sharing == Sharing::Shared)
        socket->setOption(SOL_SOCKET, shareOption, 1);
#ifdef Q_OS_WIN
    else
        socket->setOption(SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
#endif
    if (family == Family::V4)
        socket->setOption(SOL_SOCKET, SO_BROADCAST, 1);
    setMulticastDefaults(*socket, family);
    enlargeBuffer(*socket);
    if (const auto bound = socket->bind(SocketAddress::of(address, port, scope)); !bound)
        return tl::unexpected<base::Error>(bound.error());
    return std::unique_ptr<DatagramSocket>(new DatagramSocket(std::move(*socket), address, scope));
}

DatagramSocket::DatagramSocket(Socket socket, const QHostAddress &address, int scope)
    : m_socket(std::move(socket))
    , m_address(address)
    , m_scope(scope)
    , m_port(m_socket.localPort())
    , m_batch(std::make_unique<Batch>())
    , m_ready(std::make_unique<QSocketNotifier>(m_socket.descriptor(), QSocketNotifier::Read))
{
    connect(m_ready.get(), &QSocketNotifier::activated, this, &DatagramSocket::readSome);
}

DatagramSocket::~DatagramSocket() = default;

void DatagramSocket::close()
{
    m_ready->setEnabled(false);
    m_socket.close();
}

bool DatagramSocket::changeMembership(int v4Option, int v6Option, const QHostAddress &group, const Interface &interface)
{
    if (!isV4(group)) {
        ipv6_mreq request {};
        const Q_IPV6ADDR bytes = group.toIPv6Address();
        std::memcpy(&request.ipv6mr_multiaddr, &bytes, sizeof bytes);
        request.ipv6mr_interface = static_cast<decltype(request.ipv6mr_interface)>(interface.index);
        return m_socket.setOption(IPPROTO_IPV6, v6Option, &request, sizeof request);
    }
    const SocketAddress groupAddress = SocketAddress::of(group, 0);
#ifdef Q_OS_LINUX
    ip_mreqn request {};
    request.imr_ifindex = interface.index;
#else
    ip_mreq request {};
    const SocketAddress own = SocketAddress::of(interface.subnets.value(0).address, 0);
    request.imr_interface = reinterpret_cast<const sockaddr_in *>(&own.storage)->sin_addr;
#endif
    request.imr_multiaddr = reinterpret_cast<const sockaddr_in *>(&groupAddress.storage)->sin_addr;
    return m_socket.setOption(IPPROTO_IP, v4Option, &request, sizeof request);
}

bool DatagramSocket::join(const QHostAddress &group, const Interface &interface)
{
    return changeMembership(IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP, group, interface);
}

bool DatagramSocket::leave(const QHostAddress &group, const Interface &interface)
{
    return changeMembership(IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP, group, interface);
}

void DatagramSocket::readSome()
{
    for (int i = 0; i < batchesPerTurn; ++i) {
        const int count = readBatch();
        for (int k = 0; k < count && m_socket.isValid(); ++k) {
            const auto at = size_t(k);
            const qsizetype size = m_batch->sizes[at];
            if (size <= 0 || size > largestDatagram)
                continue;
            const SocketAddress &from = m_batch->from[at];
            emit received({QByteArrayView(m_batch->bytes[at].data(), size), from.address(), from.port()}, from.scope());
        }
        if (count < int(batchSize) || !m_socket.isValid())
            break;
    }
    emit turnEnded();
}

#ifdef Q_OS_LINUX

int DatagramSocket::readBatch()
{
    Batch &batch = *m_batch;
    for (size_t i = 0; i < batchSize; ++i) {
        batch.vectors[i] = {batch.bytes[i].data(), batch.bytes[i].size()};
        msghdr &header = batch.headers[i].msg_hdr;
        header = {};
        header.msg_name = batch.from[i].data();
        header.msg_namelen = sizeof batch.from[i].storage;
        header.msg_iov = &batch.vectors[i];
        header.msg_iovlen = 1;
    }
    const int count = ::recvmmsg(int(m_socket.descriptor()), batch.headers.data(), batchSize, 0, nullptr);
    for (int i = 0; i < count; ++i)
        batch.sizes[size_t(i)] = qsizetype(batch.headers[size_t(i)].msg_len);
    return count;
}

bool DatagramSocket::send(QByteArrayView bytes, const QHostAddress &to, quint16 port, int through)
{
    SocketAddress target = SocketAddress::of(to, port, isV4(to) ? 0 : through);
    iovec vector {const_cast<char *>(bytes.data()), size_t(bytes.size())};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control {};
    msghdr message {};
    message.msg_name = target.data();
    message.msg_namelen = target.length;
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    if (through != 0 && isV4(to)) {
        // Two cards in one subnet: the route knows only one of them.
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = IPPROTO_IP;
        header->cmsg_type = IP_PKTINFO;
        header->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
        in_pktinfo info {};
        info.ipi_ifindex = through;
        std::memcpy(CMSG_DATA(header), &info, sizeof info);
    }
    return ::sendmsg(int(m_socket.descriptor()), &message, MSG_DONTWAIT | MSG_NOSIGNAL) == bytes.size();
}

#else

int DatagramSocket::readBatch()
{
    Batch &batch = *m_batch;
    for (size_t i = 0; i < batchSize; ++i) {
        SocketAddress &from = batch.from[i];
        from.length = sizeof from.storage;
        const auto size = ::recvfrom(static_cast<decltype(::socket(0, 0, 0))>(m_socket.descriptor()),
                                     batch.bytes[i].data(), batch.bytes[i].size(), 0, from.data(), &from.length);
        if (size < 0 && lastError() == SocketError::WouldBlock)
            return int(i);
        // Windows reports an earlier datagram to a closed port as a failed read: consumed, and of no meaning here.
        batch.sizes[i] = qsizetype(size);
    }
    return int(batchSize);
}

bool DatagramSocket::send(QByteArrayView bytes, const QHostAddress &to, quint16 port, int through)
{
    if (through != 0 && to.isMulticast() && isV4(to)) {
        const auto index = qToBigEndian(quint32(through)); // 0.x.x.x: an interface by its number
        m_socket.setOption(IPPROTO_IP, IP_MULTICAST_IF, &index, sizeof index);
    }
    const SocketAddress target = SocketAddress::of(to, port, isV4(to) ? 0 : through);
    return ::sendto(static_cast<decltype(::socket(0, 0, 0))>(m_socket.descriptor()), bytes.data(), size_t(bytes.size()),
                    0, target.data(), target.length)
           == bytes.size();
}

#endif

} // namespace net
