#pragma once

#include "base/result.h"
#include "base/worker.h"
#include "store/connection.h"

#include <QFuture>
#include <QString>

#include <functional>
#include <memory>

namespace store {

// All SQL of a profile: WAL, migrations, one thread that writes and reads, one that only reads. Main thread; owned
// by Core. A future's result is known only after the commit; DiskFull or Database when it did not happen.
//
// A file that is no sound database is moved aside and a fresh one is made. A file that cannot be opened, or that a
// later version of the program made (Version), fails every job.
class Database
{
public:
    explicit Database(const QString &file);
    ~Database(); // runs what is waiting

    // First in, first out; waiting ones share a transaction.
    template<typename T>
    [[nodiscard]] QFuture<base::Result<T>> write(std::function<base::Result<T>(Connection &)> job)
    {
        return post<T>(*m_writer, std::move(job));
    }
    // Long reads beside the writer; may not see writes that are still waiting.
    template<typename T>
    [[nodiscard]] QFuture<base::Result<T>> read(std::function<base::Result<T>(Connection &)> job)
    {
        return post<T>(*m_reader, std::move(job));
    }

    // The path a damaged database was moved to when this one opened; empty: it was sound.
    [[nodiscard]] QFuture<base::Result<QString>> damagedCopy();

private:
    template<typename T>
    struct Outcome {
        base::Result<T> result;
        Connection::Fate fate;
    };

    template<typename T>
    static QFuture<base::Result<T>> post(base::Worker<Connection> &worker,
                                         std::function<base::Result<T>(Connection &)> job)
    {
        const auto run = [job = std::move(job)](Connection &connection) {
            base::Result<T> result = connection.run<T>(job);
            return Outcome<T> {std::move(result), connection.fate()};
        };
        // Futures finish after the commit, when the fate of their transaction is known.
        return worker.post(run, [](const Outcome<T> &outcome) -> base::Result<T> {
            if (outcome.result && outcome.fate->fault != base::Fault::None)
                return tl::unexpected(*outcome.fate);
            return outcome.result;
        });
    }

    std::unique_ptr<base::Worker<Connection>> m_writer;
    std::unique_ptr<base::Worker<Connection>> m_reader; // ends first, so that the writer folds the log back
};

} // namespace store
