#pragma once

#include "model/message.h"
#include "store/connection.h"

#include <optional>

namespace store {

// Rows of messages and conversations. On the connection's thread, inside a job.

[[nodiscard]] qint64 conversationRow(Connection &connection, const model::PeerId &peer); // made if it is not there
[[nodiscard]] qint64 nextSeq(Connection &connection, qint64 conversation);

void insertMessage(Connection &connection, const model::Message &message);
void storeState(Connection &connection, const model::Message &message);

[[nodiscard]] std::optional<model::Message> findMessage(Connection &connection, const model::MessageId &id);
// Both ends belong; by seq.
[[nodiscard]] QList<model::Message> messagesBetween(Connection &connection, const model::PeerId &peer, qint64 first,
                                                    qint64 last);
[[nodiscard]] QList<model::Message> newestTexts(Connection &connection, const model::PeerId &peer, int count);
// Ours up to `last` that the peer has not read.
[[nodiscard]] QList<model::Message> unreadByPeer(Connection &connection, const model::PeerId &peer, qint64 last);
// Of theirs up to `last`: the newest text, else the newest; null when nothing is unread.
[[nodiscard]] model::MessageId newestUnread(Connection &connection, const model::PeerId &peer, qint64 last);
[[nodiscard]] model::ConversationSummary summaryOf(Connection &connection, const model::PeerId &peer);
[[nodiscard]] QList<model::ConversationSummary> allSummaries(Connection &connection);

} // namespace store
