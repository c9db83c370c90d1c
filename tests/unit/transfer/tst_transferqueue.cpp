#include "transferside.h"

#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Fault;
using model::TransferState;
using support::FakeNetwork;

// The way of a transfer when nothing breaks.
class TestTransferQueue : public support::Test
{
    Q_OBJECT
private slots:
    void asksThenArrives();
    void arrivesInTheChosenFolder();
    void keepsTreesAndNamesSeveralByTheFirst();
    void tellsOfADecline();
    void acceptsByRule_data();
    void acceptsByRule();
    void refusesActsThatDoNotFit();
    void waitsForAnAbsentPeer();
    void isCancelledByTheSender_data();
    void isCancelledByTheSender();
    void isCancelledByTheReceiver();
    void pausesAndResumesAtTheSender();
    void pausesAndResumesAtTheReceiver();
    void runsThreeAtOnce();
    void keepsFewOffersOpen();
    void failsWhereNothingCanBeReadAndRetries();
    void forgetsWhatIsOver();
    void tellsProgressAndRate();
    void endsWithFailedEntries();
    void failsWhenNothingArrived();
    void takesEveryPostOnce();
    void sendsNothingToNobody();
};

void TestTransferQueue::asksThenArrives()
{
    TransferPair pair;
    QVERIFY(pair.start());
    QSignalSpy arrived(&pair.right.queue(), &transfer::TransferQueue::added);

    const model::TransferId id = pair.offer();
    QVERIFY(!id.isNull());
    QCOMPARE(arrived.count(), 1);
    const model::Transfer offered = pair.right.only();
    QCOMPARE(offered.name, QStringLiteral("hello.txt"));
    QCOMPARE(offered.files, 1U);
    QCOMPARE(offered.bytesTotal, 12U);
    QCOMPARE(offered.preview.size(), 1);
    QVERIFY(pair.right.received(QStringLiteral("hello.txt")).isEmpty());

    QVERIFY(pair.right.queue().accept(id));

    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.received(QStringLiteral("hello.txt")), QByteArray("hello, right"));
    QCOMPARE(pair.right.only().path, pair.right.profile.file(QStringLiteral("received/hello.txt")));
    QCOMPARE(pair.left.only().bytesDone, 12U);
    QVERIFY(pair.left.history.contains(QStringLiteral("running")));
    QVERIFY(pair.right.history.contains(QStringLiteral("verifying")));
    // Only this makes it done at the sender, and nothing is left behind on the way.
    QTRY_VERIFY(!QFileInfo::exists(pair.right.profile.file(QStringLiteral("parts/") + id.toHex())));
    QTRY_VERIFY(!QFileInfo::exists(pair.left.profile.file(QStringLiteral("parts/") + id.toHex())));
}

void TestTransferQueue::arrivesInTheChosenFolder()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.offer();

    QVERIFY(!pair.right.queue().accept(id, QStringLiteral("relative")));
    QVERIFY(pair.right.queue().accept(id, pair.right.profile.file(QStringLiteral("elsewhere"))));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.profile.read(QStringLiteral("elsewhere/hello.txt")), QByteArray("hello, right"));
}

void TestTransferQueue::keepsTreesAndNamesSeveralByTheFirst()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.right.setRule("always");
    std::ignore = pair.left.make(QStringLiteral("photos/a.jpg"), "aaaa");
    std::ignore = pair.left.make(QStringLiteral("photos/more/b.jpg"), "bb");
    const QString note = pair.left.make(QStringLiteral("note.txt"), "n");

    pair.left.queue().send(pair.right.self, {pair.left.profile.file(QStringLiteral("own/photos")), note});

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.received(QStringLiteral("photos/more/b.jpg")), QByteArray("bb"));
    QCOMPARE(pair.right.received(QStringLiteral("note.txt")), QByteArray("n"));
    const model::Transfer arrived = pair.right.only();
    QCOMPARE(arrived.files, 3U);
    QCOMPARE(arrived.entries, 5U);
    QCOMPARE(arrived.bytesTotal, 7U);
    QCOMPARE(arrived.path, pair.right.profile.file(QStringLiteral("received")));
    QCOMPARE(arrived.preview.size(), 2);
    const auto photos = std::find_if(arrived.preview.begin(), arrived.preview.end(),
                                     [](const auto &one) { return one.name == QStringLiteral("photos"); });
    QVERIFY(photos != arrived.preview.end());
    QCOMPARE(photos->size, 6U);
}

