#include "net/acceptor.h"
#include "net/datagrams.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QNetworkInterface>
#include <QTest>
#include <QUdpSocket>

using net::Datagrams;

namespace {

// Everything a program's sockets heard.
class Ear
{
public:
    explicit Ear(Datagrams &datagrams)
    {
        QObject::connect(&datagrams, &Datagrams::received, &datagrams, [this](const net::Datagram &datagram) {
            heard.append(datagram.bytes.toByteArray());
            from = datagram.from;
            port = datagram.port;
        });
        QObject::connect(&datagrams, &Datagrams::turnEnded, &datagrams, [this] {
            ++turns;
            largestTurn = std::max(largestTurn, heard.size() - atTurnEnd);
            atTurnEnd = heard.size();
        });
    }
    [[nodiscard]] qsizetype count(const QByteArray &bytes) const { return heard.count(bytes); }

    QList<QByteArray> heard;
    QHostAddress from;
    quint16 port = 0;
    int turns = 0;
    qsizetype largestTurn = 0;

private:
    qsizetype atTurnEnd = 0;
};

// The loopback card, dressed as one of a network: multicast works on it.
net::Interface loopback()
{
    return {QStringLiteral("lo"), 1, true, {{QHostAddress(QHostAddress::LocalHost), 8, QHostAddress(0x7fffffffU)}}};
}

const QHostAddress localHost(QHostAddress::LocalHost);

} // namespace

