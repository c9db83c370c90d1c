#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"

#include <QTest>

using model::TransferId;
using model::TransferState;
using support::FakeNetwork;

// Who goes first, how many go at once, and who the user holds back.
class TestOrder : public support::Test
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_pair.reset(); }

    void beginsWithTheOldest();
    void beginsWithTheOneMovedFirst_data();
    void beginsWithTheOneMovedFirst();
    void movesOneByOne();
    void movesIntoThePlaceOfAnother();
    void keepsTheOrderOverARestart();
    void movesOnlyWhatWaits();
    void movesAmongItsOwnDirection();
    void runsAsManyAsTheSettingSays();
    void pausesAndResumesEverything();
    void keepsThePauseOverARestart();
    void pausesWhatIsStillBeingScanned();
    void resumesOnlyWhatWasPausedTogether();

private:
    // Accepted at once and running as far as there are places; in the order of sending.
    [[nodiscard]] QList<TransferId> send(int count);
    void setAtOnce(TransferSide &side, int count);
    [[nodiscard]] QList<TransferId> running(const TransferSide &side) const;
    [[nodiscard]] QList<TransferId> waitingAt(TransferSide &side) const; // first the next one
    void finish(const TransferId &id);

    std::unique_ptr<TransferPair> m_pair;
};

void TestOrder::init()
{
    m_pair = std::make_unique<TransferPair>();
    QVERIFY(m_pair->start());
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);
    m_pair->right.setRule("always");
    setAtOnce(m_pair->left, 1);
    setAtOnce(m_pair->right, 1);
}

QList<TransferId> TestOrder::send(int count)
{
    QList<TransferId> ids;
    for (int i = 0; i < count; ++i) {
        ids.append(m_pair->left.queue().send(m_pair->right.self, {m_pair->left.make(QString::number(i), "x")}));
        const bool there = QTest::qWaitFor([&] { return m_pair->right.queue().transfers().size() == ids.size(); });
        if (!there)
            return {};
    }
    const auto settled = [&] { return running(m_pair->left) == ids.first(1) && running(m_pair->right) == ids.first(1); };
    return QTest::qWaitFor(settled) ? ids : QList<TransferId>();
}

void TestOrder::setAtOnce(TransferSide &side, int count)
{
    side.parts().settings.set(settings::keys::transfersAtOnce, count);
}

QList<TransferId> TestOrder::running(const TransferSide &side) const
{
    QList<TransferId> ids;
    for (const model::Job &job : m_pair->net.runningJobs(side.self))
        ids.append(job.transfer);
    return ids;
}

QList<TransferId> TestOrder::waitingAt(TransferSide &side) const
{
    QList<model::Transfer> all = side.queue().transfers();
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.rank < b.rank; });
    QList<TransferId> ids;
    for (const model::Transfer &transfer : std::as_const(all)) {
        if (transfer.state == TransferState::Waiting || transfer.state == TransferState::Offered)
            ids.append(transfer.id);
    }
    return ids;
}

void TestOrder::finish(const TransferId &id)
{
    model::JobOutcome outcome;
    outcome.transfer = id;
    outcome.entriesDone = 1;
    m_pair->net.finishJob(m_pair->left.self, outcome);
    m_pair->net.finishJob(m_pair->right.self, outcome);
}

void TestOrder::beginsWithTheOldest()
{
    const QList<TransferId> ids = send(3);
    QVERIFY(!ids.isEmpty());

    finish(ids[0]);

    QTRY_COMPARE(running(m_pair->right), ids.mid(1, 1));
    QTRY_COMPARE(running(m_pair->left), ids.mid(1, 1));
}

void TestOrder::beginsWithTheOneMovedFirst_data()
{
    QTest::addColumn<bool>("bySender");

    QTest::newRow("by the sender") << true;
    QTest::newRow("by the receiver") << false;
}

