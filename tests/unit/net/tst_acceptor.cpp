#include "net/acceptor.h"
#include "net/socket.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <fcntl.h>
#include <sys/resource.h>
#include <vector>

using net::Acceptor;
using net::Socket;

namespace {

// Takes what an acceptor hands out.
struct Taker {
    explicit Taker(Acceptor &acceptor)
    {
        QObject::connect(&acceptor, &Acceptor::accepted, &acceptor,
                         [this](qintptr descriptor, const QHostAddress &from) {
                             sockets.emplace_back(descriptor);
                             addresses.append(from);
                         });
    }
    std::vector<Socket> sockets;
    QList<QHostAddress> addresses;
};

bool hasIpv6()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHostIPv6);
}

} // namespace

class TestAcceptor : public support::Test
{
    Q_OBJECT
private slots:
    void acceptsBothFamiliesOnOneNumber()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        const auto port = acceptor.listen(0);
        QVERIFY(port && *port != 0);
        QCOMPARE(acceptor.port(), *port);
        QTcpSocket v4;
        v4.connectToHost(QHostAddress(QHostAddress::LocalHost), *port);
        QTRY_COMPARE(taker.addresses.size(), 1);
        QCOMPARE(taker.addresses[0], QHostAddress(QHostAddress::LocalHost));
        if (!hasIpv6())
            return;

        QTcpSocket v6;
        v6.connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), *port);

        QTRY_COMPARE(taker.addresses.size(), 2);
        QCOMPARE(taker.addresses[1], QHostAddress(QHostAddress::LocalHostIPv6));
    }

    void handsOutNonBlockingDescriptorsOfItsOwn()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), *acceptor.listen(0));
        QTRY_COMPARE(taker.sockets.size(), size_t(1));

        const int descriptor = int(taker.sockets[0].descriptor());

        QVERIFY(fcntl(descriptor, F_GETFL) & O_NONBLOCK);
        QVERIFY(fcntl(descriptor, F_GETFD) & FD_CLOEXEC);
    }

    void refusesATakenPort()
    {
        Acceptor first;
        const quint16 port = *first.listen(0);

        Acceptor second;
        const auto result = second.listen(port);

        QVERIFY(!result);
        QCOMPARE(result.error().fault, base::Fault::PortTaken);
        QCOMPARE(second.port(), quint16(0));
    }

    void refusesAPortThatIsTakenOnOneFamilyOnly()
    {
        if (!hasIpv6())
            QSKIP("this computer has no IPv6");
        Socket other = *Socket::make(net::Family::V6, net::SocketKind::Stream);
        QVERIFY(other.bind(net::SocketAddress::of(QHostAddress(QHostAddress::AnyIPv6), 0)));
        QVERIFY(other.listen(1));

        Acceptor acceptor;
        const auto result = acceptor.listen(other.localPort());

        QVERIFY(!result);
        QCOMPARE(result.error().fault, base::Fault::PortTaken);
    }

    void listensAgainOnThePortOfOpenConnections()
    {
        quint16 port = 0;
        {
            Acceptor acceptor;
            Taker taker(acceptor);
            port = *acceptor.listen(0);
            QTcpSocket client;
            client.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
            QTRY_COMPARE(taker.sockets.size(), size_t(1));
            taker.sockets.clear(); // the side that closes first keeps the number busy
            QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        }

        Acceptor again;

        QVERIFY(again.listen(port));
    }

    void acceptsNothingAfterStop()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        const quint16 port = *acceptor.listen(0);

        acceptor.stop();
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), port);

        QTRY_COMPARE(client.error(), QAbstractSocket::ConnectionRefusedError);
        QVERIFY(taker.sockets.empty());
        QCOMPARE(acceptor.port(), quint16(0));
    }

    void mayBeStoppedByWhoGetsAConnection()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        const quint16 port = *acceptor.listen(0);
        connect(&acceptor, &Acceptor::accepted, &acceptor, [&acceptor] { acceptor.stop(); });

        QTcpSocket one;
        QTcpSocket two;
        one.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        two.connectToHost(QHostAddress(QHostAddress::LocalHost), port);

        QTRY_COMPARE(taker.sockets.size(), size_t(1));
        QTRY_VERIFY(two.state() == QAbstractSocket::UnconnectedState);
        QCOMPARE(taker.sockets.size(), size_t(1));
    }

    void takesManyAtOnce()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        const quint16 port = *acceptor.listen(0);
        std::vector<std::unique_ptr<QTcpSocket>> clients;

        for (int i = 0; i < 100; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        }

        QTRY_COMPARE(taker.sockets.size(), size_t(100));
    }

    void goesOnWhenDescriptorsRunOut()
    {
        Acceptor acceptor;
        Taker taker(acceptor);
        const quint16 port = *acceptor.listen(0);
        QTcpSocket client;
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        QTest::ignoreMessage(QtWarningMsg, "no descriptors left, accepting pauses");
        qDebug() << "hoarding"; // UBSan needs descriptors when it first meets a class, here that of the warning
        std::vector<Socket> hoard;
        rlimit before {};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        rlimit low = before;
        low.rlim_cur = std::min<rlim_t>(before.rlim_cur, 256);
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &low), 0);
        for (auto socket = Socket::make(net::Family::V4, net::SocketKind::Stream); socket;
             socket = Socket::make(net::Family::V4, net::SocketKind::Stream))
            hoard.push_back(std::move(*socket));

        int turns = 0;
        QTimer ticker;
        connect(&ticker, &QTimer::timeout, this, [&turns] { ++turns; });
        ticker.start(0);
        QTRY_VERIFY(turns > 5); // without the warning above the test fails
        QVERIFY(taker.sockets.empty());
        hoard.clear();

        QTRY_COMPARE(taker.sockets.size(), size_t(1));
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
    }
};

static const support::Register<TestAcceptor> registered;

#include "tst_acceptor.moc"
