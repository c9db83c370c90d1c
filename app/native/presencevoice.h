#pragma once

#include "identity/identity.h"
#include "model/peer.h"
#include "native/discovery.h"
#include "wire/presence.h"

#include <memory>

namespace native {

// Speaks as us: fills, numbers and signs our datagrams. Every call gives another number, so what must be the same
// bytes is made once. Plain.
class PresenceVoice
{
public:
    PresenceVoice(std::shared_ptr<const identity::Identity> identity, quint32 epoch);

    void setPort(quint16 port) { m_port = port; }
    void setOwn(const Discovery::Own &own) { m_own = own; }
    void setInterval(quint32 seconds) { m_interval = seconds; }

    [[nodiscard]] QByteArray announce(const QByteArray &nonce); // empty: a beacon, nobody answers it
    [[nodiscard]] QByteArray answer(const model::PeerId &to, const QByteArray &echo, const QByteArray &nonce);
    [[nodiscard]] QByteArray probe(const model::PeerId &to, const QByteArray &nonce);
    [[nodiscard]] QByteArray call(const model::PeerId &to, const QByteArray &nonce);
    [[nodiscard]] QByteArray goodbye();

    [[nodiscard]] const identity::Identity &identity() const { return *m_identity; }
    [[nodiscard]] const Discovery::Own &own() const { return m_own; }
    // Whether this run has used these numbers.
    [[nodiscard]] bool hasSaid(quint32 epoch, quint32 seq) const { return epoch == m_epoch && seq <= m_seq; }

    [[nodiscard]] static QByteArray newNonce();
    [[nodiscard]] static QByteArray prefixOf(const model::PeerId &peer); // the field `to`

private:
    [[nodiscard]] wire::Presence fill(wire::PresenceKind kind);
    [[nodiscard]] QByteArray sign(const wire::Presence &presence) const;

    std::shared_ptr<const identity::Identity> m_identity;
    quint32 m_epoch;
    quint32 m_seq = 0;
    quint16 m_port = 0;
    quint32 m_interval = 20;
    Discovery::Own m_own;
};

} // namespace native
