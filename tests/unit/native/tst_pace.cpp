#include "native/pace.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using native::Pace;
using std::chrono::milliseconds;

// Times are made up: nothing here waits.
class TestPace : public support::Test
{
    Q_OBJECT
private slots:
    void holdsNobodyWithoutALimit()
    {
        Pace pace;
        QVERIFY(!pace.isLimited());

        for (int i = 0; i < 100; ++i)
            QCOMPARE(pace.remaining(pace.book(1 << 30, m_now), m_now), milliseconds(0));
    }

    void keepsTheLimitOverAll()
    {
        Pace pace;
        pace.setLimit(1'000'000);
        QVERIFY(pace.isLimited());

        // As if by four connections: each has its turn when the bytes before have gone.
        for (int i = 0; i < 20; ++i)
            QCOMPARE(pace.remaining(pace.book(100'000, m_now), m_now), milliseconds(100 * i));
    }

    void savesNothingUp()
    {
        Pace pace;
        pace.setLimit(1'000'000);
        std::ignore = pace.book(100'000, m_now);
        const auto later = m_now + std::chrono::hours(1);

        QCOMPARE(pace.remaining(pace.book(500'000, later), later), milliseconds(0));
        QCOMPARE(pace.remaining(pace.book(1, later), later), milliseconds(500));
    }

    void letsGoWhenTheLimitChanges_data()
    {
        QTest::addColumn<quint64>("limit");

        QTest::newRow("lifted") << quint64(0);
        QTest::newRow("higher") << quint64(50'000'000);
        QTest::newRow("lower") << quint64(70'000);
    }

    void letsGoWhenTheLimitChanges()
    {
        QFETCH(const quint64, limit);
        Pace pace;
        pace.setLimit(100'000);
        std::ignore = pace.book(1'000'000, m_now);
        const Pace::Turn turn = pace.book(1, m_now);
        QCOMPARE(pace.remaining(turn, m_now), milliseconds(10'000));
        pace.setLimit(100'000); // the same again changes nothing
        QCOMPARE(pace.remaining(turn, m_now), milliseconds(10'000));

        pace.setLimit(limit);

        QCOMPARE(pace.remaining(turn, m_now), milliseconds(0));
        QCOMPARE(pace.remaining(pace.book(1, m_now), m_now), milliseconds(0));
    }

    void cutsSmallPiecesForLowLimits()
    {
        Pace pace;
        pace.setLimit(65'536);
        QCOMPARE(pace.slice(), 16 * 1024);
        pace.setLimit(3'200'000);
        QCOMPARE(pace.slice(), 100'000);
        pace.setLimit(quint64(1) << 40);
        QCOMPARE(pace.slice(), 256 * 1024);
    }

private:
    const Pace::Clock::time_point m_now = Pace::Clock::time_point(std::chrono::hours(5));
};

static const support::Register<TestPace> registered;

#include "tst_pace.moc"
