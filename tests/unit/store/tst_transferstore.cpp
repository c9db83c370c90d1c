#include "store/poststore.h"
#include "store/transferstore.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Fault;
using base::Result;
using model::PeerId;
using store::StoredTransfer;

namespace {

template<typename T>
T get(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result().value();
}

StoredTransfer full()
{
    StoredTransfer stored;
    model::Transfer &transfer = stored.transfer;
    transfer.id = model::TransferId::random();
    transfer.peer = PeerId::landline(QByteArray(32, 'a'));
    transfer.direction = model::Direction::Out;
    transfer.state = model::TransferState::Paused;
    transfer.waitReason = model::WaitReason::Disk;
    transfer.pausedBy = model::PausedBy::Peer;
    transfer.name = QStringLiteral("Fotos 2026");
    transfer.entries = 4'000'000'000;
    transfer.files = 3;
    transfer.bytesTotal = 5'000'000'000'000;
    transfer.bytesDone = 4'999'999'999'999;
    transfer.path = QStringLiteral("/srv/Fotos");
    transfer.error = {Fault::DiskFull, QStringLiteral("no space")};
    transfer.preview = {{QStringLiteral("a.jpg"), 5}, {QStringLiteral("ü"), 0}};
    transfer.failed = {{2, Fault::Vanished}, {9, Fault::CannotRead}};
    transfer.createdAtMs = 10;
    transfer.finishedAtMs = 20;
    stored.sources = {QStringLiteral("/home/a/ü\n"), QStringLiteral("/home/b")};
    stored.targetFolder = QStringLiteral("/target");
    stored.manifestHash = QByteArray(32, '\xfe');
    stored.manifestLength = 12345;
    stored.round = 7;
    transfer.rank = -3;
    stored.sameName = model::SameName::SkipIdentical;
    stored.unwanted.insert({4, 3});
    stored.unwanted.insert(3'999'999'999);
    stored.unwantedBytes = 6'000'000'000;
    stored.pausedTogether = true;
    stored.reopened = true;
    return stored;
}

void compare(const StoredTransfer &actual, const StoredTransfer &expected)
{
    QVERIFY(actual.transfer == expected.transfer);
    QCOMPARE(actual.sources, expected.sources);
    QCOMPARE(actual.targetFolder, expected.targetFolder);
    QCOMPARE(actual.manifestHash, expected.manifestHash);
    QCOMPARE(actual.manifestLength, expected.manifestLength);
    QCOMPARE(actual.round, expected.round);
    QCOMPARE(actual.sameName, expected.sameName);
    QVERIFY(actual.unwanted == expected.unwanted);
    QCOMPARE(actual.unwantedBytes, expected.unwantedBytes);
    QCOMPARE(actual.pausedTogether, expected.pausedTogether);
    QCOMPARE(actual.reopened, expected.reopened);
}

} // namespace

class TestTransferStore : public support::Test
{
    Q_OBJECT
private slots:
    void keepsTransfersWholeAndOldestFirst()
    {
        const support::TempProfile profile;
        const StoredTransfer first = full();
        StoredTransfer second;
        second.transfer.id = model::TransferId::random();
        second.transfer.peer = first.transfer.peer;
        {
            store::Database database(profile.database());
            store::TransferStore transfers(database);
            QVERIFY(get(transfers.save(first)));
            QVERIFY(get(transfers.save(second)));
            QVERIFY(get(transfers.save(first)));
        }

        store::Database database(profile.database());
        const QList<StoredTransfer> all = get(store::TransferStore(database).all());
        QCOMPARE(all.size(), 2);
        compare(all.at(0), first);
        compare(all.at(1), second);
    }

    void replacesInPlace()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::TransferStore transfers(database);
        StoredTransfer stored = full();
        QVERIFY(get(transfers.save(stored)));
        stored.transfer.state = model::TransferState::Done;
        stored.transfer.error = {};
        stored.transfer.failed.clear();
        stored.round = 8;

        QVERIFY(get(transfers.save(stored)));

        const QList<StoredTransfer> all = get(transfers.all());
        QCOMPARE(all.size(), 1);
        compare(all.first(), stored);
    }

    void queuesThePostWithTheTransfer()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::TransferStore transfers(database);
        store::PostStore posts(database);
        const StoredTransfer stored = full();
        const model::Post post {model::PostId::random(), model::CancelPost {stored.transfer.id, true}};

        QVERIFY(get(transfers.save(stored, post)));

        const auto waiting = get(posts.waiting(stored.transfer.peer, 0, 10));
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().post, post);
    }

    void removes()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::TransferStore transfers(database);
        const StoredTransfer stored = full();
        QVERIFY(get(transfers.save(stored)));

        QVERIFY(get(transfers.remove(stored.transfer.id)));
        QVERIFY(!get(transfers.remove(stored.transfer.id)));
        QVERIFY(get(transfers.all()).isEmpty());
    }
};

static const support::Register<TestTransferStore> registered;

#include "tst_transferstore.moc"
