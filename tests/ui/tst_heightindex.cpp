#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/heightindex.h"

#include <QRandomGenerator>
#include <QTest>

#include <numeric>

using ui::HeightIndex;

// What the index must agree with: plain heights in a row.
struct PlainHeights {
    qint64 first = 1;
    std::vector<int> heights;

    [[nodiscard]] qint64 top(qint64 seq) const
    {
        return std::accumulate(heights.begin(), heights.begin() + (seq - first), qint64(0));
    }
    [[nodiscard]] qint64 seqAt(qint64 y) const
    {
        for (size_t i = 0; i < heights.size(); ++i) {
            y -= heights[i];
            if (y < 0)
                return first + qint64(i);
        }
        return first + qint64(heights.size()) - 1;
    }
};

class TestHeightIndex : public support::Test
{
    Q_OBJECT
private slots:
    void isEmptyAtFirst()
    {
        HeightIndex index;

        QVERIFY(index.isEmpty());
        QCOMPARE(index.total(), 0);
        index.reset(1, 0, 50);
        QVERIFY(index.isEmpty());
        QCOMPARE(index.top(1), 0);
        QCOMPARE(index.height(1), 0);
    }

    void estimatesUntilMeasured()
    {
        HeightIndex index;
        index.reset(5, 1004, 60);

        QCOMPARE(index.total(), 60000);
        QCOMPARE(index.top(6), 60);
        QCOMPARE(index.seqAt(59), 5);
        QCOMPARE(index.seqAt(60), 6);
        index.setHeight(5, 100);
        QCOMPARE(index.total(), 60040);
        QCOMPARE(index.top(6), 100);
    }

    void clampsOutsidePixels()
    {
        HeightIndex index;
        index.reset(1, 10, 20);

        QCOMPARE(index.seqAt(-1000), 1);
        QCOMPARE(index.seqAt(1'000'000), 10);
        QCOMPARE(index.top(0), 0);
        QCOMPARE(index.top(11), 200);
    }

    void ignoresUnknownNumbers()
    {
        HeightIndex index;
        index.reset(1, 3, 20);

        index.setHeight(0, 500);
        index.setHeight(4, 500);

        QCOMPARE(index.total(), 60);
    }

    void skipsMessagesWithoutHeight()
    {
        HeightIndex index;
        index.reset(1, 3, 20);

        index.setHeight(2, 0);

        QCOMPARE(index.seqAt(19), 1);
        QCOMPARE(index.seqAt(20), 3);
        index.setHeight(2, -7);
        QCOMPARE(index.height(2), 0);
    }

    void agreesWithPlainSums()
    {
        QRandomGenerator random(24250);
        for (int round = 0; round < 20; ++round) {
            HeightIndex index;
            PlainHeights plain;
            plain.first = 1 + random.bounded(1000);
            const int count = random.bounded(700);
            index.reset(plain.first, plain.first + count - 1, 40);
            plain.heights.assign(size_t(count), 40);
            for (int step = 0; step < 400; ++step) {
                const bool grows = random.bounded(8) == 0 || plain.heights.empty();
                if (grows) {
                    const int more = 1 + random.bounded(5);
                    plain.heights.resize(plain.heights.size() + size_t(more), 40);
                    index.extendTo(plain.first + qint64(plain.heights.size()) - 1);
                } else {
                    const size_t at = size_t(random.bounded(int(plain.heights.size())));
                    plain.heights[at] = random.bounded(300);
                    index.setHeight(plain.first + qint64(at), plain.heights[at]);
                }
            }
            const qint64 end = plain.first + qint64(plain.heights.size());
            QCOMPARE(index.total(), plain.top(end));
            for (int check = 0; check < 50; ++check) {
                const qint64 seq = plain.first + random.bounded(int(plain.heights.size()));
                QCOMPARE(index.top(seq), plain.top(seq));
                const qint64 y = random.bounded(qint64(index.total()));
                QCOMPARE(index.seqAt(y), plain.seqAt(y));
            }
        }
    }

    void holdsAMillion()
    {
        HeightIndex index;
        index.reset(1, 1'000'000, 56);

        index.setHeight(500'000, 1056);

        QCOMPARE(index.total(), 56'001'000);
        QCOMPARE(index.seqAt(index.top(999'999)), 999'999);
    }
};

static const support::Register<TestHeightIndex> registered;
#include "tst_heightindex.moc"
