#include "native/presencecandidates.h"

#include "native/presencelimits.h"

#include <algorithm>

namespace native {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds restless {10'000}; // a full list does not give up what was seen within this time
constexpr qsizetype mostTargets = 3;

} // namespace

qsizetype PresenceCandidates::indexOf(const QHostAddress &address, quint16 tcpPort) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const Candidate &candidate) {
        return candidate.address == address && candidate.tcpPort == tcpPort;
    });
    return found == m_all.end() ? -1 : found - m_all.begin();
}

bool PresenceCandidates::add(const Candidate &candidate)
{
    if (m_all.size() >= limits::candidatesPerPeer) {
        const auto weakest = std::min_element(m_all.begin(), m_all.end(), [](const Candidate &a, const Candidate &b) {
            return std::pair(a.rank, a.seen) < std::pair(b.rank, b.seen);
        });
        const bool weaker = weakest->rank < candidate.rank;
        if (!weaker && (weakest->rank > candidate.rank || candidate.seen - weakest->seen < restless))
            return false;
        m_all.erase(weakest);
    }
    m_all.append(candidate);
    order();
    return true;
}

// Within a rank the order stays as it is, or every beacon on another path would be a change; but the one proved last
// goes first.
void PresenceCandidates::order()
{
    std::stable_sort(m_all.begin(), m_all.end(), [](const Candidate &a, const Candidate &b) {
        if (a.rank != b.rank)
            return a.rank > b.rank;
        return a.rank == Rank::Proved && a.ranked > b.ranked;
    });
}

bool PresenceCandidates::saw(const PresenceSource &source, quint16 tcpPort, Rank rank, milliseconds now)
{
    if (tcpPort == 0)
        return false;
    const qsizetype at = indexOf(source.address, tcpPort);
    if (at < 0)
        return add({source.address, tcpPort, source.port, rank, now, now});
    Candidate &known = m_all[at];
    // A repeat can be anybody's; it does not move the port that answered.
    if (rank >= Rank::Answered || known.rank == Rank::Heard || known.udpPort == 0)
        known.udpPort = source.port;
    known.seen = now;
    if (rank <= known.rank)
        return false;
    const QList<model::Endpoint> before = endpoints();
    known.rank = rank;
    known.ranked = now;
    order();
    return endpoints() != before;
}

bool PresenceCandidates::proved(const model::Endpoint &endpoint, milliseconds now)
{
    const QHostAddress address(endpoint.host);
    if (address.isNull() || endpoint.port == 0)
        return false;
    const QList<model::Endpoint> before = endpoints();
    const qsizetype at = indexOf(address, endpoint.port);
    if (at < 0) {
        add({address, endpoint.port, 0, Rank::Proved, now, now});
        return endpoints() != before;
    }
    m_all[at].rank = Rank::Proved;
    m_all[at].ranked = now;
    m_all[at].seen = now;
    order();
    return endpoints() != before;
}

bool PresenceCandidates::remember(const model::Endpoint &endpoint)
{
    const QHostAddress address(endpoint.host);
    if (address.isNull() || endpoint.port == 0 || indexOf(address, endpoint.port) >= 0)
        return false;
    return add({address, endpoint.port, 0, Rank::Heard, {}, {}});
}

bool PresenceCandidates::remove(const model::Endpoint &endpoint)
{
    const qsizetype at = indexOf(QHostAddress(endpoint.host), endpoint.port);
    if (at < 0)
        return false;
    m_all.removeAt(at);
    return true;
}

bool PresenceCandidates::portIs(quint16 port, quint16 before)
{
    return m_all.removeIf([port, before](const Candidate &candidate) {
        const bool isForwarded = candidate.rank == Rank::Proved && candidate.tcpPort != before;
        return candidate.tcpPort != port && !isForwarded;
    }) > 0;
}

bool PresenceCandidates::dropUnseenSince(milliseconds then)
{
    const bool something =
        std::any_of(m_all.begin(), m_all.end(), [then](const Candidate &candidate) { return candidate.seen >= then; });
    if (!something)
        return false;
    return m_all.removeIf([then](const Candidate &candidate) {
        return candidate.seen < then && candidate.rank != Rank::Proved;
    }) > 0;
}

QList<model::Endpoint> PresenceCandidates::endpoints() const
{
    QList<model::Endpoint> result;
    for (const Candidate &candidate : m_all)
        result.append({candidate.address.toString(), candidate.tcpPort});
    return result;
}

bool PresenceCandidates::has(const QHostAddress &address) const
{
    return std::any_of(m_all.begin(), m_all.end(),
                       [&](const Candidate &candidate) { return candidate.address == address; });
}

QList<PresenceSource> PresenceCandidates::probeTargets(int attempt) const
{
    QList<Candidate> byAge = m_all;
    std::stable_sort(byAge.begin(), byAge.end(), [](const Candidate &a, const Candidate &b) {
        const bool aTold = a.rank != Rank::Heard;
        const bool bTold = b.rank != Rank::Heard;
        return aTold != bTold ? aTold : a.seen > b.seen;
    });
    QList<PresenceSource> targets;
    for (const Candidate &candidate : byAge) {
        targets.append({candidate.address, candidate.udpPort != 0 ? candidate.udpPort : candidate.tcpPort});
        if (targets.size() >= (attempt == 0 ? 1 : mostTargets))
            break;
    }
    return targets;
}

} // namespace native
