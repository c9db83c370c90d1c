#include "linkfixture.h"
#include "rawpeer.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpSocket>

using namespace fixture;
using native::Unproved;

namespace {

// Connections that say nothing.
std::vector<std::unique_ptr<QTcpSocket>> openMany(int count, quint16 port)
{
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
    for (int i = 0; i < count; ++i) {
        sockets.push_back(std::make_unique<QTcpSocket>());
        sockets.back()->connectToHost(QStringLiteral("127.0.0.1"), port);
    }
    return sockets;
}

int stillOpen(const std::vector<std::unique_ptr<QTcpSocket>> &sockets)
{
    return int(std::count_if(sockets.begin(), sockets.end(), [](const auto &socket) {
        return socket->state() == QAbstractSocket::ConnectedState;
    }));
}

} // namespace

class TestListener : public support::Test
{
    Q_OBJECT
private slots:
    void halfOpenFloodChangesNothingForOthers()
    {
        LinkNode anna;
        LinkNode ben;

        const auto flood = openMany(200, anna.port);
        QTRY_COMPARE(stillOpen(flood), Unproved::mostPerAddress);
        ben.dial(anna);

        QTRY_VERIFY(ben.linkTo(anna));
        QVERIFY(anna.linkTo(ben));
        QVERIFY(anna.listener.unproved() <= Unproved::mostPerAddress);
    }

    void floodLeavesOpenLinksAlone()
    {
        LinkNode anna;
        LinkNode ben;
        ben.dial(anna);
        QTRY_VERIFY(ben.linkTo(anna));

        const auto flood = openMany(100, anna.port);
        ben.linkTo(anna)->send(textPost(QStringLiteral("through")));

        QTRY_COMPARE(ben.receipts.size(), 1);
        QTRY_COMPARE(stillOpen(flood), Unproved::mostPerAddress);
        QVERIFY(ben.linkTo(anna));
    }

    void closesWithoutAWordOnGarbage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("http") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTest::newRow("other kind") << QByteArray("LANDLINE\x01X\0\0", 12);
        QTest::newRow("other form") << QByteArray("LANDLINE\x02L\0\0", 12);
        QTest::newRow("zeros") << QByteArray(4096, '\0');
    }

    void closesWithoutAWordOnGarbage()
    {
        QFETCH(QByteArray, bytes);
        LinkNode anna;
        RawPeer stranger(newIdentity());
        stranger.tls = false;
        stranger.preamble = bytes;
        QSignalSpy heard(&stranger.socket, &QSslSocket::readyRead);

        stranger.connectTo(anna.port);

        QTRY_VERIFY(stranger.socket.error() == QAbstractSocket::RemoteHostClosedError);
        QVERIFY(heard.isEmpty());
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void givesUpOnASlowPreamble()
    {
        native::Timings times = quickTimings();
        times.preamble = native::Timings::Ms(150);
        LinkNode anna(times);
        RawPeer slow(newIdentity());
        slow.tls = false;
        slow.preamble = QByteArray("LAND");

        slow.connectTo(anna.port);

        QTRY_VERIFY(slow.socket.error() == QAbstractSocket::RemoteHostClosedError);
        QTRY_COMPARE(anna.listener.unproved(), 0);
    }

    void takesAPreambleThatComesInPieces()
    {
        LinkNode anna;
        QSignalSpy links(&anna.listener, &native::Listener::linkArrived);
        const QByteArray whole = wire::encodePreamble(wire::ConnectionKind::Link);
        QTcpSocket slow;
        slow.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        slow.connectToHost(QStringLiteral("127.0.0.1"), anna.port);

        for (const char byte : whole) {
            QCOMPARE(links.size(), 0);
            slow.write(&byte, 1);
            QTRY_COMPARE(slow.bytesToWrite(), 0);
            QCoreApplication::sendPostedEvents();
        }

        QTRY_COMPARE(links.size(), 1);
    }

    void handsDataConnectionsOver()
    {
        native::Listener listener(quickTimings());
        auto acceptor = std::make_unique<net::Acceptor>();
        const quint16 port = acceptor->listen(0).value();
        listener.use(std::move(acceptor));
        native::Listener::Slot held;
        qintptr descriptor = -1;
        connect(&listener, &native::Listener::dataArrived, this,
                [&](qintptr given, const native::Listener::Slot &slot) {
                    descriptor = given;
                    held = slot;
                });
        QTcpSocket dialler;
        connect(&dialler, &QTcpSocket::connected, this, [&dialler] {
            dialler.write(wire::encodePreamble(wire::ConnectionKind::Data) + QByteArray("hello"));
        });

        dialler.connectToHost(QStringLiteral("127.0.0.1"), port);

        QTRY_VERIFY(descriptor >= 0);
        QCOMPARE(listener.unproved(), 1);
        QTcpSocket rest;
        QVERIFY(rest.setSocketDescriptor(descriptor));
        QTRY_COMPARE(rest.bytesAvailable(), 5);
        QCOMPARE(rest.readAll(), QByteArray("hello"));
        held.reset();
        QCOMPARE(listener.unproved(), 0);
    }
};

static const support::Register<TestListener> registered;

#include "tst_listener.moc"
