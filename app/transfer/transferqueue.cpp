#include "transfer/transferqueue.h"

#include "base/then.h"
#include "transfer/conductor.h"

#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <utility>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcTransfer, "landline.transfer", QtInfoMsg)

using model::Direction;
using model::PeerId;
using model::Transfer;
using model::TransferId;
using model::TransferState;

} // namespace

class TransferQueue::Private
{
public:
    Private(store::TransferStore &store, settings::Settings &settings, peers::PeerDirectory &directory,
            outbox::Outbox &posts, gateway::Gateways &door, const base::Clock &clock, Places places)
        : peers(directory)
        , outbox(posts)
        , gateways(door)
        , ledger(store, clock, std::move(places.stateFolder))
        , courier(ledger, directory, posts, door)
        , incoming(ledger, courier, settings, {runningAtOnce, std::move(places.defaultTarget)})
        , outgoing(ledger, courier, runningAtOnce)
        , conductor(ledger, courier, incoming, outgoing)
    {
    }

    void connectOwner(TransferQueue &q);
    void connectServices();
    // A post of theirs counts at all.
    [[nodiscard]] bool listensTo(const PeerId &peer) const { return !conductor.isClosed() && !peers.isBlocked(peer); }

    peers::PeerDirectory &peers;
    outbox::Outbox &outbox;
    gateway::Gateways &gateways;
    Ledger ledger;
    Courier courier;
    Incoming incoming;
    Outgoing outgoing;
    Conductor conductor;
};

void TransferQueue::Private::connectOwner(TransferQueue &q)
{
    connect(&ledger, &Ledger::changed, &q, &TransferQueue::changed);
    connect(&incoming, &Incoming::arrived, &q, &TransferQueue::added);
    connect(&incoming, &Incoming::outdated, &q, &TransferQueue::remove);
}

void TransferQueue::Private::connectServices()
{
    connect(&peers, &peers::PeerDirectory::reachable, &conductor,
            [this](const PeerId &id) { conductor.linkChanged(id, true); });
    connect(&peers, &peers::PeerDirectory::unreachable, &conductor,
            [this](const PeerId &id) { conductor.linkChanged(id, false); });
    connect(&peers, &peers::PeerDirectory::peerChanged, &conductor, [this](const model::Peer &peer) {
        if (peer.trust == model::Trust::Blocked)
            conductor.blocked(peer.id);
    });
    connect(&outbox, &outbox::Outbox::delivered, &conductor,
            [this](const PeerId &, const model::Post &post) { conductor.delivered(post); });
    connect(&outbox, &outbox::Outbox::refused, &conductor,
            [this](const PeerId &, const model::Post &post, base::Fault fault) { conductor.refused(post, fault); });
    connect(&gateways, &gateway::Gateways::jobProgressed, &conductor, &Conductor::progressed);
    connect(&gateways, &gateway::Gateways::jobFinished, &conductor, &Conductor::jobFinished);
}

TransferQueue::TransferQueue(store::TransferStore &store, settings::Settings &settings, peers::PeerDirectory &peers,
                             outbox::Outbox &outbox, gateway::Gateways &gateways, const base::Clock &clock,
                             Places places, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(store, settings, peers, outbox, gateways, clock, std::move(places)))
{
    d->connectOwner(*this);
    d->connectServices();
}

TransferQueue::~TransferQueue() = default;

void TransferQueue::load()
{
    base::then(d->ledger.readStored(), this, [this](const base::Result<QList<store::StoredTransfer>> &stored) {
        if (stored)
            d->conductor.begin(*stored);
        else
            qCWarning(lcTransfer) << "cannot read the transfers -" << base::faultName(stored.error().fault);
        emit loaded();
    });
}

