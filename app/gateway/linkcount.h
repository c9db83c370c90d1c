#pragma once

#include "model/peer.h"

#include <QHash>

namespace gateway {

// Numbers the links of all peers in the order in which they are told. The network thread and the main thread each
// keep one and hear the same news in the same order, so equal numbers mean the same link.
class LinkCount
{
public:
    void note(const model::PeerId &peer, bool isLinked)
    {
        if (!isLinked)
            m_links.remove(peer);
        else if (!m_links.contains(peer))
            m_links.insert(peer, ++m_last);
    }
    [[nodiscard]] quint64 of(const model::PeerId &peer) const { return m_links.value(peer); } // 0: none

private:
    quint64 m_last = 0;
    QHash<model::PeerId, quint64> m_links;
};

} // namespace gateway