void TestTransferQueue::tellsOfADecline()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.offer();

    QVERIFY(pair.right.queue().decline(id));

    QCOMPARE(pair.right.state(), QStringLiteral("declined"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("declined"));
    QCOMPARE(pair.left.only().error.fault, Fault::Declined);
    QVERIFY(!pair.right.queue().accept(id));
}

void TestTransferQueue::acceptsByRule_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<bool>("verified");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("ask, verified") << QByteArray("ask") << true << false;
    QTest::newRow("verified, not verified") << QByteArray("verified") << false << false;
    QTest::newRow("verified, verified") << QByteArray("verified") << true << true;
    QTest::newRow("always, not verified") << QByteArray("always") << false << true;
}

void TestTransferQueue::acceptsByRule()
{
    QFETCH(QByteArray, rule);
    QFETCH(bool, verified);
    QFETCH(bool, accepted);
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.setJobs(FakeNetwork::Jobs::Hold);
    pair.right.setRule(rule.constData());
    if (verified)
        pair.right.parts().directory.verify(pair.left.self);

    pair.left.queue().send(pair.right.self, {pair.left.make(QStringLiteral("a"), "a")});

    QTRY_COMPARE(pair.left.state(), accepted ? QStringLiteral("running") : QStringLiteral("offered"));
    QCOMPARE(pair.right.state(), accepted ? QStringLiteral("running") : QStringLiteral("offered"));
    // Executable bits are for people one has verified.
    if (accepted)
        QCOMPARE(pair.net.runningJobs(pair.right.self).first().mayExecute, verified);
}

void TestTransferQueue::refusesActsThatDoNotFit()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId unknown = model::TransferId::random();
    QVERIFY(!pair.left.queue().accept(unknown));
    QVERIFY(!pair.left.queue().decline(unknown));
    QVERIFY(!pair.left.queue().pause(unknown));
    QVERIFY(!pair.left.queue().resume(unknown));
    QVERIFY(!pair.left.queue().cancel(unknown));
    QVERIFY(!pair.left.queue().remove(unknown));

    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());
    QVERIFY(!pair.left.queue().accept(id)); // one's own
    QVERIFY(!pair.left.queue().decline(id));
    QVERIFY(!pair.right.queue().accept(id)); // a second time
    QVERIFY(!pair.right.queue().resume(id)); // it runs
    QVERIFY(!pair.right.queue().remove(id));

    QCOMPARE(pair.right.state(), QStringLiteral("running"));
}

void TestTransferQueue::waitsForAnAbsentPeer()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.disappear(pair.right.self);

    pair.left.queue().send(pair.right.self, {pair.left.make(QStringLiteral("a"), "a")});
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    QVERIFY(pair.right.queue().transfers().isEmpty());
    pair.net.appear(pair.right.self);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("offered"));
    QCOMPARE(pair.right.state(), QStringLiteral("offered"));
}

void TestTransferQueue::isCancelledByTheSender_data()
{
    QTest::addColumn<bool>("running");

    QTest::newRow("before the answer") << false;
    QTest::newRow("while bytes go") << true;
}

void TestTransferQueue::isCancelledByTheSender()
{
    QFETCH(bool, running);
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = running ? pair.run() : pair.offer();
    QVERIFY(!id.isNull());

    QVERIFY(pair.left.queue().cancel(id));

    QCOMPARE(pair.left.state(), QStringLiteral("cancelled"));
    QCOMPARE(pair.left.only().error.fault, Fault::CancelledHere);
    QTRY_COMPARE(pair.right.state(), QStringLiteral("cancelled"));
    QCOMPARE(pair.right.only().error.fault, Fault::CancelledThere);
    QTRY_VERIFY(pair.net.runningJobs(pair.left.self).isEmpty() && pair.net.runningJobs(pair.right.self).isEmpty());
    QTRY_VERIFY(!QFileInfo::exists(pair.right.profile.file(QStringLiteral("parts/") + id.toHex())));
    QVERIFY(!pair.left.queue().cancel(id));
    QVERIFY(!pair.left.queue().resume(id));
}

