#include "net/portholder.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTest>
#include <QUdpSocket>

using net::portHolder;
using net::Transport;

namespace {

QString ownPid()
{
    return QStringLiteral("(pid %1)").arg(QCoreApplication::applicationPid());
}

} // namespace

class TestPortHolder : public support::Test
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
#ifndef Q_OS_LINUX
        QSKIP("only Linux tells who holds a port");
#endif
    }

    void namesTheProgramThatListens()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));

        const QString holder = portHolder(Transport::Tcp, server.serverPort());

        QVERIFY2(holder.endsWith(ownPid()), qPrintable(holder));
        QVERIFY2(holder.startsWith(QStringLiteral("tst_net")), qPrintable(holder));
    }

    void seesIpv6AsWell()
    {
        QTcpServer server;
        if (!server.listen(QHostAddress::LocalHostIPv6))
            QSKIP("this computer has no IPv6");

        QVERIFY(portHolder(Transport::Tcp, server.serverPort()).endsWith(ownPid()));
    }

    void namesTheProgramThatHasAUdpPort()
    {
        QUdpSocket socket;
        QVERIFY(socket.bind(QHostAddress(QHostAddress::LocalHost), 0));

        QVERIFY(portHolder(Transport::Udp, socket.localPort()).endsWith(ownPid()));
    }

    void doesNotTakeAConnectionForAListener()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QTcpSocket client;
        client.connectToHost(server.serverAddress(), server.serverPort());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);

        QCOMPARE(portHolder(Transport::Tcp, client.localPort()), QString());
    }

    void saysNothingOfAFreePort()
    {
        quint16 port = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            port = server.serverPort();
        }

        QCOMPARE(portHolder(Transport::Tcp, port), QString());
    }
};

static const support::Register<TestPortHolder> registered;

#include "tst_portholder.moc"
