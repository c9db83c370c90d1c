#include "support/test.h"
#include "support/testmain.h"
#include "transfer/claims.h"
#include "transfer/selection.h"
#include "transferside.h"

#include <QTest>

using model::EntryKind;
using model::RangeSet;
using model::TransferState;
using support::FakeNetwork;

namespace {

RangeSet setOf(std::initializer_list<quint32> values)
{
    RangeSet set;
    for (const quint32 value : values)
        set.insert(value);
    return set;
}

model::Entry entry(EntryKind kind, quint32 parent, quint64 size)
{
    model::Entry entry;
    entry.kind = kind;
    entry.parent = parent;
    entry.name = "x";
    entry.size = size;
    return entry;
}

// 0 folder { 1 file 10, 2 folder { 3 file 20, 4 link } }, 5 file 40, 6 folder {}
model::Manifest tree()
{
    model::Manifest manifest;
    manifest.entries = {entry(EntryKind::Folder, 0, 0),  entry(EntryKind::File, 1, 10), entry(EntryKind::Folder, 1, 0),
                        entry(EntryKind::File, 3, 20),   entry(EntryKind::Symlink, 3, 0), entry(EntryKind::File, 0, 40),
                        entry(EntryKind::Folder, 0, 0)};
    return manifest;
}

} // namespace

// What of an offer the user takes.
class TestSelection : public support::Test
{
    Q_OBJECT
private slots:
    void closesOverFolders_data();
    void closesOverFolders();
    void takesOneOutOfWhatIsLeftOut_data();
    void takesOneOutOfWhatIsLeftOut();
    void leavesAllButWhatFailed();
    void countsWhatIsToCome();
    void unites();
    void keepsTheUnwantedInAnAnswerTooLong();
    void takesOnlyWhatIsWanted();
    void keepsTheSelectionOverARestart();
    void refusesASelectionBeyondTheOffer();
    void choosesAgainAfterAFullDisk();
};

void TestSelection::closesOverFolders_data()
{
    QTest::addColumn<RangeSet>("chosen");
    QTest::addColumn<RangeSet>("unwanted");
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<quint32>("files");

    QTest::newRow("nothing") << RangeSet() << RangeSet() << quint64(0) << quint32(0);
    QTest::newRow("a file") << setOf({5}) << setOf({5}) << quint64(40) << quint32(1);
    QTest::newRow("a folder") << setOf({2}) << setOf({2, 3, 4}) << quint64(20) << quint32(1);
    QTest::newRow("a tree") << setOf({0}) << setOf({0, 1, 2, 3, 4}) << quint64(30) << quint32(2);
    QTest::newRow("everything") << setOf({0, 5, 6}) << setOf({0, 1, 2, 3, 4, 5, 6}) << quint64(70) << quint32(3);
    QTest::newRow("beyond the end") << setOf({99}) << RangeSet() << quint64(0) << quint32(0);
}

void TestSelection::closesOverFolders()
{
    QFETCH(const RangeSet, chosen);
    QFETCH(const RangeSet, unwanted);
    QFETCH(const quint64, bytes);
    QFETCH(const quint32, files);

    const transfer::Selection selection = transfer::selectionOf(tree(), chosen);

    QVERIFY(selection.unwanted == unwanted);
    QCOMPARE(selection.unwantedBytes, bytes);
    QCOMPARE(selection.unwantedFiles, files);
}

void TestSelection::takesOneOutOfWhatIsLeftOut_data()
{
    QTest::addColumn<RangeSet>("chosen");
    QTest::addColumn<quint32>("wanted");
    QTest::addColumn<RangeSet>("unwanted");
    QTest::newRow("a file") << setOf({5}) << quint32(5) << RangeSet();
    QTest::newRow("a folder with all in it") << setOf({0}) << quint32(0) << RangeSet();
    QTest::newRow("deep inside, its folders come along") << setOf({0}) << quint32(3) << setOf({1, 4});
    QTest::newRow("a folder inside") << setOf({0, 5}) << quint32(2) << setOf({1, 5});
    QTest::newRow("what was not left out") << setOf({5}) << quint32(1) << setOf({5});
    QTest::newRow("nothing that is there") << setOf({5}) << quint32(99) << setOf({5});
}

void TestSelection::takesOneOutOfWhatIsLeftOut()
{
    QFETCH(RangeSet, chosen);
    QFETCH(quint32, wanted);
    QFETCH(RangeSet, unwanted);

    const transfer::Selection selection = transfer::selectionOf(tree(), chosen, wanted);

    QCOMPARE(selection.unwanted, unwanted);
    // The same when it is taken as an answer.
    QCOMPARE(transfer::selectionOf(tree(), selection.unwanted).unwanted, unwanted);
}

void TestSelection::leavesAllButWhatFailed()
{
    const auto skipped = [](const QList<model::FailedEntry> &failed) { return transfer::allBut(tree(), failed); };

    QVERIFY(skipped({{3, base::Fault::Vanished}}) == setOf({1, 4, 5, 6})); // the folders above are needed
    QVERIFY(skipped({{5, base::Fault::Vanished}}) == setOf({0, 1, 2, 3, 4, 6}));
    QVERIFY(skipped({{1, base::Fault::Corrupt}, {5, base::Fault::Vanished}}) == setOf({2, 3, 4, 6}));
    QVERIFY(skipped({{7, base::Fault::Corrupt}}).count() == 7); // beyond the end
}

