#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"

#include <QTest>

using model::TransferId;
using support::FakeNetwork;
using transfer::Overall;

// One bar for everything under way.
class TestBatch : public support::Test
{
    Q_OBJECT
private slots:
    void isEmptyAtFirst()
    {
        TransferPair pair;
        QVERIFY(pair.start());

        QCOMPARE(pair.right.queue().overall(), Overall());
        QVERIFY(!pair.offer().isNull()); // a question moves nothing
        QCOMPARE(pair.right.queue().overall(), Overall());
        QCOMPARE(pair.left.queue().overall(), Overall());
    }

    void countsWhatRunsAndWhatIsNext()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        pair.net.setJobs(FakeNetwork::Jobs::Hold);
        pair.right.setRule("always");
        pair.right.parts().settings.set(settings::keys::transfersAtOnce, 1);
        send(pair, 100'000);
        send(pair, 50'000);
        const TransferId paused = send(pair, 7);
        QTRY_COMPARE(pair.right.queue().transfers().size(), 3);
        QVERIFY(pair.right.queue().pause(paused));
        QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), 1);
        QTRY_COMPARE(pair.right.queue().overall().bytesTotal, 150'000U);

        // Whichever was scanned first.
        pair.net.progressJob(pair.right.self, pair.net.runningJobs(pair.right.self).first().transfer, 30'000);

        QTRY_COMPARE(pair.right.queue().overall().bytesDone, 30'000U);
        QCOMPARE(pair.right.queue().overall().running, 1);
        QCOMPARE(pair.right.queue().overall().bytesTotal, 150'000U);
    }

    // The bar goes on where it was when one of several ends, and begins anew when all have.
    void keepsWhatEndedUntilNothingMoves()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        pair.net.setJobs(FakeNetwork::Jobs::Hold);
        pair.right.setRule("always");
        const TransferId first = send(pair, 100'000);
        const TransferId second = send(pair, 50'000);
        QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), 2);
        QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 2);

        finish(pair, first);
        QTRY_COMPARE(pair.right.count(model::TransferState::Done), 1);
        QCOMPARE(pair.right.queue().overall().bytesTotal, 150'000U);
        QCOMPARE(pair.right.queue().overall().bytesDone, 100'000U);
        QCOMPARE(pair.right.queue().overall().running, 1);
        finish(pair, second);

        QTRY_COMPARE(pair.right.queue().overall(), Overall());
        QTRY_COMPARE(pair.left.queue().overall(), Overall());
        pair.net.setJobs(FakeNetwork::Jobs::Hold);
        send(pair, 3);
        QTRY_COMPARE(pair.right.queue().overall().bytesTotal, 3U);
    }

    void leavesOutWhatWaitsForSomebody()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        QVERIFY(!pair.run(QByteArray(1000, 'x')).isNull());
        QCOMPARE(pair.left.queue().overall().running, 1);

        pair.net.disappear(pair.right.self);

        QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
        QTRY_COMPARE(pair.left.queue().overall(), Overall());
    }

private:
    TransferId send(TransferPair &pair, qsizetype bytes)
    {
        return pair.left.queue().send(pair.right.self,
                                      {pair.left.make(QString::number(bytes), QByteArray(bytes, 'x'))});
    }
    void finish(TransferPair &pair, const TransferId &id)
    {
        model::JobOutcome outcome;
        outcome.transfer = id;
        pair.net.finishJob(pair.left.self, outcome);
        pair.net.finishJob(pair.right.self, outcome);
    }
};

static const support::Register<TestBatch> registered;

#include "tst_batch.moc"
