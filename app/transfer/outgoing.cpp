#include "transfer/outgoing.h"

#include "base/then.h"
#include "settings/keys.h"
#include "transfer/claims.h"
#include "transfer/order.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace transfer {

using base::Fault;
using base::Result;
using model::Direction;
using model::TransferState;

namespace {

model::Offer makeOffer(const Row &row, qint64 nowMs)
{
    model::Offer offer;
    offer.transfer = row.id();
    offer.title = row.transfer().name;
    offer.entries = row.transfer().entries;
    offer.bytes = row.transfer().bytesTotal;
    offer.manifestHash = row.stored.manifestHash;
    offer.manifestLength = row.stored.manifestLength;
    offer.manifest = row.loaded->inlineBytes;
    if (offer.manifest.isEmpty())
        offer.preview = row.transfer().preview;
    offer.timeMs = nowMs;
    offer.again = row.isRetry();
    return offer;
}

} // namespace

Outgoing::Outgoing(Ledger &ledger, Courier &courier, const settings::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_courier(courier)
    , m_settings(settings)
    , m_hashes(courier.gateways())
{
}

void Outgoing::prepare(Row &row)
{
    row.filesBusy = true;
    row.stopScan = std::make_shared<std::atomic_bool>(false);
    const model::TransferId id = row.id();
    const auto scan = [stop = row.stopScan, paths = row.stored.sources,
                       folder = m_ledger.folderOf(id)](QPromise<Result<Prepared>> &promise) {
        const auto progress = [&promise](quint32 entries) { promise.setProgressValue(int(entries)); };
        promise.addResult(prepareManifest(paths, folder, *stop, progress));
    };
    auto *watcher = new QFutureWatcher<Result<Prepared>>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this, [this, id](int entries) {
        Row *found = m_ledger.find(id);
        if (!found || !found->is(TransferState::Preparing))
            return;
        found->transfer().entries = quint32(entries);
        m_ledger.tell(*found);
    });
    connect(watcher, &QFutureWatcherBase::finished, this, [this, id, watcher] {
        watcher->deleteLater();
        if (Row *found = m_ledger.find(id))
            prepared(*found, watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(scan));
}

void Outgoing::prepared(Row &row, const Result<Prepared> &prepared)
{
    row.filesBusy = false;
    row.stopScan.reset();
    if (!row.is(TransferState::Preparing)) {
        emit m_ledger.moved();
        return;
    }
    if (!prepared) {
        row.transfer().entries = 0;
        fail(row, prepared.error());
        return;
    }
    model::Transfer &transfer = row.transfer();
    row.loaded = prepared->loaded;
    row.stored.sources = prepared->sources;
    row.stored.manifestHash = prepared->facts.hash;
    row.stored.manifestLength = prepared->facts.length;
    transfer.name = prepared->headline.title;
    transfer.preview = prepared->headline.preview;
    transfer.entries = prepared->facts.entries;
    transfer.files = row.loaded->manifest->files();
    transfer.bytesTotal = prepared->facts.bytes;
    transfer.path = row.stored.sources.value(0);
    m_ledger.apply(row, Event::Prepared);
    if (row.stored.pausedTogether)
        m_ledger.apply(row, Event::PausedHere);
}

void Outgoing::advance(Row &row)
{
    if (!row.is(TransferState::Waiting) || row.jobActive || row.filesBusy)
        return;
    if (row.answer) {
        if (m_ledger.placesTaken(Direction::Out) < m_settings.get(settings::keys::transfersAtOnce))
            start(row);
        return;
    }
    const bool mayOffer = row.offer.isNull() && row.notBefore.hasExpired() && m_courier.isLinked(row.peer())
                          && !m_courier.isFull(row.peer());
    if (!mayOffer)
        return;
    if (openOffers(row.peer()) < mostOpenOffers)
        withLoaded(row, [this](Row &ready) { offer(ready); });
    else if (row.transfer().waitReason != model::WaitReason::Queue)
        m_ledger.apply(row, Event::Held);
}

int Outgoing::openOffers(const model::PeerId &peer) const
{
    return int(std::count_if(m_ledger.rows().begin(), m_ledger.rows().end(), [&peer](const auto &row) {
        return row->isOut() && row->peer() == peer && (row->is(TransferState::Offered) || !row->offer.isNull());
    }));
}

void Outgoing::offer(Row &row)
{
    if (!row.is(TransferState::Waiting) || row.answer || !row.offer.isNull())
        return;
    const auto saved = [this](Row &sent, const model::PostId &post, const Result<bool> &result) {
        model::PostId obsolete = post;
        if (sent.offer != post)
            return m_courier.withdraw(sent, obsolete);
        if (result)
            return;
        sent.offer = {};
        fail(sent, result.error());
    };
    m_courier.send(row, row.offer, makeOffer(row, m_ledger.wallMs()), saved);
}

void Outgoing::offerTaken(Row &row, const model::PostId &offer)
{
    if (row.offer != offer)
        return;
    row.offer = {};
    tellOrder(row.peer(), Order::WhenMoved);
    if (row.is(TransferState::Waiting) && !row.answer)
        m_ledger.apply(row, Event::OfferTaken);
    else
        emit m_ledger.moved();
}

// The receiver puts an offer behind those that came before: it has to hear of another wish.
void Outgoing::tellOrder(const model::PeerId &peer, Order when)
{
    const QList<model::TransferId> ids = order::toBegin(m_ledger, peer);
    const bool isKnown = when == Order::WhenMoved && order::isNatural(m_ledger, ids);
    if (ids.size() > 1 && !isKnown && m_courier.isLinked(peer))
        m_courier.gateways().send(peer, {{}, model::OrderPost{ids.first(std::min(ids.size(), model::OrderPost::most))}});
}

void Outgoing::offerRefused(Row &row, const model::PostId &offer, Fault fault)
{
    if (row.offer != offer)
        return;
    row.offer = {};
    if (fault == Fault::TooMany) {
        // The other side has enough of our offers open; some will be answered.
        row.notBefore.setRemainingTime(longestRetry);
        emit m_ledger.moved();
        return;
    }
    const Event end = row.isRetry() ? Event::Settled : Event::Failed;
    if (!row.transfer().isOver())
        m_ledger.apply(row, end, {fault, QStringLiteral("offer refused")});
}

void Outgoing::answered(const model::PeerId &peer, const model::PostId &id, const model::Answer &answer)
{
    Row *row = m_ledger.find(answer.transfer, peer, Direction::Out);
    if (!row || row->is(TransferState::Preparing))
        return m_courier.refuse(peer, id, Fault::NotFound);
    if (!answer.accepted)
        return declined(*row, id, answer);
    const quint32 begun = std::max(row->stored.round, row->answer ? row->answer->round : 0);
    if (row->isDoneInPart() && answer.round > begun)
        retryFailed(*row); // the receiver tries again what did not arrive
    if (row->isEnded() || row->isPausedByMe() || answer.round <= begun) {
        const bool isWhole = row->is(TransferState::Done) && answer.round > begun; // a retry, but nothing is left
        if (row->is(TransferState::Cancelled) || isWhole)
            m_courier.reply(*row, model::CancelPost{row->id(), true});
        if (row->isPausedByMe())
            m_courier.tellPaused(*row, row->transfer().error.fault);
        return m_courier.acknowledge(peer, id);
    }
    withLoaded(*row, [this, id, answer](Row &ready) { takeAnswer(ready, id, answer); });
}

void Outgoing::takeAnswer(Row &row, const model::PostId &id, const model::Answer &answer)
{
    if (!fits(answer, *row.loaded->manifest))
        return m_courier.refuse(row.peer(), id, Fault::Malformed);
    const bool wanted = !row.isEnded() && !row.isPausedByMe();
    if (wanted) {
        m_hashes.forget(row.id());
        m_courier.withdraw(row, row.offer);
        m_courier.stopJob(row);
        row.answer = answer;
        m_ledger.apply(row, Event::Answered);
    }
    m_courier.acknowledgeSaved(row, id);
}

model::Job Outgoing::jobFor(const Row &row)
{
    model::Job job;
    job.transfer = row.id();
    job.peer = row.peer();
    job.direction = Direction::Out;
    job.manifest = row.loaded->manifest;
    job.sources = std::make_shared<const QStringList>(row.stored.sources);
    return job;
}

void Outgoing::start(Row &row)
{
    withLoaded(row, [this](Row &ready) {
        if (!ready.is(TransferState::Waiting) || !ready.answer || ready.jobActive)
            return;
        const model::Answer answer = *std::exchange(ready.answer, std::nullopt);
        model::Job job = jobFor(ready);
        job.round = ready.stored.round = answer.round;
        ready.stored.reopened = false;
        job.skip = answer.skip;
        job.partial = answer.partial;
        ready.skipped = answer.skip;
        ready.transfer().bytesDone = bytesHeld(answer, *job.manifest);
        m_courier.startJob(ready, job);
        m_ledger.beginRate(ready);
        m_ledger.apply(ready, Event::Started);
    });
}

} // namespace transfer
