#pragma once

#include "model/post.h"
#include "store/connection.h"

#include <optional>

namespace store {

// Row numbers that several stores need. On the connection's thread, inside a job.

[[nodiscard]] std::optional<qint64> findPeerRow(Connection &connection, const model::PeerId &peer);
[[nodiscard]] qint64 peerRow(Connection &connection, const model::PeerId &peer); // made if it is not there
[[nodiscard]] model::PeerId peerAt(int network, const QByteArray &key);

// Queues a durable post; a repeated id for the same receiver changes nothing. Returns its number.
qint64 queuePost(Connection &connection, const model::PeerId &receiver, const model::Post &post);

} // namespace store
