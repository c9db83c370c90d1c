#include "net/sleepwatch.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using net::SleepWatch;

class TestSleepWatch : public support::Test
{
    Q_OBJECT
private slots:
    void seesSleep()
    {
        SleepWatch watch;
        std::ignore = watch.sleptUntil(10'000ms, 10'000ms);

        QVERIFY(watch.sleptUntil(100'000ms, 20'000ms));
    }

    void isNotMisledByTimeThatPasses()
    {
        SleepWatch watch;
        std::ignore = watch.sleptUntil(10'000ms, 10'000ms);

        QVERIFY(!watch.sleptUntil(3'610'000ms, 3'610'000ms));
    }

    void tellsOneSleepOnce()
    {
        SleepWatch watch;
        std::ignore = watch.sleptUntil(0ms, 0ms);
        std::ignore = watch.sleptUntil(60'000ms, 1'000ms);

        QVERIFY(!watch.sleptUntil(61'000ms, 2'000ms));
    }

    void doesNotCountSleepBeforeItsStart()
    {
        SleepWatch watch;

        QVERIFY(!watch.sleptUntil(1'000'000ms, 5'000ms));
    }

    void ignoresClocksThatDrift()
    {
        SleepWatch watch;
        std::ignore = watch.sleptUntil(0ms, 0ms);

        QVERIFY(!watch.sleptUntil(32'000ms, 30'000ms));
    }
};

static const support::Register<TestSleepWatch> registered;

#include "tst_sleepwatch.moc"
