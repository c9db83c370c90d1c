#include "native/discovery.h"
#include "net/acceptor.h"
#include "support/test.h"
#include "support/testmain.h"
#include "unit/native/presencelab.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QUdpSocket>

using native::Discovery;

namespace {

quint16 freePort()
{
    net::Acceptor numbers;
    return *numbers.listen(0);
}

// A program with real sockets.
class Someone
{
public:
    Someone(const QString &name, quint16 port, quint16 discoveryPort,
            std::shared_ptr<const identity::Identity> ownKey = lab::newKey(), quint32 epoch = 1)
        : key(ownKey)
        , discovery(std::move(ownKey), epoch, m_clock)
        , heard(&discovery, &Discovery::heard)
        , lost(&discovery, &Discovery::lost)
        , twice(&discovery, &Discovery::runsTwice)
        , m_port(port)
    {
        opened = discovery.open(port, discoveryPort);
        m_own.name = name;
    }
    void start() { discovery.start(m_own, {}); }

    [[nodiscard]] const model::PeerId &id() const { return key->id(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] std::optional<Discovery::Heard> last(const Someone &other) const
    {
        std::optional<Discovery::Heard> result;
        for (const auto &arguments : heard) {
            const auto entry = arguments[0].value<Discovery::Heard>();
            if (entry.peer == other.id())
                result = entry;
        }
        return result;
    }
    [[nodiscard]] bool sees(const Someone &other) const
    {
        const auto entry = last(other);
        return entry && entry->fresh;
    }

    std::shared_ptr<const identity::Identity> key;

private:
    base::SystemClock m_clock;

public:
    Discovery discovery;
    QSignalSpy heard;
    QSignalSpy lost;
    QSignalSpy twice;
    base::Result<bool> opened;

private:
    quint16 m_port;
    Discovery::Own m_own;
};

} // namespace

class TestDiscovery : public support::Test
{
    Q_OBJECT
private slots:
    void holderAndOthersFindEachOtherWithinASecond()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort);
        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        Someone clara(u"Clara"_qs, freePort(), discoveryPort);
        QVERIFY(anna.opened && ben.opened && clara.opened);

        anna.start();
        ben.start();
        clara.start();
        const auto allSee = [&] {
            return anna.sees(ben) && anna.sees(clara) && ben.sees(anna) && ben.sees(clara) && clara.sees(anna)
                   && clara.sees(ben);
        };
        QTRY_VERIFY(allSee());

