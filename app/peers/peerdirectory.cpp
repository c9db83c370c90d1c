#include "peers/peerdirectory.h"

#include "base/then.h"
#include "peers/contactsaver.h"
#include "peers/nameindex.h"
#include "peers/strangers.h"

#include <QLoggingCategory>

namespace peers {
namespace {

Q_LOGGING_CATEGORY(lcPeers, "landline.peers", QtInfoMsg)

using model::Peer;
using model::PeerId;
using model::Reach;
using model::Sighting;
using model::Trust;

constexpr qsizetype mostEndpoints = 8;
constexpr qsizetype mostNotes = 4096; // bytes
constexpr qsizetype shortestPrefix = 4;
constexpr qsizetype candidatesTold = 10;

struct Known {
    Peer peer;
    Trust trustBefore = Trust::Unverified; // of a blocked one
    qint64 firstSeenMs = 0;
    QByteArray notes;
    bool isStored = false;
};

store::StoredPeer toStored(const Known &known)
{
    store::StoredPeer stored;
    stored.contact = {known.peer.id,    known.peer.name,       known.peer.endpoints,
                      known.peer.trust, known.peer.lastSeenMs, known.notes};
    stored.trustBefore = known.trustBefore;
    stored.firstSeenMs = known.firstSeenMs;
    return stored;
}

Known fromStored(const store::StoredPeer &stored)
{
    Known known;
    const model::Contact &contact = stored.contact;
    known.peer.id = contact.peer;
    known.peer.name = contact.name.isEmpty() ? contact.peer.shortText() : contact.name;
    known.peer.endpoints = contact.endpoints;
    known.peer.trust = contact.trust;
    known.peer.lastSeenMs = contact.lastSeenMs;
    known.trustBefore = stored.trustBefore;
    known.firstSeenMs = stored.firstSeenMs;
    known.notes = contact.notes;
    known.isStored = true;
    return known;
}

// What of a sighting is worth a write.
bool isWorthSaving(const Known &before, const Known &after)
{
    return before.peer.name != after.peer.name || before.peer.endpoints != after.peer.endpoints
           || before.peer.lastSeenMs != after.peer.lastSeenMs || before.notes != after.notes;
}

bool hasAddress(const Peer &peer, const QString &words)
{
    return std::any_of(peer.endpoints.begin(), peer.endpoints.end(), [&words](const model::Endpoint &endpoint) {
        return endpoint.host == words || endpoint.toText() == words || u'[' + endpoint.host + u']' == words;
    });
}

QString describe(const Peer &peer)
{
    const QString address = peer.endpoints.isEmpty() ? QString() : u' ' + peer.endpoints.first().toText();
    return peer.name + u' ' + peer.id.toText().left(16) + address;
}

} // namespace

class PeerDirectory::Private
{
public:
    Private(PeerDirectory &owner, store::PeerStore &peerStore, gateway::Gateways &door, const base::Clock &time)
        : q(owner)
        , store(peerStore)
        , gateways(door)
        , clock(time)
        , saver(peerStore, time)
    {
    }

    void take(const QList<store::StoredPeer> &stored);
    void seen(const Sighting &sighting);
    void add(const Sighting &sighting);
    void merge(Known &known, const Sighting &sighting) const;
    void change(const Known &after);
    void lost(const PeerId &id);
    void setTrust(Known known, Trust trust);
    void remove(const PeerId &id);
    void noteStranger(const Known &known);
    void renamed(const NameIndex::Affected &affected);
    NameIndex::Affected index(const Known &known);
    [[nodiscard]] QList<PeerId> matching(const QString &words) const;

