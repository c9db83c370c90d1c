#include "dataend.h"
#include "datarawpeer.h"
#include "files/hasher.h"
#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "wire/frame.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace dataend;
using base::Fault;
using native::DataConnections;
using wire::RecordType;

namespace {

constexpr qsizetype mib = 1024 * 1024;
constexpr int patienceMs = 60'000;

QByteArray joinedHash(const QByteArray &bytes)
{
    files::FileHash hash(files::blockCount(quint64(bytes.size())));
    for (quint32 block = 0; block < hash.blocks(); ++block)
        hash.setBlock(block, files::xxh128(bytes.mid(qsizetype(block) * mib, mib)));
    return hash.result();
}

model::RangeSet blocks(std::initializer_list<quint32> values)
{
    model::RangeSet set;
    for (const quint32 value : values)
        set.insert(value);
    return set;
}

} // namespace

// Our half against one that lies, stops, sends too much or asks again.
class TestDataHostile : public support::Test
{
    Q_OBJECT
private slots:
    void refusesWhoIsNotExpected_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown transfer") << 0 << 34;
        QTest::newRow("earlier round") << 1 << 34;
        QTest::newRow("later round") << 2 << 34;
        QTest::newRow("another peer") << 3 << 34;
        QTest::newRow("second stream") << 4 << 4;
    }

    void refusesWhoIsNotExpected()
    {
        QFETCH(int, what);
        QFETCH(int, code);
        Receiving receiving({noise(10, 1)});
        wire::DataOpen open = receiving.open();
        if (what == 0)
            open.transfer = model::TransferId::random();
        if (what == 1 || what == 2)
            open.round = what == 1 ? receiving.job.round - 1 : receiving.job.round + 1;
        if (what == 4)
            open.stream = 1;
        const auto other = *identity::Identity::generate();

        RawPeer peer(what == 3 ? other : receiving.peer, receiving.end.endpoint(), open, {});

        QTRY_COMPARE_WITH_TIMEOUT(int(peer.code), code, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(receiving.end.unproved(), 0, patienceMs);
        QVERIFY(!receiving.end.ended());
    }

    void takesOneConnectionAtATime()
    {
        Receiving receiving({noise(10, 1)});
        const RawPeer first(receiving.peer, receiving.end.endpoint(), receiving.open(),
                            [](RawPeer &peer) { peer.waitForClose(); });
        QTRY_COMPARE_WITH_TIMEOUT(int(first.code), 0, patienceMs);

        const RawPeer second(receiving.peer, receiving.end.endpoint(), receiving.open(), {});

        QTRY_COMPARE_WITH_TIMEOUT(int(second.code), 7, patienceMs);
        QVERIFY(!receiving.end.ended());
    }

    void closesHandshakesThatTakeTooLong()
    {
        native::DataTimings timings;
        timings.handshake = std::chrono::milliseconds(200);
        Receiving receiving({noise(10, 1)}, timings);
        QTcpSocket silent;
        QTcpSocket garbage;
        for (QTcpSocket *socket : {&silent, &garbage}) {
            socket->connectToHost(receiving.end.endpoint().host, receiving.end.endpoint().port);
            socket->write(wire::encodePreamble(wire::ConnectionKind::Data));
        }
        garbage.write(QByteArray(5000, 'x'));

        QTRY_COMPARE_WITH_TIMEOUT(silent.state(), QAbstractSocket::UnconnectedState, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(garbage.state(), QAbstractSocket::UnconnectedState, patienceMs);
        QCOMPARE(receiving.end.unproved(), 0);
        QVERIFY(!receiving.end.ended());
    }

    void asksAgainForABlockWhoseHashIsWrong()
    {
        const QByteArray bytes = noise(2 * mib, 2);
        Receiving receiving({bytes});
        std::vector<wire::Again> asked;
        connect(&receiving.end.connections, &DataConnections::again, this,
                [&asked](const model::PeerId &, const wire::Again &again) { asked.push_back(again); });

        RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&bytes](RawPeer &self) {
            self.sendBlock(0, 0, bytes.left(mib), files::xxh128("wrong"));
            self.sendBlock(0, mib, bytes.mid(mib), files::xxh128(bytes.mid(mib)));
            self.sendRecord(RecordType::End, 0, 2 * mib, 2);
            self.sendBytes(joinedHash(bytes));
            self.sendRecord(RecordType::Done, 0);
            self.proceed();
            self.sendBlock(0, 0, bytes.left(mib), files::xxh128(bytes.left(mib)));
            self.waitForClose();
        });

        QTRY_COMPARE_WITH_TIMEOUT(int(asked.size()), 1, patienceMs);
        QCOMPARE(asked[0], (wire::Again{receiving.job.transfer, receiving.job.round, 0, blocks({0})}));
        QVERIFY(!receiving.end.ended());
        peer.go = true;
        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error, base::Error());
        QVERIFY(receiving.end.outcome().failed.empty());
        QVERIFY(readFile(receiving.target(0)) == bytes);
    }

    void repeatsAQuestionThatMayBeLost()
    {
        Receiving receiving({QByteArray("small")});
        int asked = 0;
        connect(&receiving.end.connections, &DataConnections::again, this, [&asked] { ++asked; });

        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [](RawPeer &self) {
            self.sendBlock(0, 0, "small", files::xxh128("wrong"), wire::recordWholeFile);
            self.sendRecord(RecordType::Done, 0);
            self.sendRecord(RecordType::Still, 0);
            self.sendBlock(0, 0, "small", files::xxh128("small"), wire::recordWholeFile);
            self.sendBlock(0, 0, "small", files::xxh128("small"), wire::recordWholeFile);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error, base::Error());
        QCOMPARE(asked, 2);
        QCOMPARE(readFile(receiving.target(0)), QByteArray("small"));
    }

    void givesUpABlockThatStaysWrong()
    {
        Receiving receiving({QByteArray("small"), QByteArray("other")});

        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [](RawPeer &self) {
            for (int i = 0; i < 5; ++i)
                self.sendBlock(0, 0, "small", files::xxh128("wrong"), wire::recordWholeFile);
            self.sendBlock(1, 0, "other", files::xxh128("other"), wire::recordWholeFile);
            self.sendRecord(RecordType::Done, 0);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error, base::Error());
        QCOMPARE(receiving.end.outcome().failed, std::vector<model::FailedEntry>({{0, Fault::Corrupt}}));
        QVERIFY(!QFileInfo::exists(receiving.target(0)));
        QCOMPARE(readFile(receiving.target(1)), QByteArray("other"));
    }

    void failsAFileWhoseEndLies()
    {
        const QByteArray bytes = noise(2 * mib, 3);
        Receiving receiving({bytes});

        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&bytes](RawPeer &self) {
            for (const qsizetype at : {qsizetype(0), mib})
                self.sendBlock(0, quint64(at), bytes.mid(at, mib), files::xxh128(bytes.mid(at, mib)));
            self.sendRecord(RecordType::End, 0, 2 * mib, 2);
            self.sendBytes(files::xxh128("lie"));
            self.sendRecord(RecordType::Done, 0);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().failed, std::vector<model::FailedEntry>({{0, Fault::Corrupt}}));
        QVERIFY(!QFileInfo::exists(receiving.target(0)));
    }

    void endsTheJobOfWhoDoesNotFollow_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("more than was offered") << 0;
        QTest::newRow("off the grid") << 1;
        QTest::newRow("block twice") << 2;
        QTest::newRow("end too early") << 3;
        QTest::newRow("done too early") << 4;
        QTest::newRow("entry that is not there") << 5;
        QTest::newRow("a folder's bytes") << 6;
        QTest::newRow("version from the future") << 7;
        QTest::newRow("hole") << 8;
        QTest::newRow("no record") << 9;
        QTest::newRow("whole flag on a part") << 10;
        QTest::newRow("huge length") << 11;
        QTest::newRow("end of another size") << 12;
        QTest::newRow("after it was complete") << 13;
        QTest::newRow("version skipped") << 14;
    }

    void endsTheJobOfWhoDoesNotFollow()
    {
        QFETCH(int, what);
        const QByteArray bytes = noise(2 * mib, 4);
        Receiving receiving({bytes, QByteArray("small")});

        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&bytes, what](RawPeer &self) {
            const QByteArray block = bytes.left(mib);
            const QByteArray hash = files::xxh128(block);
            switch (what) {
            case 0: self.sendBlock(0, 2 * mib, block, hash); break;
            case 1: self.sendBlock(0, 17, block, hash); break;
            case 2: self.sendBlock(0, 0, block, hash); self.sendBlock(0, 0, block, hash); break;
            case 3: self.sendRecord(RecordType::End, 0, 2 * mib, 2); self.sendBytes(joinedHash(bytes)); break;
            case 4: self.sendRecord(RecordType::Done, 0); break;
            case 5: self.sendBlock(77, 0, block, hash); break;
            case 6: self.sendRecord(RecordType::Fail, 2, 38); break;
            case 7: self.sendBlock(0, 0, block, hash, 0, 1); break;
            case 8: self.sendRecord(RecordType::Hole, 0, 0, mib); break;
            case 9: self.sendBytes(QByteArray(24, '\x63')); break;
            case 10: self.sendBlock(0, 0, block, hash, wire::recordWholeFile); break;
            case 11: self.sendRecord(RecordType::Data, 0, 0, ~quint64(0)); break;
            case 12: self.sendRecord(RecordType::End, 0, 5, 1); self.sendBytes(joinedHash(bytes)); break;
            case 13:
                for (int i = 0; i < 2; ++i)
                    self.sendBlock(1, 0, "small", files::xxh128("small"), wire::recordWholeFile);
                break;
            case 14: self.sendRecord(RecordType::Changed, 0, 5, 0, 0, 2); break;
            }
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error.fault, Fault::Malformed);
        QTRY_VERIFY_WITH_TIMEOUT(peer.isOver(), patienceMs);
        QVERIFY(!QFileInfo::exists(receiving.target(0)));
    }

    void endsWhenAFileOutgrowsWhatWasAccepted()
    {
        Receiving receiving({noise(10, 5)});
        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [](RawPeer &self) {
            self.sendRecord(RecordType::Changed, 0, 11, 0, 0, 1);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error.fault, Fault::TooLarge);
    }

    void mixesNoOldWithNew()
    {
        const QByteArray old = noise(2 * mib, 6);
        const QByteArray fresh = noise(mib + 9, 7);
        Receiving receiving({old});
        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&](RawPeer &self) {
            self.sendBlock(0, 0, old.left(mib), files::xxh128(old.left(mib)));
            self.sendRecord(RecordType::Changed, 0, quint64(fresh.size()), 1'650'000'000'000, 0, 1);
            // Still on the way when it changed, on another stream perhaps.
            self.sendBlock(0, mib, old.mid(mib), files::xxh128(old.mid(mib)));
            self.sendBlock(0, 0, fresh.left(mib), files::xxh128(fresh.left(mib)), 0, 1);
            self.sendBlock(0, mib, fresh.mid(mib), files::xxh128(fresh.mid(mib)), 0, 1);
            self.sendRecord(RecordType::End, 0, quint64(fresh.size()), 2, 0, 1);
            self.sendBytes(joinedHash(fresh));
            self.sendRecord(RecordType::Done, 0);
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error, base::Error());
        QVERIFY(readFile(receiving.target(0)) == fresh);
    }

    void noticesASenderThatStops_data()
    {
        QTest::addColumn<bool>("closes");
        QTest::newRow("closes") << true;
        QTest::newRow("falls silent") << false;
    }

    void noticesASenderThatStops()
    {
        QFETCH(bool, closes);
        native::DataTimings timings;
        timings.silence = std::chrono::milliseconds(300);
        const QByteArray bytes = noise(3 * mib, 8);
        Receiving receiving({bytes}, timings);
        const RawPeer peer(receiving.peer, receiving.end.endpoint(), receiving.open(), [&](RawPeer &self) {
            self.sendBlock(0, 0, bytes.left(mib), files::xxh128(bytes.left(mib)));
            self.sendRecord(RecordType::Data, 0, mib, mib);
            self.sendBytes(bytes.mid(mib, 1000));
            if (closes)
                self.closeCleanly();
            else
                self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(receiving.end.ended(), patienceMs);
        QCOMPARE(receiving.end.outcome().error.fault, Fault::Broken);
        const auto claim = files::Sink::claim(receiving.job);
        QCOMPARE(claim->bytes, quint64(mib));
    }

    void sendsAgainWhatIsAskedFor()
    {
        const QTemporaryDir dir;
        const QByteArray bytes = noise(3 * mib, 9);
        writeFile(dir.filePath(u"a"_qs), bytes);
        Sending sending(dir.filePath(u"a"_qs));
        QByteArray repeated;
        RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [&repeated](RawPeer &self) {
            readUntil(self, RecordType::Done);
            self.step = 1;
            const auto record = self.readRecord();
            if (!record || record->type != RecordType::Data || record->a != quint64(2 * mib))
                return;
            repeated = self.readBytes(qsizetype(record->b));
            if (self.readBytes(16) == files::xxh128(repeated))
                self.step = 2;
            self.closeCleanly();
        });
        QTRY_COMPARE_WITH_TIMEOUT(int(peer.step), 1, patienceMs);
        QVERIFY(!sending.end.ended());

        const model::PeerId stranger = model::PeerId::landline(QByteArray(32, 'x'));
        sending.end.connections.receive(stranger, {sending.job.transfer, 1, 0, blocks({0})});
        sending.end.connections.receive(sending.peer->id(), {sending.job.transfer, 7, 0, blocks({0})});
        sending.end.connections.receive(sending.peer->id(), {sending.job.transfer, 1, 99, blocks({0})});
        sending.end.connections.receive(sending.peer->id(), {sending.job.transfer, 1, 0, blocks({2, 50})});

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error, base::Error());
        QCOMPARE(int(peer.step), 2);
        QVERIFY(repeated == bytes.mid(2 * mib));
        QCOMPARE(sending.end.outcome().bytes, quint64(3 * mib));
    }

    void startsAnewWhenTheSourceChangesInTheMiddle()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a"_qs);
        writeFile(path, noise(64 * mib, 10));
        const QByteArray fresh = noise(2 * mib + 1, 11);
        Sending sending(path);
        QByteArray got;
        QByteArray endHash;
        quint16 version = 0;
        RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [&](RawPeer &self) {
            // The sender is stuck behind full buffers until we read on.
            std::ignore = self.readRecord();
            self.step = 1;
            self.proceed();
            std::ignore = self.readBytes(mib + 16);
            for (auto record = self.readRecord(); record; record = self.readRecord()) {
                if (record->type == RecordType::Data) {
                    const QByteArray bytes = self.readBytes(qsizetype(record->b));
                    std::ignore = self.readBytes(16);
                    if (record->version == 1)
                        got += bytes;
                } else if (record->type == RecordType::Changed) {
                    version = record->version;
                } else if (record->type == RecordType::End) {
                    endHash = self.readBytes(16);
                } else if (record->type == RecordType::Done) {
                    break;
                }
            }
            self.closeCleanly();
        });
        QTRY_COMPARE_WITH_TIMEOUT(int(peer.step), 1, patienceMs);
        writeFile(path, fresh);
        peer.go = true;

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error, base::Error());
        QCOMPARE(int(version), 1);
        QVERIFY(got == fresh);
        QCOMPARE(endHash, joinedHash(fresh));
    }

    void usesLargerBlocksForLargerFiles()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"huge"_qs);
        writeFile(path, noise(4 * mib, 12));
        QVERIFY(QFile::resize(path, qint64(65'536) * mib + 1)); // the rest is a hole
        Sending sending(path);
        wire::Record second;
        QByteArray bytes;
        RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [&](RawPeer &self) {
            std::ignore = self.readBytes(wire::recordBytes + 2 * mib + 16);
            second = self.readRecord().value_or(wire::Record());
            bytes = self.readBytes(2 * mib);
            if (self.readBytes(16) == files::xxh128(bytes))
                self.step = 1;
        });

        QTRY_VERIFY_WITH_TIMEOUT(peer.isOver(), patienceMs);
        QCOMPARE(int(peer.step), 1);
        QCOMPARE(second.a, quint64(2 * mib));
        QCOMPARE(second.b, quint64(2 * mib));
        QVERIFY(bytes == readFileStart(path, 4 * mib).mid(2 * mib));
        sending.end.connections.stopAll();
        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error.fault, Fault::CancelledHere);
    }

    void endsWhenTheReceiverLeavesWithoutAWord()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        Sending sending(dir.filePath(u"a"_qs));
        {
            const RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [](RawPeer &self) {
                readUntil(self, RecordType::Done);
                self.step = 1;
            });
            QTRY_COMPARE_WITH_TIMEOUT(int(peer.step), 1, patienceMs);
        }

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error.fault, Fault::Broken);
    }

    void endsWhenTheReceiverTalks()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        Sending sending(dir.filePath(u"a"_qs));
        const RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [](RawPeer &self) {
            readUntil(self, RecordType::Done);
            self.sendBytes("hello");
            self.waitForClose();
        });

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error.fault, Fault::Malformed);
    }

    void saysThatItIsStillThere()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), "a");
        native::DataTimings timings;
        timings.still = std::chrono::milliseconds(50);
        Sending sending(dir.filePath(u"a"_qs), timings);
        const RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [](RawPeer &self) {
            readUntil(self, RecordType::Done);
            readUntil(self, RecordType::Still);
            readUntil(self, RecordType::Still);
            self.step = 1;
            self.waitForClose();
        });
        QTRY_COMPARE_WITH_TIMEOUT(int(peer.step), 1, patienceMs);

        sending.end.connections.stopJob(sending.job.transfer);
        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error.fault, Fault::CancelledHere);
    }

