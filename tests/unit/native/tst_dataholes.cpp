#include "datahalves.h"
#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

#include <sys/stat.h>

using namespace dataend;
using base::Fault;
using native::DataConnections;
using wire::RecordType;

namespace {

constexpr quint64 blockBytes = quint64(mib);
constexpr quint64 gib = 1024 * blockBytes;

// A file of `size` bytes that is one hole but for `bytes` at `offset`.
void writeSparse(const QString &path, quint64 size, quint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64(size)) && file.seek(qint64(offset)));
    QCOMPARE(file.write(bytes), bytes.size());
}

quint64 bytesOnDisk(const QString &path)
{
    struct stat status;
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? quint64(status.st_blocks) * 512 : ~quint64(0);
}

bool keepsHoles(const QString &path)
{
    return bytesOnDisk(path) < quint64(QFileInfo(path).size());
}

using Script = std::function<void(RawPeer &)>;

} // namespace

Q_DECLARE_METATYPE(Script)

// What is not there of a sparse file is not sent.
class TestDataHoles : public support::Test
{
    Q_OBJECT
private slots:
    void aSparseFileCostsWhatIsInIt()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"sparse"_qs);
        const QByteArray bytes = noise(mib, 1);
        writeSparse(path, 10 * gib + 5, 7 * gib, bytes);
        if (!keepsHoles(path))
            QSKIP("this file system keeps no holes");
        DataEnd left;
        DataEnd right;
        model::Job sending = sendingJob(path, right.id());
        model::Job receiving = receivingJob(sending, left.id(), dir.path());
        sending.holes = receiving.holes = true;

        right.connections.startJob(receiving, DataConnections::Role::Waits, {});
        left.connections.startJob(sending, DataConnections::Role::Dials, right.endpoint());

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(left.outcome().error, base::Error());
        QCOMPARE(right.outcome().error, base::Error());
        QCOMPARE(right.outcome().bytes, 10 * gib + 5);
        const QString arrived = dir.filePath(u"target/sparse"_qs);
        QCOMPARE(quint64(QFileInfo(arrived).size()), 10 * gib + 5);
        QVERIFY2(bytesOnDisk(arrived) < 4 * blockBytes, qPrintable(QString::number(bytesOnDisk(arrived))));
        QFile file(arrived);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.seek(qint64(7 * gib)));
        QVERIFY(file.read(mib) == bytes);
        QCOMPARE(file.read(8), QByteArray(8, '\0'));
    }

    void resumesAmongHoles()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"sparse"_qs);
        const QByteArray bytes = noise(mib, 1);
        writeSparse(path, 4 * gib, 3 * gib, bytes);
        if (!keepsHoles(path))
            QSKIP("this file system keeps no holes");
        DataEnd left;
        DataEnd right;
        model::Job sending = sendingJob(path, right.id());
        model::Job receiving = receivingJob(sending, left.id(), dir.path());
        {
            files::Sink sink(receiving);
            QVERIFY(sink.prepare() && sink.leaveHole(0, 0, 2 * gib));
        }
        const auto claim = files::Sink::claim(receiving);
        QCOMPARE(claim->bytes, 2 * gib);
        sending.partial = receiving.partial = claim->partial;
        sending.holes = receiving.holes = true;

        right.connections.startJob(receiving, DataConnections::Role::Waits, {});
        left.connections.startJob(sending, DataConnections::Role::Dials, right.endpoint());

        QTRY_VERIFY_WITH_TIMEOUT(left.ended() && right.ended(), patienceMs);
        QCOMPARE(right.outcome().error, base::Error());
        QCOMPARE(right.outcome().bytes, 4 * gib);
        QVERIFY(bytesOnDisk(dir.filePath(u"target/sparse"_qs)) < 4 * blockBytes);
    }

    void tellsHolesOnlyWhereAgreed_data()
    {
        QTest::addColumn<bool>("agreed");
        QTest::newRow("agreed") << true;
        QTest::newRow("not agreed") << false;
    }
    void tellsHolesOnlyWhereAgreed()
    {
        QFETCH(bool, agreed);
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"sparse"_qs);
        writeSparse(path, 8 * blockBytes + 1, 2 * blockBytes, noise(mib, 1));
        if (!keepsHoles(path))
            QSKIP("this file system keeps no holes");
        Sending sending(path, {}, agreed);
        std::vector<wire::Record> records;
        QByteArray endHash;
        const RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [&](RawPeer &self) {
            for (auto record = self.readRecord(); record; record = self.readRecord()) {
                if (record->type == RecordType::Data)
                    std::ignore = self.readBytes(qsizetype(record->b) + 16);
                if (record->type == RecordType::End)
                    endHash = self.readBytes(16);
                if (record->type == RecordType::Done)
                    break;
                records.push_back(*record);
            }
            self.closeCleanly();
        });

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error, base::Error());
        QVERIFY(endHash == joinedHash(readFile(path)));
        QCOMPARE(int(records.size()), agreed ? 4 : 10);
        if (!agreed)
            return;
        QCOMPARE(records[0], (wire::Record {RecordType::Hole, 0, 0, 0, 0, 2 * blockBytes}));
        QCOMPARE(records[1], (wire::Record {RecordType::Data, 0, 0, 0, 2 * blockBytes, blockBytes}));
        QCOMPARE(records[2], (wire::Record {RecordType::Hole, 0, 0, 0, 3 * blockBytes, 5 * blockBytes + 1}));
        QCOMPARE(records[3].type, RecordType::End);
    }

    void refusesHolesThatDoNotFit_data()
    {
        QTest::addColumn<bool>("agreed");
        QTest::addColumn<Script>("script");
        const auto hole = [](quint64 offset, quint64 length) {
            return Script([=](RawPeer &peer) { peer.sendRecord(RecordType::Hole, 0, offset, length); });
        };
        QTest::newRow("not agreed") << false << hole(0, blockBytes);
        QTest::newRow("empty") << true << hole(0, 0);
        QTest::newRow("off the grid") << true << hole(1, blockBytes);
        QTest::newRow("half a block") << true << hole(0, blockBytes / 2);
        QTest::newRow("beyond the end") << true << hole(blockBytes, 3 * blockBytes);
        QTest::newRow("behind the end") << true << hole(4 * blockBytes, blockBytes);
        QTest::newRow("around the end of numbers") << true << hole(2 * blockBytes, ~quint64(0) - blockBytes);
        QTest::newRow("small file") << true << Script([](RawPeer &peer) {
            peer.sendRecord(RecordType::Hole, 1, 0, 5);
        });
        QTest::newRow("folder") << true << Script([](RawPeer &peer) {
            peer.sendRecord(RecordType::Hole, 2, 0, blockBytes);
        });
        QTest::newRow("twice") << true << Script([](RawPeer &peer) {
            peer.sendRecord(RecordType::Hole, 0, 0, blockBytes);
            peer.sendRecord(RecordType::Hole, 0, 0, 2 * blockBytes);
        });
        QTest::newRow("over a block that came") << true << Script([](RawPeer &peer) {
            const QByteArray block = noise(mib, 3);
            peer.sendBlock(0, blockBytes, block, files::xxh128(block));
            peer.sendRecord(RecordType::Hole, 0, 0, 3 * blockBytes);
        });
        QTest::newRow("block over a hole") << true << Script([](RawPeer &peer) {
            const QByteArray block = noise(mib, 3);
            peer.sendRecord(RecordType::Hole, 0, 0, 3 * blockBytes);
            peer.sendBlock(0, blockBytes, block, files::xxh128(block));
        });
    }
    void refusesHolesThatDoNotFit()
    {
        QFETCH(bool, agreed);
        QFETCH(Script, script);
        Receiving receiving({QByteArray(3 * mib, '\0'), "small"}, {}, agreed);
        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&script](RawPeer &self) {
            script(self);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);

        QCOMPARE(receiving.end.outcome().error.fault, Fault::Malformed);
        QVERIFY(!QFileInfo::exists(receiving.target(0)));
    }

    // The hash at the end covers what no block hash did.
    void aHoleThatIsNoneFailsTheFile()
    {
        const QByteArray bytes = noise(2 * mib, 4);
        Receiving receiving({bytes}, {}, true);
        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&bytes](RawPeer &self) {
            self.sendBlock(0, 0, bytes.left(mib), files::xxh128(bytes.left(mib)));
            self.sendRecord(RecordType::Hole, 0, blockBytes, blockBytes);
            self.sendRecord(RecordType::End, 0, 2 * blockBytes, 2);
            self.sendBytes(joinedHash(bytes));
            self.sendRecord(RecordType::Done, 0);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error, base::Error());
        QCOMPARE(receiving.end.outcome().failed, std::vector<model::FailedEntry>({{0, Fault::Corrupt}}));
        QVERIFY(!QFileInfo::exists(receiving.target(0)));
    }
};

static const support::Register<TestDataHoles> registered;

#include "tst_dataholes.moc"