void TestOrder::beginsWithTheOneMovedFirst()
{
    QFETCH(bool, bySender);
    const QList<TransferId> ids = send(5);
    QVERIFY(!ids.isEmpty());

    QVERIFY((bySender ? m_pair->left : m_pair->right).queue().moveFirst(ids[4]));
    const QList<TransferId> wanted {ids[4], ids[1], ids[2], ids[3]};
    QTRY_COMPARE(waitingAt(m_pair->right), wanted);
    QCOMPARE(running(m_pair->right), ids.first(1)); // what runs goes on
    finish(ids[0]);

    QTRY_COMPARE(running(m_pair->right), ids.mid(4, 1));
    QTRY_COMPARE(running(m_pair->left), ids.mid(4, 1));
}

void TestOrder::movesOneByOne()
{
    const QList<TransferId> ids = send(4);
    QVERIFY(!ids.isEmpty());
    transfer::TransferQueue &queue = m_pair->right.queue();

    QVERIFY(queue.moveUp(ids[3]));
    QCOMPARE(waitingAt(m_pair->right), (QList<TransferId> {ids[1], ids[3], ids[2]}));
    QVERIFY(queue.moveUp(ids[3]));
    QCOMPARE(waitingAt(m_pair->right), (QList<TransferId> {ids[3], ids[1], ids[2]}));
    QVERIFY(!queue.moveUp(ids[3]));
    QVERIFY(!queue.moveFirst(ids[3]));
    QVERIFY(queue.moveDown(ids[1]));
    QCOMPARE(waitingAt(m_pair->right), (QList<TransferId> {ids[3], ids[2], ids[1]}));
    QVERIFY(!queue.moveDown(ids[1]));
}

void TestOrder::movesIntoThePlaceOfAnother()
{
    const QList<TransferId> ids = send(5);
    QVERIFY(!ids.isEmpty());
    transfer::TransferQueue &queue = m_pair->right.queue();

    QVERIFY(queue.moveTo(ids[4], ids[2]));
    QCOMPARE(waitingAt(m_pair->right), (QList<TransferId> {ids[1], ids[4], ids[2], ids[3]}));
    QVERIFY(queue.moveTo(ids[1], ids[2]));
    QCOMPARE(waitingAt(m_pair->right), (QList<TransferId> {ids[4], ids[2], ids[1], ids[3]}));
    QVERIFY(!queue.moveTo(ids[1], ids[1]));
    QVERIFY(!queue.moveTo(ids[1], ids[0])); // runs
    QVERIFY(!queue.moveTo(ids[0], ids[1]));
}

void TestOrder::keepsTheOrderOverARestart()
{
    const QList<TransferId> ids = send(4);
    QVERIFY(!ids.isEmpty());
    QVERIFY(m_pair->right.queue().moveFirst(ids[3]));
    QVERIFY(m_pair->right.queue().moveDown(ids[1]));
    const QList<TransferId> wanted {ids[3], ids[2], ids[1]};

    m_pair->right.queue().pauseAll();
    m_pair->right.stop();
    QVERIFY(m_pair->right.start());

    QList<TransferId> waiting = waitingAt(m_pair->right);
    waiting.removeOne(ids[0]); // broken, and waiting like the others
    QCOMPARE(waiting, wanted);
}

void TestOrder::movesOnlyWhatWaits()
{
    const QList<TransferId> ids = send(3);
    QVERIFY(!ids.isEmpty());
    transfer::TransferQueue &queue = m_pair->right.queue();

    QVERIFY(!queue.moveFirst(TransferId::random()));
    QVERIFY(!queue.moveFirst(ids[0])); // runs
    QVERIFY(!queue.moveDown(ids[0]));
    QVERIFY(queue.cancel(ids[2]));
    QVERIFY(!queue.moveFirst(ids[2])); // is over
    QVERIFY(!queue.moveUp(ids[1])); // nobody else is left
    QVERIFY(!queue.moveDown(ids[1]));
}

