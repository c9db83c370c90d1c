#include "native/presencetable.h"

#include "native/presencelimits.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace native {
namespace {

constexpr size_t roomAtOnce = 100; // making room reads the whole table

size_t hashOf(const QByteArray &key)
{
    return qHash(key, QHashSeed::globalSeed());
}

bool mayGo(const PresenceRow &row)
{
    return !row.saved && !row.linked && row.standing != Standing::Fresh;
}

} // namespace

bool PresenceNonce::isQuotedBy(const QByteArray &echo, std::chrono::milliseconds now) const
{
    return !echo.isEmpty() && echo == bytes && now - told <= limits::nonceLife;
}

PresenceTable::PresenceTable(qsizetype most)
    : m_rows(64, hashOf)
    , m_most(most)
{
}

PresenceRow *PresenceTable::find(const model::PeerId &peer)
{
    const auto found = m_rows.find(peer.key());
    return found == m_rows.end() ? nullptr : &found->second;
}

const PresenceRow *PresenceTable::find(const model::PeerId &peer) const
{
    const auto found = m_rows.find(peer.key());
    return found == m_rows.end() ? nullptr : &found->second;
}

PresenceRow *PresenceTable::ensure(const model::PeerId &peer)
{
    if (PresenceRow *known = find(peer))
        return known;
    if (qsizetype(m_rows.size()) >= m_most)
        makeRoom();
    if (qsizetype(m_rows.size()) >= m_most)
        return nullptr;
    PresenceRow &row = m_rows[peer.key()];
    row.peer = peer;
    return &row;
}

void PresenceTable::remove(const model::PeerId &peer)
{
    if (PresenceRow *row = find(peer))
        setStanding(*row, Standing::Gone);
    m_rows.erase(peer.key());
}

void PresenceTable::setStanding(PresenceRow &row, Standing standing)
{
    m_fresh += (standing == Standing::Fresh ? 1 : 0) - (row.standing == Standing::Fresh ? 1 : 0);
    row.standing = standing;
    if (standing != Standing::Fresh)
        row.key.reset();
}

void PresenceTable::makeRoom()
{
    std::vector<const PresenceRow *> victims;
    for (const auto &[key, row] : m_rows) {
        if (mayGo(row))
            victims.push_back(&row);
    }
    const size_t count = std::min(roomAtOnce, victims.size());
    std::partial_sort(victims.begin(), victims.begin() + qptrdiff(count), victims.end(),
                      [](const PresenceRow *a, const PresenceRow *b) {
                          return std::pair(a->standing, a->heardAt) < std::pair(b->standing, b->heardAt);
                      });
    victims.resize(count);
    for (const PresenceRow *victim : victims) {
        const model::PeerId peer = victim->peer;
        if (victim->standing != Standing::Gone)
            m_evicted.append(peer);
        m_rows.erase(peer.key());
    }
}

QList<model::PeerId> PresenceTable::takeEvicted()
{
    return std::exchange(m_evicted, {});
}

} // namespace native
