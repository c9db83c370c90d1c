#include "store/rows.h"

#include "store/statement.h"
#include "wire/codec.h"

namespace store {

std::optional<qint64> findPeerRow(Connection &connection, const model::PeerId &peer)
{
    Statement find(connection, "SELECT id FROM peer WHERE network = ? AND key = ?");
    if (!find.run(int(peer.network()), peer.key()).next())
        return {};
    return find.number(0);
}

qint64 peerRow(Connection &connection, const model::PeerId &peer)
{
    if (const std::optional<qint64> row = findPeerRow(connection, peer))
        return *row;
    Statement insert(connection, "INSERT INTO peer (network, key) VALUES (?, ?)");
    return insert.run(int(peer.network()), peer.key()).insertedRow();
}

model::PeerId peerAt(int network, const QByteArray &key)
{
    return {model::Network(network), key};
}

qint64 queuePost(Connection &connection, const model::PeerId &receiver, const model::Post &post)
{
    const qint64 row = peerRow(connection, receiver);
    Statement(connection, "INSERT INTO post (receiver, id, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .run(row, post.id, wire::encodePost(post));
    Statement find(connection, "SELECT number FROM post WHERE receiver = ? AND id = ?");
    return find.run(row, post.id).next() ? find.number(0) : 0;
}

} // namespace store