class TestDatagrams : public support::Test
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("the sharing of ports differs between systems; these are the rules of Linux");
#endif
        chooseSharedPort();
    }
    void cleanup() { chooseSharedPort(); } // for the test that follows

    void holderAndOthersHearWhatIsSentEverywhere()
    {
        Datagrams holder;
        Datagrams second;
        Datagrams third;
        openHolder(holder);
        openOther(second);
        openOther(third);
        Ear holderEar(holder);
        Ear secondEar(second);
        Ear thirdEar(third);

        QVERIFY(third.sendEverywhere("hello") > 0);

        QTRY_VERIFY(holderEar.count("hello") > 0);
        QTRY_VERIFY(secondEar.count("hello") > 0);
        QTRY_VERIFY(thirdEar.count("hello") > 0);
    }

    void othersHearTheHolder()
    {
        Datagrams holder;
        Datagrams other;
        openHolder(holder);
        openOther(other);
        Ear ear(other);

        holder.sendEverywhere("from the holder");

        QTRY_VERIFY(ear.count("from the holder") > 0);
        QCOMPARE(ear.port, m_shared);
    }

    void hearsMulticastToTheGroup()
    {
        Datagrams holder;
        Datagrams other;
        openHolder(holder);
        openOther(other);
        Ear holderEar(holder);
        Ear otherEar(other);
        QUdpSocket sender;
        QVERIFY(sender.bind(localHost, 0));
        sender.setMulticastInterface(QNetworkInterface::interfaceFromIndex(1));

        sender.writeDatagram("group", ports(0).group4, m_shared);

        QTRY_COMPARE(holderEar.count("group"), 1);
        QTRY_COMPARE(otherEar.count("group"), 1);
    }

    void unicastToTheDiscoveryPortReachesTheHolderAlone()
    {
        Datagrams other;
        openOther(other);
        Datagrams holder;
        openHolder(holder);
        Datagrams later;
        openOther(later); // who binds last must not matter
        Ear holderEar(holder);
        Ear otherEar(other);
        Ear laterEar(later);
        QUdpSocket sender;

        sender.writeDatagram("one", localHost, m_shared);
        QTRY_COMPARE(holderEar.count("one"), 1);
        other.sendEverywhere("end"); // everything sent before has arrived when this has
        QTRY_VERIFY(otherEar.count("end") > 0 && laterEar.count("end") > 0);

        QCOMPARE(otherEar.count("one"), 0);
        QCOMPARE(laterEar.count("one"), 0);
    }

    void answersComeBackToTheOwnPort()
    {
        Datagrams one;
        Datagrams two;
        openOther(one);
        openOther(two);
        Ear oneEar(one);
        Ear twoEar(two);
        one.sendEverywhere("question");
        QTRY_VERIFY(twoEar.count("question") > 0);

        QVERIFY(two.send("answer", twoEar.from, twoEar.port));

        QTRY_COMPARE(oneEar.count("answer"), 1);
        QCOMPARE(twoEar.count("answer"), 0);
    }

    void refusesAnOwnPortThatIsTaken()
    {
        Datagrams one;
        const quint16 port = *one.open(ports(0), {});

        Datagrams two;
        const auto result = two.open(ports(port), {});

        QVERIFY(!result);
        QCOMPARE(result.error().fault, base::Fault::PortTaken);
        QVERIFY(!two.isHolder());
    }

    void worksBesideAProgramThatKeepsTheDiscoveryPort()
    {
        QUdpSocket foreign;
        QVERIFY(foreign.bind(QHostAddress(QHostAddress::AnyIPv4), m_shared, QAbstractSocket::DontShareAddress));
        Datagrams holder;
        QVERIFY(!holder.open(ports(m_shared), {loopback()}));

        Datagrams other;
        QVERIFY(other.open(ports(0), {loopback()}));

        QVERIFY(!other.hearsAll());
        QVERIFY(other.sendEverywhere("still here") > 0);
        QTRY_VERIFY(foreign.hasPendingDatagrams());
    }

    void dropsWhatIsTooLarge()
    {
        Datagrams one;
        const quint16 port = *one.open(ports(0), {});
        Ear ear(one);
        QUdpSocket sender;

        sender.writeDatagram(QByteArray(1201, 'x'), localHost, port);
        sender.writeDatagram(QByteArray(1200, 'y'), localHost, port);

        QTRY_COMPARE(ear.heard.size(), 1);
        QCOMPARE(ear.heard[0], QByteArray(1200, 'y'));
    }

    void readsAFloodInTurns()
    {
        Datagrams one;
        const quint16 port = *one.open(ports(0), {});
        Ear ear(one);
        QUdpSocket sender;
        for (int i = 0; i < 300; ++i)
            sender.writeDatagram("x", localHost, port);
        sender.writeDatagram("last", localHost, port);

        QTRY_VERIFY(ear.count("last") == 1);

        QVERIFY(ear.turns > 1);
        QVERIFY(ear.largestTurn <= 256);
    }

    void hearsNothingAfterClose()
    {
        Datagrams one;
        const quint16 port = *one.open(ports(0), {});
        Ear ear(one);
        connect(&one, &Datagrams::received, &one, [&one] { one.close(); }); // from within, too
        QUdpSocket sender;
        sender.writeDatagram("a", localHost, port);
        sender.writeDatagram("b", localHost, port);

        QTRY_COMPARE(ear.heard.size(), 1);

        QVERIFY(!one.send("c", localHost, port));
        QCOMPARE(one.sendEverywhere("c"), 0);
        Datagrams two;
        QVERIFY(two.open(ports(port), {}));
        QCOMPARE(ear.heard.size(), 1);
    }

    void followsChangesOfInterfaces()
    {
        Datagrams other;
        QVERIFY(other.open(ports(0), {}));
        Ear ear(other);
        QUdpSocket sender;
        QVERIFY(sender.bind(localHost, 0));
        sender.setMulticastInterface(QNetworkInterface::interfaceFromIndex(1));

        other.setInterfaces({loopback()});
        sender.writeDatagram("with", ports(0).group4, m_shared);
        QTRY_COMPARE(ear.count("with"), 1);
        other.setInterfaces({});
        sender.writeDatagram("without", ports(0).group4, m_shared);
        other.sendEverywhere("end");

        QTRY_VERIFY(ear.count("end") > 0);
        QCOMPARE(ear.count("without"), 0);
    }

private:
    void chooseSharedPort()
    {
        net::Acceptor numbers;
        m_shared = *numbers.listen(0); // free a moment ago
    }
    [[nodiscard]] Datagrams::Ports ports(quint16 own) const
    {
        return {own, m_shared, QHostAddress(QStringLiteral("239.255.94.186")),
                QHostAddress(QStringLiteral("ff12::8a4e:5eba"))};
    }
    void openHolder(Datagrams &datagrams)
    {
        QVERIFY(datagrams.open(ports(m_shared), {loopback()}));
        QVERIFY(datagrams.isHolder());
        QVERIFY(datagrams.hearsAll());
    }
    void openOther(Datagrams &datagrams)
    {
        QVERIFY(datagrams.open(ports(0), {loopback()}));
        QVERIFY(!datagrams.isHolder());
        QVERIFY(datagrams.hearsAll());
    }

    quint16 m_shared = 0;
};

static const support::Register<TestDatagrams> registered;

#include "tst_datagrams.moc"
