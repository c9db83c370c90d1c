#include "store/poststore.h"

#include "store/rows.h"
#include "store/statement.h"
#include "wire/codec.h"

namespace store {

using base::Result;
using model::PeerId;

PostStore::PostStore(Database &database)
    : m_database(database)
{
}

QFuture<Result<qint64>> PostStore::append(const PeerId &peer, const model::Post &post)
{
    return m_database.write<qint64>(
        [peer, post](Connection &connection) -> Result<qint64> { return queuePost(connection, peer, post); });
}

QFuture<Result<bool>> PostStore::remove(const PeerId &peer, const model::PostId &post)
{
    return m_database.write<bool>([peer, post](Connection &connection) -> Result<bool> {
        Statement remove(connection, "DELETE FROM post WHERE id = ? AND receiver ="
                                     " (SELECT id FROM peer WHERE network = ? AND key = ?)");
        return remove.run(post, int(peer.network()), peer.key()).changed() > 0;
    });
}

QFuture<Result<QList<QueuedPost>>> PostStore::waiting(const PeerId &peer, qint64 afterNumber, int count)
{
    using Posts = QList<QueuedPost>;
    return m_database.write<Posts>([peer, afterNumber, count](Connection &connection) -> Result<Posts> {
        Statement select(connection, "SELECT number, bytes FROM post WHERE number > ? AND receiver ="
                                     " (SELECT id FROM peer WHERE network = ? AND key = ?) ORDER BY number");
        select.run(afterNumber, int(peer.network()), peer.key());
        Posts posts;
        while (posts.size() < count && select.next()) {
            const QByteArray bytes = select.bytes(1);
            if (const Result<model::Post> post = wire::decodePost(bytes))
                posts.append({select.number(0), peer, *post, bytes.size()});
        }
        return posts;
    });
}

QFuture<Result<QHash<PeerId, int>>> PostStore::counts()
{
    using Counts = QHash<PeerId, int>;
    return m_database.write<Counts>([](Connection &connection) -> Result<Counts> {
        Statement select(connection,
                         "SELECT peer.network, peer.key, count(*) FROM post JOIN peer ON peer.id = post.receiver"
                         " GROUP BY post.receiver");
        select.run();
        Counts counts;
        while (select.next())
            counts.insert(peerAt(int(select.number(0)), select.bytes(1)), int(select.number(2)));
        return counts;
    });
}

} // namespace store