    PeerDirectory &q;
    store::PeerStore &store;
    gateway::Gateways &gateways;
    const base::Clock &clock;
    QHash<PeerId, Known> known;
    NameIndex names;
    Strangers strangers {mostStrangers};
    ContactSaver saver;
};

void PeerDirectory::Private::take(const QList<store::StoredPeer> &stored)
{
    for (const store::StoredPeer &one : stored) {
        if (known.contains(one.contact.peer))
            continue;
        const Known fresh = fromStored(one);
        known.insert(fresh.peer.id, fresh);
        std::ignore = index(fresh);
    }
    for (Known &one : known)
        one.peer.nameTaken = names.isTaken(one.peer.id);
    const QList<Peer> all = q.peers();
    for (const Peer &peer : all)
        emit q.peerAdded(peer);
}

NameIndex::Affected PeerDirectory::Private::index(const Known &one)
{
    return names.insert(one.peer.id, one.peer.name, one.peer.trust, one.firstSeenMs);
}

void PeerDirectory::Private::merge(Known &one, const Sighting &sighting) const
{
    Peer &peer = one.peer;
    peer.name = sighting.name;
    if (!sighting.endpoints.isEmpty())
        peer.endpoints = sighting.endpoints.mid(0, mostEndpoints);
    peer.reach = sighting.reach;
    peer.presence = sighting.presence;
    peer.capabilities = sighting.capabilities;
    peer.program = sighting.program;
    // A datagram that was merely heard may be a recorded one.
    if (sighting.reach >= Reach::Online)
        peer.lastSeenMs = clock.wallMs();
    if (sighting.proven && peer.trust == Trust::Unproven)
        peer.trust = Trust::Unverified;
    if (sighting.notes.size() <= mostNotes && !sighting.notes.isEmpty())
        one.notes = sighting.notes;
}

void PeerDirectory::Private::seen(const Sighting &sighting)
{
    if (sighting.peer.isNull() || sighting.name.isEmpty())
        return;
    if (sighting.reach == Reach::Gone)
        return lost(sighting.peer);
    const auto found = known.constFind(sighting.peer);
    if (found == known.constEnd())
        return add(sighting);
    if (found->peer.trust == Trust::Blocked)
        return;
    Known after = *found;
    merge(after, sighting);
    change(after);
}

void PeerDirectory::Private::add(const Sighting &sighting)
{
    Known fresh;
    fresh.peer.id = sighting.peer;
    fresh.firstSeenMs = clock.wallMs();
    merge(fresh, sighting);
    const NameIndex::Affected affected = index(fresh);
    fresh.peer.nameTaken = names.isTaken(sighting.peer);
    fresh.isStored = sighting.proven;
    known.insert(sighting.peer, fresh);
    if (fresh.isStored)
        saver.saveNow(toStored(fresh));
    emit q.peerAdded(fresh.peer);
    renamed(affected);
    noteStranger(fresh);
    if (fresh.peer.reach == Reach::Linked)
        emit q.reachable(sighting.peer);
}

// Takes the new state of a known peer: index, store, signals.
void PeerDirectory::Private::change(const Known &wanted)
{
    const PeerId id = wanted.peer.id;
    const Known before = known.value(id);
    Known after = wanted;
    const NameIndex::Affected affected = index(after);
    after.peer.nameTaken = names.isTaken(id);
    const bool isNewlyStored = !before.isStored && after.peer.trust != Trust::Unproven;
    after.isStored = after.isStored || isNewlyStored;
    known.insert(id, after);
    if (isNewlyStored || after.isStored != before.isStored || after.peer.trust != before.peer.trust)
        saver.saveNow(toStored(after));
    else if (after.isStored && isWorthSaving(before, after))
        saver.saveSoon(toStored(after));
    const bool wasLinked = before.peer.reach == Reach::Linked;
    const bool isLinked = after.peer.reach == Reach::Linked;
    if (wasLinked && !isLinked)
        emit q.unreachable(id);
    if (after.peer != before.peer)
        emit q.peerChanged(after.peer);
    renamed(affected);
    noteStranger(after);
    if (!wasLinked && isLinked)
        emit q.reachable(id);
}

void PeerDirectory::Private::lost(const PeerId &id)
{
    const auto found = known.constFind(id);
    if (found == known.constEnd() || found->peer.reach == Reach::Gone)
        return;
    Known after = *found;
    if (after.peer.reach >= Reach::Online)
        after.peer.lastSeenMs = clock.wallMs();
    after.peer.reach = Reach::Gone;
    change(after);
}

void PeerDirectory::Private::noteStranger(const Known &one)
{
    if (one.isStored)
        return strangers.remove(one.peer.id);
    if (const std::optional<PeerId> evicted = strangers.note(one.peer.id, one.peer.reach))
        remove(*evicted);
}

void PeerDirectory::Private::remove(const PeerId &id)
{
    const Known gone = known.take(id);
    strangers.remove(id);
    saver.forget(id);
    const NameIndex::Affected affected = names.remove(id);
    if (gone.peer.reach == Reach::Linked)
        emit q.unreachable(id);
    emit q.peerRemoved(id);
    renamed(affected);
}

// Somebody else got or lost a name these share.
void PeerDirectory::Private::renamed(const NameIndex::Affected &affected)
{
    for (const PeerId &id : affected) {
        const auto found = known.find(id);
        if (found == known.end() || found->peer.nameTaken == names.isTaken(id))
            continue;
        found->peer.nameTaken = names.isTaken(id);
        emit q.peerChanged(found->peer);
    }
}

void PeerDirectory::Private::setTrust(Known one, Trust trust)
{
    const Trust before = one.peer.trust;
    if (trust == Trust::Blocked) {
        one.trustBefore = one.peer.trust;
        one.peer.reach = Reach::Gone;
    }
    one.peer.trust = trust;
    one.isStored = true;
    qCInfo(lcPeers) << one.peer.id.shortText() << "is" << model::toText(trust);
    change(one);
    emit q.trustSet(one.peer.id, before, trust);
    emit q.setupChanged();
}

QList<PeerId> PeerDirectory::Private::matching(const QString &words) const
{
    if (const PeerId exact = PeerId::fromText(words.toLower()); known.contains(exact))
        return {exact};
    QList<PeerId> found = names.withName(words);
    const QString prefix = words.toLower();
    for (const Known &one : known) {
        const bool startsSo = words.size() >= shortestPrefix && one.peer.id.toText().startsWith(prefix);
        if ((startsSo || hasAddress(one.peer, words)) && !found.contains(one.peer.id))
            found.append(one.peer.id);
    }
    return found;
}

PeerDirectory::PeerDirectory(store::PeerStore &store, gateway::Gateways &gateways, const base::Clock &clock,
                             QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, store, gateways, clock))
{
    connect(&gateways, &gateway::Gateways::peerSeen, this, [this](const Sighting &sighting) { d->seen(sighting); });
    connect(&gateways, &gateway::Gateways::peerLost, this, [this](const PeerId &id) { d->lost(id); });
}

