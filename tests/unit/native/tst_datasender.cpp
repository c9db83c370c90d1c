#include "datahalves.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace dataend;
using base::Fault;
using wire::RecordType;

// Our sending half against a receiver that asks again, talks or leaves, and files that change under it.
class TestDataSender : public support::Test
{
    Q_OBJECT
private slots:
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

    // Its buffers take longer to find room than silence may last, and still bytes arrive all the time.
    void aSlowReceiverIsNotSilent()
    {
#ifndef Q_OS_LINUX
        QSKIP("only there does the system tell what has arrived");
#endif
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), noise(7 * mib, 13));
        native::DataTimings timings;
        timings.silence = std::chrono::milliseconds(1000);
        Sending sending(dir.filePath(u"a"_qs), timings);
        RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [](RawPeer &self) {
            std::ignore = self.readRecord();
            constexpr qsizetype sip = 64 * 1024;
            qsizetype left = mib + 16;
            for (; left > sip; left -= sip) {
                std::ignore = self.readBytes(sip);
                QThread::msleep(250); // the pace of the line; nothing waits for it
            }
            std::ignore = self.readBytes(left);
            readUntil(self, RecordType::Done);
            self.closeCleanly();
        });

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error, base::Error());
        QCOMPARE(sending.end.outcome().bytes, quint64(7 * mib));
    }

    // Whoever takes nothing at all is gone, even if its system answers.
    void aReceiverThatTakesNothingIsGivenUp()
    {
        const QTemporaryDir dir;
        writeFile(dir.filePath(u"a"_qs), noise(64 * mib, 14));
        native::DataTimings timings;
        timings.silence = std::chrono::milliseconds(500);
        Sending sending(dir.filePath(u"a"_qs), timings);
        RawPeer peer(sending.peer, sending.end.endpoint(), sending.open(), [](RawPeer &self) { self.proceed(); });

        QTRY_VERIFY_WITH_TIMEOUT(sending.end.ended(), patienceMs);
        QCOMPARE(sending.end.outcome().error.fault, Fault::Broken);
        peer.go = true;
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
            self.step = self.readBytes(16) == files::xxh128(bytes) ? 1 : -1;
            self.proceed();
        });

        QTRY_VERIFY_WITH_TIMEOUT(peer.step != 0, patienceMs);
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
};

static const support::Register<TestDataSender> registered;

#include "tst_datasender.moc"
