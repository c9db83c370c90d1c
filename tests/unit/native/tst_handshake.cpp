#include "linkfixture.h"
#include "native/handshake.h"
#include "rawpeer.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpServer>

using namespace fixture;
using base::Error;
using base::Fault;

namespace {

// One outgoing attempt and how it ended.
struct Attempt {
    explicit Attempt(LinkNode &from)
        : handshake(from.table.makeHandshake())
    {
        QObject::connect(handshake.get(), &native::Handshake::ended, handshake.get(), [this](const Error &how) {
            error = how;
            ++ended;
        });
    }

    native::LaterPtr<native::Handshake> handshake;
    Error error;
    int ended = 0;
};

} // namespace

class TestHandshake : public support::Test
{
    Q_OBJECT
private slots:
    void bothSidesProveTheirKey()
    {
        LinkNode anna;
        LinkNode ben;
        Attempt attempt(ben);

        attempt.handshake->dial(anna.endpoint(), anna.id());

        QTRY_COMPARE(attempt.ended, 1);
        QCOMPARE(attempt.error.fault, Fault::None);
        QCOMPARE(attempt.handshake->peer(), anna.id());
        QVERIFY(ben.linkTo(anna));
        QTRY_VERIFY(anna.linkTo(ben));
        QCOMPARE(anna.linkTo(ben)->hello().name, QStringLiteral("Somebody"));
        QCOMPARE(anna.linkTo(ben)->side(), native::Side::Acceptor);
        QCOMPARE(anna.linkTo(ben)->endpoint(), (model::Endpoint{QStringLiteral("127.0.0.1"), 24'250}));
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void somebodyElseIsNotWhomWeDialled()
    {
        LinkNode anna;
        LinkNode ben;
        Attempt attempt(ben);

        attempt.handshake->dial(anna.endpoint(), newIdentity()->id());

        QTRY_COMPARE(attempt.ended, 1);
        QCOMPARE(attempt.error.fault, Fault::WrongPeer);
        QVERIFY(attempt.error.detail.startsWith(QStringLiteral("tls: ")));
        QVERIFY(!ben.linkTo(anna));
        QTRY_COMPARE(anna.listener.unproved(), 0);
        QVERIFY(!anna.linkTo(ben));
    }

    void ourselvesAreNobodyToTalkTo()
    {
        LinkNode anna;
        Attempt attempt(anna);

        attempt.handshake->dial(anna.endpoint(), {});

        QTRY_COMPARE(attempt.ended, 1);
        QCOMPARE(attempt.error.fault, Fault::Myself);
        QVERIFY(!anna.table.find(anna.id()));
    }

    void blockedPeersEndInTheHandshake()
    {
        LinkNode anna;
        LinkNode ben;
        anna.table.setBlocked({ben.id()});
        Attempt incoming(ben);
        Attempt outgoing(anna);

        incoming.handshake->dial(anna.endpoint(), anna.id());
        outgoing.handshake->dial(ben.endpoint(), ben.id());

        QTRY_COMPARE(incoming.ended, 1);
        QCOMPARE(incoming.error.fault, Fault::Blocked);
        QVERIFY(incoming.error.detail.startsWith(QStringLiteral("hello: ")));
        QTRY_COMPARE(outgoing.ended, 1);
        QCOMPARE(outgoing.error.fault, Fault::Blocked);
        QVERIFY(!anna.linkTo(ben));
        QVERIFY(!ben.linkTo(anna));
    }

    void blockedDiallerIsToldUnavailable()
    {
        LinkNode anna;
        RawPeer ben(newIdentity());
        anna.table.setBlocked({ben.identity->id()});

        ben.connectTo(anna.port);

        QTRY_VERIFY(ben.isOver());
        QCOMPARE(ben.closeCode(), std::optional(wire::code::unavailable));
        QVERIFY(!ben.got<wire::Hello>());
    }

    void claimingAnothersIdIsRefused()
    {
        LinkNode anna;
        LinkNode victim;
        RawPeer liar(newIdentity());
        connect(&liar.socket, &QSslSocket::encrypted, this, [&] { liar.send(helloOf(victim.id())); });

        liar.connectTo(anna.port);

        QTRY_VERIFY(liar.isOver());
        QCOMPARE(liar.closeCode(), std::optional(wire::code::malformed));
        QVERIFY(!liar.got<wire::Hello>());
        QVERIFY(!anna.linkTo(victim));
        QVERIFY(!anna.table.find(liar.identity->id()));
    }

    void refusesWhatIsNoHello_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("code");
        const auto frame = [](const QByteArray &body) { return wire::encodeFrame(body); };
        QTest::newRow("another frame first") << frame(wire::encode(wire::Ping{1})) << wire::code::malformed;
        QTest::newRow("a post first") << frame(wire::encodePost(textPost(QStringLiteral("x"))))
                                      << wire::code::malformed;
        QTest::newRow("no map") << frame(QByteArray("\x82\x00\x00", 3)) << wire::code::malformed;
        QTest::newRow("garbage") << frame(QByteArray(40, '\xff')) << wire::code::malformed;
        QTest::newRow("half built") << frame(QByteArray("\x45\x00", 2)) << wire::code::malformed;
        QTest::newRow("empty frame") << QByteArray(4, '\0') << wire::code::malformed;
        QTest::newRow("length beyond limit") << QByteArray("\x00\x10\x00\x01", 4) << wire::code::tooLarge;
        QTest::newRow("endless hello") << QByteArray("\x00\x0f\x00\x00", 4) + QByteArray(100'000, 'x')
                                       << wire::code::tooLarge;
    }

    void refusesWhatIsNoHello()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(quint64, code);
        LinkNode anna;
        RawPeer peer(newIdentity());
        connect(&peer.socket, &QSslSocket::encrypted, this, [&] { peer.sendBytes(bytes); });

        peer.connectTo(anna.port);

        QTRY_VERIFY(peer.isOver());
        QCOMPARE(peer.closeCode(), std::optional(code));
        QVERIFY(!anna.table.find(peer.identity->id()));
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void versionsMustMeet_data()
    {
        QTest::addColumn<quint64>("lowest");
        QTest::addColumn<quint64>("highest");
        QTest::addColumn<bool>("fits");
        QTest::newRow("the same") << quint64(1) << quint64(1) << true;
        QTest::newRow("newer, still speaks ours") << quint64(1) << quint64(9) << true;
        QTest::newRow("too new") << quint64(2) << quint64(3) << false;
    }

    void versionsMustMeet()
    {
        QFETCH(quint64, lowest);
        QFETCH(quint64, highest);
        QFETCH(bool, fits);
        LinkNode anna;
        RawPeer peer(newIdentity());
        connect(&peer.socket, &QSslSocket::encrypted, this, [&] {
            wire::Hello hello = helloOf(peer.identity->id());
            hello.lowestVersion = lowest;
            hello.highestVersion = highest;
            peer.send(hello);
        });

        peer.connectTo(anna.port);

        if (fits) {
            QTRY_VERIFY(peer.got<wire::Hello>());
            QVERIFY(anna.table.find(peer.identity->id()));
            return;
        }
        QTRY_VERIFY(peer.isOver());
        QCOMPARE(peer.closeCode(), std::optional(wire::code::version));
        QVERIFY(!anna.table.find(peer.identity->id()));
    }

    void acceptorGreetsOnlyAfterTheDialler()
    {
        LinkNode anna;
        RawPeer peer(newIdentity());
        peer.connectTo(anna.port);
        QTRY_VERIFY(peer.isSecured());
        QSignalSpy heard(&peer.socket, &QSslSocket::readyRead);

        QVERIFY(!heard.wait(150));
        peer.send(helloOf(peer.identity->id()));

        QTRY_VERIFY(peer.got<wire::Hello>());
        QCOMPARE(peer.got<wire::Hello>()->peer, anna.id());
    }

    void diallerWithoutHelloIsCutOff()
    {
        native::Timings times = quickTimings();
        times.hello = native::Timings::Ms(200);
        LinkNode anna(times);
        RawPeer silent(newIdentity());

        silent.connectTo(anna.port);

        QTRY_VERIFY(silent.isOver());
        QCOMPARE(silent.closeCode(), std::optional(wire::code::tooSlow));
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void dribbledHelloIsCutOffInTime()
    {
        native::Timings times = quickTimings();
        times.hello = native::Timings::Ms(300);
        LinkNode anna(times);
        RawPeer slow(newIdentity());
        const QByteArray hello = wire::encodeFrame(wire::encode(helloOf(slow.identity->id())));
        qsizetype at = 0;
        QTimer drip;
        connect(&drip, &QTimer::timeout, this, [&] {
            if (slow.isSecured() && at < hello.size())
                slow.sendBytes(hello.mid(at++, 1));
        });
        drip.start(20);

        slow.connectTo(anna.port);

        QTRY_VERIFY(slow.socket.state() == QAbstractSocket::ConnectedState);
        QTRY_VERIFY(slow.isOver());
        QVERIFY(at < hello.size());
        QVERIFY(!anna.table.find(slow.identity->id()));
    }

    void clearTextAfterThePreambleEndsIt()
    {
        LinkNode anna;
        RawPeer peer(newIdentity());
        peer.tls = false;
        peer.preamble += QByteArray("not a ClientHello at all, sorry\r\n");

        peer.connectTo(anna.port);

        QTRY_VERIFY(peer.socket.error() == QAbstractSocket::RemoteHostClosedError);
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void clientWithoutCertificateIsRefused()
    {
        LinkNode anna;
        RawPeer bare(newIdentity());
        QSslConfiguration configuration = bare.socket.sslConfiguration();
        configuration.setLocalCertificateChain({});
        configuration.setPrivateKey({});
        bare.socket.setSslConfiguration(configuration);
        connect(&bare.socket, &QSslSocket::encrypted, this, [&] { bare.send(helloOf(bare.identity->id())); });

        bare.connectTo(anna.port);

        QTRY_VERIFY(bare.socket.error() != QAbstractSocket::UnknownSocketError);
        QTRY_COMPARE(anna.listener.unproved(), 0);
        QVERIFY(!bare.got<wire::Hello>());
        QVERIFY(!anna.table.find(bare.identity->id()));
    }

    void olderTlsIsRefused()
    {
        LinkNode anna;
        RawPeer old(newIdentity());
        QSslConfiguration configuration = old.socket.sslConfiguration();
        configuration.setProtocol(QSsl::TlsV1_2);
        configuration.setCiphers(QSslConfiguration::supportedCiphers());
        old.socket.setSslConfiguration(configuration);

        old.connectTo(anna.port);

        QTRY_VERIFY(old.socket.error() != QAbstractSocket::UnknownSocketError);
        QVERIFY(!old.isSecured());
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void tellsTheStepThatFailed()
    {
        LinkNode ben;
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QTcpServer closing;
        QVERIFY(closing.listen(QHostAddress::LocalHost));
        connect(&closing, &QTcpServer::newConnection, this, [&closing] { closing.nextPendingConnection()->abort(); });
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const quint16 nobody = gone.serverPort();
        gone.close();
        Attempt refused(ben);
        Attempt rejected(ben);

        refused.handshake->dial({QStringLiteral("127.0.0.1"), nobody}, {});
        rejected.handshake->dial({QStringLiteral("127.0.0.1"), closing.serverPort()}, {});

        QTRY_COMPARE(refused.ended, 1);
        QCOMPARE(refused.error.fault, Fault::Unreachable);
        QVERIFY(refused.error.detail.startsWith(QStringLiteral("tcp: ")));
        QTRY_COMPARE(rejected.ended, 1);
        QCOMPARE(rejected.error.fault, Fault::Broken);
        QVERIFY(rejected.error.detail.startsWith(QStringLiteral("preamble: ")));
    }

    void silentServerIsGivenUp()
    {
        native::Timings times = quickTimings();
        times.hello = native::Timings::Ms(150);
        LinkNode ben(times);
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Attempt attempt(ben);

        attempt.handshake->dial({QStringLiteral("127.0.0.1"), silent.serverPort()}, {});

        QTRY_COMPARE(attempt.ended, 1);
        QCOMPARE(attempt.error.fault, Fault::Timeout);
        QVERIFY(attempt.error.detail.startsWith(QStringLiteral("tls: ")));
    }
};

static const support::Register<TestHandshake> registered;

#include "tst_handshake.moc"
