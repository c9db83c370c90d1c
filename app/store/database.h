#pragma once

#include "base/result.h"
#include "base/worker.h"

#include <QFuture>
#include <QString>

#include <functional>
#include <memory>

class QSqlDatabase;

namespace store {

// One open SQLite connection. Made, used and destroyed on a Worker's thread; the rest of the module gives it jobs.
class Connection
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    Connection(const QString &file, Mode mode);
    ~Connection();

    [[nodiscard]] QSqlDatabase &sql() { return *m_sql; }
    // Why it could not be opened or migrated; every job then fails with it.
    [[nodiscard]] const base::Error &error() const { return m_error; }

    // Runs `work` in one transaction. When the commit fails (a full disk), commitError() tells until the next one.
    void transaction(const std::function<void()> &work);
    [[nodiscard]] const base::Error &commitError() const { return m_commitError; }

private:
    std::unique_ptr<QSqlDatabase> m_sql;
    QString m_name;
    base::Error m_error;
    base::Error m_commitError;
};

// All SQL of a profile: WAL, migrations, one thread that writes and reads, one that only reads. Main thread; owned
// by Core. A future's result is known only after the commit; DiskFull or Database when it did not happen.
class Database
{
public:
    explicit Database(const QString &file);
    ~Database(); // runs what is waiting

    // Job: base::Result<T>(Connection &). First in, first out; waiting ones share a transaction.
    template<typename T>
    [[nodiscard]] QFuture<base::Result<T>> write(std::function<base::Result<T>(Connection &)> job);
    // Long reads beside the writer; may not see writes that are still waiting.
    template<typename T>
    [[nodiscard]] QFuture<base::Result<T>> read(std::function<base::Result<T>(Connection &)> job);

    static constexpr int schemaVersion = 1;

private:
    std::unique_ptr<base::Worker<Connection>> m_writer;
    std::unique_ptr<base::Worker<Connection>> m_reader;
};

} // namespace store
