#include "native/presencebudget.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using native::AddressBuckets;
using native::PresenceBudget;
using native::TokenBucket;
using Cause = PresenceBudget::Cause;

namespace {

constexpr std::chrono::milliseconds start = 1'000'000ms;

// How many of 30,000 tries at one moment, or spread over a second, are let through.
int passed(const std::function<bool(std::chrono::milliseconds)> &take, std::chrono::milliseconds from,
           std::chrono::milliseconds over)
{
    constexpr int tries = 30'000;
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += take(from + over * i / tries) ? 1 : 0;
    return count;
}

} // namespace

class TestPresenceBudget : public support::Test
{
    Q_OBJECT
private slots:
    void letsABurstThroughAndThenTheRate()
    {
        TokenBucket bucket(5, 50);
        const auto take = [&](auto now) { return bucket.take(now); };

        QCOMPARE(passed(take, start, 0ms), 50);
        const int later = passed(take, start, 10s); // the last one may be due at the very end
        QVERIFY(later >= 49 && later <= 50);
        QVERIFY(!bucket.take(start + 10s + 1ms) || later == 49);
    }

    void isFullAgainAfterQuiet()
    {
        TokenBucket bucket(5, 50);
        const auto take = [&](auto now) { return bucket.take(now); };
        std::ignore = passed(take, start, 0ms);

        QCOMPARE(passed(take, start + 1h, 0ms), 50);
    }

    void admitsPerAddress()
    {
        PresenceBudget budget;
        const QHostAddress loud(QStringLiteral("10.0.0.1"));
        const QHostAddress quiet(QStringLiteral("10.0.0.2"));
        const QHostAddress v6(QStringLiteral("fe80::1%eth0"));

        QCOMPARE(passed([&](auto now) { return budget.admit(loud, now); }, start, 0ms), 50);

        QVERIFY(!budget.admit(loud, start));
        QVERIFY(budget.admit(quiet, start));
        QVERIFY(budget.admit(v6, start));
    }

    void remembersALoudAddressAmongManyInvented()
    {
        AddressBuckets buckets(5, 50);
        const QHostAddress loud(QStringLiteral("10.0.0.1"));
        int let = 0;

        for (quint32 i = 0; i < 20'000; ++i) {
            const auto now = start + std::chrono::milliseconds(i / 20);
            std::ignore = buckets.take(QHostAddress(0xc0000000U + i % 2000), now);
            let += buckets.take(loud, now) ? 1 : 0;
        }

        QVERIFY2(let <= 55, qPrintable(QString::number(let)));
    }

    void checksAtMostSoManySignatures()
    {
        PresenceBudget budget;

        const int strangers = passed([&](auto now) { return budget.check(Cause::None, now); }, start, 0ms);
        const int answers = passed([&](auto now) { return budget.check(Cause::Announce, now); }, start, 0ms);
        const int probed = passed([&](auto now) { return budget.check(Cause::Probe, now); }, start, 0ms);

        QCOMPARE(strangers, 500);
        QCOMPARE(answers, 900);
        QCOMPARE(strangers + answers + probed, 1500);
        QVERIFY(probed > 0);
    }

    void keepsTheRateOfChecks()
    {
        PresenceBudget budget;
        const auto take = [&](auto now) { return budget.check(Cause::None, now); };
        std::ignore = passed(take, start, 0ms);

        const int later = passed(take, start, 10s);

        QVERIFY2(later >= 4990 && later <= 5001, qPrintable(QString::number(later)));
    }

    void answersTwentyTimesASecondPerAddress()
    {
        PresenceBudget budget;
        const QHostAddress one(QStringLiteral("10.0.0.1"));

        QCOMPARE(passed([&](auto now) { return budget.answer(one, now); }, start, 0ms), 20);
        QVERIFY(budget.answer(QHostAddress(QStringLiteral("10.0.0.2")), start));
    }

    void answersAThousandTimesASecondInAll()
    {
        PresenceBudget budget;
        quint32 number = 0;

        QCOMPARE(
            passed([&](auto now) { return budget.answer(QHostAddress(0x0a000000U + ++number / 10), now); }, start, 0ms),
            1000);
    }

    void probesThoseThatMatterFiveTimesASecond()
    {
        PresenceBudget budget;
        const auto take = [&](auto now) { return budget.probe(PresenceBudget::Urgency::Watched, now); };

        QCOMPARE(passed(take, start, 0ms), 5);
        const int later = passed(take, start, 10s);
        QVERIFY(later >= 49 && later <= 50);
    }

    void obeysAPeersCallOnceInTenSeconds()
    {
        PresenceBudget budget;
        const model::PeerId one(model::Network::Landline, QByteArray(32, 'a'));

        QVERIFY(budget.obeyCall(one, start));
        QVERIFY(!budget.obeyCall(one, start + 9s));
        QVERIFY(budget.obeyCall(one, start + 10s));
    }

    void obeysTenCallsAMinute()
    {
        PresenceBudget budget;
        int obeyed = 0;
        for (char c = 0; c < 60; ++c)
            obeyed += budget.obeyCall(model::PeerId(model::Network::Landline, QByteArray(32, c)), start) ? 1 : 0;

        QCOMPARE(obeyed, 10);
    }
};

static const support::Register<TestPresenceBudget> registered;

#include "tst_presencebudget.moc"
