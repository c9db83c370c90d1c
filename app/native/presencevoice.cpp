#include "native/presencevoice.h"

#include "base/id.h"
#include "native/presencelimits.h"

namespace native {

PresenceVoice::PresenceVoice(std::shared_ptr<const identity::Identity> identity, quint32 epoch)
    : m_identity(std::move(identity))
    , m_epoch(epoch)
{
}

wire::Presence PresenceVoice::fill(wire::PresenceKind kind)
{
    wire::Presence presence;
    presence.kind = kind;
    presence.key = m_identity->point();
    presence.epoch = m_epoch;
    presence.seq = ++m_seq;
    presence.port = m_port;
    presence.name = m_own.name;
    presence.features = m_own.features;
    presence.interval = m_interval;
    presence.status = m_own.presence;
    return presence;
}

QByteArray PresenceVoice::sign(const wire::Presence &presence) const
{
    const QByteArray payload = wire::presencePayload(presence);
    return wire::presenceDatagram(m_identity->sign(wire::presenceSignedBytes(payload)), payload);
}

QByteArray PresenceVoice::announce(const QByteArray &nonce)
{
    wire::Presence presence = fill(wire::PresenceKind::Announce);
    presence.nonce = nonce;
    return sign(presence);
}

QByteArray PresenceVoice::answer(const model::PeerId &to, const QByteArray &echo, const QByteArray &nonce)
{
    wire::Presence presence = fill(wire::PresenceKind::Answer);
    presence.nonce = nonce;
    presence.echo = echo;
    presence.to = prefixOf(to);
    return sign(presence);
}

QByteArray PresenceVoice::probe(const model::PeerId &to, const QByteArray &nonce)
{
    wire::Presence presence = fill(wire::PresenceKind::Probe);
    presence.nonce = nonce;
    presence.to = prefixOf(to);
    return sign(presence);
}

QByteArray PresenceVoice::call(const model::PeerId &to, const QByteArray &nonce)
{
    wire::Presence presence = fill(wire::PresenceKind::Probe);
    presence.nonce = nonce;
    presence.to = prefixOf(to);
    presence.call = true;
    return sign(presence);
}

QByteArray PresenceVoice::goodbye()
{
    return sign(fill(wire::PresenceKind::Goodbye));
}

QByteArray PresenceVoice::newNonce()
{
    QByteArray nonce(limits::nonceBytes, Qt::Uninitialized);
    base::randomBytes(reinterpret_cast<unsigned char *>(nonce.data()), nonce.size());
    return nonce;
}

QByteArray PresenceVoice::prefixOf(const model::PeerId &peer)
{
    return peer.key().left(limits::toBytes);
}

} // namespace native
