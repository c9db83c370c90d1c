#include "native/roster.h"

#include "native/features.h"

namespace native {
namespace {

QList<model::Endpoint> endpointsOf(const model::Endpoint &linkedAt, const std::optional<Discovery::Heard> &heard)
{
    QList<model::Endpoint> all;
    if (linkedAt.port != 0)
        all.append(linkedAt);
    if (heard) {
        for (const model::Endpoint &endpoint : heard->candidates) {
            if (!all.contains(endpoint))
                all.append(endpoint);
        }
    }
    return all;
}

} // namespace

void Roster::heard(const Discovery::Heard &heard)
{
    Row &row = m_rows[heard.peer];
    // Presence knows where links were: what it has dropped, the peer has left.
    const bool wasThere = row.heard && row.heard->candidates.contains(row.endpoint);
    if (wasThere && !heard.candidates.contains(row.endpoint))
        row.endpoint = {};
    row.heard = heard;
    // Between two links the datagrams are the newer word.
    if (!row.linked && heard.fresh)
        row.hello.reset();
    tell(heard.peer);
}

void Roster::lost(const model::PeerId &peer)
{
    const auto row = m_rows.find(peer);
    if (row == m_rows.end())
        return;
    row->heard.reset();
    if (!row->linked)
        forget(peer);
}

void Roster::linked(const model::PeerId &peer, const wire::Hello &hello, const model::Endpoint &endpoint)
{
    Row &row = m_rows[peer];
    row.hello = hello;
    row.endpoint = endpoint;
    row.linked = true;
    row.proven = true;
    tell(peer);
}

void Roster::presenceChanged(const model::PeerId &peer, const wire::PresenceChange &change)
{
    const auto row = m_rows.find(peer);
    if (row == m_rows.end() || !row->hello)
        return;
    row->hello->name = change.name;
    row->hello->presence = change.presence;
    row->hello->profile = change.profile;
    tell(peer);
}

void Roster::unlinked(const model::PeerId &peer, After after)
{
    const auto row = m_rows.find(peer);
    if (row == m_rows.end())
        return;
    row->linked = false;
    // Without datagrams nobody would ever tell that a broken one is gone.
    const bool mayBeThere = row->heard.has_value() || after == After::Idle;
    if (after == After::Goodbye || !mayBeThere)
        forget(peer);
    else
        tell(peer);
}

void Roster::drop(const model::PeerId &peer)
{
    if (m_rows.contains(peer))
        forget(peer);
}

bool Roster::isFresh(const model::PeerId &peer) const
{
    const auto row = m_rows.constFind(peer);
    return row != m_rows.constEnd() && row->heard && row->heard->fresh;
}

QList<model::Endpoint> Roster::endpoints(const model::PeerId &peer) const
{
    const auto row = m_rows.constFind(peer);
    return row == m_rows.constEnd() ? QList<model::Endpoint>() : endpointsOf(row->endpoint, row->heard);
}

model::Sighting Roster::sightingOf(const model::PeerId &peer, const Row &row) const
{
    model::Sighting sighting;
    sighting.peer = peer;
    sighting.endpoints = endpointsOf(row.endpoint, row.heard);
    const bool online = row.heard && row.heard->fresh;
    sighting.reach = row.linked ? model::Reach::Linked : online ? model::Reach::Online : model::Reach::Heard;
    const QString name = row.hello ? row.hello->name : row.heard ? row.heard->name : row.told.name;
    sighting.name = wire::cleanName(name, peer.shortText());
    sighting.presence = row.hello ? row.hello->presence : row.heard ? row.heard->presence : row.told.presence;
    if (row.hello || row.heard)
        sighting.capabilities = capabilitiesOf(row.hello ? row.hello->features : row.heard->features);
    // The program is told on links only; what it was last stays true enough.
    sighting.program = row.hello ? wire::cleanName(row.hello->program, {}) : row.told.program;
    sighting.proven = row.proven;
    sighting.notes = row.heard ? row.heard->notes : row.told.notes;
    return sighting;
}

void Roster::tell(const model::PeerId &peer)
{
    Row &row = m_rows[peer];
    const model::Sighting sighting = sightingOf(peer, row);
    if (sighting == row.told)
        return;
    row.told = sighting;
    emit seen(sighting);
}

void Roster::forget(const model::PeerId &peer)
{
    m_rows.remove(peer);
    emit gone(peer);
}

} // namespace native
