#include "net/backoff.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using net::Backoff;

class TestBackoff : public support::Test
{
    Q_OBJECT
private slots:
    void doublesUpToAMinute()
    {
        Backoff backoff;

        for (const auto expected : {1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 32000ms, 60000ms, 60000ms}) {
            const auto wait = backoff.next();
            QVERIFY2(wait >= expected * 3 / 4 && wait <= expected * 5 / 4, qPrintable(QString::number(wait.count())));
        }
    }

    void beginsAnewAfterReset()
    {
        Backoff backoff;
        for (int i = 0; i < 5; ++i)
            std::ignore = backoff.next();

        backoff.reset();

        QVERIFY(backoff.next() <= 1250ms);
    }

    void spreadsItsWaits()
    {
        QSet<qint64> waits;
        for (int i = 0; i < 50; ++i) {
            Backoff backoff;
            waits.insert(backoff.next().count());
        }

        QVERIFY(waits.size() > 10);
    }

    void takesOtherBounds()
    {
        Backoff backoff(100ms, 200ms);

        QVERIFY(backoff.next() <= 125ms);
        QVERIFY(backoff.next() >= 150ms);
        QVERIFY(backoff.next() <= 250ms);
    }
};

static const support::Register<TestBackoff> registered;

#include "tst_backoff.moc"
