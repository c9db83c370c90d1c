#include "transfer/transferqueue.h"

#include "base/then.h"
#include "transfer/order.h"
#include "transfer/queueparts.h"

#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QtConcurrentRun>

#include <algorithm>
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

void TransferQueue::Private::connectOwner(TransferQueue &q)
{
    connect(&ledger, &Ledger::changed, &q, &TransferQueue::changed);
    connect(&incoming, &Incoming::arrived, &q, &TransferQueue::added);
    connect(&incoming, &Incoming::outdated, &q, &TransferQueue::remove);
    connect(&incoming, &Incoming::listCame, &lists, &EntryList::listCame);
    connect(&lists, &EntryList::missing, &incoming, &Incoming::fetchList);
    // Before the rules are known nothing may be offered, so they come first.
    connect(&rules, &Rules::loaded, &q, [this, &q] {
        base::then(ledger.readStored(), &q, [this, &q](const base::Result<QList<store::StoredTransfer>> &stored) {
            if (stored)
                conductor.begin(*stored);
            else
                qCWarning(lcTransfer) << "cannot read the transfers -" << base::faultName(stored.error().fault);
            emit q.loaded();
        });
    });
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

// One that is still being scanned pauses when it could go.
void TransferQueue::Private::pauseTogether(Row &row)
{
    const bool isScanning = row.isOut() && row.is(TransferState::Preparing);
    if (!isScanning && !next(phaseOf(row.transfer()), Event::PausedHere))
        return;
    row.stored.pausedTogether = true;
    if (isScanning) {
        ledger.save(row);
        return;
    }
    ledger.apply(row, Event::PausedHere);
    conductor.halt(row);
    courier.tellPaused(row, base::Fault::None);
}

bool TransferQueue::Private::move(const TransferId &id, order::Step step)
{
    Row *row = ledger.find(id);
    if (!row)
        return false;
    const bool isOut = row->isOut();
    const PeerId peer = row->peer();
    if (!order::move(ledger, *row, step))
        return false;
    if (isOut)
        outgoing.tellOrder(peer, Outgoing::Order::Always);
    return true;
}

bool TransferQueue::Private::resume(Row &row)
{
    row.stored.pausedTogether = false;
    return row.isOut() ? outgoing.resume(row) : incoming.resume(row);
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
    d->rules.load();
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
    transfer.rank = d->ledger.lastRank();
    const TransferId id = transfer.id;
    Row &row = d->ledger.add(Ledger::makeRow(stored));
    d->ledger.save(row);
    d->outgoing.prepare(row);
    emit added(row.transfer());
    return id;
}

bool TransferQueue::accept(const TransferId &id, const QString &targetFolder)
{
    return accept(id, Acceptance{targetFolder, {}, {}});
}

bool TransferQueue::accept(const TransferId &id, const Acceptance &acceptance)
{
    Row *row = d->ledger.find(id);
    if (!row)
        return false;
    const QString folder = acceptance.folder.isEmpty() ? d->rules.folder(row->peer()) : acceptance.folder;
    const model::SameName sameName = acceptance.sameName.value_or(d->rules.sameName(row->peer()));
    return d->incoming.accept(*row, {folder, acceptance.unwanted, sameName});
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
    return row && (row->isDoneInPart() ? retryFailed(id) : d->resume(*row));
}

bool TransferQueue::retryFailed(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    return row && (row->isOut() ? d->outgoing.retryFailed(*row) : d->incoming.retryFailed(*row));
}

bool TransferQueue::moveFirst(const TransferId &id)
{
    return d->move(id, order::Step::First);
}

bool TransferQueue::moveUp(const TransferId &id)
{
    return d->move(id, order::Step::Up);
}

bool TransferQueue::moveDown(const TransferId &id)
{
    return d->move(id, order::Step::Down);
}

bool TransferQueue::moveTo(const TransferId &id, const TransferId &other)
{
    Row *row = d->ledger.find(id);
    Row *place = d->ledger.find(other);
    if (!row || !place)
        return false;
    const bool isOut = row->isOut();
    const PeerId peer = row->peer();
    if (!order::moveTo(d->ledger, *row, *place))
        return false;
    if (isOut)
        d->outgoing.tellOrder(peer, Outgoing::Order::Always);
    return true;
}

void TransferQueue::pauseEverything()
{
    const QList<TransferId> ids = d->ledger.ids();
    for (const TransferId &id : ids) {
        if (Row *row = d->ledger.find(id))
            d->pauseTogether(*row);
    }
}

void TransferQueue::resumeEverything()
{
    const QList<TransferId> ids = d->ledger.idsByRank();
    for (const TransferId &id : ids) {
        Row *row = d->ledger.find(id);
        if (!row || !std::exchange(row->stored.pausedTogether, false))
            continue;
        if (!row->isPausedByMe() || !d->resume(*row))
            d->ledger.save(*row);
    }
}

bool TransferQueue::isEverythingPaused() const
{
    const auto &rows = d->ledger.rows();
    return std::any_of(rows.begin(), rows.end(), [](const auto &row) {
        return row->stored.pausedTogether && !row->transfer().isOver();
    });
}

bool TransferQueue::cancel(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    if (!row || row->isEnded())
        return false;
    const bool known = !row->isOut() || !row->is(TransferState::Preparing); // the other side may have heard of it
    row->stored.pausedTogether = false;
    d->conductor.cancelled(*row, base::Fault::CancelledHere);
    if (known)
        d->courier.reply(*row, model::CancelPost{id, row->isOut()});
    return true;
}

bool TransferQueue::remove(const TransferId &id)
{
    Row *row = d->ledger.find(id);
    if (!row || !row->transfer().isOver() || row->jobActive || row->arriving)
        return false;
    if (!row->filesBusy)
        std::ignore = QtConcurrent::run(d->incoming.cleaner(*row, Incoming::Keep::Nothing));
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

Overall TransferQueue::overall() const
{
    return d->conductor.overall();
}

Rules &TransferQueue::rules()
{
    return d->rules;
}

QFuture<base::Result<EntryPage>> TransferQueue::entries(const TransferId &id, quint32 from, quint32 count)
{
    return d->lists.page(id, Which::All, from, count);
}

QFuture<base::Result<EntryPage>> TransferQueue::choose(const TransferId &id, const Choice &choice, quint32 from,
                                                       quint32 count)
{
    return d->lists.page(id, choice, from, count);
}

QFuture<base::Result<EntryPage>> TransferQueue::failedEntries(const TransferId &id, quint32 from, quint32 count)
{
    return d->lists.page(id, Which::Failed, from, count);
}

} // namespace transfer
