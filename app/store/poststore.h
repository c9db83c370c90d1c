#pragma once

#include "model/post.h"
#include "store/database.h"

namespace store {

struct QueuedPost {
    qint64 number = 0; // order of queueing, over all peers
    model::PeerId peer;
    model::Post post;
};

// Durable posts on their way, kept as their wire bytes. Thread-safe like MessageStore.
class PostStore
{
public:
    explicit PostStore(Database &database);

    [[nodiscard]] QFuture<base::Result<qint64>> append(const model::PeerId &peer, const model::Post &post);
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::PostId &post); // true: it was there
    // The oldest `count` after `afterNumber`, in order.
    [[nodiscard]] QFuture<base::Result<QList<QueuedPost>>> waiting(const model::PeerId &peer, qint64 afterNumber,
                                                                   int count);
    [[nodiscard]] QFuture<base::Result<QHash<model::PeerId, int>>> counts();

private:
    Database &m_database;
};

} // namespace store
