#pragma once

#include "base/result.h"

#include <QString>

#include <functional>
#include <map>
#include <memory>
#include <string_view>

class QSqlDatabase;
class QSqlQuery;

namespace store {

// One open SQLite connection. Made, used and destroyed on a Worker's thread; the rest of the module gives it jobs.
//
// A job is one savepoint: when it returns an error, or one of its statements failed, nothing of it stays, and the
// other jobs of the same transaction are untouched.
class Connection
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    Connection(const QString &file, Mode mode);
    ~Connection();

    // Why it could not be opened or migrated; every job then fails with it.
    [[nodiscard]] const base::Error &error() const { return m_error; }
    // Where a damaged file was moved when this connection opened; empty: it was sound.
    [[nodiscard]] const QString &damagedCopy() const { return m_damagedCopy; }

    // Runs `work`, which runs jobs, in one transaction.
    void transaction(const std::function<void()> &work);

    // What became of the running transaction; filled in before transaction() returns. Fault::None: committed.
    using Fate = std::shared_ptr<const base::Error>;
    [[nodiscard]] Fate fate() const { return m_fate; }

    template<typename T>
    [[nodiscard]] base::Result<T> run(const std::function<base::Result<T>(Connection &)> &job)
    {
        if (!beginJob())
            return tl::unexpected(brokenBy());
        base::Result<T> result = job(*this);
        const base::Error failed = endJob(result ? base::Error {} : result.error());
        if (failed.fault != base::Fault::None)
            return tl::unexpected(failed);
        return result;
    }

private:
    friend class Statement;

    [[nodiscard]] bool open(const QString &file, Mode mode);
    void close();
    [[nodiscard]] bool prepare(Mode mode);
    [[nodiscard]] bool endLinks();
    [[nodiscard]] bool execute(const QString &sql);
    void setAside(const QString &file);
    [[nodiscard]] const base::Error &brokenBy() const;
    [[nodiscard]] bool beginJob();
    [[nodiscard]] base::Error endJob(const base::Error &returned);
    [[nodiscard]] QSqlQuery &prepared(const char *sql);
    void noteFailure(const QSqlQuery &query); // the first one of a job counts

    std::unique_ptr<QSqlDatabase> m_sql;
    std::map<std::string_view, std::unique_ptr<QSqlQuery>> m_statements;
    QString m_name;
    QString m_damagedCopy;
    base::Error m_error;
    base::Error m_jobError;
    bool m_isDamaged = false; // what failed last says that the file is no sound database
    std::shared_ptr<base::Error> m_fate = std::make_shared<base::Error>();
};

} // namespace store
