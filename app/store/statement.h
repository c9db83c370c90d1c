#pragma once

#include "base/id.h"
#include "store/connection.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace store {

// One use of a prepared statement, kept by its connection for the next use. On the connection's thread; ends before
// the same text is used again.
//
// The first failure ends the job it happens in: this and later statements of the job do nothing and find no rows, and
// the job's result becomes the error. So jobs read straight on.
class Statement
{
public:
    Statement(Connection &connection, const char *sql); // a literal
    ~Statement();

    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    // Binds `values` in order and executes.
    template<typename... Values>
    Statement &run(const Values &...values)
    {
        int place = 0;
        (bind(place++, values), ...);
        execute();
        return *this;
    }

    [[nodiscard]] bool next(); // to the next row, at first the first
    [[nodiscard]] int changed() const; // rows
    [[nodiscard]] qint64 insertedRow() const;

    [[nodiscard]] bool isNull(int column) const;
    [[nodiscard]] qint64 number(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray bytes(int column) const;
    template<typename Id>
    [[nodiscard]] Id id(int column) const
    {
        return Id::fromBytes(bytes(column));
    }

private:
    void bind(int place, qint64 number);
    void bind(int place, int number) { bind(place, qint64(number)); }
    void bind(int place, quint32 number) { bind(place, qint64(number)); }
    void bind(int place, quint64 number) { bind(place, qint64(number)); }
    void bind(int place, const QString &text); // never null
    void bind(int place, const QByteArray &bytes); // never null
    void bind(int place, std::nullopt_t);
    void bind(int place, const std::optional<qint64> &number);
    template<typename Tag>
    void bind(int place, const base::Id<Tag> &id)
    {
        bind(place, id.toBytes());
    }
    void execute();

    Connection &m_connection;
    QSqlQuery &m_query;
};

} // namespace store
