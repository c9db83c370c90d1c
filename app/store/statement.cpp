#include "store/statement.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace store {

Statement::Statement(Connection &connection, const char *sql)
    : m_connection(connection)
    , m_query(connection.prepared(sql))
{
}

Statement::~Statement()
{
    // An unfinished select would keep the write-ahead log from being folded back.
    m_query.finish();
}

void Statement::execute()
{
    if (m_connection.m_jobError.fault == base::Fault::None && !m_query.exec())
        m_connection.noteFailure(m_query);
}

bool Statement::next()
{
    if (m_connection.m_jobError.fault != base::Fault::None)
        return false;
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        m_connection.noteFailure(m_query);
    return false;
}

int Statement::changed() const
{
    return m_connection.m_jobError.fault == base::Fault::None ? m_query.numRowsAffected() : 0;
}

qint64 Statement::insertedRow() const
{
    return m_query.lastInsertId().toLongLong();
}

bool Statement::isNull(int column) const
{
    return m_query.isNull(column);
}

qint64 Statement::number(int column) const
{
    return m_query.value(column).toLongLong();
}

QString Statement::text(int column) const
{
    return m_query.value(column).toString();
}

QByteArray Statement::bytes(int column) const
{
    return m_query.value(column).toByteArray();
}

void Statement::bind(int place, qint64 number)
{
    m_query.bindValue(place, number);
}

void Statement::bind(int place, const QString &text)
{
    m_query.bindValue(place, text.isNull() ? QStringLiteral("") : text);
}

void Statement::bind(int place, const QByteArray &bytes)
{
    m_query.bindValue(place, bytes.isNull() ? QByteArray("") : bytes);
}

void Statement::bind(int place, std::nullopt_t)
{
    m_query.bindValue(place, QVariant(QMetaType::fromType<qint64>()));
}

void Statement::bind(int place, const std::optional<qint64> &number)
{
    if (number)
        bind(place, *number);
    else
        bind(place, std::nullopt);
}

} // namespace store
