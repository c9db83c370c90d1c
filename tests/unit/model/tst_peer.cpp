#include "model/peer.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace model;

class TestPeer : public support::Test
{
    Q_OBJECT
private slots:
    void readsIdsBack()
    {
        const PeerId native = PeerId::landline(QByteArray(32, '\x5e'));
        const PeerId foreign(Network::IpMsg, QByteArrayLiteral("anna@pc"));

        QCOMPARE(PeerId::fromText(native.toText()), native);
        QCOMPARE(PeerId::fromText(foreign.toText()), foreign);
        QVERIFY(PeerId::fromText(QStringLiteral("5e5e")).isNull());
        QVERIFY(PeerId::fromText(QStringLiteral("nonsense:00")).isNull());
        QVERIFY(PeerId::fromText({}).isNull());
    }

    void readsEndpoints_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::newRow("host") << "pc-anna" << "pc-anna" << 24250;
        QTest::newRow("host and port") << "10.0.0.4:2000" << "10.0.0.4" << 2000;
        QTest::newRow("bare v6") << "fe80::1%eth0" << "fe80::1%eth0" << 24250;
        QTest::newRow("v6 and port") << "[::1]:99" << "::1" << 99;
        QTest::newRow("blanks around") << "  pc " << "pc" << 24250;
        QTest::newRow("empty") << "" << "" << 0;
        QTest::newRow("port 0") << "pc:0" << "" << 0;
        QTest::newRow("port too large") << "pc:70000" << "" << 0;
        QTest::newRow("no port after colon") << "pc:" << "" << 0;
        QTest::newRow("open bracket") << "[::1" << "" << 0;
        QTest::newRow("blank inside") << "a b" << "" << 0;
    }

    void readsEndpoints()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);

        const Endpoint endpoint = Endpoint::fromText(text, 24250);

        QCOMPARE(endpoint.host, host);
        QCOMPARE(int(endpoint.port), port);
    }
};

static const support::Register<TestPeer> registered;

#include "tst_peer.moc"
