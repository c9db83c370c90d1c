#include "native/presenceengine.h"

#include "native/presencelimits.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

// What the engine is told from above, and what it does as time passes. What comes in is in presenceengine.cpp.

namespace native {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds never = milliseconds::max();
constexpr quint16 portsOfThisComputer = 16; // D … D+15
constexpr qsizetype mostGoodbyes = 200; // by unicast; the others have heard the broadcast
constexpr milliseconds settling{4'000}; // after a change of network: a burst and its answers
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
    if (!m_running || !row || row->standing != Standing::Fresh
        || !m_budget.probe(PresenceBudget::Urgency::Other, now))
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

void PresenceEngine::tick()
{
    if (!m_running)
        return;
    const milliseconds now = m_clock.steady();
    tickSchedule(now);
    tickAnswers(now);
    if (now >= m_silenceDue)
        tickSilence(now);
}

milliseconds PresenceEngine::nextDue() const
{
    if (!m_running)
        return never;
    return std::min({m_schedule.nextDue(), m_answers.nextDue(), m_silenceDue});
}

void PresenceEngine::tickSchedule(milliseconds now)
{
    if (m_twin.found())
        m_schedule.stop(); // two voices under one key would only confuse everybody
    for (;;) {
        switch (m_schedule.take(now, m_table.freshCount())) {
        case PresenceSchedule::Action::Nothing: return;
        case PresenceSchedule::Action::StartBurst: startBurst(now); break;
        case PresenceSchedule::Action::RepeatBurst: repeatBurst(now); break;
        case PresenceSchedule::Action::Beacon:
            m_voice.setInterval(PresenceSchedule::promisedInterval(m_table.freshCount()));
            m_world.sendEverywhere(m_voice.announce({}));
            break;
        }
    }
}

void PresenceEngine::repeatBurst(milliseconds now)
{
    if (m_burstSolicits)
        m_announced.told = now;
    m_world.sendEverywhere(m_burst);
}

void PresenceEngine::startBurst(milliseconds now)
{
    m_burstSolicits = std::exchange(m_solicit, Solicit::Nobody) == Solicit::Everybody;
    if (m_burstSolicits)
        m_announcedBefore = std::exchange(m_announced, PresenceNonce{PresenceVoice::newNonce(), now});
    m_voice.setInterval(PresenceSchedule::promisedInterval(m_table.freshCount()));
    m_burst = m_voice.announce(m_burstSolicits ? m_announced.bytes : QByteArray());
    m_world.sendEverywhere(m_burst);
    if (!std::exchange(m_greetThisComputer, false))
        return;
    for (quint16 i = 0; i < portsOfThisComputer; ++i) {
        const auto port = quint16(m_discoveryPort + i);
        if (port >= m_discoveryPort && port != m_port)
            m_world.send(m_burst, {QHostAddress(QHostAddress::LocalHost), port});
    }
}

void PresenceEngine::tickAnswers(milliseconds now)
{
    for (const model::PeerId &peer : m_answers.takeDue(now)) {
        PresenceRow *row = m_table.find(peer);
        if (!row || !std::exchange(row->asked.answerWaits, false) || row->asked.confirmed)
            continue;
        sendAnswer(*row, now);
    }
}

void PresenceEngine::sendAnswer(PresenceRow &row, milliseconds now)
{
    if (!m_budget.answer(row.asked.source.address, now))
        return;
    const QByteArray nonce = tellNonce(row, now);
    m_world.send(m_voice.answer(row.peer, row.asked.nonce, nonce), row.asked.source);
}

// One nonce serves the questions of some seconds, so that answers under way stay right.
QByteArray PresenceEngine::tellNonce(PresenceRow &row, milliseconds now)
{
    constexpr milliseconds reuse = limits::nonceLife / 3;
    if (row.told.bytes.isEmpty() || now - row.told.told > reuse)
        row.toldBefore = std::exchange(row.told, PresenceNonce{PresenceVoice::newNonce(), now});
    return row.told.bytes;
}

void PresenceEngine::sendProbe(PresenceRow &row, milliseconds now)
{
    const auto urgency = careFor(row) == PresenceSilence::Care::Watched ? PresenceBudget::Urgency::Watched
                                                                        : PresenceBudget::Urgency::Other;
    if (!m_budget.probe(urgency, now))
        return; // its turn comes with the next look
    // A nonce of its own: towards one that was confirmed the other side stays silent.
    row.toldBefore = std::exchange(row.told, PresenceNonce{PresenceVoice::newNonce(), now});
    const QByteArray datagram = m_voice.probe(row.peer, row.told.bytes);
    for (const PresenceSource &target : row.candidates.probeTargets(row.probes))
        m_world.send(datagram, target);
    row.probedAt = now;
    ++row.probes;
}

PresenceSilence::Care PresenceEngine::careFor(const PresenceRow &row) const
{
    return m_watched.contains(row.peer) ? PresenceSilence::Care::Watched : PresenceSilence::Care::Other;
}

void PresenceEngine::lookAt(const PresenceRow &row)
{
    m_silenceDue = std::min(m_silenceDue, PresenceSilence::nextLook(row, careFor(row)));
}

void PresenceEngine::tickSilence(milliseconds now)
{
    // Reads every row, so not more often than this.
    constexpr milliseconds looksApart{100};
    QList<model::PeerId> silent;
    milliseconds next = never;
    for (auto &[key, row] : m_table.rows()) {
        switch (PresenceSilence::stepFor(row, careFor(row), now)) {
        case PresenceSilence::Step::Nothing: break;
        case PresenceSilence::Step::Probe: sendProbe(row, now); break;
        case PresenceSilence::Step::Lose: silent.append(row.peer); continue;
        }
        next = std::min(next, PresenceSilence::nextLook(row, careFor(row)));
    }
    m_silenceDue = next == never ? never : std::max(next, now + looksApart);
    for (const model::PeerId &peer : silent) {
        if (PresenceRow *row = m_table.find(peer))
            lose(*row);
    }
}

void PresenceEngine::lose(PresenceRow &row)
{
    const bool shown = row.standing != Standing::Gone;
    m_table.setStanding(row, Standing::Gone);
    row.doubted = false;
    row.probes = 0;
    if (shown)
        m_world.peerLost(row.peer);
}

void PresenceEngine::tellEvicted()
{
    for (const model::PeerId &peer : m_table.takeEvicted())
        m_world.peerLost(peer);
}

} // namespace native
