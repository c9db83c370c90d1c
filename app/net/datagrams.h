#pragma once

#include "base/result.h"
#include "net/interfaces.h"

#include <QByteArrayView>
#include <QHostAddress>
#include <QObject>

#include <memory>

namespace net {

// A received datagram; `bytes` are valid while the signal is being delivered.
struct Datagram {
    QByteArrayView bytes;
    QHostAddress from; // IPv4 as such; link-local IPv6 with scope
    quint16 port = 0;
};

// The UDP sockets of a program that announces itself: the own socket, from which everything is sent, and shared
// sockets, which hear broadcast and multicast to the discovery port beside other programs (PROTOCOL.md 2.1). IPv4 and
// IPv6. Thread of its owner.
class Datagrams : public QObject
{
    Q_OBJECT
public:
    struct Ports {
        quint16 own = 0; // 0: any free one
        quint16 shared = 0; // the discovery port; own == shared makes this program the holder
        QHostAddress group4;
        QHostAddress group6; // link-local scope
    };

    explicit Datagrams(QObject *parent = nullptr);
    ~Datagrams() override;

    // Returns the own port. PortTaken: somebody has `own` exclusively, or `own` is not the discovery port and taken.
    // A discovery port that cannot be shared is not an error: hearsAll() is false then, sending works all the same.
    [[nodiscard]] base::Result<quint16> open(const Ports &ports, const QList<Interface> &interfaces);
    void setInterfaces(const QList<Interface> &interfaces); // joins groups anew, keeps the own socket
    void close();

    [[nodiscard]] bool isHolder() const;
    [[nodiscard]] bool hearsAll() const; // broadcast and multicast arrive on at least one path

    // To the directed broadcast of every IPv4 subnet, and to both groups on every interface; and to the programs of
    // this computer. Returns how many paths took it. Never blocks: what does not fit the queue is lost.
    int sendEverywhere(QByteArrayView bytes);
    // From the own socket. false: no route, or the queue is full.
    bool send(QByteArrayView bytes, const QHostAddress &to, quint16 port);

signals:
    // Connect directly. At most some hundred in one turn of the event loop; larger than 1,200 bytes never.
    void received(const net::Datagram &datagram);
    void turnEnded(); // after the received() of one turn

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
