#include "net/interfaces.h"

#include "net/linknotices.h"
#include "net/sleepwatch.h"

#include <QNetworkInterface>
#include <QTimer>

#include <algorithm>

namespace net {
namespace {

constexpr std::chrono::milliseconds settle {150}; // notices come in bursts

// Link-local addresses mean something only together with their interface.
bool isScoped(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv6Protocol && address.isLinkLocal();
}

bool isPrivate(const QHostAddress &v4)
{
    return v4.isInSubnet(QHostAddress(0x0a000000U), 8) || v4.isInSubnet(QHostAddress(0xac100000U), 12)
           || v4.isInSubnet(QHostAddress(0xc0a80000U), 16);
}

Interface interfaceOf(const QNetworkInterface &source)
{
    Interface result;
    result.name = source.name();
    result.index = source.index();
    result.multicast = source.flags().testFlag(QNetworkInterface::CanMulticast);
    const bool broadcasts = source.flags().testFlag(QNetworkInterface::CanBroadcast);
    for (const QNetworkAddressEntry &entry : source.addressEntries()) {
        Subnet subnet {entry.ip(), entry.prefixLength(), {}};
        if (broadcasts)
            subnet.broadcast = directedBroadcast(subnet.address, subnet.prefixLength);
        if (isScoped(subnet.address) && subnet.address.scopeId().isEmpty())
            subnet.address.setScopeId(result.name);
        result.subnets.append(subnet);
    }
    std::stable_sort(result.subnets.begin(), result.subnets.end(),
                     [](const Subnet &a, const Subnet &b) { return a.address.protocol() < b.address.protocol(); });
    return result;
}

// 0 first. Addresses a friend is likely to reach come before those only this link can use.
int rank(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return address.isLinkLocal() ? 3 : isPrivate(address) ? 0 : 1;
    return address.isLinkLocal() ? 4 : 2;
}

} // namespace

bool Subnet::contains(const QHostAddress &other) const
{
    if (other.protocol() != address.protocol())
        return false;
    if (isScoped(address) && other.scopeId() != address.scopeId())
        return false;
    return other.isInSubnet(address, prefixLength);
}

bool Interface::hasIpv4() const
{
    return std::any_of(subnets.begin(), subnets.end(),
                       [](const Subnet &subnet) { return subnet.address.protocol() == QAbstractSocket::IPv4Protocol; });
}

bool Interface::hasIpv6() const
{
    return std::any_of(subnets.begin(), subnets.end(), [](const Subnet &subnet) { return isScoped(subnet.address); });
}

QHostAddress directedBroadcast(const QHostAddress &address, int prefixLength)
{
    if (address.protocol() != QAbstractSocket::IPv4Protocol || prefixLength < 1 || prefixLength > 30)
        return {};
    const quint32 hosts = 0xffffffffU >> prefixLength;
    return QHostAddress(address.toIPv4Address() | hosts);
}

QList<Interface> readInterfaces()
{
    QList<Interface> result;
    for (const QNetworkInterface &source : QNetworkInterface::allInterfaces()) {
        const QNetworkInterface::InterfaceFlags flags = source.flags();
        const bool carries = flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning)
                             && !flags.testFlag(QNetworkInterface::IsLoopBack);
        if (carries && !source.addressEntries().isEmpty())
            result.append(interfaceOf(source));
    }
    std::sort(result.begin(), result.end(), [](const Interface &a, const Interface &b) { return a.index < b.index; });
    if (result.size() > mostInterfaces)
        result.resize(mostInterfaces);
    return result;
}

bool isAttached(const QList<Interface> &interfaces, const QHostAddress &address)
{
    if (address.isLoopback())
        return true;
    return std::any_of(interfaces.begin(), interfaces.end(), [&](const Interface &interface) {
        if (isScoped(address) && address.scopeId() == interface.name)
            return true;
        return std::any_of(interface.subnets.begin(), interface.subnets.end(),
                           [&](const Subnet &subnet) { return subnet.contains(address); });
    });
}

QStringList ownAddresses(const QList<Interface> &interfaces)
{
    QList<QHostAddress> all;
    for (const Interface &interface : interfaces) {
        for (const Subnet &subnet : interface.subnets)
            all.append(subnet.address);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const QHostAddress &a, const QHostAddress &b) { return rank(a) < rank(b); });
    QStringList texts;
    for (const QHostAddress &address : all) {
        if (!texts.contains(address.toString()))
            texts.append(address.toString());
    }
    return texts;
}

class Interfaces::Private
{
public:
    explicit Private(Interfaces *owner)
        : q(owner)
        , list(readInterfaces())
    {
        settled.setSingleShot(true);
        settled.setInterval(settle);
        QObject::connect(&settled, &QTimer::timeout, q, [this] { readAgain(); });
        QObject::connect(&notices, &LinkNotices::noticed, q, [this] { noticed(); });
        QObject::connect(&notices, &LinkNotices::ticked, q, [this] { ticked(); });
        std::ignore = sleepWatch.sleptUntil(LinkNotices::clockWithSleep(), LinkNotices::clockWithoutSleep());
    }

    // Not restarted by every notice: an interface that flaps for ever must not keep the list old for ever.
    void noticed()
    {
        if (!settled.isActive())
            settled.start();
    }

    void ticked()
    {
        const bool slept = sleepWatch.sleptUntil(LinkNotices::clockWithSleep(), LinkNotices::clockWithoutSleep());
        readAgain();
        if (slept)
            emit q->wokeUp();
    }

    void readAgain()
    {
        const QList<Interface> before = std::exchange(list, readInterfaces());
        if (list != before)
            emit q->changed();
    }

    Interfaces *q;
    QList<Interface> list;
    QTimer settled;
    LinkNotices notices;
    SleepWatch sleepWatch;
};

Interfaces::Interfaces(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

Interfaces::~Interfaces() = default;

const QList<Interface> &Interfaces::list() const
{
    return d->list;
}

} // namespace net
