#include "support/test.h"
#include "support/testmain.h"
#include "transfer/claims.h"

#include <QTest>

using model::EntryKind;

namespace {

constexpr quint64 mebi = 1024 * 1024;

// A folder, a file of 2.5 MiB, an empty file.
model::Manifest smallTree()
{
    model::Manifest manifest;
    manifest.entries.resize(3);
    manifest.entries[0].kind = EntryKind::Folder;
    manifest.entries[1].size = 2 * mebi + mebi / 2;
    return manifest;
}

model::Answer claimOf(quint32 entry, model::RangeSet::Range blocks, const QByteArray &check = QByteArray(16, 'c'))
{
    model::Answer answer;
    answer.partial.push_back({entry, {}, check});
    answer.partial.front().blocks.insert(blocks);
    return answer;
}

} // namespace

class TestClaims : public support::Test
{
    Q_OBJECT
private slots:
    void acceptsWhatFits()
    {
        model::Answer answer = claimOf(1, {0, 3});
        answer.skip.insert({0, 3});

        QVERIFY(transfer::fits(answer, smallTree()));
    }

    void refusesWhatDoesNot_data()
    {
        QTest::addColumn<quint32>("entry");
        QTest::addColumn<quint32>("firstBlock");
        QTest::addColumn<int>("checkBytes");

        QTest::newRow("block beyond the file") << 1U << 3U << 16;
        QTest::newRow("block far beyond") << 1U << 0xffff'fff0U << 16;
        QTest::newRow("of a folder") << 0U << 0U << 16;
        QTest::newRow("of no entry") << 3U << 0U << 16;
        QTest::newRow("short check") << 1U << 0U << 15;
    }
    void refusesWhatDoesNot()
    {
        QFETCH(quint32, entry);
        QFETCH(quint32, firstBlock);
        QFETCH(int, checkBytes);

        QVERIFY(!transfer::fits(claimOf(entry, {firstBlock, 1}, QByteArray(checkBytes, 'c')), smallTree()));
    }

    void refusesToSkipWhatIsNotThere()
    {
        model::Answer answer;
        answer.skip.insert({2, 2});

        QVERIFY(!transfer::fits(answer, smallTree()));
    }

    void countsHeldBytes()
    {
        model::Answer partial = claimOf(1, {1, 2}); // the second and the half third block
        QCOMPARE(transfer::bytesHeld(partial, smallTree()), mebi + mebi / 2);

        model::Answer whole;
        whole.skip.insert({0, 3});
        QCOMPARE(transfer::bytesHeld(whole, smallTree()), 2 * mebi + mebi / 2);
    }

    void claimsInPartWhatDoesNotFitAFrame()
    {
        files::Claim claim;
        for (quint32 i = 0; i < 300'000; i += 2)
            claim.skip.insert(i);
        for (quint32 i = 0; i < 20'000; ++i) {
            claim.partial.push_back({i, {}, QByteArray(16, 'c')});
            claim.partial.back().blocks.insert(0);
        }

        const model::Answer answer = transfer::makeAnswer(model::TransferId::random(), 7, claim, {});

        QVERIFY(answer.accepted);
        QCOMPARE(answer.round, 7U);
        QCOMPARE(answer.skip.ranges().size(), 50'000U);
        QCOMPARE(answer.partial.size(), 5000U);
        QVERIFY(answer.skip.contains(0) && !answer.skip.contains(299'998));
    }
};

static const support::Register<TestClaims> registered;

#include "tst_claims.moc"
