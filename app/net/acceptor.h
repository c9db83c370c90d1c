#pragma once

#include "base/result.h"

#include <QHostAddress>
#include <QObject>

#include <memory>

namespace net {

// Listens for TCP on one number, IPv4 and IPv6 alike (IPv4 alone where there is no IPv6), exclusively: a second
// listener gets PortTaken, on every system. Hands out raw descriptors, because who reads the first bytes decides what
// becomes of them. Thread of its owner.
class Acceptor : public QObject
{
    Q_OBJECT
public:
    explicit Acceptor(QObject *parent = nullptr);
    ~Acceptor() override; // stops

    // `port` 0: any free one. Returns the port. PortTaken: another program listens there, on either family;
    // NotPermitted: the system forbids this number to us; CannotRead: no socket to be had.
    [[nodiscard]] base::Result<quint16> listen(quint16 port);
    void stop(); // nothing is accepted afterwards; connections handed out live on
    [[nodiscard]] quint16 port() const; // 0: not listening

signals:
    // A new connection, non-blocking and not inherited by child processes. The receiver owns `descriptor`: connect
    // exactly one, directly. `from` is the bare IPv4 address of IPv4 peers.
    void accepted(qintptr descriptor, const QHostAddress &from);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