void TestOrder::movesAmongItsOwnDirection()
{
    const QList<TransferId> ids = send(2);
    QVERIFY(!ids.isEmpty());
    m_pair->left.setRule("ask");
    const TransferId back = m_pair->right.queue().send(m_pair->left.self, {m_pair->right.make(QStringLiteral("b"), "b")});
    QTRY_COMPARE(m_pair->right.queue().transfer(back)->state, TransferState::Offered);

    QVERIFY(!m_pair->right.queue().moveFirst(back));
    QVERIFY(!m_pair->right.queue().moveFirst(ids[1]));
    QVERIFY(!m_pair->left.queue().moveFirst(back)); // a question there
}

void TestOrder::runsAsManyAsTheSettingSays()
{
    const QList<TransferId> ids = send(4);
    QVERIFY(!ids.isEmpty());

    setAtOnce(m_pair->right, 3);
    QTRY_COMPARE(running(m_pair->right).size(), 3);
    QCOMPARE(running(m_pair->left).size(), 1); // the other side has a say too
    setAtOnce(m_pair->left, 2);
    QTRY_COMPARE(running(m_pair->left).size(), 2);
    setAtOnce(m_pair->right, 1);
    finish(ids[0]);

    QTRY_COMPARE(m_pair->right.count(TransferState::Done), 1);
    QTRY_COMPARE(running(m_pair->left).size(), 2);
    QCOMPARE(running(m_pair->right).size(), 2); // what runs goes on, but nothing is begun
}

void TestOrder::pausesAndResumesEverything()
{
    const QList<TransferId> ids = send(3);
    QVERIFY(!ids.isEmpty());
    transfer::TransferQueue &queue = m_pair->right.queue();
    QVERIFY(queue.pause(ids[1]));
    QVERIFY(!queue.isEverythingPaused());

    queue.pauseEverything();

    QCOMPARE(m_pair->right.count(TransferState::Paused), 3);
    QVERIFY(queue.isEverythingPaused());
    QTRY_VERIFY(running(m_pair->right).isEmpty());
    QTRY_COMPARE(m_pair->left.queue().transfer(ids[0])->state, TransferState::Paused);
    queue.resumeEverything();
    QVERIFY(!queue.isEverythingPaused());
    QCOMPARE(queue.transfer(ids[1])->state, TransferState::Paused); // the user had paused this one
    QTRY_COMPARE(running(m_pair->right), ids.first(1));
}

void TestOrder::keepsThePauseOverARestart()
{
    const QList<TransferId> ids = send(2);
    QVERIFY(!ids.isEmpty());
    m_pair->right.queue().pauseEverything();

    m_pair->right.stop();
    QVERIFY(m_pair->right.start());

    QVERIFY(m_pair->right.queue().isEverythingPaused());
    QCOMPARE(m_pair->right.count(TransferState::Paused), 2);
    QTRY_VERIFY(m_pair->right.sees(m_pair->left.self));
    m_pair->right.queue().resumeEverything();
    QTRY_COMPARE(running(m_pair->right).size(), 1);
}

void TestOrder::pausesWhatIsStillBeingScanned()
{
    const TransferId id = m_pair->left.queue().send(m_pair->right.self, {m_pair->left.make(QStringLiteral("a"), "a")});
    QCOMPARE(m_pair->left.queue().transfer(id)->state, TransferState::Preparing);

    m_pair->left.queue().pauseEverything();

    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("paused me"));
    QVERIFY(m_pair->right.queue().transfers().isEmpty());
    m_pair->left.queue().resumeEverything();
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("running"));
}

void TestOrder::resumesOnlyWhatWasPausedTogether()
{
    const QList<TransferId> ids = send(3);
    QVERIFY(!ids.isEmpty());
    transfer::TransferQueue &queue = m_pair->right.queue();
    queue.pauseEverything();

    QVERIFY(queue.resume(ids[2]));
    QVERIFY(queue.pause(ids[2]));
    QVERIFY(queue.cancel(ids[0]));
    queue.resumeEverything();

    QCOMPARE(queue.transfer(ids[0])->state, TransferState::Cancelled);
    QCOMPARE(queue.transfer(ids[2])->state, TransferState::Paused);
    QTRY_COMPARE(running(m_pair->right), ids.mid(1, 1));
}

static const support::Register<TestOrder> registered;

#include "tst_order.moc"