TransferId TransferQueue::send(const PeerId &peer, const QStringList &paths)
{
    if (paths.isEmpty() || !d->peers.peer(peer) || d->conductor.isClosed())
        return {};
    store::StoredTransfer stored;
    for (const QString &path : paths)
        stored.sources.append(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    Transfer &transfer = stored.transfer;
    transfer.id = TransferId::random();
    transfer.peer = peer;
    transfer.direction = Direction::Out;
    transfer.path = stored.sources.first();
    transfer.name = QFileInfo(transfer.path).fileName();
    transfer.createdAtMs = d->ledger.wallMs();
    const TransferId id = transfer.id;
    Row &row = d->ledger.add(Ledger::makeRow(stored));
    d->ledger.save(row);
    d->outgoing.prepare(row);
    emit added(row.transfer());
    return id;
}

bool TransferQueue::accept(const TransferId &id, const QString &targetFolder)
{
    Row *row = d->ledger.find(id);
    return row && d->incoming.accept(*row, targetFolder);
}

bool TransferQueue::decline(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    return row && d->incoming.decline(*row);
}

bool TransferQueue::pause(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    if (!row || !d->ledger.apply(*row, Event::PausedHere))
        return false;
    d->conductor.halt(*row);
    d->courier.tellPaused(*row, base::Fault::None);
    return true;
}

bool TransferQueue::resume(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    return row && (row->isOut() ? d->outgoing.resume(*row) : d->incoming.resume(*row));
}

bool TransferQueue::cancel(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    if (!row || row->isEnded())
        return false;
    const bool known = !row->isOut() || !row->is(TransferState::Preparing); // the other side may have heard of it
    d->conductor.halt(*row);
    d->ledger.apply(*row, Event::Cancelled, {base::Fault::CancelledHere, {}});
    if (known)
        d->courier.reply(*row, model::CancelPost{id, row->isOut()});
    return true;
}

bool TransferQueue::remove(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    if (!row || !row->transfer().isOver() || row->jobActive || row->arriving)
        return false;
    if (!row->tidied && !row->filesBusy)
        std::ignore = QtConcurrent::run(d->incoming.cleaner(*row));
    d->ledger.erase(id);
    emit removed(id);
    return true;
}

void TransferQueue::pauseAll()
{
    d->conductor.close();
}

QList<Transfer> TransferQueue::transfers() const
{
    QList<Transfer> all;
    for (const auto &row : d->ledger.rows()) {
        if (!row->arriving)
            all.append(row->transfer());
    }
    return all;
}

std::optional<Transfer> TransferQueue::transfer(const TransferId &id) const
{
    const Row *row = d->ledger.find(id);
    return row && !row->arriving ? std::optional(row->transfer()) : std::nullopt;
}

quint64 TransferQueue::bytesPerSecond() const
{
    quint64 sum = 0;
    for (const auto &row : d->ledger.rows())
        sum += row->transfer().bytesPerSecond;
    return sum;
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::Offer &offer)
{
    if (!id.isNull() && d->listensTo(peer))
        d->incoming.offered(peer, id, offer);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::Answer &answer)
{
    if (!id.isNull() && d->listensTo(peer))
        d->outgoing.answered(peer, id, answer);
}

void TransferQueue::receive(const PeerId &peer, const model::ManifestRequestPost &request)
{
    if (d->listensTo(peer))
        d->outgoing.pageAsked(peer, request);
}

void TransferQueue::receive(const PeerId &peer, const model::ManifestPagePost &page)
{
    if (d->listensTo(peer))
        d->incoming.pageCame(peer, page);
}

void TransferQueue::receive(const PeerId &peer, const model::PausePost &pause)
{
    Row *row = d->ledger.find(pause.transfer);
    if (!row || row->peer() != peer || !d->listensTo(peer))
        return;
    // An open question stays one; a pause of our own is not overruled.
    const base::Error why = pause.fault == base::Fault::None ? base::Error{} : base::Error{pause.fault, {}};
    if (row->isAccepted() && !row->is(TransferState::Paused) && d->ledger.apply(*row, Event::PausedThere, why))
        d->conductor.halt(*row);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::CancelPost &cancel)
{
    if (id.isNull() || !d->listensTo(peer))
        return;
    Row *row = d->ledger.find(cancel.transfer);
    if (!row || row->peer() != peer || row->isEnded())
        return d->courier.acknowledge(peer, id);
    d->conductor.halt(*row);
    d->ledger.apply(*row, Event::Cancelled, {base::Fault::CancelledThere, {}});
    d->courier.acknowledgeSaved(*row, id);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::ResultPost &result)
{
    if (!id.isNull() && d->listensTo(peer))
        d->outgoing.resulted(peer, id, result);
}

} // namespace transfer
