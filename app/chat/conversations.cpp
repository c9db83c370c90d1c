#include "chat/conversations.h"

#include <algorithm>

namespace chat {

bool isUnread(const model::Message &message)
{
    return message.direction == model::Direction::In && message.state == model::DeliveryState::Delivered;
}

void Conversations::load(const QList<model::ConversationSummary> &summaries)
{
    for (const model::ConversationSummary &summary : summaries) {
        if (of(summary.peer).lastSeq <= summary.lastSeq)
            m_summaries.insert(summary.peer, summary);
    }
}

void Conversations::replace(const model::ConversationSummary &summary)
{
    m_summaries.insert(summary.peer, summary);
}

void Conversations::add(const model::Message &message)
{
    model::ConversationSummary &summary = m_summaries[message.peer];
    summary.peer = message.peer;
    if (summary.firstSeq == 0)
        summary.firstSeq = message.seq;
    if (message.seq > summary.lastSeq) {
        summary.lastSeq = message.seq;
        summary.last = message;
    }
    summary.unread += isUnread(message) ? 1 : 0;
}

bool Conversations::change(const model::Message &message)
{
    const auto found = m_summaries.find(message.peer);
    if (found == m_summaries.end() || found->last.id != message.id)
        return false;
    found->last = message;
    return true;
}

void Conversations::setUnread(const model::PeerId &peer, int unread)
{
    m_summaries[peer].peer = peer;
    m_summaries[peer].unread = unread;
}

QList<model::ConversationSummary> Conversations::newestFirst() const
{
    QList<model::ConversationSummary> all = m_summaries.values();
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
        if (a.last.arrivedAtMs != b.last.arrivedAtMs)
            return a.last.arrivedAtMs > b.last.arrivedAtMs;
        return a.peer < b.peer;
    });
    return all;
}

model::ConversationSummary Conversations::of(const model::PeerId &peer) const
{
    const auto found = m_summaries.constFind(peer);
    if (found != m_summaries.cend())
        return *found;
    model::ConversationSummary empty;
    empty.peer = peer;
    return empty;
}

} // namespace chat
