#include "files/sink.h"
#include "files/source.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"
#include "wire/record.h"

#include <QTest>

using base::Fault;
using support::FakeNetwork;

namespace {

// Moves `blocks` blocks of the first file as the data connections would, and commits it when it is whole.
bool moveBlocks(const model::Job &sending, const model::Job &receiving, quint32 from, quint32 blocks)
{
    files::Source source(sending);
    files::Sink sink(receiving);
    const quint64 size = sending.manifest->entries.front().size;
    const auto block = qsizetype(wire::blockSize(size));
    if (!sink.prepare() || !source.open(0))
        return false;
    QByteArray buffer(block, '\0');
    for (quint32 i = from; i < from + blocks; ++i) {
        const auto read = source.read(quint64(i) * quint64(block), buffer.data(), block);
        if (!read)
            return false;
        const QByteArrayView bytes(buffer.constData(), *read);
        if (!sink.write(0, quint64(i) * quint64(block), bytes) || !sink.keepBlock(0, i, files::xxh128(bytes)))
            return false;
    }
    return true;
}

model::JobOutcome outcome(const model::TransferId &id, Fault fault)
{
    model::JobOutcome outcome;
    outcome.transfer = id;
    outcome.error = {fault, {}};
    return outcome;
}

} // namespace

// What breaks, and goes on.
class TestTransferRounds : public support::Test
{
    Q_OBJECT
private slots:
    void claimsWhatItHolds();
    void goesOnWhenThePeerIsBack();
    void goesOnAfterADataBreak();
    void goesOnAfterARestart_data();
    void goesOnAfterARestart();
    void keepsTheQuestionOverARestart();
    void scansAgainAfterARestart();
    void staysPausedOverARestart();
    void pausesBothSidesOnAFullDisk();
    void stopsForABlockedPeer();
    void repeatsALostResult();
    void tellsAgainThatItPaused();
    void goesOnByItselfWhenTheSenderIsSilent();
    void endsAfterACancelThatWasAway();
    void givesUpWhenNothingMoves();
};

void TestTransferRounds::claimsWhatItHolds()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run(QByteArray(3'500'000, 'x')); // four blocks
    QVERIFY(!id.isNull());
    QVERIFY(
        moveBlocks(pair.net.runningJobs(pair.left.self).first(), pair.net.runningJobs(pair.right.self).first(), 0, 2));

    pair.net.finishJob(pair.right.self, outcome(id, Fault::Broken));
    pair.net.finishJob(pair.left.self, outcome(id, Fault::Broken));

    QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 1);
    const model::Job again = pair.net.runningJobs(pair.left.self).first();
    QCOMPARE(again.round, 2U);
    QCOMPARE(again.partial.size(), 1U);
    QCOMPARE(again.partial.front().blocks.count(), 2U);
    QCOMPARE(pair.net.runningJobs(pair.right.self).first().partial, again.partial);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("running"));
    QCOMPARE(pair.left.only().bytesDone, 2U * 1024 * 1024);
    QCOMPARE(pair.right.only().bytesDone, 2U * 1024 * 1024);
}

void TestTransferRounds::goesOnWhenThePeerIsBack()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    pair.net.disappear(pair.right.self);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    pair.net.appear(pair.right.self);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.received(QStringLiteral("hello.txt")), QByteArray("hello, right"));
}

void TestTransferRounds::goesOnAfterADataBreak()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    // The link stays; only the sender has noticed so far.
    pair.net.finishJob(pair.left.self, outcome(id, Fault::Broken));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
}

void TestTransferRounds::goesOnAfterARestart_data()
{
    QTest::addColumn<bool>("sender");

    QTest::newRow("of the sender") << true;
    QTest::newRow("of the receiver") << false;
}

void TestTransferRounds::goesOnAfterARestart()
{
    QFETCH(bool, sender);
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());
    TransferSide &ending = sender ? pair.left : pair.right;

    ending.queue().pauseAll();
    ending.stop();
    pair.net.finishJob(sender ? pair.right.self : pair.left.self, outcome(id, Fault::Broken));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(ending.start());

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QCOMPARE(pair.left.only().id, id);
    QCOMPARE(pair.right.received(QStringLiteral("hello.txt")), QByteArray("hello, right"));
}

void TestTransferRounds::keepsTheQuestionOverARestart()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.offer();

    pair.right.stop();
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    QVERIFY(pair.right.start());
    QCOMPARE(pair.right.state(), QStringLiteral("offered"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("offered"));
    QVERIFY(pair.right.queue().accept(id));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
}