void TestTransferQueue::isCancelledByTheReceiver()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    QVERIFY(pair.right.queue().cancel(id));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("cancelled"));
    QCOMPARE(pair.left.only().error.fault, Fault::CancelledThere);
    QTRY_VERIFY(pair.net.runningJobs(pair.left.self).isEmpty());
}

void TestTransferQueue::pausesAndResumesAtTheSender()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    QVERIFY(pair.left.queue().pause(id));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("paused peer"));
    QCOMPARE(pair.left.state(), QStringLiteral("paused me"));
    QTRY_VERIFY(pair.net.runningJobs(pair.left.self).isEmpty() && pair.net.runningJobs(pair.right.self).isEmpty());
    QVERIFY(!pair.right.queue().resume(id)); // only whoever paused
    QVERIFY(pair.left.queue().resume(id));

    QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), 1);
    QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 1);
    QCOMPARE(pair.net.runningJobs(pair.left.self).first().round, 2U);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("running"));
}

void TestTransferQueue::pausesAndResumesAtTheReceiver()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    QVERIFY(pair.right.queue().pause(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("paused peer"));
    QVERIFY(!pair.left.queue().resume(id));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(pair.right.queue().resume(id));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.received(QStringLiteral("hello.txt")), QByteArray("hello, right"));
}

void TestTransferQueue::runsThreeAtOnce()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.setJobs(FakeNetwork::Jobs::Hold);
    pair.right.setRule("always");
    for (int i = 0; i < 5; ++i)
        pair.left.queue().send(pair.right.self, {pair.left.make(QString::number(i), "x")});

    QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 3);
    QTRY_COMPARE(pair.right.count(TransferState::Waiting), 2);
    QCOMPARE(pair.right.count(TransferState::Running), 3);
    for (int ended = 1; ended <= 5; ++ended) {
        QTRY_VERIFY(!pair.net.runningJobs(pair.left.self).isEmpty());
        QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), qMin(3, 6 - ended));
        model::JobOutcome outcome;
        outcome.transfer = pair.net.runningJobs(pair.left.self).first().transfer;
        outcome.entriesDone = 1;
        pair.net.finishJob(pair.left.self, outcome);
        pair.net.finishJob(pair.right.self, outcome);
        QTRY_COMPARE(pair.left.count(TransferState::Done), ended);
        QVERIFY(pair.right.count(TransferState::Running) <= 3);
    }
    QTRY_COMPARE(pair.right.count(TransferState::Done), 5);
}

void TestTransferQueue::keepsFewOffersOpen()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const QString file = pair.left.make(QStringLiteral("a"), "a");
    const int most = 64;
    for (int i = 0; i < most + 2; ++i)
        pair.left.queue().send(pair.right.self, {file});

    QTRY_COMPARE(pair.left.count(TransferState::Offered), most);
    QTRY_COMPARE(pair.right.queue().transfers().size(), most);
    QTRY_COMPARE(pair.left.count(TransferState::Waiting), 2);
    QVERIFY(pair.right.queue().decline(pair.right.queue().transfers().first().id));

    QTRY_COMPARE(pair.right.queue().transfers().size(), most + 1);
    QTRY_COMPARE(pair.left.count(TransferState::Waiting), 1);
}

void TestTransferQueue::failsWhereNothingCanBeReadAndRetries()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const QString path = pair.left.profile.file(QStringLiteral("not there"));

    const model::TransferId id = pair.left.queue().send(pair.right.self, {path});
    QVERIFY(!id.isNull());
    QTRY_COMPARE(pair.left.state(), QStringLiteral("failed"));
    QVERIFY(pair.left.only().error.fault != Fault::None);
    std::ignore = pair.left.profile.write(QStringLiteral("not there"), "now it is");
    QVERIFY(pair.left.queue().resume(id));

    QTRY_COMPARE(pair.right.state(), QStringLiteral("offered"));
    QCOMPARE(pair.right.only().bytesTotal, 9U);
}