private:
    static QByteArray readFileStart(const QString &path, qint64 size)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.read(size) : QByteArray();
    }

    // Reads records with what they carry.
    static void readUntil(RawPeer &peer, RecordType type)
    {
        for (auto record = peer.readRecord(); record && record->type != type; record = peer.readRecord()) {
            if (record->type == RecordType::Data)
                std::ignore = peer.readBytes(qsizetype(record->b) + 16);
            if (record->type == RecordType::End)
                std::ignore = peer.readBytes(16);
        }
    }

    // A receiving job of files "0", "1" ... and a folder, waiting for `peer` to dial.
    struct Receiving {
        explicit Receiving(const QList<QByteArray> &files, const native::DataTimings &timings = {})
            : end(timings)
        {
            model::Manifest manifest;
            for (const QByteArray &bytes : files) {
                model::Entry entry;
                entry.name = QByteArray::number(manifest.entries.size());
                entry.size = quint64(bytes.size());
                manifest.entries.push_back(entry);
            }
            model::Entry folder;
            folder.kind = model::EntryKind::Folder;
            folder.name = "folder";
            manifest.entries.push_back(folder);
            job.transfer = model::TransferId::random();
            job.peer = peer->id();
            job.direction = model::Direction::In;
            job.round = 5;
            job.manifest = std::make_shared<const model::Manifest>(manifest);
            job.targetFolder = dir.filePath(u"target"_qs);
            job.stateFolder = dir.filePath(u"state"_qs);
            end.connections.startJob(job, DataConnections::Role::Waits, {});
        }
        [[nodiscard]] wire::DataOpen open() const { return {job.transfer, job.round, 0, 1}; }
        [[nodiscard]] QString target(int file) const { return dir.filePath(u"target/%1"_qs.arg(file)); }

        QTemporaryDir dir;
        DataEnd end;
        std::shared_ptr<const identity::Identity> peer = *identity::Identity::generate();
        model::Job job;
    };

    // A sending job of one path, waiting for `peer` to dial.
    struct Sending {
        explicit Sending(const QString &path, const native::DataTimings &timings = {})
            : end(timings)
            , job(sendingJob(path, peer->id()))
        {
            end.connections.startJob(job, DataConnections::Role::Waits, {});
        }
        [[nodiscard]] wire::DataOpen open() const { return {job.transfer, job.round, 0, 1}; }

        DataEnd end;
        std::shared_ptr<const identity::Identity> peer = *identity::Identity::generate();
        model::Job job;
    };
};

static const support::Register<TestDataHostile> registered;

#include "tst_datahostile.moc"
