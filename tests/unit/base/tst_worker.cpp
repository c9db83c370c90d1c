#include "base/worker.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Worker;

class TestWorker : public support::Test
{
    Q_OBJECT
private slots:
    void runsJobsInOrder()
    {
        Worker<std::vector<int>> worker([] { return std::make_unique<std::vector<int>>(); });

        for (int i = 0; i < 100; ++i)
            std::ignore = worker.post([i](std::vector<int> &seen) { seen.push_back(i); return true; });
        auto seen = worker.post([](std::vector<int> &all) { return all; });

        seen.waitForFinished();
        const std::vector<int> order = seen.result();
        QCOMPARE(int(order.size()), 100);
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void finishesFuturesAfterTheBracket()
    {
        std::atomic_bool closed = false;
        Worker<int> worker([] { return std::make_unique<int>(0); },
                           [&closed](int &, const std::function<void()> &run) {
                               closed = false;
                               run();
                               closed = true;
                           });

        auto done = worker.post([](int &) { return true; });

        done.waitForFinished();
        QVERIFY(closed);
    }

    void runsWhatIsPostedBeforeItEnds()
    {
        std::atomic_int count = 0;
        {
            Worker<int> worker([] { return std::make_unique<int>(0); });
            for (int i = 0; i < 50; ++i)
                std::ignore = worker.post([&count](int &) { return ++count; });
        }

        QCOMPARE(count.load(), 50);
    }
};

static const support::Register<TestWorker> registered;

#include "tst_worker.moc"
