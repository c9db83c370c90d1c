#include "model/listing.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using model::RangeSet;

class TestRangeSet : public support::Test
{
    Q_OBJECT
private slots:
    void joinsTouchingRanges()
    {
        RangeSet set;
        set.insert(4);
        set.insert({6, 2});
        set.insert(5);

        QCOMPARE(int(set.ranges().size()), 1);
        QCOMPARE(set.ranges().front(), (RangeSet::Range{4, 4}));
    }

    void agreesWithAPlainSet()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            RangeSet ranges;
            QSet<quint32> plain;
            for (int i = 0; i < 20; ++i) {
                const quint32 first = random.bounded(100u);
                const quint32 count = random.bounded(6u);
                ranges.insert({first, count});
                for (quint32 value = first; value < first + count; ++value)
                    plain.insert(value);
            }
            for (quint32 value = 0; value < 110; ++value)
                QCOMPARE(ranges.contains(value), plain.contains(value));
            QCOMPARE(ranges.count(), quint64(plain.size()));
        }
    }
};

static const support::Register<TestRangeSet> registered;

#include "tst_rangeset.moc"
