#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/scrollanchor.h"

#include <QRandomGenerator>
#include <QTest>

using ui::HeightIndex;
using ui::ScrollAnchor;

class TestScrollAnchor : public support::Test
{
    Q_OBJECT
private:
    static constexpr qint64 viewport = 600;
    static constexpr qint64 margin = 12;

    static qint64 maximum(const HeightIndex &index) { return std::max(-margin, index.total() - viewport); }
    // Where on the screen the message at the reading line is.
    static qint64 screenTop(const HeightIndex &index, const ScrollAnchor &anchor)
    {
        return index.top(anchor.seq()) - anchor.value(index, -margin, maximum(index));
    }

private slots:
    void startsAtTheEnd()
    {
        HeightIndex index;
        index.reset(1, 100, 50);

        QVERIFY(ScrollAnchor().isAtEnd());
        QCOMPARE(ScrollAnchor().value(index, -margin, maximum(index)), 4400);
    }

    void staysAtTheEndWhileMessagesCome()
    {
        HeightIndex index;
        index.reset(1, 100, 50);
        const ScrollAnchor anchor;

        index.extendTo(120);

        QCOMPARE(anchor.value(index, -margin, maximum(index)), maximum(index));
    }

    void leavesTheEndOnlyByScrolling()
    {
        HeightIndex index;
        index.reset(1, 100, 50);
        ScrollAnchor anchor;

        anchor.scrollTo(index, 1234, maximum(index));
        QVERIFY(!anchor.isAtEnd());
        QCOMPARE(anchor.seq(), 25);
        QCOMPARE(anchor.offset(), 34);

        anchor.scrollTo(index, maximum(index), maximum(index));
        QVERIFY(anchor.isAtEnd());
    }

    void showsTheMarginAboveTheFirst()
    {
        HeightIndex index;
        index.reset(1, 100, 50);
        ScrollAnchor anchor;

        anchor.scrollTo(index, -margin, maximum(index));

        QCOMPARE(anchor.value(index, -margin, maximum(index)), -margin);
    }

    void showsAMessageBelowTheTop()
    {
        HeightIndex index;
        index.reset(1, 100, 50);
        ScrollAnchor anchor;

        anchor.showMessage(40, 150);

        QCOMPARE(anchor.value(index, -margin, maximum(index)), index.top(40) - 150);
    }

    void keepsTheLineBeingRead()
    {
        QRandomGenerator random(7);
        HeightIndex index;
        index.reset(1, 400, 50);
        ScrollAnchor anchor;
        anchor.scrollTo(index, 9017, maximum(index));
        const qint64 before = screenTop(index, anchor);

        for (int step = 0; step < 500; ++step) {
            if (random.bounded(3) == 0)
                index.extendTo(index.last() + 1);
            const qint64 seq = 1 + random.bounded(qint64(index.last()));
            // The message at the reading line itself keeps its size: that one the user is reading.
            if (seq != anchor.seq())
                index.setHeight(seq, random.bounded(200));
            if (index.top(anchor.seq()) + anchor.offset() <= maximum(index))
                QCOMPARE(screenTop(index, anchor), before);
        }
    }

    void staysInsideAMessageThatShrinks()
    {
        HeightIndex index;
        index.reset(1, 100, 500);
        ScrollAnchor anchor;
        anchor.scrollTo(index, 500 * 10 + 450, maximum(index));

        index.setHeight(11, 40);

        QCOMPARE(anchor.value(index, -margin, maximum(index)), index.top(11) + 39);
    }
};

static const support::Register<TestScrollAnchor> registered;
#include "tst_scrollanchor.moc"
