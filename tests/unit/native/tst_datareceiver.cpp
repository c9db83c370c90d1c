#include "datahalves.h"
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

// Our receiving half against a sender that lies, stops or sends too much.
class TestDataReceiver : public support::Test
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
        QCOMPARE(asked[0], (wire::Again {receiving.job.transfer, receiving.job.round, 0, blocks({0})}));
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
            case 2:
                self.sendBlock(0, 0, block, hash);
                self.sendBlock(0, 0, block, hash);
                break;
            case 3:
                self.sendRecord(RecordType::End, 0, 2 * mib, 2);
                self.sendBytes(joinedHash(bytes));
                break;
            case 4: self.sendRecord(RecordType::Done, 0); break;
            case 5: self.sendBlock(77, 0, block, hash); break;
            case 6: self.sendRecord(RecordType::Fail, 2, 38); break;
            case 7: self.sendBlock(0, 0, block, hash, 0, 1); break;
            case 8: self.sendRecord(RecordType::Hole, 0, 0, mib); break;
            case 9: self.sendBytes(QByteArray(24, '\x63')); break;
            case 10: self.sendBlock(0, 0, block, hash, wire::recordWholeFile); break;
            case 11: self.sendRecord(RecordType::Data, 0, 0, ~quint64(0)); break;
            case 12:
                self.sendRecord(RecordType::End, 0, 5, 1);
                self.sendBytes(joinedHash(bytes));
                break;
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
};

static const support::Register<TestDataReceiver> registered;

#include "tst_datareceiver.moc"
