#include "native/presencetwin.h"

#include "native/presencelimits.h"

namespace native {

using std::chrono::milliseconds;

PresenceTwin::PresenceTwin(PresenceVoice &voice, PresenceBudget &budget, PresenceWorld &world)
    : m_voice(voice)
    , m_budget(budget)
    , m_world(world)
    , m_key(voice.identity().point())
{
}

void PresenceTwin::setOwnAddresses(const QList<net::Interface> &interfaces)
{
    m_ownAddresses.clear();
    for (const net::Interface &interface : interfaces) {
        for (const net::Subnet &subnet : interface.subnets)
            m_ownAddresses.append(subnet.address);
    }
}

bool PresenceTwin::isForeign(const wire::Presence &presence, const PresenceSource &from) const
{
    if (!m_voice.hasSaid(presence.epoch, presence.seq))
        return true;
    return !from.address.isLoopback() && !m_ownAddresses.contains(from.address);
}

bool PresenceTwin::isGenuine(const wire::SignedPresence &signedPresence) const
{
    return m_key.verify(signedPresence.signedBytes, signedPresence.signature);
}

void PresenceTwin::receive(const wire::SignedPresence &signedPresence, const PresenceSource &from, milliseconds now)
{
    const wire::Presence &presence = signedPresence.presence;
    if (presence.kind == wire::PresenceKind::Answer)
        judgeAnswer(signedPresence, now);
    else if (presence.kind == wire::PresenceKind::Probe)
        answerProbe(signedPresence, from, now);
    else if (presence.kind == wire::PresenceKind::Announce && isForeign(presence, from))
        askBack(signedPresence, from, now);
}

void PresenceTwin::judgeAnswer(const wire::SignedPresence &signedPresence, milliseconds now)
{
    const wire::Presence &presence = signedPresence.presence;
    const bool quoted = !m_nonce.isEmpty() && presence.echo == m_nonce && now - m_askedAt <= limits::nonceLife;
    // Anybody can make us sign an answer to them that quotes this nonce; but not one addressed to ourselves.
    const bool toUs = presence.to == PresenceVoice::prefixOf(m_voice.identity().id());
    if (m_found || !quoted || !toUs)
        return;
    if (!m_budget.check(PresenceBudget::Cause::Probe, now) || !isGenuine(signedPresence))
        return;
    m_found = true;
    m_world.keyRunsTwice();
}

void PresenceTwin::answerProbe(const wire::SignedPresence &signedPresence, const PresenceSource &from, milliseconds now)
{
    const wire::Presence &presence = signedPresence.presence;
    if (presence.nonce.isEmpty() || presence.nonce == m_nonce)
        return; // the latter is our own
    if (!m_budget.check(PresenceBudget::Cause::None, now) || !isGenuine(signedPresence))
        return;
    if (m_budget.answer(from.address, now))
        m_world.send(m_voice.answer(m_voice.identity().id(), presence.nonce, {}), from);
    // Most likely the twin; it must prove that just the same.
    askBack(signedPresence, from, now);
}

void PresenceTwin::askBack(const wire::SignedPresence &signedPresence, const PresenceSource &from, milliseconds now)
{
    if (m_found || now - m_askedAt < limits::nonceLife)
        return;
    if (!m_budget.check(PresenceBudget::Cause::None, now) || !isGenuine(signedPresence))
        return;
    m_askedAt = now;
    m_nonce = PresenceVoice::newNonce();
    m_world.send(m_voice.probe(m_voice.identity().id(), m_nonce), from);
}

} // namespace native
