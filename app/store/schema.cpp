#include "store/schema.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>

#include <array>

namespace store {
namespace {

using base::Fault;
using base::Result;

// A released step never changes: what is to be different is another step. Numbers of model::DeliveryState,
// MessageKind, Network and Trust are stored as they are.
const QStringList &firstStep()
{
    static const QStringList statements {
        QStringLiteral("CREATE TABLE peer ("
                       "  id INTEGER PRIMARY KEY,"
                       "  network INTEGER NOT NULL,"
                       "  key BLOB NOT NULL,"
                       "  UNIQUE (network, key)) STRICT"),
        // Whoever is remembered; a peer without a row here only wrote or was written to.
        QStringLiteral("CREATE TABLE contact ("
                       "  peer INTEGER PRIMARY KEY REFERENCES peer (id),"
                       "  name TEXT NOT NULL,"
                       "  endpoints TEXT NOT NULL," // a line each: host, tab, port
                       "  trust INTEGER NOT NULL,"
                       "  trust_before INTEGER NOT NULL," // what unblocking returns to
                       "  first_seen_ms INTEGER NOT NULL,"
                       "  last_seen_ms INTEGER NOT NULL,"
                       "  notes BLOB NOT NULL) STRICT"),
        QStringLiteral("CREATE TABLE conversation ("
                       "  id INTEGER PRIMARY KEY,"
                       "  kind INTEGER NOT NULL," // 0: with one peer
                       "  peer INTEGER UNIQUE REFERENCES peer (id)," // of kind 0
                       "  last_seq INTEGER NOT NULL DEFAULT 0) STRICT"), // numbers are never given twice
        QStringLiteral("CREATE TABLE member ("
                       "  conversation INTEGER NOT NULL REFERENCES conversation (id),"
                       "  peer INTEGER NOT NULL REFERENCES peer (id),"
                       "  PRIMARY KEY (conversation, peer)) STRICT, WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE message ("
                       "  number INTEGER PRIMARY KEY,"
                       "  conversation INTEGER NOT NULL REFERENCES conversation (id),"
                       "  seq INTEGER NOT NULL,"
                       "  id BLOB NOT NULL UNIQUE,"
                       "  author INTEGER REFERENCES peer (id)," // null: we
                       "  kind INTEGER NOT NULL,"
                       "  text TEXT NOT NULL,"
                       "  transfer BLOB NOT NULL,"
                       "  sent_ms INTEGER NOT NULL,"
                       "  arrived_ms INTEGER NOT NULL,"
                       "  state INTEGER NOT NULL," // of others' messages; ours have one per receiver, in delivery
                       "  UNIQUE (conversation, seq)) STRICT"),
        QStringLiteral("CREATE INDEX message_unread ON message (conversation, seq)"
                       "  WHERE author IS NOT NULL AND state = 2 AND kind <> 2"),
        QStringLiteral("CREATE TABLE delivery ("
                       "  message INTEGER NOT NULL REFERENCES message (number) ON DELETE CASCADE,"
                       "  receiver INTEGER NOT NULL REFERENCES peer (id),"
                       "  state INTEGER NOT NULL,"
                       "  fault TEXT NOT NULL,"
                       "  PRIMARY KEY (message, receiver)) STRICT, WITHOUT ROWID"),
        QStringLiteral("CREATE INDEX delivery_unread ON delivery (receiver, message) WHERE state <> 3"),
        // What readMessage() reads. A conversation with one peer has one receiver, so one row per message.
        QStringLiteral("CREATE VIEW message_line AS"
                       "  SELECT m.id, p.network, p.key, m.seq, m.author IS NULL AS ours, m.kind, m.text, m.transfer,"
                       "    m.sent_ms, m.arrived_ms, coalesce(d.state, m.state) AS state,"
                       "    coalesce(d.fault, '') AS fault, m.number, v.peer"
                       "  FROM message m JOIN conversation v ON v.id = m.conversation JOIN peer p ON p.id = v.peer"
                       "    LEFT JOIN delivery d ON d.message = m.number AND d.receiver = v.peer"),
        // Ids of deleted messages, so that a late repeat is known for one.
        QStringLiteral("CREATE TABLE gone ("
                       "  id BLOB PRIMARY KEY,"
                       "  since_s INTEGER NOT NULL) STRICT, WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE post ("
                       "  number INTEGER PRIMARY KEY AUTOINCREMENT," // order of queueing
                       "  receiver INTEGER NOT NULL REFERENCES peer (id),"
                       "  id BLOB NOT NULL,"
                       "  bytes BLOB NOT NULL," // as on the wire
                       "  UNIQUE (receiver, id)) STRICT"),
        QStringLiteral("CREATE INDEX post_order ON post (receiver, number)"),
        QStringLiteral("CREATE TABLE transfer ("
                       "  number INTEGER PRIMARY KEY,"
                       "  id BLOB NOT NULL UNIQUE,"
                       "  peer INTEGER NOT NULL REFERENCES peer (id),"
                       "  direction TEXT NOT NULL,"
                       "  state TEXT NOT NULL,"
                       "  wait_reason INTEGER NOT NULL,"
                       "  paused_by INTEGER NOT NULL,"
                       "  name TEXT NOT NULL,"
                       "  entries INTEGER NOT NULL,"
                       "  files INTEGER NOT NULL,"
                       "  bytes_total INTEGER NOT NULL,"
                       "  bytes_done INTEGER NOT NULL,"
                       "  path TEXT NOT NULL,"
                       "  fault TEXT NOT NULL,"
                       "  detail TEXT NOT NULL,"
                       "  preview BLOB NOT NULL,"
                       "  failed BLOB NOT NULL,"
                       "  created_ms INTEGER NOT NULL,"
                       "  finished_ms INTEGER NOT NULL,"
                       "  sources BLOB NOT NULL,"
                       "  target_folder TEXT NOT NULL,"
                       "  manifest_hash BLOB NOT NULL,"
                       "  manifest_length INTEGER NOT NULL,"
                       "  round INTEGER NOT NULL) STRICT"),
    };
    return statements;
}

// Order of transfers, what of them is wanted, and rules for single persons.
const QStringList &secondStep()
{
    static const QStringList statements {
        QStringLiteral("ALTER TABLE transfer ADD COLUMN rank INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE transfer ADD COLUMN same_name TEXT NOT NULL DEFAULT 'keepBoth'"),
        QStringLiteral("ALTER TABLE transfer ADD COLUMN unwanted BLOB NOT NULL DEFAULT x''"),
        QStringLiteral("ALTER TABLE transfer ADD COLUMN unwanted_bytes INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE transfer ADD COLUMN paused_together INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE transfer ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0"),
        QStringLiteral("UPDATE transfer SET rank = number"),
        QStringLiteral("CREATE TABLE rule ("
                       "  peer INTEGER PRIMARY KEY REFERENCES peer (id),"
                       "  consent TEXT NOT NULL,"
                       "  up_to INTEGER NOT NULL," // bytes
                       "  folder TEXT NOT NULL," // empty: the general one
                       "  same_name TEXT NOT NULL) STRICT"), // empty: the general setting
    };
    return statements;
}

Fault faultOf(const QSqlError &error)
{
    switch (error.nativeErrorCode().toInt() & 0xff) {
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return Fault::Corrupt;
    case 13: // SQLITE_FULL
        return Fault::DiskFull;
    default: return Fault::Database;
    }
}

Result<int> version(QSqlDatabase &database)
{
    QSqlQuery query(database);
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return base::failure(faultOf(query.lastError()), query.lastError().text());
    return query.value(0).toInt();
}

Result<bool> step(QSqlDatabase &database, int number, const QStringList &statements)
{
    const QStringList whole =
        QStringList {QStringLiteral("BEGIN IMMEDIATE")} + statements
        + QStringList {QStringLiteral("PRAGMA user_version = %1").arg(number), QStringLiteral("COMMIT")};
    QSqlQuery query(database);
    for (const QString &statement : whole) {
        if (query.exec(statement))
            continue;
        const QSqlError error = query.lastError();
        query.exec(QStringLiteral("ROLLBACK"));
        return base::failure(faultOf(error), error.text());
    }
    return true;
}

} // namespace

Result<bool> migrate(QSqlDatabase &database)
{
    const std::array steps {&firstStep, &secondStep};
    static_assert(std::tuple_size_v<decltype(steps)> == currentSchema);
    const Result<int> found = version(database);
    if (!found)
        return tl::unexpected(found.error());
    if (*found > currentSchema || *found < 0)
        return base::failure(Fault::Version, QStringLiteral("schema %1").arg(*found));
    for (int number = *found + 1; number <= currentSchema; ++number) {
        const Result<bool> done = step(database, number, steps[size_t(number - 1)]());
        if (!done)
            return done;
    }
    return true;
}

} // namespace store
