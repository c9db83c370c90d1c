#pragma once

#include "model/peer.h"

#include <QList>

#include <chrono>
#include <map>

namespace native {

// Answers that wait their random while. Bounded; plain.
class PresenceAnswers
{
public:
    // false: too many wait already; the peer asks again in its burst.
    [[nodiscard]] bool add(const model::PeerId &peer, std::chrono::milliseconds due);
    [[nodiscard]] QList<model::PeerId> takeDue(std::chrono::milliseconds now);
    [[nodiscard]] std::chrono::milliseconds nextDue() const; // max(): none waits
    void clear() { m_waiting.clear(); }

    // W of PROTOCOL.md 2.4: answers are spread over this time so that the asker's buffer can hold them.
    [[nodiscard]] static std::chrono::milliseconds spreadFor(qsizetype freshPeers);

private:
    std::multimap<std::chrono::milliseconds, model::PeerId> m_waiting;
};

} // namespace native
