#pragma once

#include "model/post.h"
#include "store/database.h"

namespace store {

struct QueuedPost {
    qint64 number = 0; // order of queueing, over all peers
    model::PeerId peer;
    model::Post post;
    qint64 bytes = 0; // on the wire
};

// Durable posts on their way, kept as their wire bytes. Thread-safe like MessageStore.
class PostStore
{
public:
    explicit PostStore(Database &database);

    // A post that is queued for that peer already keeps its place.
    [[nodiscard]] QFuture<base::Result<qint64>> append(const model::PeerId &peer, const model::Post &post);
    // True: it was there.
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::PeerId &peer, const model::PostId &post);
    // The oldest `count` after `afterNumber`, in order. Sees every write asked for before. What cannot be decoded (a
    // later version of the program queued it) is left where it is.
    [[nodiscard]] QFuture<base::Result<QList<QueuedPost>>> waiting(const model::PeerId &peer, qint64 afterNumber,
                                                                   int count);
    [[nodiscard]] QFuture<base::Result<QHash<model::PeerId, int>>> counts();

private:
    Database &m_database;
};

} // namespace store
