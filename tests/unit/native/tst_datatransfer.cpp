#include "dataend.h"
#include "files/hasher.h"
#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "wire/record.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace dataend;
using base::Fault;
using native::DataConnections;

namespace {

constexpr qsizetype mib = 1024 * 1024;
constexpr int patienceMs = 60'000;

// Everything below `folder`: path and contents.
QMap<QString, QByteArray> contents(const QString &folder)
{
    QMap<QString, QByteArray> all;
    for (const QString &path : below(folder)) {
        const QString whole = folder + u'/' + path;
        all.insert(path, QFileInfo(whole).isDir() ? QByteArrayLiteral("folder") : readFile(whole));
    }
    return all;
}

native::DataTimings quick()
{
    native::DataTimings timings;
    timings.patience = std::chrono::milliseconds(400);
    timings.progress = std::chrono::milliseconds(0);
    return timings;
}

} // namespace

// Two ends in one process, over loopback and TLS.
class TestDataTransfer : public support::Test
{
    Q_OBJECT
private slots:
    void movesATree_data()
    {
        QTest::addColumn<bool>("senderDials");
        QTest::newRow("sender dials") << true;
        QTest::newRow("receiver dials") << false;
    }

    void movesATree()
    {
        QFETCH(bool, senderDials);
        const QTemporaryDir dir;
        const QString top = dir.filePath(u"top"_qs);
        writeFile(top + u"/big.bin"_qs, noise(9 * mib + 3, 1));
        writeFile(top + u"/exactly.bin"_qs, noise(mib, 2));
        writeFile(top + u"/sub/empty"_qs, {});
        QDir().mkpath(top + u"/none/below"_qs);
        for (int i = 0; i < 100; ++i)
            writeFile(top + u"/small/%1.txt"_qs.arg(i), noise(i * 37, quint32(i)));
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(top, right.id());
        const model::Job receiving = receivingJob(sending, left.id(), dir.path());

        start(left, sending, right, receiving, senderDials);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(left.outcome().error, base::Error());
        QCOMPARE(right.outcome().error, base::Error());
        QCOMPARE(contents(dir.filePath(u"target/top"_qs)), contents(top));
        QCOMPARE(right.outcome().entriesDone, quint32(sending.manifest->entries.size()));
        QCOMPARE(right.outcome().bytes, sending.manifest->bytes());
        QCOMPARE(left.outcome().bytes, sending.manifest->bytes());
        QCOMPARE(left.outcome().entriesDone, right.outcome().entriesDone);
        QCOMPARE(right.outcome().finalPaths, QStringList {dir.filePath(u"target/top"_qs)});
        QCOMPARE(left.unproved() + right.unproved(), 0);
    }

