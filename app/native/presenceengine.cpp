#include "native/presenceengine.h"

#include "identity/fingerprint.h"
#include "native/presencelimits.h"
#include "wire/codec.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <utility>

// What comes in. What the engine is told is in presenceengine_told.cpp, what time brings in presenceengine_out.cpp.

namespace native {

using std::chrono::milliseconds;

namespace {

bool isNewer(const PresenceRow &row, const wire::Presence &presence)
{
    return !row.numbered || std::pair(presence.epoch, presence.seq) > std::pair(row.epoch, row.seq);
}

bool carriesFields(const wire::Presence &presence)
{
    return presence.kind != wire::PresenceKind::Goodbye;
}

} // namespace

bool PresenceEngine::isWelcome(const QHostAddress &from) const
{
    return net::isAttached(m_interfaces, from) || m_known.contains(from);
}

void PresenceEngine::receive(const net::Datagram &datagram)
{
    const milliseconds now = m_clock.steady();
    if (!m_running || datagram.bytes.size() > wire::largestDatagram || !m_budget.admit(datagram.from, now)
        || !isWelcome(datagram.from))
        return;
    base::Result<wire::SignedPresence> content = wire::decodePresence(datagram.bytes);
    if (!content)
        return;
    Arrival arrival {std::move(*content), {}, {datagram.from, datagram.port}, datagram.bytes, {}, now};
    arrival.peer = identity::peerIdOfPoint(arrival.presence().key);
    const model::PeerId &own = m_voice.identity().id();
    if (arrival.peer.isNull() || m_blocked.contains(arrival.peer))
        return;
    const QByteArray &to = arrival.presence().to;
    if (!to.isEmpty() && to != PresenceVoice::prefixOf(own))
        return;
    if (arrival.peer == own)
        return m_twin.receive(arrival.content, arrival.from, now);
    judge(arrival);
}

void PresenceEngine::judge(Arrival &arrival)
{
    PresenceRow *row = m_table.find(arrival.peer);
    if (row)
        arrival.digest = identity::sha256(arrival.bytes);
    if (row && (arrival.digest == row->lastDigest || arrival.digest == row->askDigest))
        return repeat(*row, arrival);
    arrival.cause = causeOf(row, arrival.presence(), arrival.now);
    if (!m_budget.check(arrival.cause, arrival.now) || !isGenuine(row, arrival))
        return;
    if (!row)
        arrival.digest = identity::sha256(arrival.bytes);
    accept(arrival);
}

PresenceBudget::Cause PresenceEngine::causeOf(const PresenceRow *row, const wire::Presence &presence,
                                              milliseconds now) const
{
    using Cause = PresenceBudget::Cause;
    // An answer addressed to somebody else could be had by asking with our nonce; so it must name us.
    if (presence.to.isEmpty())
        return Cause::None;
    if (row && (row->told.isQuotedBy(presence.echo, now) || row->toldBefore.isQuotedBy(presence.echo, now)))
        return Cause::Probe;
    const bool announced =
        m_announced.isQuotedBy(presence.echo, now) || m_announcedBefore.isQuotedBy(presence.echo, now);
    return announced ? Cause::Announce : Cause::None;
}

bool PresenceEngine::isGenuine(const PresenceRow *row, const Arrival &arrival) const
{
    if (row && row->key)
        return row->key->verify(arrival.content.signedBytes, arrival.content.signature);
    const identity::PublicKey key(arrival.presence().key);
    return key.isValid() && key.verify(arrival.content.signedBytes, arrival.content.signature);
}

// The same bytes on another path, or again in a burst. Later they are a replay and mean nothing.
void PresenceEngine::repeat(PresenceRow &row, const Arrival &arrival)
{
    if (arrival.now - row.acceptedAt > limits::repeatLife)
        return;
    if (row.candidates.saw(arrival.from, row.port, PresenceCandidates::Rank::Heard, arrival.now))
        m_world.peerChanged(row.peer);
    if (!arrival.presence().nonce.isEmpty())
        asked(row, arrival);
}

void PresenceEngine::accept(const Arrival &arrival)
{
    PresenceRow *known = m_table.find(arrival.peer);
    if (arrival.presence().kind == wire::PresenceKind::Goodbye)
        return sayGoodbye(known, arrival);
    if (known && !isNewer(*known, arrival.presence()) && !arrival.isEchoed())
        return askIfRestored(*known, arrival);
    PresenceRow *row = m_table.ensure(arrival.peer);
    tellEvicted();
    if (!row)
        return;

    bool changed = takeFields(*row, arrival);
    const auto rank = arrival.isEchoed() ? PresenceCandidates::Rank::Answered : PresenceCandidates::Rank::Heard;
    changed = row->candidates.saw(arrival.from, row->port, rank, arrival.now) || changed;
    const milliseconds old = arrival.now - milliseconds(qint64(row->interval) * 3000);
    changed = row->candidates.dropUnseenSince(old) || changed;
    const Standing before = row->standing;
    takeStanding(*row, arrival);
    if (changed || row->standing != before)
        m_world.peerChanged(row->peer);
    if (arrival.cause == PresenceBudget::Cause::Probe)
        row->asked.confirmed = true;
    lookAt(*row);
    if (!arrival.presence().nonce.isEmpty())
        asked(*row, arrival);
    obeyCall(*row, arrival);
}

// Numbers of an earlier run: a replay, or a profile restored from a backup, which only a right echo can tell. That one
// would wait for our next announce, so it is asked.
void PresenceEngine::askIfRestored(PresenceRow &row, const Arrival &arrival)
{
    const bool asks = row.standing == Standing::Gone && arrival.presence().kind == wire::PresenceKind::Announce
                      && arrival.presence().epoch < row.epoch && arrival.now - row.probedAt >= limits::nonceLife;
    if (!asks || !m_budget.probe(PresenceBudget::Urgency::Other, arrival.now))
        return;
    row.probedAt = arrival.now;
    m_world.send(m_voice.probe(row.peer, tellNonce(row, arrival.now)), arrival.from);
}

// Returns whether something changed that others see.
bool PresenceEngine::takeFields(PresenceRow &row, const Arrival &arrival)
{
    const wire::Presence &presence = arrival.presence();
    row.acceptedAt = arrival.now;
    row.lastDigest = arrival.digest;
    if (!presence.nonce.isEmpty())
        row.askDigest = arrival.digest;
    // An echo is fresh whatever its number, and resets an epoch that a restored backup has lowered; within an epoch
    // it may merely have been overtaken.
    if (!isNewer(row, presence) && presence.epoch == row.epoch)
        return false;
    const bool restarted = !row.numbered || row.epoch != presence.epoch;
    row.numbered = true;
    row.epoch = presence.epoch;
    row.seq = presence.seq;
    row.saidGoodbye = false;
    if (!carriesFields(presence))
        return restarted;

    const bool hasState = presence.kind != wire::PresenceKind::Probe;
    const QString name = wire::cleanName(presence.name, row.peer.shortText());
    const model::Presence status = hasState ? presence.status : row.status;
    bool changed = restarted || row.name != name || row.port != presence.port || row.features != presence.features
                   || row.status != status;
    if (row.port != presence.port || restarted)
        changed = row.candidates.portIs(presence.port, row.port) || changed;
    row.name = name;
    row.port = presence.port;
    row.features = presence.features;
    row.status = status;
    if (hasState)
        row.interval = presence.interval;
    return changed;
}

void PresenceEngine::takeStanding(PresenceRow &row, const Arrival &arrival)
{
    row.heardAt = arrival.now;
    if (arrival.isEchoed())
        m_table.setStanding(row, Standing::Fresh);
    if (row.standing == Standing::Fresh && !row.key)
        row.key.emplace(arrival.presence().key);
    if (row.standing == Standing::Gone) {
        m_table.setStanding(row, Standing::Heard);
        row.heardOnlySince = arrival.now;
        row.probes = 0;
    }
    // One that never answers is asked once more with every beacon: our question may have been lost.
    if (row.standing == Standing::Fresh || row.doubted)
        row.probes = 0;
    else if (row.probes >= limits::probesBeforeLost && arrival.now - row.probedAt >= limits::nonceLife)
        row.probes = limits::probesBeforeLost - 1;
    row.doubted = false;
}

void PresenceEngine::sayGoodbye(PresenceRow *row, const Arrival &arrival)
{
    const wire::Presence &presence = arrival.presence();
    if (!row || !row->numbered || presence.epoch != row->epoch || presence.seq <= row->seq)
        return;
    row->seq = presence.seq;
    row->lastDigest = arrival.digest;
    row->saidGoodbye = true;
    if (!row->linked)
        lose(*row);
}

void PresenceEngine::asked(PresenceRow &row, const Arrival &arrival)
{
    const wire::Presence &presence = arrival.presence();
    if (presence.kind == wire::PresenceKind::Answer) {
        // The confirmation; without a nonce, so that it ends here.
        if (m_budget.answer(arrival.from.address, arrival.now))
            m_world.send(m_voice.answer(row.peer, presence.nonce, {}), arrival.from);
        return;
    }
    if (row.asked.nonce != presence.nonce)
        row.asked = {presence.nonce, arrival.from, row.asked.answerWaits, false};
    if (row.asked.confirmed)
        return;
    row.asked.source = arrival.from;
    if (presence.kind == wire::PresenceKind::Probe)
        return sendAnswer(row, arrival.now);
    if (row.asked.answerWaits)
        return;
    const milliseconds most = PresenceAnswers::spreadFor(m_table.freshCount());
    const milliseconds wait(QRandomGenerator::global()->bounded(int(most.count()) + 1));
    row.asked.answerWaits = m_answers.add(row.peer, arrival.now + wait);
}

void PresenceEngine::obeyCall(const PresenceRow &row, const Arrival &arrival)
{
    const bool calls = arrival.presence().kind == wire::PresenceKind::Probe && arrival.presence().call;
    if (!calls || row.standing != Standing::Fresh || !row.candidates.has(arrival.from.address))
        return;
    if (m_budget.obeyCall(row.peer, arrival.now))
        m_world.peerCalled(row.peer);
}

std::optional<Discovery::Heard> PresenceEngine::heard(const model::PeerId &peer) const
{
    const PresenceRow *row = m_table.find(peer);
    if (!row || row->standing == Standing::Gone || !row->numbered)
        return std::nullopt;
    Discovery::Heard heard;
    heard.peer = row->peer;
    heard.name = row->name;
    heard.candidates = row->candidates.endpoints();
    heard.fresh = row->standing == Standing::Fresh;
    heard.presence = row->status;
    heard.features = row->features;
    heard.notes.resize(2 * qsizetype(sizeof(quint32)));
    qToBigEndian(row->epoch, heard.notes.data());
    qToBigEndian(row->seq, heard.notes.data() + sizeof(quint32));
    return heard;
}

bool PresenceEngine::isFresh(const model::PeerId &peer) const
{
    const PresenceRow *row = m_table.find(peer);
    return row && row->standing == Standing::Fresh;
}

QList<model::Endpoint> PresenceEngine::candidates(const model::PeerId &peer) const
{
    const PresenceRow *row = m_table.find(peer);
    return row ? row->candidates.endpoints() : QList<model::Endpoint>();
}

} // namespace native
