#include "store/connection.h"

#include "store/schema.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <atomic>

namespace store {
namespace {

Q_LOGGING_CATEGORY(lcStore, "landline.store", QtInfoMsg)

using base::Error;
using base::Fault;

// SQLite's primary result codes; the extended ones carry them in their lowest byte.
constexpr int sqliteFull = 13;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteNotADatabase = 26;

int resultCode(const QSqlError &error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

bool meansDamage(const QSqlError &error)
{
    const int code = resultCode(error);
    return code == sqliteCorrupt || code == sqliteNotADatabase;
}

Error toError(const QSqlError &error)
{
    return {resultCode(error) == sqliteFull ? Fault::DiskFull : Fault::Database, error.text()};
}

QString freshName()
{
    static std::atomic_int count = 0;
    return QStringLiteral("landline-%1").arg(++count);
}

// SQLite gives -wal and -shm the permissions of the database.
void makePrivate(const QString &path)
{
    QFile file(path);
    if (!file.exists() && file.open(QIODevice::WriteOnly))
        file.close();
    if (QFileInfo(path).isFile())
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

} // namespace

Connection::Connection(const QString &file, Mode mode)
    : m_name(freshName())
{
    bool isOpen = open(file, mode);
    if (!isOpen && m_isDamaged && mode == Mode::ReadWrite) {
        close();
        setAside(file);
        isOpen = open(file, mode);
    }
    if (isOpen) {
        m_error = {};
        m_jobError = {};
        return;
    }
    if (mode == Mode::ReadWrite)
        qCCritical(lcStore) << "database cannot be used:" << m_error.detail;
    close();
}

Connection::~Connection()
{
    close();
}

void Connection::close()
{
    m_statements.clear();
    m_sql.reset();
    if (QSqlDatabase::contains(m_name))
        QSqlDatabase::removeDatabase(m_name);
}

bool Connection::open(const QString &file, Mode mode)
{
    if (mode == Mode::ReadWrite)
        makePrivate(file);
    m_sql = std::make_unique<QSqlDatabase>(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name));
    m_sql->setDatabaseName(file);
    m_sql->setConnectOptions(mode == Mode::ReadOnly ? QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY")
                                                    : QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!m_sql->open()) {
        m_error = toError(m_sql->lastError());
        return false;
    }
    return prepare(mode);
}

bool Connection::prepare(Mode mode)
{
    if (!execute(QStringLiteral("PRAGMA foreign_keys = ON")))
        return false;
    if (mode == Mode::ReadOnly)
        return execute(QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    // FULL: what was acknowledged to another computer survives a power cut.
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON",
                               "PRAGMA temp_store = MEMORY"}) {
        if (!execute(QString::fromLatin1(pragma)))
            return false;
    }
    const base::Result<bool> migrated = migrate(*m_sql);
    if (migrated)
        return endLinks();
    m_isDamaged = m_isDamaged || migrated.error().fault == Fault::Corrupt;
    m_error = migrated.error();
    return false;
}

// The links of the run before are gone, so what was sent on them and not acknowledged waits again.
bool Connection::endLinks()
{
    return execute(QStringLiteral("UPDATE delivery SET state = 0 WHERE state = 1 AND message IN"
                                  " (SELECT m.number FROM post p JOIN message m ON m.id = p.id)"));
}

bool Connection::execute(const QString &sql)
{
    QSqlQuery query(*m_sql);
    query.setForwardOnly(true);
    if (query.exec(sql)) {
        query.next();
        return true;
    }
    m_isDamaged = meansDamage(query.lastError());
    m_error = toError(query.lastError());
    return false;
}

void Connection::setAside(const QString &file)
{
    const QString aside = file + QStringLiteral(".damaged-") + QString::number(QDateTime::currentMSecsSinceEpoch());
    m_isDamaged = false;
    if (!QFile::rename(file, aside))
        return;
    m_damagedCopy = aside;
    for (const char *part : {"-wal", "-shm"}) {
        const QString suffix = QString::fromLatin1(part);
        QFile::rename(file + suffix, aside + suffix);
    }
    qCWarning(lcStore) << "the database was damaged and is kept as" << QFileInfo(aside).fileName();
}

void Connection::transaction(const std::function<void()> &work)
{
    m_fate = std::make_shared<Error>();
    if (m_error.fault != Fault::None)
        return work();
    if (!execute(QStringLiteral("BEGIN")))
        *m_fate = std::exchange(m_error, {});
    work();
    if (m_fate->fault == Fault::None && !execute(QStringLiteral("COMMIT"))) {
        *m_fate = std::exchange(m_error, {});
        qCWarning(lcStore) << "commit failed:" << m_fate->detail;
    }
    if (m_fate->fault == Fault::None)
        return;
    // The next batch must find no transaction open. SQLite may have ended this one by itself, which is no error.
    std::ignore = execute(QStringLiteral("ROLLBACK"));
    m_error = {};
}

const Error &Connection::brokenBy() const
{
    return m_error.fault != Fault::None ? m_error : *m_fate;
}

bool Connection::beginJob()
{
    m_jobError = {};
    if (brokenBy().fault != Fault::None)
        return false;
    if (execute(QStringLiteral("SAVEPOINT job")))
        return true;
    *m_fate = std::exchange(m_error, {});
    return false;
}

Error Connection::endJob(const Error &returned)
{
    const Error failed = m_jobError.fault != Fault::None ? m_jobError : returned;
    const bool isUndone = failed.fault == Fault::None || execute(QStringLiteral("ROLLBACK TO job"));
    if (isUndone && execute(QStringLiteral("RELEASE job")))
        return failed;
    // A full disk can make SQLite give up the whole transaction: then nothing of this batch is stored.
    m_error = {};
    *m_fate = failed.fault != Fault::None ? failed : Error {Fault::Database, QStringLiteral("transaction lost")};
    return *m_fate;
}

QSqlQuery &Connection::prepared(const char *sql)
{
    std::unique_ptr<QSqlQuery> &query = m_statements[sql];
    if (!query) {
        query = std::make_unique<QSqlQuery>(*m_sql);
        query->setForwardOnly(true);
        if (!query->prepare(QString::fromLatin1(sql)))
            noteFailure(*query);
    }
    return *query;
}

void Connection::noteFailure(const QSqlQuery &query)
{
    if (m_jobError.fault != Fault::None)
        return;
    m_jobError = toError(query.lastError());
    qCWarning(lcStore) << "statement failed:" << m_jobError.detail;
}

} // namespace store
