#pragma once

#include "identity/fingerprint.h"
#include "native/presencebudget.h"
#include "native/presencevoice.h"
#include "native/presenceworld.h"
#include "net/interfaces.h"
#include "wire/presence.h"

#include <QList>

#include <chrono>

namespace native {

// Datagrams under our own key: mostly our own, come back. Numbers we never used, or a foreign address, may be a replay
// or the same profile running elsewhere: only an answer to our probe tells. Plain.
class PresenceTwin
{
public:
    PresenceTwin(PresenceVoice &voice, PresenceBudget &budget, PresenceWorld &world);

    void setOwnAddresses(const QList<net::Interface> &interfaces);
    void receive(const wire::SignedPresence &signedPresence, const PresenceSource &from, std::chrono::milliseconds now);
    [[nodiscard]] bool found() const { return m_found; }

private:
    [[nodiscard]] bool isForeign(const wire::Presence &presence, const PresenceSource &from) const;
    [[nodiscard]] bool isGenuine(const wire::SignedPresence &signedPresence) const;
    void judgeAnswer(const wire::SignedPresence &signedPresence, std::chrono::milliseconds now);
    void answerProbe(const wire::SignedPresence &signedPresence, const PresenceSource &from,
                     std::chrono::milliseconds now);
    void askBack(const wire::SignedPresence &signedPresence, const PresenceSource &from, std::chrono::milliseconds now);

    PresenceVoice &m_voice;
    PresenceBudget &m_budget;
    PresenceWorld &m_world;
    identity::PublicKey m_key;
    QList<QHostAddress> m_ownAddresses;
    QByteArray m_nonce; // of our last probe to ourselves
    std::chrono::milliseconds m_askedAt {-1'000'000};
    bool m_found = false;
};

} // namespace native
