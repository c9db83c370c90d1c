#include "support/test.h"
#include "support/testmain.h"
#include "transfer/ratemeter.h"

#include <QTest>

using std::chrono::milliseconds;
using transfer::RateMeter;

class TestRateMeter : public support::Test
{
    Q_OBJECT
private slots:
    void saysNothingAtFirst()
    {
        RateMeter meter;
        QCOMPARE(meter.bytesPerSecond(milliseconds(0)), 0U);

        meter.start(milliseconds(0), 500);
        meter.add(milliseconds(150), 9000);

        QCOMPARE(meter.bytesPerSecond(milliseconds(150)), 0U);
    }

    void countsOnlyThisRound()
    {
        RateMeter meter;
        meter.start(milliseconds(0), 1'000'000);

        meter.add(milliseconds(1000), 1'002'000);

        QCOMPARE(meter.bytesPerSecond(milliseconds(1000)), 2000U);
    }

    void averagesOverFiveSeconds()
    {
        RateMeter meter;
        meter.start(milliseconds(0), 0);
        for (int i = 1; i <= 100; ++i)
            meter.add(milliseconds(i * 100), quint64(i) * 1000); // ten seconds at 10,000
        QCOMPARE(meter.bytesPerSecond(milliseconds(10'000)), 10'000U);

        for (int i = 1; i <= 50; ++i)
            meter.add(milliseconds(10'000 + i * 100), 100'000 + quint64(i) * 100); // five seconds at 1,000

        QCOMPARE(meter.bytesPerSecond(milliseconds(15'000)), 1000U);
    }

    void fallsWhenNothingComes()
    {
        RateMeter meter;
        meter.start(milliseconds(0), 0);
        meter.add(milliseconds(1000), 10'000);
        QCOMPARE(meter.bytesPerSecond(milliseconds(1000)), 10'000U);

        QCOMPARE(meter.bytesPerSecond(milliseconds(4000)), 2500U);
        QCOMPARE(meter.bytesPerSecond(milliseconds(20'000)), 0U);
    }

    void beginsAnewWhenBytesAreTakenBack()
    {
        RateMeter meter;
        meter.start(milliseconds(0), 0);
        meter.add(milliseconds(1000), 10'000);

        meter.add(milliseconds(2000), 4000);
        QCOMPARE(meter.bytesPerSecond(milliseconds(2000)), 0U);
        meter.add(milliseconds(3000), 5000);

        QCOMPARE(meter.bytesPerSecond(milliseconds(3000)), 1000U);
    }
};

static const support::Register<TestRateMeter> registered;

#include "tst_ratemeter.moc"