PeerDirectory::~PeerDirectory() = default;

void PeerDirectory::load()
{
    base::then(d->store.all(), this, [this](const base::Result<QList<store::StoredPeer>> &stored) {
        if (stored)
            d->take(*stored);
        else
            qCWarning(lcPeers) << "contacts cannot be read:" << stored.error().detail;
        emit loaded();
    });
}

QList<Peer> PeerDirectory::peers() const
{
    QList<Peer> all;
    all.reserve(d->known.size());
    for (const Known &one : std::as_const(d->known))
        all.append(one.peer);
    return all;
}

std::optional<Peer> PeerDirectory::peer(const PeerId &id) const
{
    const auto found = d->known.constFind(id);
    return found == d->known.constEnd() ? std::nullopt : std::optional(found->peer);
}

base::Result<PeerId> PeerDirectory::find(const QString &words) const
{
    const QList<PeerId> found = d->matching(words.trimmed());
    if (found.size() == 1)
        return found.first();
    if (found.isEmpty())
        return base::failure(base::Fault::NotFound, words);
    QStringList candidates;
    for (const PeerId &id : found.mid(0, candidatesTold))
        candidates.append(describe(d->known.value(id).peer));
    candidates.sort();
    if (found.size() > candidatesTold)
        candidates.append(QStringLiteral("and %1 more").arg(found.size() - candidatesTold));
    return base::failure(base::Fault::Ambiguous, candidates.join(QLatin1String("; ")));
}

bool PeerDirectory::isBlocked(const PeerId &id) const
{
    const auto found = d->known.constFind(id);
    return found != d->known.constEnd() && found->peer.trust == Trust::Blocked;
}

QList<model::Contact> PeerDirectory::contacts() const
{
    QList<model::Contact> contacts;
    for (const Known &one : std::as_const(d->known)) {
        if (one.isStored)
            contacts.append(toStored(one).contact);
    }
    return contacts;
}

QSet<PeerId> PeerDirectory::withTrust(Trust trust) const
{
    QSet<PeerId> ids;
    for (const Known &one : std::as_const(d->known)) {
        if (one.peer.trust == trust)
            ids.insert(one.peer.id);
    }
    return ids;
}

void PeerDirectory::verify(const PeerId &id)
{
    const auto found = d->known.constFind(id);
    if (found != d->known.constEnd() && found->peer.trust != Trust::Blocked && found->peer.trust != Trust::Verified)
        d->setTrust(*found, Trust::Verified);
}

void PeerDirectory::unverify(const PeerId &id)
{
    const auto found = d->known.constFind(id);
    if (found != d->known.constEnd() && found->peer.trust == Trust::Verified)
        d->setTrust(*found, Trust::Unverified);
}

void PeerDirectory::block(const PeerId &id)
{
    const auto found = d->known.constFind(id);
    if (found != d->known.constEnd() && found->peer.trust != Trust::Blocked)
        d->setTrust(*found, Trust::Blocked);
}

void PeerDirectory::unblock(const PeerId &id)
{
    const auto found = d->known.constFind(id);
    if (found == d->known.constEnd() || found->peer.trust != Trust::Blocked)
        return;
    d->setTrust(*found, found->trustBefore);
    // What it said meanwhile was not kept: ask again.
    d->gateways.announce();
}

void PeerDirectory::forget(const PeerId &id)
{
    base::then(d->store.isInUse(id), this, [this, id](const base::Result<bool> &inUse) {
        const std::optional<Peer> found = peer(id);
        if (!inUse || *inUse || !found || found->reach != Reach::Gone || found->trust == Trust::Blocked)
            return;
        std::ignore = d->store.remove(id);
        d->remove(id);
        emit setupChanged();
    });
}

void PeerDirectory::keep(const PeerId &id)
{
    const auto found = d->known.constFind(id);
    if (found == d->known.constEnd() || found->isStored)
        return;
    Known kept = *found;
    kept.isStored = true;
    d->change(kept);
}

} // namespace peers