void TestTransferRounds::scansAgainAfterARestart()
{
    TransferPair pair;
    QVERIFY(pair.start());
    store::StoredTransfer stored;
    stored.transfer.id = model::TransferId::random();
    stored.transfer.peer = pair.right.self;
    stored.transfer.direction = model::Direction::Out;
    stored.transfer.state = model::TransferState::Preparing;
    stored.sources = {pair.left.make(QStringLiteral("late.txt"), "late")};
    auto saved = pair.left.parts().transfers.save(stored);
    saved.waitForFinished();

    pair.left.stop();
    QVERIFY(pair.left.start());

    QTRY_COMPARE(pair.right.state(), QStringLiteral("offered"));
    QCOMPARE(pair.right.only().name, QStringLiteral("late.txt"));
}

void TestTransferRounds::staysPausedOverARestart()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(pair.right.queue().pause(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("paused peer"));

    pair.right.stop();
    QVERIFY(pair.right.start());
    QCOMPARE(pair.right.state(), QStringLiteral("paused me"));
    QTRY_VERIFY(pair.right.sees(pair.left.self));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(pair.right.queue().resume(id));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
}

void TestTransferRounds::pausesBothSidesOnAFullDisk()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    pair.net.finishJob(pair.right.self, outcome(id, Fault::DiskFull));
    pair.net.finishJob(pair.left.self, outcome(id, Fault::Broken));

    QTRY_COMPARE(pair.right.state(), QStringLiteral("paused me"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("paused peer"));
    QCOMPARE(pair.right.only().error.fault, Fault::DiskFull);
    QCOMPARE(pair.left.only().error.fault, Fault::DiskFull);
    QVERIFY(QFileInfo::exists(pair.right.profile.file(QStringLiteral("parts/") + id.toHex())));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(pair.right.queue().resume(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QCOMPARE(pair.left.only().error.fault, Fault::None);
}

void TestTransferRounds::stopsForABlockedPeer()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    pair.right.parts().directory.block(pair.left.self);
    QTRY_VERIFY(pair.net.runningJobs(pair.right.self).isEmpty());
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    pair.right.parts().directory.unblock(pair.left.self);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
}

void TestTransferRounds::repeatsALostResult()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    // The receiver loses its memory of having to tell: all it has is the transfer's row.
    pair.net.finishJob(pair.left.self, outcome(id, Fault::Broken));
    pair.net.disappear(pair.left.self);
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    pair.right.stop();
    {
        store::Database database(pair.right.profile.database());
        store::TransferStore transfers(database);
        auto all = transfers.all();
        all.waitForFinished();
        store::StoredTransfer stored = all.result()->first();
        stored.transfer.state = model::TransferState::Done;
        stored.transfer.bytesDone = stored.transfer.bytesTotal;
        transfers.save(stored).waitForFinished();
    }
    QVERIFY(pair.right.start());
    pair.net.appear(pair.left.self);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
}

void TestTransferRounds::tellsAgainThatItPaused()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    // The pause does not arrive, because nobody is there.
    pair.net.disappear(pair.left.self);
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    QVERIFY(pair.right.queue().pause(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    pair.net.appear(pair.left.self);

    QTRY_COMPARE(pair.left.state(), QStringLiteral("paused peer"));
    QCOMPARE(pair.right.state(), QStringLiteral("paused me"));
}

void TestTransferRounds::goesOnByItselfWhenTheSenderIsSilent()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    // The sender does not know that the receiver has lost its end: no repeated offer will come.
    pair.net.finishJob(pair.right.self, outcome(id, Fault::Timeout));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    QCOMPARE(pair.left.state(), QStringLiteral("running"));
    pair.net.setJobs(FakeNetwork::Jobs::Copy);

    QTRY_COMPARE_WITH_TIMEOUT(pair.left.state(), QStringLiteral("done"), 20'000);
}

void TestTransferRounds::endsAfterACancelThatWasAway()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    pair.net.disappear(pair.right.self);
    QTRY_COMPARE(pair.left.state(), QStringLiteral("waiting away"));
    QVERIFY(pair.left.queue().cancel(id));
    pair.left.stop();
    QVERIFY(pair.left.start());
    pair.net.appear(pair.right.self);

    QTRY_COMPARE(pair.right.state(), QStringLiteral("cancelled"));
    QCOMPARE(pair.left.state(), QStringLiteral("cancelled"));
}

void TestTransferRounds::givesUpWhenNothingMoves()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.run();
    QVERIFY(!id.isNull());

    // A fault that no repetition mends ends it at once, and the receiver is told.
    pair.net.finishJob(pair.left.self, outcome(id, Fault::CannotRead));

    QTRY_COMPARE(pair.left.state(), QStringLiteral("failed"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("paused peer"));
    QCOMPARE(pair.right.only().error.fault, Fault::CannotRead);
    pair.net.setJobs(FakeNetwork::Jobs::Copy);
    QVERIFY(pair.left.queue().resume(id));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
}

static const support::Register<TestTransferRounds> registered;

#include "tst_transferrounds.moc"
