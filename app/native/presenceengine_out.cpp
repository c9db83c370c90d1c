#include "native/presenceengine.h"

#include "native/presencelimits.h"

#include <algorithm>
#include <utility>

// What the engine does as time passes. What comes in is in presenceengine.cpp.

namespace native {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds never = milliseconds::max();
constexpr quint16 portsOfThisComputer = 16; // D … D+15

} // namespace

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
        m_announcedBefore = std::exchange(m_announced, PresenceNonce {PresenceVoice::newNonce(), now});
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
        row.toldBefore = std::exchange(row.told, PresenceNonce {PresenceVoice::newNonce(), now});
    return row.told.bytes;
}

void PresenceEngine::sendProbe(PresenceRow &row, milliseconds now)
{
    const auto urgency = careFor(row) == PresenceSilence::Care::Watched ? PresenceBudget::Urgency::Watched
                                                                        : PresenceBudget::Urgency::Other;
    if (!m_budget.probe(urgency, now))
        return; // its turn comes with the next look
    // A nonce of its own: towards one that was confirmed the other side stays silent.
    row.toldBefore = std::exchange(row.told, PresenceNonce {PresenceVoice::newNonce(), now});
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
    constexpr milliseconds looksApart {100};
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
