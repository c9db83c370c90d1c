#include "native/presencesilence.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using native::PresenceRow;
using native::PresenceSilence;
using native::Standing;
using Care = PresenceSilence::Care;
using Step = PresenceSilence::Step;

namespace {

constexpr std::chrono::milliseconds start = 1'000'000ms;

PresenceRow rowOf(Standing standing, quint32 interval = 20)
{
    PresenceRow row;
    row.standing = standing;
    row.interval = interval;
    row.heardAt = start;
    row.heardOnlySince = start;
    return row;
}

// Plays a row that never answers; returns when it is lost, and counts probes.
std::chrono::milliseconds lostAfter(PresenceRow row, Care care, int &probes)
{
    for (auto now = start; now < start + 3h; now += 100ms) {
        switch (PresenceSilence::stepFor(row, care, now)) {
        case Step::Nothing: break;
        case Step::Lose: return now - start;
        case Step::Probe:
            row.probedAt = now;
            ++row.probes;
            ++probes;
        }
    }
    return 3h;
}

} // namespace

class TestPresenceSilence : public support::Test
{
    Q_OBJECT
private slots:
    void waitsTwoAndAHalfIntervalsThenAsksTwice()
    {
        int probes = 0;

        QCOMPARE(lostAfter(rowOf(Standing::Fresh), Care::Other, probes), 52s);

        QCOMPARE(probes, 2);
    }

    void asksThoseThatMatterAfter45Seconds()
    {
        int probes = 0;

        QCOMPARE(lostAfter(rowOf(Standing::Fresh, 400), Care::Watched, probes), 47s);

        QCOMPARE(probes, 2);
    }

    void asksAtOnceWhenInDoubt()
    {
        PresenceRow row = rowOf(Standing::Fresh, 400);
        row.doubted = true;
        int probes = 0;

        QCOMPARE(lostAfter(row, Care::Other, probes), 2s);

        QCOMPARE(probes, 2);
    }

    void asksTwiceWhoIsOnlyHeardAndKeepsIt()
    {
        PresenceRow row = rowOf(Standing::Heard);

        QCOMPARE(PresenceSilence::stepFor(row, Care::Other, start + 4900ms), Step::Nothing);
        QCOMPARE(PresenceSilence::stepFor(row, Care::Other, start + 5s), Step::Probe);
        row.probes = 2;
        row.probedAt = start + 6s;

        QCOMPARE(PresenceSilence::stepFor(row, Care::Other, start + 30s), Step::Nothing);
        QCOMPARE(PresenceSilence::stepFor(row, Care::Other, start + 50s), Step::Lose);
    }

    void leavesAliveLinksAlone()
    {
        PresenceRow row = rowOf(Standing::Fresh);
        row.linked = true;

        QCOMPARE(PresenceSilence::stepFor(row, Care::Watched, start + 1h), Step::Nothing);
        QCOMPARE(PresenceSilence::nextLook(row, Care::Watched), std::chrono::milliseconds::max());
    }

    void doesNotLookForWhoIsGone()
    {
        QCOMPARE(PresenceSilence::stepFor(rowOf(Standing::Gone), Care::Watched, start + 1h), Step::Nothing);
    }

    void looksNoLaterThanSomethingIsToBeDone()
    {
        for (const Standing standing : {Standing::Heard, Standing::Fresh}) {
            for (const Care care : {Care::Watched, Care::Other}) {
                PresenceRow row = rowOf(standing);
                for (int probes = 0; probes <= 2; ++probes) {
                    row.probes = probes;
                    row.probedAt = start;
                    const auto look = PresenceSilence::nextLook(row, care);
                    QVERIFY(PresenceSilence::stepFor(row, care, look) != Step::Nothing);
                    QCOMPARE(PresenceSilence::stepFor(row, care, look - 1ms), Step::Nothing);
                }
            }
        }
    }
};

static const support::Register<TestPresenceSilence> registered;

#include "tst_presencesilence.moc"