void TestSelection::countsWhatIsToCome()
{
    files::Claim claim;
    QCOMPARE(transfer::bytesToCome(tree(), claim), 70U);
    claim.skip = setOf({1, 2});
    QCOMPARE(transfer::bytesToCome(tree(), claim), 60U);
    claim.partial = {{5, setOf({0}), {}}, {1, setOf({0}), {}}}; // the second is skipped as a whole
    QCOMPARE(transfer::bytesToCome(tree(), claim), 20U);
}

void TestSelection::unites()
{
    QVERIFY(transfer::united({}, {}) == RangeSet());
    QVERIFY(transfer::united(setOf({1, 5}), setOf({0, 2, 9})) == setOf({0, 1, 2, 5, 9}));
    QVERIFY(transfer::united(setOf({1, 2, 3}), setOf({2})) == setOf({1, 2, 3}));
}

void TestSelection::keepsTheUnwantedInAnAnswerTooLong()
{
    files::Claim claim;
    RangeSet unwanted;
    for (quint32 i = 0; i < 2 * transfer::mostSkipRanges; ++i)
        claim.skip.insert(2 * i);
    const quint32 last = 4 * quint32(transfer::mostSkipRanges) + 10;
    unwanted.insert(last);
    claim.skip.insert(last);

    const model::Answer answer = transfer::makeAnswer({}, 1, claim, unwanted);

    QCOMPARE(answer.skip.ranges().size(), transfer::mostSkipRanges);
    QVERIFY(answer.skip.contains(last));
    QVERIFY(answer.skip.contains(0));
}

void TestSelection::takesOnlyWhatIsWanted()
{
    TransferPair pair;
    QVERIFY(pair.start());
    std::ignore = pair.left.make(QStringLiteral("folder/one"), "1");
    std::ignore = pair.left.make(QStringLiteral("folder/two"), "22");
    std::ignore = pair.left.make(QStringLiteral("top"), "333");
    const model::TransferId id = pair.left.queue().send(
        pair.right.self, {pair.left.profile.file(QStringLiteral("own/folder")),
                          pair.left.profile.file(QStringLiteral("own/top"))});
    QTRY_COMPARE(pair.right.state(), QStringLiteral("offered"));
    QCOMPARE(pair.right.only().bytesTotal, 6U);

    QVERIFY(pair.right.queue().accept(id, transfer::Acceptance{{}, setOf({1}), {}}));

    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
    QVERIFY(!QFileInfo::exists(pair.right.profile.file(QStringLiteral("received/folder/one"))));
    QCOMPARE(pair.right.received(QStringLiteral("folder/two")), QByteArray("22"));
    QCOMPARE(pair.right.received(QStringLiteral("top")), QByteArray("333"));
    QCOMPARE(pair.right.only().bytesTotal, 5U);
    QCOMPARE(pair.right.only().bytesDone, 5U);
    QCOMPARE(pair.right.only().files, 2U);
    QVERIFY(pair.right.only().failed.isEmpty());
}

void TestSelection::keepsTheSelectionOverARestart()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.net.setJobs(FakeNetwork::Jobs::Hold);
    std::ignore = pair.left.make(QStringLiteral("folder/one"), "1");
    std::ignore = pair.left.make(QStringLiteral("folder/two"), "22");
    const model::TransferId id =
        pair.left.queue().send(pair.right.self, {pair.left.profile.file(QStringLiteral("own/folder"))});
    QTRY_COMPARE(pair.right.state(), QStringLiteral("offered"));
    QVERIFY(pair.right.queue().accept(id, transfer::Acceptance{{}, setOf({2}), {}}));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("running"));
    QCOMPARE(pair.right.only().bytesTotal, 1U);

    pair.right.queue().pauseAll();
    pair.right.stop();
    QVERIFY(pair.right.start());

    QTRY_COMPARE(pair.right.state(), QStringLiteral("running"));
    QVERIFY(pair.net.runningJobs(pair.right.self).first().skip.contains(2));
    QCOMPARE(pair.right.only().bytesTotal, 1U);
    QCOMPARE(pair.right.only().files, 1U);
}

void TestSelection::refusesASelectionBeyondTheOffer()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.offer();
    RangeSet scattered;
    for (quint32 i = 0; i <= transfer::mostUnwantedRanges; ++i)
        scattered.insert(2 * i);

    QVERIFY(!pair.right.queue().accept(id, transfer::Acceptance{{}, setOf({1}), {}})); // there is only entry 0
    QVERIFY(!pair.right.queue().accept(id, transfer::Acceptance{{}, scattered, {}}));

    QCOMPARE(pair.right.state(), QStringLiteral("offered"));
}

void TestSelection::choosesAgainAfterAFullDisk()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.left.queue().send(
        pair.right.self, {pair.left.make(QStringLiteral("a"), "1"), pair.left.make(QStringLiteral("b"), "22")});
    QTRY_COMPARE(pair.right.state(), QStringLiteral("offered"));
    QVERIFY(pair.right.queue().accept(id, transfer::Acceptance{QStringLiteral("/proc/nowhere"), setOf({0}), {}}));
    QTRY_VERIFY(pair.right.only().error.fault != base::Fault::None);
    QCOMPARE(pair.right.state(), QStringLiteral("offered"));

    QVERIFY(pair.right.queue().accept(id, transfer::Acceptance{{}, setOf({1}), {}}));

    QTRY_COMPARE(pair.right.state(), QStringLiteral("done"));
    QCOMPARE(pair.right.received(QStringLiteral("a")), QByteArray("1"));
    QVERIFY(!QFileInfo::exists(pair.right.profile.file(QStringLiteral("received/b"))));
    QCOMPARE(pair.right.only().bytesTotal, 1U);
}

static const support::Register<TestSelection> registered;

#include "tst_selection.moc"
