#pragma once

#include "net/interfaces.h"
#include "net/socket.h"

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace net {

struct Datagram;

inline constexpr qsizetype largestDatagram = 1200; // PROTOCOL.md 1

// One UDP socket that reads as it can, in bounded turns. Thread of its owner, Datagrams.
class DatagramSocket : public QObject
{
    Q_OBJECT
public:
    enum class Sharing { Exclusive, Shared };

    // Bound to `address`:`port`, with a large receive buffer and broadcast allowed. `scope`: interface index for
    // link-local groups.
    [[nodiscard]] static base::Result<std::unique_ptr<DatagramSocket>> open(const QHostAddress &address, quint16 port,
                                                                            Sharing sharing, int scope = 0);
    ~DatagramSocket() override;
    void close(); // at once; nothing is received afterwards, even from within received()

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] const QHostAddress &address() const { return m_address; }
    [[nodiscard]] int scope() const { return m_scope; }

    bool join(const QHostAddress &group, const Interface &interface);
    bool leave(const QHostAddress &group, const Interface &interface);

    // `through`: 0, or the index of the interface to leave by. false: no route, or the queue is full.
    bool send(QByteArrayView bytes, const QHostAddress &to, quint16 port, int through);

signals:
    void received(const net::Datagram &datagram, int scope); // `from` still without scope
    void turnEnded();

private:
    struct Batch;

    DatagramSocket(Socket socket, const QHostAddress &address, int scope);
    void readSome();
    [[nodiscard]] int readBatch();
    bool changeMembership(int v4Option, int v6Option, const QHostAddress &group, const Interface &interface);

    Socket m_socket;
    QHostAddress m_address;
    int m_scope = 0;
    quint16 m_port = 0;
    std::unique_ptr<Batch> m_batch;
    std::unique_ptr<QSocketNotifier> m_ready;
};

} // namespace net
