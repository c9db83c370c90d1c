#include "support/test.h"
#include "support/testmain.h"
#include "ui/window/windowstate.h"

#include <QTest>

class TestWindowState : public support::Test
{
    Q_OBJECT
private slots:
    void comesBack()
    {
        const ui::WindowState state {QByteArray("geometry"), 304, 351, true};

        QCOMPARE(ui::decodeWindowState(ui::encodeWindowState(state)), state);
    }

    void damageGivesDefaults_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray whole = ui::encodeWindowState({QByteArray("geometry"), 304, 351, true});
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("short") << whole.left(whole.size() - 3);
        QTest::newRow("another version") << QByteArray("\0\x09", 2) + whole.mid(2);
        QTest::newRow("absurd width") << ui::encodeWindowState({QByteArray("g"), 1 << 30, 0, false});
        QTest::newRow("negative width") << ui::encodeWindowState({QByteArray("g"), -1, 0, false});
    }
    void damageGivesDefaults()
    {
        QFETCH(QByteArray, bytes);

        QCOMPARE(ui::decodeWindowState(bytes), ui::WindowState());
    }
};

static const support::Register<TestWindowState> registered;
#include "tst_windowstate.moc"
