#pragma once

#include "model/peer.h"
#include "native/presencecandidates.h"

#include <QByteArray>

namespace native {

// What the logic of presence does to the world: sends, and tells. Sending may lose everything.
class PresenceWorld
{
public:
    virtual ~PresenceWorld() = default;

    virtual void sendEverywhere(const QByteArray &datagram) = 0;
    virtual void send(const QByteArray &datagram, const PresenceSource &to) = 0;

    virtual void peerChanged(const model::PeerId &peer) = 0; // as often as you like; look it up when convenient
    virtual void peerLost(const model::PeerId &peer) = 0;
    virtual void peerCalled(const model::PeerId &peer) = 0;
    virtual void keyRunsTwice() = 0;
};

} // namespace native
