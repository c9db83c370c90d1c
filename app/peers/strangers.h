#pragma once

#include "model/peer.h"

#include <QHash>

#include <list>
#include <optional>

namespace peers {

// Peers that are remembered only as long as there is room: never proved, without trust or conversation. Those only
// heard go first, then those that answered; each by the time they were last seen. Every call costs O(1).
class Strangers
{
public:
    explicit Strangers(qsizetype capacity)
        : m_capacity(capacity)
    {
    }

    // Returns who has to go for it.
    std::optional<model::PeerId> note(const model::PeerId &peer, model::Reach reach)
    {
        remove(peer);
        std::list<model::PeerId> &queue = reach >= model::Reach::Online ? m_answered : m_heard;
        m_places.insert(peer, {&queue, queue.insert(queue.end(), peer)});
        if (m_places.size() <= m_capacity)
            return {};
        const model::PeerId oldest = (m_heard.empty() ? m_answered : m_heard).front();
        remove(oldest);
        return oldest;
    }

    void remove(const model::PeerId &peer)
    {
        const auto place = m_places.constFind(peer);
        if (place == m_places.constEnd())
            return;
        place->queue->erase(place->at);
        m_places.erase(place);
    }

private:
    struct Place {
        std::list<model::PeerId> *queue = nullptr;
        std::list<model::PeerId>::iterator at;
    };

    qsizetype m_capacity;
    std::list<model::PeerId> m_heard;
    std::list<model::PeerId> m_answered;
    QHash<model::PeerId, Place> m_places;
};

} // namespace peers
