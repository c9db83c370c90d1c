#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/timeleft.h"

#include <QTest>

using ui::TimeLeft;

class TestTimeLeft : public support::Test
{
    Q_OBJECT
private:
    static model::Transfer running(quint64 done, quint64 speed)
    {
        model::Transfer transfer;
        transfer.id = model::TransferId::fromHex(QStringLiteral("000102030405060708090a0b0c0d0e0f"));
        transfer.state = model::TransferState::Running;
        transfer.bytesTotal = 100'000;
        transfer.bytesDone = done;
        transfer.bytesPerSecond = speed;
        return transfer;
    }

private slots:
    void saysNothingForTwoSeconds()
    {
        TimeLeft left;
        left.update(running(0, 1000), 0);
        left.update(running(1000, 1000), 1900);

        QVERIFY(!left.seconds(running(0, 0).id));
        left.update(running(2000, 1000), 2000);
        QCOMPARE(left.seconds(running(0, 0).id), 98);
    }

    void neverJumpsByMoreThanAThird()
    {
        TimeLeft left;
        left.update(running(0, 1000), 0);
        left.update(running(10'000, 1000), 2000);
        QCOMPARE(left.seconds(running(0, 0).id), 90);

        left.update(running(10'000, 100), 2100);
        QCOMPARE(left.seconds(running(0, 0).id), 120);
        left.update(running(10'000, 90'000), 2200);
        QCOMPARE(left.seconds(running(0, 0).id), 80);
    }

    void forgetsWhatNoLongerRuns()
    {
        TimeLeft left;
        left.update(running(0, 1000), 0);
        left.update(running(2000, 1000), 2000);

        model::Transfer paused = running(2000, 0);
        paused.state = model::TransferState::Paused;
        left.update(paused, 2100);

        QVERIFY(!left.seconds(paused.id));
        left.update(running(2000, 1000), 9000);
        QVERIFY(!left.seconds(paused.id));
    }

    void waitsWhileNothingMoves()
    {
        TimeLeft left;
        left.update(running(0, 0), 0);
        left.update(running(0, 0), 5000);

        QVERIFY(!left.seconds(running(0, 0).id));
    }
};

static const support::Register<TestTimeLeft> registered;
#include "tst_timeleft.moc"