void TestTransferQueue::forgetsWhatIsOver()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.offer();
    QVERIFY(!pair.right.queue().remove(id));
    QVERIFY(pair.right.queue().decline(id));
    QSignalSpy removed(&pair.right.queue(), &transfer::TransferQueue::removed);

    QVERIFY(pair.right.queue().remove(id));

    QCOMPARE(removed.count(), 1);
    QVERIFY(pair.right.queue().transfers().isEmpty());
    pair.right.stop();
    QVERIFY(pair.right.start());
    QVERIFY(pair.right.queue().transfers().isEmpty());
}

void TestTransferQueue::tellsProgressAndRate()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run(QByteArray(100'000, 'x'));
    QVERIFY(!id.isNull());

    for (quint64 second = 1; second <= 4; ++second) {
        pair.left.clock.advance(std::chrono::seconds(1));
        pair.net.progressJob(pair.left.self, id, second * 10'000);
        QTRY_COMPARE(pair.left.only().bytesDone, second * 10'000);
    }
    QCOMPARE(pair.left.only().bytesPerSecond, 10'000U);
    QCOMPARE(pair.left.queue().bytesPerSecond(), 10'000U);

    pair.net.progressJob(pair.left.self, id, 999'999'999); // more than there is
    QTRY_COMPARE(pair.left.only().bytesDone, 100'000U);
    QVERIFY(pair.left.queue().pause(id));
    QCOMPARE(pair.left.queue().bytesPerSecond(), 0U);
}

void TestTransferQueue::endsWithFailedEntries()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.setJobs(FakeNetwork::Jobs::Hold);
    pair.right.setRule("always");
    const model::TransferId id = pair.left.queue().send(
        pair.right.self, {pair.left.make(QStringLiteral("a"), "aaa"), pair.left.make(QStringLiteral("b"), "bb")});
    QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 1);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("running"));

    model::JobOutcome outcome;
    outcome.transfer = id;
    outcome.entriesDone = 1;
    outcome.bytes = 3;
    outcome.failed = {{1, Fault::Vanished}};
    outcome.finalPaths = {QStringLiteral("/somewhere/a")};
    pair.net.finishJob(pair.left.self, outcome);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("verifying"));
    pair.net.finishJob(pair.right.self, outcome);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.state(), QStringLiteral("done"));
    for (TransferSide *side : {&pair.left, &pair.right}) {
        QCOMPARE(side->only().failed.size(), 1);
        QCOMPARE(side->only().failed.front().fault, Fault::Vanished);
        QCOMPARE(side->only().bytesDone, 3U);
    }
}

void TestTransferQueue::failsWhenNothingArrived()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    model::JobOutcome outcome;
    outcome.transfer = id;
    outcome.failed = {{0, Fault::Corrupt}};
    pair.net.finishJob(pair.left.self, outcome);
    pair.net.finishJob(pair.right.self, outcome);

    QTRY_COMPARE(pair.right.state(), QStringLiteral("failed"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("failed"));
    QCOMPARE(pair.left.only().error.fault, Fault::Corrupt);
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(pair.left.queue().resume(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
}

void TestTransferQueue::takesEveryPostOnce()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.repeatPosts(3);
    QSignalSpy arrived(&pair.right.queue(), &transfer::TransferQueue::added);

    const model::TransferId id = pair.offer();
    QVERIFY(pair.right.queue().accept(id));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QCOMPARE(arrived.count(), 1);
    QCOMPARE(pair.right.history.count(QStringLiteral("running")), 1);
    QVERIFY(!QFileInfo::exists(pair.right.profile.file(QStringLiteral("received/hello.txt (2)"))));
}

void TestTransferQueue::sendsNothingToNobody()
{
    TransferPair pair;
    QVERIFY(pair.start());

    QVERIFY(pair.left.queue().send(pair.right.self, {}).isNull());
    QVERIFY(pair.left.queue().send(FakeNetwork::peerId(9), {QStringLiteral("/tmp")}).isNull());
    QVERIFY(pair.left.queue().transfers().isEmpty());
}

static const support::Register<TestTransferQueue> registered;

#include "tst_transferqueue.moc"
