#pragma once

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace net {

// An own address and the subnet it stands in.
struct Subnet {
    QHostAddress address; // link-local IPv6: with scope
    int prefixLength = 0;
    QHostAddress broadcast; // directed broadcast of an IPv4 subnet wider than /31, else null

    [[nodiscard]] bool contains(const QHostAddress &other) const; // false for the other family; link-local: same scope
    bool operator==(const Subnet &) const = default;
};

// A network interface that is up and not loopback.
struct Interface {
    QString name;
    int index = 0;
    bool multicast = false;
    QList<Subnet> subnets; // IPv4 first

    [[nodiscard]] bool hasIpv4() const;
    [[nodiscard]] bool hasIpv6() const; // a link-local address, so that multicast has a source
    bool operator==(const Interface &) const = default;
};

inline constexpr qsizetype mostInterfaces = 64;

// The system's list now, ordered by index; at most mostInterfaces.
[[nodiscard]] QList<Interface> readInterfaces();

// IPv4 broadcast of `address`/`prefixLength`; null for /31, /32 and IPv6.
[[nodiscard]] QHostAddress directedBroadcast(const QHostAddress &address, int prefixLength);
// True inside a subnet of one of `interfaces`, for loopback, and for link-local addresses with a known scope.
[[nodiscard]] bool isAttached(const QList<Interface> &interfaces, const QHostAddress &address);
// What to tell a friend: IPv4 of the local network first, then global IPv6, then link-local.
[[nodiscard]] QStringList ownAddresses(const QList<Interface> &interfaces);

// Watches the list: the system's notices (Linux), and a look of our own every 30 s. Thread of its owner.
class Interfaces : public QObject
{
    Q_OBJECT
public:
    explicit Interfaces(QObject *parent = nullptr); // reads the list at once
    ~Interfaces() override;

    [[nodiscard]] const QList<Interface> &list() const;

signals:
    void changed(); // the list differs from the one before; bursts of notices count once
    void wokeUp(); // the computer has slept

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace net