        const Discovery::Heard heard = *ben.last(anna);
        QCOMPARE(heard.name, u"Anna"_qs);
        QCOMPARE(heard.candidates[0].port, anna.port());
        QCOMPARE(ben.discovery.candidates(anna.id()), heard.candidates);
    }

    void twoWithoutAHolderFindEachOther()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, freePort(), discoveryPort);
        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        anna.start();

        ben.start();

        QTRY_VERIFY(anna.sees(ben) && ben.sees(anna));
    }

    void goodbyeIsSeenAtOnce()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort);
        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        anna.start();
        ben.start();
        QTRY_VERIFY(anna.sees(ben) && ben.sees(anna));

        anna.discovery.stop();

        QTRY_COMPARE(ben.lost.size(), 1);
        QCOMPARE(ben.lost[0][0].value<model::PeerId>(), anna.id());
        QVERIFY(Someone(u"next"_qs, discoveryPort, discoveryPort).opened);
    }

    void refusesATakenPort()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, freePort(), discoveryPort);
        Someone ben(u"Ben"_qs, anna.port(), discoveryPort);

        QVERIFY(!ben.opened);
        QCOMPARE(ben.opened.error().fault, base::Fault::PortTaken);
    }

    void worksBesideAForeignProgramOnTheDiscoveryPort()
    {
        const quint16 discoveryPort = freePort();
        QUdpSocket foreign;
        QVERIFY(foreign.bind(QHostAddress(QHostAddress::AnyIPv4), discoveryPort, QAbstractSocket::DontShareAddress));
        QVERIFY(!Someone(u"holder"_qs, discoveryPort, discoveryPort).opened);

        // Reached at the ports next to the discovery port, where unicast of a start goes.
        Someone anna(u"Anna"_qs, quint16(discoveryPort + 1), discoveryPort);
        if (!anna.opened)
            QSKIP("the port next to the chosen one is taken on this computer");
        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        anna.start();
        ben.start();

        QTRY_VERIFY(anna.sees(ben) && ben.sees(anna));
    }

    void forgeriesAndReplaysAreNotSeen()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort);
        anna.start();
        QUdpSocket attacker;
        const auto key = lab::newKey();
        const QByteArray recorded = lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 3, 3, "abcdefgh"));
        QByteArray forged = lab::datagramOf(*lab::newKey(), lab::announceOf(u"Ben"_qs, 3, 3, "abcdefgh"));
        forged[forged.size() - 1] = char(forged.back() ^ 1);

        attacker.writeDatagram(forged, QHostAddress(QHostAddress::LocalHost), discoveryPort);
        attacker.writeDatagram(recorded, QHostAddress(QHostAddress::LocalHost), discoveryPort);

        QTRY_COMPARE(anna.heard.size(), 1);
        const auto heard = anna.heard[0][0].value<Discovery::Heard>();
        QCOMPARE(heard.peer, key->id());
        QVERIFY(!heard.fresh);
    }

    void blockedOnesDisappear()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort);
        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        anna.start();
        ben.start();
        QTRY_VERIFY(anna.sees(ben));

        anna.discovery.setBlocked({ben.id()});

        QCOMPARE(anna.lost.size(), 1);
        anna.heard.clear();
        ben.discovery.announce();
        Someone clara(u"Clara"_qs, freePort(), discoveryPort);
        clara.start(); // when she is seen, Ben's announce has long come
        QTRY_VERIFY(anna.sees(clara) && clara.sees(ben));
        QVERIFY(!anna.sees(ben));
        anna.discovery.setBlocked({});
        QTRY_VERIFY(anna.sees(ben));
    }

    void tellsThatTheKeyRunsTwice()
    {
        const quint16 discoveryPort = freePort();
        const auto key = lab::newKey();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort, key, 4);
        Someone copy(u"Anna"_qs, freePort(), discoveryPort, key, 9);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"uses our key"_qs));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"uses our key"_qs));
        anna.start();

        copy.start();

        QTRY_VERIFY(anna.twice.size() == 1 && copy.twice.size() == 1);
    }

    void findsOthersDuringAFlood()
    {
        const quint16 discoveryPort = freePort();
        Someone anna(u"Anna"_qs, discoveryPort, discoveryPort);
        anna.start();
        QUdpSocket flooder;
        QVERIFY(flooder.bind(QHostAddress(0x7f000099U), 0)); // 127.0.0.153: an address of its own
        const auto key = lab::newKey();
        QTimer flood;
        quint32 seq = 0;
        connect(&flood, &QTimer::timeout, this, [&] {
            for (int i = 0; i < 100; ++i) {
                QByteArray forged = lab::datagramOf(*key, lab::announceOf(u"flood"_qs, 1, 1)).append(char(++seq));
                flooder.writeDatagram(forged, QHostAddress(QHostAddress::LocalHost), discoveryPort);
            }
        });
        flood.start(10);

        Someone ben(u"Ben"_qs, freePort(), discoveryPort);
        ben.start();

        QTRY_VERIFY(anna.sees(ben) && ben.sees(anna));
        QVERIFY(anna.heard.size() < 20);
    }

    void namesNetworksAndAddresses()
    {
        Someone anna(u"Anna"_qs, freePort(), freePort());

        QCOMPARE(anna.discovery.networks().size(), net::readInterfaces().size());
        QCOMPARE(anna.discovery.addresses(), net::ownAddresses(net::readInterfaces()));
    }
};

static const support::Register<TestDiscovery> registered;

#include "tst_discovery.moc"
