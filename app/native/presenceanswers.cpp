#include "native/presenceanswers.h"

#include "native/presencelimits.h"

#include <algorithm>

namespace native {

using std::chrono::milliseconds;

bool PresenceAnswers::add(const model::PeerId &peer, milliseconds due)
{
    if (qsizetype(m_waiting.size()) >= limits::peersRemembered)
        return false;
    m_waiting.emplace(due, peer);
    return true;
}

QList<model::PeerId> PresenceAnswers::takeDue(milliseconds now)
{
    QList<model::PeerId> due;
    const auto end = m_waiting.upper_bound(now);
    for (auto entry = m_waiting.begin(); entry != end; ++entry)
        due.append(entry->second);
    m_waiting.erase(m_waiting.begin(), end);
    return due;
}

milliseconds PresenceAnswers::nextDue() const
{
    return m_waiting.empty() ? milliseconds::max() : m_waiting.begin()->first;
}

milliseconds PresenceAnswers::spreadFor(qsizetype freshPeers)
{
    return milliseconds(std::clamp<qsizetype>(freshPeers, 20, 2000));
}

} // namespace native
