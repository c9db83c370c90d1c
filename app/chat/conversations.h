#pragma once

#include "model/message.h"

#include <QHash>
#include <QList>

namespace chat {

// The summaries of all conversations in memory, in step with what the store said last. Plain value; owned by
// ChatService.
class Conversations
{
public:
    // What the store holds. A conversation that moved on since the store was asked keeps its newer summary.
    void load(const QList<model::ConversationSummary> &summaries);
    // As load(), for one conversation and without keeping anything: after a removal the store knows best.
    void replace(const model::ConversationSummary &summary);

    void add(const model::Message &message); // stored just now
    [[nodiscard]] bool change(const model::Message &message); // true: the summary shows it
    void setUnread(const model::PeerId &peer, int unread);

    [[nodiscard]] QList<model::ConversationSummary> newestFirst() const;
    [[nodiscard]] model::ConversationSummary of(const model::PeerId &peer) const; // empty one for a stranger

private:
    QHash<model::PeerId, model::ConversationSummary> m_summaries;
};

// A message of somebody else that the user has not seen.
[[nodiscard]] bool isUnread(const model::Message &message);

} // namespace chat
