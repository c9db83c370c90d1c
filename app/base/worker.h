#pragma once

#include <QFuture>
#include <QPromise>
#include <QThread>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace base {

// One thread that owns one object `T` and runs jobs on it, first in first out. The object is made, used and
// destroyed on that thread. Destroying the worker runs every job already posted, then ends the thread.
//
// Jobs that wait together can share a bracket (a database transaction): when set, `bracket(object, run)` is
// called on the worker's thread with a function that runs the waiting jobs; futures finish after it returned.
template<typename T>
class Worker
{
public:
    using Make = std::function<std::unique_ptr<T>()>;
    using Bracket = std::function<void(T &, const std::function<void()> &)>;

    explicit Worker(Make make, Bracket bracket = {})
        : m_make(std::move(make))
        , m_bracket(std::move(bracket))
        , m_thread(QThread::create([this] { run(); }))
    {
        m_thread->start();
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_one();
        m_thread->wait();
    }

    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    // `job(T &)` runs on the worker's thread. The future is continued with base::then().
    template<typename Task, typename R = std::invoke_result_t<Task, T &>>
    [[nodiscard]] QFuture<R> post(Task job)
    {
        return post(std::move(job), [](R result) { return result; });
    }

    // The same; what `settle` makes of the job's result, after the bracket, is the future's.
    template<typename Task, typename Settle, typename R = std::invoke_result_t<Task, T &>,
             typename S = std::invoke_result_t<Settle, R>>
    [[nodiscard]] QFuture<S> post(Task job, Settle settle)
    {
        auto promise = std::make_shared<QPromise<S>>();
        promise->start();
        QFuture<S> future = promise->future();
        auto result = std::make_shared<std::optional<R>>();
        enqueue({[job = std::move(job), result](T &object) mutable { result->emplace(job(object)); },
                 [promise, result, settle = std::move(settle)]() mutable {
                     promise->addResult(settle(std::move(**result)));
                     promise->finish();
                 }});
        return future;
    }

private:
    struct Job {
        std::function<void(T &)> work;
        std::function<void()> finish;
    };

    void enqueue(Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
    }

    [[nodiscard]] std::deque<Job> takeWaiting()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
        return std::exchange(m_jobs, {});
    }

    void run()
    {
        const std::unique_ptr<T> object = m_make();
        for (std::deque<Job> batch = takeWaiting(); !batch.empty(); batch = takeWaiting()) {
            const auto work = [&] {
                for (Job &job : batch)
                    job.work(*object);
            };
            if (m_bracket)
                m_bracket(*object, work);
            else
                work();
            for (Job &job : batch)
                job.finish();
        }
    }

    Make m_make;
    Bracket m_bracket;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_ending = false;
    std::unique_ptr<QThread> m_thread; // last: starts when everything above exists
};

} // namespace base
