#include "net/interfaces.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QNetworkInterface>
#include <QTest>

using net::Interface;
using net::Subnet;

namespace {

QHostAddress host(const char *text)
{
    return QHostAddress(QString::fromLatin1(text));
}

Interface card(const QString &name, int index, const QList<Subnet> &subnets)
{
    return {name, index, true, subnets};
}

} // namespace

class TestInterfaces : public support::Test
{
    Q_OBJECT
private slots:
    void knowsTheBroadcastOfASubnet_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("prefix");
        QTest::addColumn<QString>("broadcast");
        QTest::newRow("/24") << "192.168.7.9" << 24 << "192.168.7.255";
        QTest::newRow("/16") << "10.1.2.3" << 16 << "10.1.255.255";
        QTest::newRow("/30") << "10.0.0.5" << 30 << "10.0.0.7";
        QTest::newRow("/31 has none") << "10.0.0.4" << 31 << "";
        QTest::newRow("/32 has none") << "10.0.0.4" << 32 << "";
        QTest::newRow("unknown prefix") << "10.0.0.4" << -1 << "";
        QTest::newRow("/0") << "10.0.0.4" << 0 << "";
        QTest::newRow("IPv6") << "fe80::1" << 24 << "";
    }
    void knowsTheBroadcastOfASubnet()
    {
        QFETCH(QString, address);
        QFETCH(int, prefix);
        QFETCH(QString, broadcast);

        QCOMPARE(net::directedBroadcast(QHostAddress(address), prefix), QHostAddress(broadcast));
    }

    void tellsAttachedAddressesFromOthers_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("attached");
        QTest::newRow("same subnet") << "192.168.7.200" << true;
        QTest::newRow("own") << "192.168.7.1" << true;
        QTest::newRow("next subnet") << "192.168.8.1" << false;
        QTest::newRow("internet") << "1.1.1.1" << false;
        QTest::newRow("loopback") << "127.0.0.1" << true;
        QTest::newRow("loopback 6") << "::1" << true;
        QTest::newRow("global 6, same subnet") << "2001:db8::77" << true;
        QTest::newRow("global 6, other") << "2001:db9::1" << false;
        QTest::newRow("link-local here") << "fe80::9%eth0" << true;
        QTest::newRow("link-local on an unknown card") << "fe80::9%eth7" << false;
        QTest::newRow("link-local without card") << "fe80::9" << false;
    }
    void tellsAttachedAddressesFromOthers()
    {
        QFETCH(QString, address);
        QFETCH(bool, attached);
        const QList<Interface> interfaces {card(QStringLiteral("eth0"), 2,
                                                {{host("192.168.7.1"), 24, host("192.168.7.255")},
                                                 {host("2001:db8::1"), 64, {}},
                                                 {host("fe80::1%eth0"), 64, {}}})};

        QCOMPARE(net::isAttached(interfaces, QHostAddress(address)), attached);
    }

    void ordersOwnAddressesByUse()
    {
        const QList<Interface> interfaces {
            card(QStringLiteral("eth0"), 2, {{host("169.254.3.3"), 16, {}}, {host("fe80::1%eth0"), 64, {}}}),
            card(QStringLiteral("wlan0"), 3,
                 {{host("8.8.4.4"), 24, {}}, {host("10.0.0.3"), 24, {}}, {host("2001:db8::1"), 64, {}}})};

        const QStringList expected {QStringLiteral("10.0.0.3"), QStringLiteral("8.8.4.4"),
                                    QStringLiteral("2001:db8::1"), QStringLiteral("169.254.3.3"),
                                    QStringLiteral("fe80::1%eth0")};
        QCOMPARE(net::ownAddresses(interfaces), expected);
    }

    void comparesByContent()
    {
        const Interface one = card(QStringLiteral("eth0"), 2, {{host("10.0.0.3"), 24, host("10.0.0.255")}});
        Interface other = one;
        QCOMPARE(one, other);

        other.subnets[0].address = host("10.0.0.4");

        QVERIFY(one != other);
    }

    void needsALinkLocalAddressForMulticast6()
    {
        const Interface without = card(QStringLiteral("eth0"), 2, {{host("2001:db8::1"), 64, {}}});
        const Interface with = card(QStringLiteral("eth0"), 2, {{host("fe80::1%eth0"), 64, {}}});

        QVERIFY(!without.hasIpv6());
        QVERIFY(with.hasIpv6());
        QVERIFY(!with.hasIpv4());
    }

    void leavesOutLoopback()
    {
        for (const Interface &interface : net::readInterfaces()) {
            const auto flags = QNetworkInterface::interfaceFromIndex(interface.index).flags();
            QVERIFY(!flags.testFlag(QNetworkInterface::IsLoopBack));
            QVERIFY(flags.testFlag(QNetworkInterface::IsUp));
            QVERIFY(!interface.subnets.isEmpty());
        }
    }

    void hasAListFromTheStart()
    {
        const net::Interfaces interfaces;

        QCOMPARE(interfaces.list(), net::readInterfaces());
    }
};

static const support::Register<TestInterfaces> registered;

#include "tst_interfaces.moc"
