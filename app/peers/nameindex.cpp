#include "peers/nameindex.h"

#include <tuple>

namespace peers {
namespace {

using model::PeerId;
using model::Trust;

QString fold(const QString &name)
{
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

int distrust(Trust trust)
{
    switch (trust) {
    case Trust::Verified: return 0;
    case Trust::Unverified: return 1;
    case Trust::Unproven: return 2;
    case Trust::Blocked: return 3;
    }
    return 3;
}

} // namespace

bool NameIndex::Claim::operator<(const Claim &other) const
{
    return std::tie(distrust, firstSeenMs, peer) < std::tie(other.distrust, other.firstSeenMs, other.peer);
}

std::optional<PeerId> NameIndex::owner(const QString &folded) const
{
    const auto claims = m_names.constFind(folded);
    return claims == m_names.constEnd() ? std::nullopt : std::optional(claims->begin()->peer);
}

NameIndex::Affected NameIndex::insert(const PeerId &peer, const QString &name, Trust trust, qint64 firstSeenMs)
{
    const Entry entry {fold(name), {distrust(trust), firstSeenMs, peer}};
    const auto known = m_peers.constFind(peer);
    if (known != m_peers.constEnd() && known->folded == entry.folded && !(known->claim < entry.claim)
        && !(entry.claim < known->claim))
        return {};
    Affected affected = remove(peer);
    const std::optional<PeerId> before = owner(entry.folded);
    m_names[entry.folded].insert(entry.claim);
    m_peers.insert(peer, entry);
    if (before && owner(entry.folded) != before)
        affected.append(*before);
    return affected;
}

NameIndex::Affected NameIndex::remove(const PeerId &peer)
{
    const auto known = m_peers.constFind(peer);
    if (known == m_peers.constEnd())
        return {};
    const Entry entry = *known;
    m_peers.erase(known);
    std::set<Claim> &claims = m_names[entry.folded];
    const bool wasOwner = claims.begin()->peer == peer;
    claims.erase(entry.claim);
    if (claims.empty()) {
        m_names.remove(entry.folded);
        return {};
    }
    return wasOwner ? Affected {claims.begin()->peer} : Affected {};
}

bool NameIndex::isTaken(const PeerId &peer) const
{
    const auto known = m_peers.constFind(peer);
    return known != m_peers.constEnd() && owner(known->folded) != peer;
}

QList<PeerId> NameIndex::withName(const QString &name) const
{
    QList<PeerId> peers;
    const auto claims = m_names.constFind(fold(name));
    if (claims == m_names.constEnd())
        return peers;
    for (const Claim &claim : *claims)
        peers.append(claim.peer);
    return peers;
}

} // namespace peers
