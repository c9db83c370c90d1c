#include "base/then.h"
#include "base/worker.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

#include <atomic>

using base::Worker;

namespace {

// Some turns of nothing, to meet the other thread at every moment.
void wait(int turns)
{
    std::atomic_int done = 0;
    while (done < turns)
        ++done;
}

} // namespace

class TestThen : public support::Test
{
    Q_OBJECT
private slots:
    void comesLater()
    {
        QObject context;
        int seen = 0;

        base::then(QtFuture::makeReadyFuture(7), &context, [&seen](int value) { seen = value; });

        QCOMPARE(seen, 0);
        QTRY_COMPARE(seen, 7);
    }

    void comesOnTheCallersThread()
    {
        Worker<int> worker([] { return std::make_unique<int>(1); });
        QObject context;
        QThread *thread = nullptr;

        base::then(worker.post([](int &value) { return value; }), &context,
                   [&thread](int) { thread = QThread::currentThread(); });

        QTRY_COMPARE(thread, QThread::currentThread());
    }

    void handsOn()
    {
        QObject context;

        const QFuture<QString> text =
            base::then(QtFuture::makeReadyFuture(7), &context, [](int value) { return QString::number(value); });

        QTRY_VERIFY(text.isFinished());
        QCOMPARE(text.result(), QStringLiteral("7"));
    }

    void isCancelledWithItsContext()
    {
        QPromise<int> promise;
        promise.start();
        auto context = std::make_unique<QObject>();
        bool called = false;
        const QFuture<bool> result =
            base::then(promise.future(), context.get(), [&called](int) { return called = true; });

        context.reset();
        promise.addResult(1);
        promise.finish();
        QCoreApplication::sendPostedEvents();

        QVERIFY(result.isCanceled());
        QVERIFY(result.isFinished());
        QVERIFY(!called);
    }

    void isCancelledWithItsFuture()
    {
        QObject context;
        bool called = false;
        QFuture<int> future;
        {
            QPromise<int> promise;
            promise.start();
            future = promise.future();
        }

        const QFuture<bool> result = base::then(future, &context, [&called](int) { return called = true; });

        QTRY_VERIFY(result.isFinished());
        QVERIFY(result.isCanceled());
        QVERIFY(!called);
    }

    void mayEndItsContext()
    {
        auto *context = new QObject;
        bool called = false;

        base::then(QtFuture::makeReadyFuture(1), context, [context, &called](int) {
            called = true;
            delete context;
        });

        QTRY_VERIFY(called);
    }

    // Futures finish in another thread in every moment before, while and after they are continued.
    void runsOnceAndInOrder()
    {
        Worker<int> worker([] { return std::make_unique<int>(0); });
        QObject context;
        QList<int> seen;
        constexpr int count = 20'000;

        for (int i = 0; i < count; ++i) {
            const QFuture<int> future = worker.post([i](int &) { return i; });
            wait(i % 300);
            base::then(future, &context, [&seen](int value) { seen.append(value); });
        }

        QTRY_VERIFY(seen.size() >= count);
        QCOMPARE(seen.size(), count);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    }
};

static const support::Register<TestThen> registered;

#include "tst_then.moc"
