#include "native/manualpeers.h"

#include "native/connectionlog.h"

namespace native {

ManualPeers::ManualPeers(LinkTable &table, QObject *parent)
    : QObject(parent)
    , m_table(table)
{
    connect(&m_table, &LinkTable::unlinked, this, [this](const model::PeerId &peer) { unlinked(peer); });
}

ManualPeers::~ManualPeers() = default;

void ManualPeers::setEndpoints(const QList<model::Endpoint> &endpoints)
{
    std::erase_if(m_places, [&endpoints](const Place &place) { return !endpoints.contains(place.endpoint); });
    for (const model::Endpoint &endpoint : endpoints) {
        if (!find(endpoint) && qsizetype(m_places.size()) < mostEndpoints)
            add(endpoint);
    }
}

bool ManualPeers::isManual(const model::PeerId &peer) const
{
    return std::any_of(m_places.begin(), m_places.end(), [&peer](const Place &place) { return place.peer == peer; });
}

void ManualPeers::encourageAll()
{
    QList<model::Endpoint> waiting;
    for (Place &place : m_places) {
        place.backoff.reset();
        if (place.pause->isActive())
            waiting.append(place.endpoint);
    }
    for (const model::Endpoint &endpoint : waiting)
        dial(endpoint);
}

void ManualPeers::stop()
{
    m_places.clear();
}

void ManualPeers::add(const model::Endpoint &endpoint)
{
    const Timings &times = m_table.timings();
    Place place{endpoint, {}, net::Backoff(times.backoffFirst, times.backoffMost), {}, LaterPtr<QTimer>(new QTimer)};
    place.pause->setSingleShot(true);
    connect(place.pause.get(), &QTimer::timeout, this, [this, endpoint] { dial(endpoint); });
    m_places.push_back(std::move(place));
    dial(endpoint);
}

void ManualPeers::dial(const model::Endpoint &endpoint)
{
    Place *place = find(endpoint);
    if (!place || place->dial || m_table.find(place->peer))
        return;
    place->pause->stop();
    place->dial.reset(new Dial(m_table, {endpoint}, {}));
    Dial *made = place->dial.get();
    connect(made, &Dial::ended, this, [this, endpoint](const model::PeerId &peer, const base::Error &error) {
        dialEnded(endpoint, peer, error);
    });
    made->start();
}

void ManualPeers::dialEnded(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error)
{
    Place *place = find(endpoint);
    if (!place)
        return;
    place->dial.reset();
    if (!peer.isNull())
        place->peer = peer;
    if (error.fault != base::Fault::None)
        qCDebug(lcLink) << "an added address does not answer -" << error.detail;
    if (peer.isNull() || !m_table.find(peer))
        place->pause->start(place->backoff.next());
    else
        place->backoff.reset();
}

void ManualPeers::unlinked(const model::PeerId &peer)
{
    for (Place &place : m_places) {
        if (place.peer == peer && !place.dial)
            place.pause->start(place.backoff.next());
    }
}

ManualPeers::Place *ManualPeers::find(const model::Endpoint &endpoint)
{
    const auto found = std::find_if(m_places.begin(), m_places.end(),
                                    [&endpoint](const Place &place) { return place.endpoint == endpoint; });
    return found == m_places.end() ? nullptr : &*found;
}

} // namespace native
