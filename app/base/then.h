#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThread>

#include <memory>
#include <type_traits>

namespace base {

// Hands the result of `future` to `function`: on the calling thread, which must be that of `context`; always later,
// never inside this call; not at all when the context is gone or the future was cancelled. The future returned has
// what `function` returned, or is cancelled.
//
// QFuture::then() is not for futures that another thread finishes: when that happens in the very moment in which it is
// called, Qt 6.4.2 runs the continuation twice, the second time with what was moved out of it.
template<typename T, typename Function>
auto then(const QFuture<T> &future, QObject *context, Function function)
{
    using R = std::invoke_result_t<Function &, T>;
    Q_ASSERT(context->thread() == QThread::currentThread());
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    auto *watcher = new QFutureWatcher<T>(context);
    const auto finish = [watcher, promise, function = std::move(function)]() mutable {
        watcher->deleteLater();
        if (watcher->isCanceled())
            promise->future().cancel();
        else if constexpr (std::is_void_v<R>)
            function(watcher->result());
        else
            promise->addResult(function(watcher->result()));
        promise->finish();
    };
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, finish);
    watcher->setFuture(future);
    return promise->future();
}

} // namespace base
