#include "store/peerstore.h"

#include "store/rows.h"
#include "store/statement.h"

#include <QStringList>

namespace store {
namespace {

using base::Result;

QString toLines(const QList<model::Endpoint> &endpoints)
{
    QStringList lines;
    for (const model::Endpoint &endpoint : endpoints)
        lines.append(endpoint.host + u'\t' + QString::number(endpoint.port));
    return lines.join(u'\n');
}

QList<model::Endpoint> fromLines(const QString &text)
{
    QList<model::Endpoint> endpoints;
    const QStringList lines = text.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines)
        endpoints.append({line.section(u'\t', 0, 0), line.section(u'\t', 1).toUShort()});
    return endpoints;
}

model::Trust trustAt(qint64 number)
{
    return number >= 0 && number <= qint64(model::Trust::Blocked) ? model::Trust(number) : model::Trust::Unproven;
}

StoredPeer readPeer(const Statement &row)
{
    StoredPeer peer;
    peer.contact.peer = peerAt(int(row.number(0)), row.bytes(1));
    peer.contact.name = row.text(2);
    peer.contact.endpoints = fromLines(row.text(3));
    peer.contact.trust = trustAt(row.number(4));
    peer.trustBefore = trustAt(row.number(5));
    peer.firstSeenMs = row.number(6);
    peer.contact.lastSeenMs = row.number(7);
    peer.contact.notes = row.bytes(8);
    peer.hasConversation = row.number(9) != 0;
    return peer;
}

} // namespace

PeerStore::PeerStore(Database &database)
    : m_database(database)
{
}

QFuture<Result<QList<StoredPeer>>> PeerStore::all()
{
    using Peers = QList<StoredPeer>;
    return m_database.write<Peers>([](Connection &connection) -> Result<Peers> {
        Statement select(connection,
                         "SELECT p.network, p.key, c.name, c.endpoints, c.trust, c.trust_before, c.first_seen_ms,"
                         " c.last_seen_ms, c.notes, v.id IS NOT NULL"
                         " FROM peer p LEFT JOIN contact c ON c.peer = p.id LEFT JOIN conversation v ON v.peer = p.id"
                         " WHERE c.peer IS NOT NULL OR v.id IS NOT NULL ORDER BY p.id");
        select.run();
        Peers peers;
        while (select.next())
            peers.append(readPeer(select));
        return peers;
    });
}

QFuture<Result<bool>> PeerStore::save(const StoredPeer &peer)
{
    return m_database.write<bool>([peer](Connection &connection) -> Result<bool> {
        const model::Contact &contact = peer.contact;
        Statement save(connection,
                       "INSERT OR REPLACE INTO contact (peer, name, endpoints, trust, trust_before, first_seen_ms,"
                       " last_seen_ms, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        save.run(peerRow(connection, contact.peer), contact.name, toLines(contact.endpoints), int(contact.trust),
                 int(peer.trustBefore), peer.firstSeenMs, contact.lastSeenMs, contact.notes);
        return true;
    });
}

QFuture<Result<bool>> PeerStore::remove(const model::PeerId &peer)
{
    return m_database.write<bool>([peer](Connection &connection) -> Result<bool> {
        const std::optional<qint64> row = findPeerRow(connection, peer);
        if (!row)
            return false;
        return Statement(connection, "DELETE FROM contact WHERE peer = ?").run(*row).changed() > 0;
    });
}

QFuture<Result<bool>> PeerStore::isInUse(const model::PeerId &peer)
{
    return m_database.write<bool>([peer](Connection &connection) -> Result<bool> {
        const std::optional<qint64> row = findPeerRow(connection, peer);
        if (!row)
            return false;
        Statement find(connection, "SELECT EXISTS (SELECT 1 FROM message m JOIN conversation v ON v.id = m.conversation"
                                   " WHERE v.peer = ?) OR EXISTS (SELECT 1 FROM post WHERE receiver = ?)"
                                   " OR EXISTS (SELECT 1 FROM transfer WHERE peer = ?)");
        return find.run(*row, *row, *row).next() && find.number(0) != 0;
    });
}

} // namespace store