    void startsWhenTheOtherHalfDoes()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "late");
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());
        left.connections.startJob(sending, DataConnections::Role::Dials, right.endpoint());
        QTRY_VERIFY_WITH_TIMEOUT(right.arrived >= 2, patienceMs); // refused so far

        right.connections.startJob(receivingJob(sending, left.id(), dir.path()), DataConnections::Role::Waits, {});

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(readFile(dir.filePath(u"target/a"_qs)), QByteArray("late"));
    }

    // After a crash the link may come the other way while one side has not heard of its end.
    void dialsOnceOfTheSidesThatWantTo()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "once");
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());
        const model::Endpoint before {u"127.0.0.1"_qs, 1};
        right.connections.startJob(receivingJob(sending, left.id(), dir.path()), DataConnections::Role::Dials, before);
        left.connections.startJob(sending, DataConnections::Role::Dials, right.endpoint());
        QTRY_VERIFY_WITH_TIMEOUT(right.arrived >= 2, patienceMs); // refused so far
        QVERIFY(!left.ended());

        right.connections.linked(left.id(), DataConnections::Role::Waits, {});

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(left.outcome().error, base::Error());
        QCOMPARE(readFile(dir.filePath(u"target/a"_qs)), QByteArray("once"));
    }

    void dialsWhenTheOtherSideMayNotAnyMore()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "other way");
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());
        right.connections.startJob(receivingJob(sending, left.id(), dir.path()), DataConnections::Role::Waits, {});
        left.connections.startJob(sending, DataConnections::Role::Waits, {});

        left.connections.linked(right.id(), DataConnections::Role::Dials, right.endpoint());

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(left.outcome().error, base::Error());
        QCOMPARE(readFile(dir.filePath(u"target/a"_qs)), QByteArray("other way"));
    }

    void resumesAfterAStop_data()
    {
        QTest::addColumn<bool>("senderStops");
        QTest::newRow("sender stops") << true;
        QTest::newRow("receiver stops") << false;
    }

    void resumesAfterAStop()
    {
        QFETCH(bool, senderStops);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"big.bin"_qs);
        writeFile(path, noise(64 * mib + 5, 3));
        DataEnd left(quick());
        DataEnd right(quick());
        model::Job sending = sendingJob(path, right.id());
        model::Job receiving = receivingJob(sending, left.id(), dir.path());
        DataEnd &stopper = senderStops ? left : right;
        DataEnd &other = senderStops ? right : left;
        connect(
            &right.connections, &DataConnections::jobProgressed, &stopper,
            [&stopper](const model::TransferId &id) { stopper.connections.stopJob(id); }, Qt::SingleShotConnection);

        start(left, sending, right, receiving, true);
        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(stopper.outcome().error.fault, Fault::CancelledHere);
        QCOMPARE(other.outcome().error.fault, Fault::Broken);
        QVERIFY(!QFileInfo::exists(dir.filePath(u"target/big.bin"_qs)));

        const auto claim = files::Sink::claim(receiving);
        QVERIFY(claim->bytes > 0 && claim->bytes < quint64(64 * mib));
        for (model::Job *job : {&sending, &receiving}) {
            job->round = 2;
            job->skip = claim->skip;
            job->partial = claim->partial;
        }
        start(left, sending, right, receiving, true);
        QTRY_COMPARE_WITH_TIMEOUT(int(left.outcomes.size() + right.outcomes.size()), 4, patienceMs);
        QCOMPARE(left.outcome().error, base::Error());
        QCOMPARE(right.outcome().error, base::Error());
        QVERIFY(readFile(dir.filePath(u"target/big.bin"_qs)) == readFile(path));
    }

    void sendsAnewWhatWasClaimedButIsAnotherFileNow()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a.bin"_qs);
        writeFile(path, noise(3 * mib, 4));
        DataEnd left;
        DataEnd right;
        model::Job sending = sendingJob(path, right.id());
        model::Job receiving = receivingJob(sending, left.id(), dir.path());
        {
            // Another sender's bytes under the same transfer.
            const QByteArray foreign = noise(mib, 99);
            files::Sink sink(receiving);
            QVERIFY(sink.prepare());
            QVERIFY(sink.write(0, 0, foreign));
            QVERIFY(sink.keepBlock(0, 0, files::xxh128(foreign)));
        }
        const auto claim = files::Sink::claim(receiving);
        QCOMPARE(int(claim->partial.size()), 1);
        sending.partial = receiving.partial = claim->partial;

        start(left, sending, right, receiving, true);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(right.outcome().error, base::Error());
        QVERIFY(readFile(dir.filePath(u"target/a.bin"_qs)) == readFile(path));
    }

    void sendsWhatTheFileIsNow_data()
    {
        QTest::addColumn<QByteArray>("later");
        QTest::newRow("shorter") << QByteArray("new");
        QTest::newRow("same size") << noise(3 * mib, 77);
        QTest::newRow("empty") << QByteArray();
    }

    void sendsWhatTheFileIsNow()
    {
        QFETCH(QByteArray, later);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a.bin"_qs);
        writeFile(path, noise(3 * mib, 5));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite)
                && file.setFileTime(QDateTime::fromSecsSinceEpoch(1'500'000'000), QFile::FileModificationTime));
        file.close();
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(path, right.id());
        const model::Job receiving = receivingJob(sending, left.id(), dir.path());
        writeFile(path, later);

        start(left, sending, right, receiving, true);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(right.outcome().error, base::Error());
        QVERIFY(right.outcome().failed.empty());
        QVERIFY(readFile(dir.filePath(u"target/a.bin"_qs)) == later);
    }

    void letsTheRestGoOnWhenFilesAreGoneOrGrown()
    {
        const QTemporaryDir dir;
        const QString top = dir.filePath(u"top"_qs);
        writeFile(top + u"/a.gone"_qs, "gone");
        writeFile(top + u"/b.grown"_qs, "small");
        writeFile(top + u"/c.here"_qs, "here");
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(top, right.id());
        QVERIFY(QFile::remove(top + u"/a.gone"_qs));
        writeFile(top + u"/b.grown"_qs, "more than was offered");

        start(left, sending, right, receivingJob(sending, left.id(), dir.path()), true);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        const std::vector<model::FailedEntry> failed {{1, Fault::Vanished}, {2, Fault::Changed}};
        QCOMPARE(right.outcome().error, base::Error());
        QCOMPARE(right.outcome().failed, failed);
        QCOMPARE(left.outcome().failed, failed);
        QCOMPARE(below(dir.filePath(u"target"_qs)), QStringList({u"top"_qs, u"top/c.here"_qs}));
        QCOMPARE(right.outcome().entriesDone, 2u);
    }

    void endsWhereTheDiskSaysNo()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"target"_qs), "not a folder");
        writeFile(dir.filePath(u"a"_qs), "a");
        DataEnd left;
        DataEnd right;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());

        start(left, sending, right, receivingJob(sending, left.id(), dir.path()), true);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(right.outcome().error.fault, Fault::CannotWrite);
        QCOMPARE(left.outcome().error.fault, Fault::Broken);
    }

    void replacesARunningRound()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a"_qs);
        writeFile(path, noise(2 * mib, 6));
        DataEnd left;
        DataEnd right;
        model::Job sending = sendingJob(path, right.id());
        right.connections.startJob(receivingJob(sending, left.id(), dir.path()), DataConnections::Role::Waits, {});
        sending.round = 2;

        start(left, sending, right, receivingJob(sending, left.id(), dir.path()), true);

        QTRY_COMPARE_WITH_TIMEOUT(int(right.outcomes.size()), 2, patienceMs);
        QCOMPARE(right.outcomes[0].error.fault, Fault::CancelledHere);
        QCOMPARE(right.outcomes[0].round, 1u);
        QCOMPARE(right.outcomes[1].error, base::Error());
        QCOMPARE(right.outcomes[1].round, 2u);
    }

    void givesUpWaiting()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        DataEnd left(quick());
        DataEnd right(quick());
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());

        left.connections.startJob(sending, DataConnections::Role::Waits, {});
        right.connections.startJob(receivingJob(sending, left.id(), dir.path()), DataConnections::Role::Waits, {});

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(left.outcome().error.fault, Fault::Broken);
        QCOMPARE(right.outcome().error.fault, Fault::Broken);
    }

    void givesUpDialling()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        DataEnd left(quick());
        model::Endpoint nobody;
        model::Job sending;
        {
            const DataEnd gone;
            nobody = gone.endpoint();
            sending = sendingJob(dir.filePath(u"a"_qs), gone.id());
        }

        left.connections.startJob(sending, DataConnections::Role::Dials, nobody);

        QTRY_VERIFY_WITH_TIMEOUT(left.ended(), patienceMs);
        QCOMPARE(left.outcome().error.fault, Fault::Unreachable);
    }

    void dialsNobodyElse()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        DataEnd left;
        DataEnd right;
        const DataEnd third;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), third.id());

        left.connections.startJob(sending, DataConnections::Role::Dials, right.endpoint());
        QTRY_VERIFY_WITH_TIMEOUT(left.ended(), patienceMs);
        QCOMPARE(left.outcome().error.fault, Fault::WrongPeer);

        left.connections.startJob(sending, DataConnections::Role::Dials, left.endpoint());
        QTRY_COMPARE_WITH_TIMEOUT(int(left.outcomes.size()), 2, patienceMs);
        QCOMPARE(left.outcome().error.fault, Fault::Myself);
    }

    void stopsBeforeAnythingHappened()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        DataEnd left;
        const DataEnd right;
        const model::Job sending = sendingJob(dir.filePath(u"a"_qs), right.id());
        left.connections.startJob(sending, DataConnections::Role::Waits, {});

        left.connections.stopAll();

        QCOMPARE(int(left.outcomes.size()), 1);
        QCOMPARE(left.outcome().error.fault, Fault::CancelledHere);
        left.connections.stopJob(sending.transfer);
        QCOMPARE(int(left.outcomes.size()), 1);
    }

    void diesInTheMiddleWithoutATrace()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"big"_qs);
        writeFile(path, noise(32 * mib, 7));
        DataEnd left(quick());
        auto right = std::make_unique<DataEnd>(quick());
        const model::Job sending = sendingJob(path, right->id());
        bool begun = false;
        connect(&right->connections, &DataConnections::jobProgressed, this, [&begun] { begun = true; });
        start(left, sending, *right, receivingJob(sending, left.id(), dir.path()), true);
        QTRY_VERIFY_WITH_TIMEOUT(begun, patienceMs);

        right.reset();

        // At once, not when its patience with a full window is over.
        QTRY_VERIFY_WITH_TIMEOUT(left.ended(), 20'000);
        QCOMPARE(left.outcome().error.fault, Fault::Broken);
    }

    void agreesWithTheWireOnBlocks()
    {
        for (const quint64 size :
             {quint64(0), quint64(1), quint64(mib), quint64(mib) * 65'536 + 1, quint64(mib) * mib * 16}) {
            QCOMPARE(files::blockSize(size), wire::blockSize(size));
            QCOMPARE(files::blockCount(size), wire::blockCount(size));
        }
    }

private:
    static void start(DataEnd &left, const model::Job &sending, DataEnd &right, const model::Job &receiving,
                      bool senderDials)
    {
        using Role = DataConnections::Role;
        right.linkWith(left);
        right.connections.startJob(receiving, senderDials ? Role::Waits : Role::Dials, left.endpoint());
        left.connections.startJob(sending, senderDials ? Role::Dials : Role::Waits, right.endpoint());
    }
};

static const support::Register<TestDataTransfer> registered;

#include "tst_datatransfer.moc"
