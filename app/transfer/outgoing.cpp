#include "transfer/outgoing.h"

#include "base/then.h"
#include "settings/keys.h"
#include "transfer/claims.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QSet>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace transfer {

using base::Fault;
using base::Result;
using model::Direction;
using model::TransferState;

namespace {

using std::chrono::milliseconds;

constexpr int mostPagesInFlight = 8; // an honest receiver asks for four
constexpr milliseconds firstRetry{500};
constexpr milliseconds longestRetry{60'000};

milliseconds retryDelay(int attempts)
{
    return std::min(longestRetry, firstRetry * (1 << std::min(attempts, 10)));
}

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

// What the receiver named, and what could not be read here: a result names only the first of many.
QList<model::FailedEntry> knownEntries(const model::ResultPost &result, const QList<model::FailedEntry> &ownFailures,
                                       quint32 entries)
{
    QList<model::FailedEntry> known;
    QSet<quint32> named;
    for (const model::FailedEntry &one : result.failed) {
        if (one.entry >= entries || named.contains(one.entry))
            continue;
        named.insert(one.entry);
        known.append(one);
    }
    for (const model::FailedEntry &one : ownFailures) {
        if (result.failedInAll > quint32(result.failed.size()) && !named.contains(one.entry))
            known.append(one);
    }
    return known;
}

// Files are named before links and folders; the unnamed rest is like the last one.
quint32 failedFiles(const model::ResultPost &result)
{
    const auto files = quint32(std::count_if(result.failed.begin(), result.failed.end(),
                                             [](const model::FailedEntry &one) { return one.isFile(); }));
    const auto named = quint32(result.failed.size());
    const bool restIsFiles = result.failed.empty() || result.failed.back().isFile();
    return files + (restIsFiles ? result.failedInAll - std::min(result.failedInAll, named) : 0);
}

// Said of what failed before it was to go again, and still on its way.
bool isOfTheRoundBefore(const Row &row, const model::ResultPost &result)
{
    if (!row.stored.reopened || result.failed.empty())
        return false;
    QSet<quint32> known;
    for (const model::FailedEntry &one : row.transfer().failed)
        known.insert(one.entry);
    return std::all_of(result.failed.begin(), result.failed.end(),
                       [&known](const model::FailedEntry &one) { return known.contains(one.entry); });
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

// Reads the manifest back into memory when it is not there.
void Outgoing::withLoaded(Row &row, const std::function<void(Row &)> &then)
{
    if (row.loaded)
        return then(row);
    row.whenLoaded.push_back(then);
    if (row.whenLoaded.size() > 1)
        return;
    row.filesBusy = true;
    row.stopScan = std::make_shared<std::atomic_bool>(false);
    const auto read = [stop = row.stopScan, sources = row.stored.sources, folder = m_ledger.folderOf(row.id()),
                       facts = row.facts()] { return readOwnManifest(folder, facts, sources, *stop); };
    base::then(QtConcurrent::run(read), this, [this, id = row.id()](const Result<LoadedPtr> &result) {
        if (Row *found = m_ledger.find(id))
            loaded(*found, result);
    });
}

void Outgoing::loaded(Row &row, const Result<LoadedPtr> &loaded)
{
    row.filesBusy = false;
    row.stopScan.reset();
    const auto waiting = std::exchange(row.whenLoaded, {});
    if (!loaded) {
        row.pagesInFlight = 0;
        if (!row.transfer().isOver())
            fail(row, loaded.error());
        return;
    }
    row.loaded = *loaded;
    for (const auto &then : waiting)
        then(row);
    emit m_ledger.moved();
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
    if (row.is(TransferState::Waiting) && !row.answer)
        m_ledger.apply(row, Event::OfferTaken);
    else
        emit m_ledger.moved();
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
        if (row->is(TransferState::Cancelled))
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

void Outgoing::declined(Row &row, const model::PostId &id, const model::Answer &answer)
{
    if (!row.transfer().isOver()) {
        halt(row);
        const bool byUser = answer.fault == Fault::None;
        m_ledger.apply(row, Event::Declined, {byUser ? Fault::Declined : answer.fault, {}});
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

void Outgoing::jobEnded(Row &row, const model::JobOutcome &outcome)
{
    if (!row.is(TransferState::Running))
        return;
    if (outcome.error.fault == Fault::None) {
        row.ownFailures = QList<model::FailedEntry>(outcome.failed.begin(), outcome.failed.end());
        m_ledger.apply(row, Event::Sent);
        return;
    }
    if (severityOf(outcome.error.fault) != Severity::Passing)
        return fail(row, outcome.error);
    const bool moved = row.transfer().bytesDone > row.bytesBefore;
    const bool counts = !moved && m_courier.isLinked(row.peer());
    row.attempts = counts ? row.attempts + 1 : 0;
    if (row.attempts >= mostAttempts)
        return fail(row, outcome.error);
    row.notBefore.setRemainingTime(retryDelay(row.attempts));
    broke(row);
}

void Outgoing::broke(Row &row)
{
    row.answer.reset();
    m_ledger.apply(row, Event::Broke);
}

void Outgoing::fail(Row &row, const base::Error &error)
{
    halt(row);
    if (m_ledger.apply(row, Event::Failed, error) && row.stored.round > 0)
        m_courier.tellPaused(row, error.fault);
}

void Outgoing::halt(Row &row)
{
    row.answer.reset();
    if (row.stopScan)
        *row.stopScan = true;
    m_hashes.forget(row.id());
    m_courier.withdraw(row, row.offer);
    m_courier.stopJob(row);
}

bool Outgoing::resume(Row &row)
{
    row.attempts = 0;
    row.notBefore.setRemainingTime(0);
    const bool unprepared = row.stored.manifestHash.isEmpty();
    if (!unprepared || !row.is(TransferState::Failed))
        return m_ledger.apply(row, Event::Resumed);
    if (row.filesBusy || !m_ledger.apply(row, Event::PrepareAgain))
        return false;
    prepare(row);
    return true;
}

bool Outgoing::retryFailed(Row &row)
{
    if (!row.isDoneInPart())
        return false;
    row.stored.reopened = true;
    m_ledger.apply(row, Event::Reopened);
    row.attempts = 0;
    row.notBefore.setRemainingTime(0);
    return true;
}

void Outgoing::linkChanged(Row &row, bool linked)
{
    linked ? m_hashes.relinked(row.id()) : m_hashes.stop(row.id());
    if (linked) {
        row.attempts = 0;
        row.notBefore.setRemainingTime(0);
    }
    // Bytes may go on without the link; what was said over it may not have arrived.
    const bool waits = row.is(TransferState::Waiting) && row.transfer().waitReason != model::WaitReason::PeerAway;
    if (row.is(TransferState::Offered) || row.is(TransferState::Verifying) || (waits && !linked))
        broke(row);
}

void Outgoing::pageAsked(const model::PeerId &peer, const model::ManifestRequestPost &request)
{
    Row *row = m_ledger.find(request.transfer, peer, Direction::Out);
    const bool isOver = row && row->transfer().isOver() && !row->isDoneInPart();
    if (!row || isOver || row->is(TransferState::Preparing) || row->pagesInFlight >= mostPagesInFlight)
        return;
    ++row->pagesInFlight;
    withLoaded(*row, [this, page = request.page](Row &ready) { sendPage(ready, page); });
}

// Only before the first answer; whoever wants to know later gets the files.
void Outgoing::hashesAsked(const model::PeerId &peer, const model::HashRequestPost &request)
{
    const auto mayAsk = [](const Row &row) {
        return (row.is(TransferState::Offered) || row.is(TransferState::Waiting)) && row.stored.round == 0 && !row.answer;
    };
    Row *row = m_ledger.find(request.transfer, peer, Direction::Out);
    if (!row || !mayAsk(*row))
        return;
    withLoaded(*row, [this, mayAsk, entries = request.entries](Row &ready) {
        if (mayAsk(ready))
            m_hashes.read(jobFor(ready), entries);
    });
}

void Outgoing::sendPage(Row &row, quint32 page)
{
    const auto read = [folder = m_ledger.folderOf(row.id()), loaded = row.loaded, page] {
        return readPage(folder, *loaded, page);
    };
    base::then(QtConcurrent::run(read), this, [this, id = row.id(), page](const Result<QByteArray> &bytes) {
        Row *found = m_ledger.find(id);
        if (!found)
            return;
        found->pagesInFlight = std::max(0, found->pagesInFlight - 1);
        if (bytes)
            m_courier.gateways().send(found->peer(), {{}, model::ManifestPagePost{id, page, *bytes}});
    });
}

void Outgoing::resulted(const model::PeerId &peer, const model::PostId &id, const model::ResultPost &result)
{
    Row *row = m_ledger.find(result.transfer, peer, Direction::Out);
    if (!row || row->stored.round == 0)
        return m_courier.acknowledge(peer, id);
    model::Transfer &transfer = row->transfer();
    if (!row->isEnded() && !isOfTheRoundBefore(*row, result)) {
        halt(*row);
        transfer.failed = knownEntries(result, row->ownFailures, transfer.entries);
        transfer.bytesDone = result.failedInAll == 0 && result.fault == Fault::None
                                 ? transfer.bytesTotal
                                 : std::min(result.bytes, transfer.bytesTotal);
        const quint32 files = failedFiles(result);
        const bool nothing = files >= transfer.files && files > 0;
        const bool broken = result.fault != Fault::None && result.failedInAll == 0;
        if (nothing || broken)
            m_ledger.apply(*row, Event::Failed, {result.fault, QStringLiteral("told by the receiver")});
        else
            m_ledger.apply(*row, Event::Finished);
    }
    m_courier.acknowledgeSaved(*row, id);
}

} // namespace transfer
