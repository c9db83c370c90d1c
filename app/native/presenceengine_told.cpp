#include "native/presenceengine.h"

#include "native/presencelimits.h"

#include <QtEndian>

#include <algorithm>

// What the engine is told from above. What comes in is in presenceengine.cpp, what time brings in
// presenceengine_out.cpp.

namespace native {

using std::chrono::milliseconds;

namespace {

constexpr qsizetype mostGoodbyes = 200; // by unicast; the others have heard the broadcast
constexpr milliseconds settling {4'000}; // after a change of network: a burst and its answers
constexpr qsizetype mostKnownAddresses = 10'000;

// Epoch and seq as they were kept with a contact.
void takeNotes(PresenceRow &row, const QByteArray &notes)
{
    if (row.numbered || notes.size() != 2 * qsizetype(sizeof(quint32)))
        return;
    row.numbered = true;
    row.epoch = qFromBigEndian<quint32>(notes.constData());
    row.seq = qFromBigEndian<quint32>(notes.constData() + sizeof(quint32));
}

} // namespace

PresenceEngine::PresenceEngine(std::shared_ptr<const identity::Identity> identity, quint32 epoch,
                               const base::Clock &clock, PresenceWorld &world)
    : m_clock(clock)
    , m_world(world)
    , m_voice(std::move(identity), epoch)
    , m_twin(m_voice, m_budget, world)
    , m_table(limits::peersRemembered)
{
}

void PresenceEngine::setInterfaces(const QList<net::Interface> &interfaces)
{
    m_interfaces = interfaces;
    m_twin.setOwnAddresses(interfaces);
}

void PresenceEngine::start(quint16 port, quint16 discoveryPort, const Discovery::Own &own,
                           const QList<model::Contact> &contacts)
{
    m_port = port;
    m_discoveryPort = discoveryPort;
    m_voice.setPort(port);
    m_voice.setOwn(own);
    for (const model::Contact &contact : contacts) {
        if (contact.peer.network() != model::Network::Landline || contact.peer.isNull()
            || m_blocked.contains(contact.peer))
            continue;
        PresenceRow *row = m_table.ensure(contact.peer);
        if (!row)
            break;
        row->saved = true;
        row->name = contact.name;
        takeNotes(*row, contact.notes);
        for (const model::Endpoint &endpoint : contact.endpoints) {
            if (row->candidates.remember(endpoint) && m_known.size() < mostKnownAddresses)
                m_known.insert(QHostAddress(endpoint.host));
        }
    }
    m_running = true;
    m_greetThisComputer = true;
    announce();
}

void PresenceEngine::stop()
{
    if (!m_running)
        return;
    m_running = false;
    m_schedule.stop();
    m_answers.clear();
    const QByteArray goodbye = m_voice.goodbye();
    m_world.sendEverywhere(goodbye);
    qsizetype told = 0;
    for (const auto &[key, row] : m_table.rows()) {
        if (row.standing != Standing::Fresh || ++told > mostGoodbyes)
            continue;
        for (const PresenceSource &target : row.candidates.probeTargets(0))
            m_world.send(goodbye, target);
    }
}

void PresenceEngine::setOwn(const Discovery::Own &own)
{
    if (own == m_voice.own())
        return;
    m_voice.setOwn(own);
    if (!m_running || m_twin.found())
        return;
    // Everybody is to know, but nobody needs to answer, unless they were being asked just now.
    if (m_schedule.isBursting() && m_burstSolicits)
        m_solicit = Solicit::Everybody;
    m_schedule.requestBurst(m_clock.steady());
}

void PresenceEngine::setBlocked(const QSet<model::PeerId> &blocked)
{
    const bool unblocked = std::any_of(m_blocked.begin(), m_blocked.end(),
                                       [&](const model::PeerId &peer) { return !blocked.contains(peer); });
    m_blocked = blocked;
    for (const model::PeerId &peer : blocked) {
        const PresenceRow *row = m_table.find(peer);
        if (!row)
            continue;
        const bool shown = row->standing != Standing::Gone;
        m_table.remove(peer);
        if (shown)
            m_world.peerLost(peer);
    }
    if (unblocked)
        announce(); // whoever came back is to be seen now, not with its next beacon
}

void PresenceEngine::setWatched(const QSet<model::PeerId> &watched)
{
    m_watched = watched;
    for (const model::PeerId &peer : watched) {
        if (const PresenceRow *row = m_table.find(peer))
            lookAt(*row);
    }
}

void PresenceEngine::announce()
{
    if (!m_running || m_twin.found())
        return;
    m_solicit = Solicit::Everybody;
    m_schedule.requestBurst(m_clock.steady());
}

void PresenceEngine::networkChanged()
{
    announce();
    // Who matters and does not answer the burst is asked in person, without waiting for its silence to grow long.
    const milliseconds now = m_clock.steady();
    for (const model::PeerId &peer : m_watched) {
        PresenceRow *row = m_table.find(peer);
        if (row && row->standing == Standing::Fresh) {
            row->heardAt = std::min(row->heardAt, now + settling - limits::watchedSilence);
            lookAt(*row);
        }
    }
}

void PresenceEngine::call(const model::PeerId &peer)
{
    PresenceRow *row = m_table.find(peer);
    const milliseconds now = m_clock.steady();
    if (!m_running || !row || row->standing != Standing::Fresh || !m_budget.probe(PresenceBudget::Urgency::Other, now))
        return;
    const QByteArray datagram = m_voice.call(peer, tellNonce(*row, now));
    for (const PresenceSource &target : row->candidates.probeTargets(1))
        m_world.send(datagram, target);
}

void PresenceEngine::linkProved(const model::PeerId &peer, const model::Endpoint &endpoint)
{
    PresenceRow *row = m_blocked.contains(peer) ? nullptr : m_table.ensure(peer);
    tellEvicted();
    if (!row)
        return;
    const milliseconds now = m_clock.steady();
    row->linked = true;
    row->saidGoodbye = false;
    row->heardAt = now;
    row->doubted = false;
    row->probes = 0;
    if (row->standing == Standing::Gone) {
        m_table.setStanding(*row, Standing::Heard);
        row->heardOnlySince = now;
    }
    const QHostAddress address(endpoint.host);
    if (!address.isNull() && m_known.size() < mostKnownAddresses)
        m_known.insert(address);
    if (row->candidates.proved(endpoint, now))
        m_world.peerChanged(peer);
}

void PresenceEngine::linkEnded(const model::PeerId &peer)
{
    PresenceRow *row = m_table.find(peer);
    if (!row || !row->linked)
        return;
    row->linked = false;
    if (row->saidGoodbye)
        return lose(*row);
    row->doubted = true;
    row->probes = 0;
    lookAt(*row);
}

void PresenceEngine::dropCandidate(const model::PeerId &peer, const model::Endpoint &endpoint)
{
    PresenceRow *row = m_table.find(peer);
    if (row && row->candidates.remove(endpoint))
        m_world.peerChanged(peer);
}

} // namespace native
