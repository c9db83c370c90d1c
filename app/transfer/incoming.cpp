#include "transfer/incoming.h"

#include "base/then.h"
#include "files/diskspace.h"
#include "settings/keys.h"
#include "transfer/admission.h"
#include "transfer/claims.h"

#include <QDir>
#include <QtConcurrentRun>

#include <utility>

namespace transfer {
namespace {

constexpr int comparisonsAtOnce = 2;

} // namespace

using base::Fault;
using base::Result;
using model::Direction;
using model::TransferState;

Incoming::Incoming(Ledger &ledger, Courier &courier, settings::Settings &settings, Rules &rules, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_courier(courier)
    , m_settings(settings)
    , m_rules(rules)
{
    m_readers.setMaxThreadCount(comparisonsAtOnce);
}

Incoming::~Incoming()
{
    for (const auto &row : m_ledger.rows())
        row->comparison.reset();
    m_readers.waitForDone();
}

void Incoming::offered(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer)
{
    Fault fault = admission::judge(offer);
    if (fault != Fault::None)
        return m_courier.refuse(peer, id, fault);
    if (Row *known = m_ledger.find(offer.transfer)) {
        const bool same = known->peer() == peer && !known->isOut() && known->stored.manifestHash == offer.manifestHash;
        if (!same)
            return m_courier.refuse(peer, id, Fault::NotPermitted);
        return repeated(*known, id, offer.again);
    }
    if (offer.again)
        return m_courier.refuse(peer, id, Fault::NotFound); // there is no rest to go on with
    fault = admission::judgeLoad(m_ledger, peer);
    if (fault != Fault::None)
        return m_courier.refuse(peer, id, fault);
    admit(peer, id, offer);
}

void Incoming::repeated(Row &row, const model::PostId &id, bool again)
{
    if (row.arriving) {
        row.unconfirmed.append(id);
        return;
    }
    const bool sameOffer = row.lastOffer == id;
    row.lastOffer = id;
    if (again && !sameOffer && row.isDoneInPart())
        m_ledger.apply(row, Event::Reopened);
    if (row.is(TransferState::Done))
        m_courier.reply(row, resultOf(row));
    else if (row.is(TransferState::Declined))
        sayDeclined(row);
    else if (row.is(TransferState::Cancelled))
        m_courier.reply(row, model::CancelPost{row.id(), false});
    else if (row.isPausedByMe())
        m_courier.tellPaused(row, row.transfer().error.fault);
    else if (row.isAccepted() && !row.is(TransferState::Preparing) && !row.is(TransferState::Verifying)
             && !(sameOffer && row.is(TransferState::Running))) {
        m_courier.stopJob(row);
        m_ledger.apply(row, Event::Renewed);
    }
    m_courier.acknowledgeSaved(row, id);
}

void Incoming::admit(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer)
{
    auto made = Ledger::makeRow(admission::storedFrom(peer, offer, m_ledger.wallMs()));
    made->transfer().rank = m_ledger.lastRank();
    made->arriving = true;
    made->lastOffer = id;
    made->unconfirmed.append(id);
    Row &row = m_ledger.add(std::move(made));
    if (offer.manifest.isEmpty())
        return announce(row);
    row.filesBusy = true;
    base::then(QtConcurrent::run(keepManifest, m_ledger.folderOf(row.id()), offer.manifest, row.facts()), this,
               [this, id = row.id()](const Result<LoadedPtr> &loaded) {
                   if (Row *found = m_ledger.find(id))
                       kept(*found, loaded);
               });
}

void Incoming::kept(Row &row, const Result<LoadedPtr> &loaded)
{
    row.filesBusy = false;
    if (loaded) {
        describe(row, *(*loaded)->manifest);
        return announce(row);
    }
    // A full disk here is no fault of the offer: unanswered, it comes again on the next link.
    const bool ours = severityOf(loaded.error().fault) == Severity::Disk;
    for (const model::PostId &id : std::as_const(row.unconfirmed)) {
        if (!ours)
            m_courier.refuse(row.peer(), id, loaded.error().fault);
    }
    m_ledger.erase(row.id());
}

void Incoming::describe(Row &row, const model::Manifest &manifest)
{
    const Headline headline = headlineOf(manifest);
    row.transfer().name = headline.title;
    row.transfer().preview = headline.preview;
    row.transfer().files = manifest.files();
}

// Stores a new offer, then tells of it.
void Incoming::announce(Row &row)
{
    if (m_rules.judge(row.peer(), row.transfer().bytesTotal) == Rules::Verdict::Decline)
        m_ledger.apply(row, Event::Declined, {Fault::DeclinedByRule, {}});
    base::then(m_ledger.save(row), this, [this, id = row.id()](const Result<bool> &saved) {
        Row *found = m_ledger.find(id);
        if (!found)
            return;
        if (!saved)
            return m_ledger.erase(id);
        found->arriving = false;
        const QList<model::PostId> offers = std::exchange(found->unconfirmed, {});
        for (const model::PostId &offer : offers)
            m_courier.acknowledge(found->peer(), offer);
        const model::PeerId peer = found->peer();
        emit arrived(found->transfer());
        if (Row *still = m_ledger.find(id))
            actByRule(*still);
        const model::TransferId old = admission::outdated(m_ledger, peer);
        if (!old.isNull())
            emit outdated(old);
    });
}

void Incoming::actByRule(Row &row)
{
    if (row.is(TransferState::Declined)) {
        sayDeclined(row);
        emit m_ledger.moved();
        return;
    }
    const auto verdict = m_rules.judge(row.peer(), row.transfer().bytesTotal);
    if (verdict == Rules::Verdict::Accept && row.is(TransferState::Offered))
        accept(row, {m_rules.folder(row.peer()), {}, m_rules.sameName(row.peer())});
}

bool Incoming::accept(Row &row, const Taken &taken)
{
    const auto &unwanted = taken.unwanted.ranges();
    const bool sound = unwanted.empty()
                       || (unwanted.size() <= mostUnwantedRanges
                           && quint64(unwanted.back().first) + unwanted.back().count <= row.transfer().entries);
    if (row.isOut() || !row.is(TransferState::Offered) || QDir::isRelativePath(taken.folder) || !sound)
        return false;
    row.stored.targetFolder = QDir::cleanPath(taken.folder);
    row.stored.unwanted = taken.unwanted;
    row.stored.sameName = taken.sameName;
    row.transfer().path = row.stored.targetFolder;
    if (!m_ledger.apply(row, Event::Accepted))
        return false;
    if (!m_courier.isLinked(row.peer()))
        m_ledger.apply(row, Event::Broke);
    return true;
}

bool Incoming::decline(Row &row)
{
    if (row.isOut() || !m_ledger.apply(row, Event::Declined, {Fault::Declined, {}}))
        return false;
    dropFetch(row);
    sayDeclined(row);
    return true;
}

void Incoming::sayDeclined(Row &row)
{
    const Fault fault = row.transfer().error.fault;
    m_courier.reply(row, model::Answer{row.id(), false, fault, {}, {}, 1, row.stored.round + 1});
}

void Incoming::advance(Row &row)
{
    const bool free = !row.jobActive && !row.filesBusy && !row.fetch && !row.comparison;
    if (!row.is(TransferState::Waiting) || !row.isAccepted() || !free || !m_courier.isLinked(row.peer()))
        return;
    if (row.transfer().waitReason != model::WaitReason::Queue) {
        if (!row.notBefore.hasExpired() || !m_ledger.apply(row, Event::Renewed))
            return;
    }
    if (m_ledger.placesTaken(Direction::In) < m_settings.get(settings::keys::transfersAtOnce))
        claim(row);
}

model::Job Incoming::jobFor(const Row &row) const
{
    model::Job job;
    job.transfer = row.id();
    job.peer = row.peer();
    job.direction = Direction::In;
    job.round = row.stored.round;
    job.manifest = row.loaded ? row.loaded->manifest : nullptr;
    job.targetFolder = row.stored.targetFolder;
    job.stateFolder = m_ledger.folderOf(row.id());
    job.mayExecute = m_courier.isVerified(row.peer());
    job.sameName = row.stored.sameName;
    return job;
}

void Incoming::claim(Row &row)
{
    if (!m_ledger.apply(row, Event::Claiming))
        return;
    row.ownTurn = false;
    Wish wish{row.facts(), row.stored.unwanted, row.transfer().failed, row.loaded, false, {}};
    wish.compare = row.stored.round == 0 && row.stored.sameName != model::SameName::KeepBoth;
    prepareAnswer(row, wish);
}

void Incoming::prepareAnswer(Row &row, const Wish &wish)
{
    row.filesBusy = true;
    base::then(QtConcurrent::run(makeReady, jobFor(row), wish), this,
               [this, id = row.id()](const Result<Ready> &result) {
                   if (Row *found = m_ledger.find(id))
                       ready(*found, result);
               });
}

Result<Incoming::Ready> Incoming::makeReady(model::Job job, const Wish &wish)
{
    const Result<LoadedPtr> loaded = wish.loaded ? wish.loaded : readManifest(job.stateFolder, wish.facts);
    if (!loaded)
        return Ready{}; // never fetched, or damaged here: fetch it
    const model::Manifest &manifest = *(*loaded)->manifest;
    job.manifest = (*loaded)->manifest;
    if (wish.compared) {
        const Result<bool> kept = files::keepTwins(job, wish.compared->twins, wish.compared->same);
        if (!kept)
            return tl::unexpected<base::Error>(kept.error());
    }
    Result<files::Claim> claim = files::Sink::claim(job);
    if (!claim)
        return tl::unexpected<base::Error>(claim.error());
    Ready ready{*loaded, selectionOf(manifest, wish.unwanted), std::move(*claim), 0, {}};
    ready.claim.skip = united(ready.claim.skip, ready.selection.unwanted);
    if (!wish.failed.isEmpty())
        ready.claim.skip = united(ready.claim.skip, allBut(manifest, wish.failed));
    std::erase_if(ready.claim.partial,
                  [&ready](const auto &partial) { return ready.claim.skip.contains(partial.entry); });
    ready.toCome = bytesToCome(manifest, ready.claim);
    if (wish.compare) {
        job.skip = ready.claim.skip;
        ready.twins = files::findTwins(job);
    }
    const Result<quint64> space = files::freeSpace(job.targetFolder);
    if (ready.twins.isEmpty() && space && *space < ready.toCome)
        return base::failure(Fault::DiskFull, QStringLiteral("%1 bytes wanted").arg(ready.toCome));
    return ready;
}

void Incoming::ready(Row &row, const Result<Ready> &ready)
{
    row.filesBusy = false;
    if (!row.is(TransferState::Verifying)) {
        emit m_ledger.moved();
        return;
    }
    if (!ready)
        return noRoom(row, ready.error());
    if (!ready->loaded)
        return fetch(row);
    row.loaded = ready->loaded;
    describe(row, *row.loaded->manifest);
    model::Transfer &transfer = row.transfer();
    transfer.files -= ready->selection.unwantedFiles;
    transfer.bytesTotal = row.facts().bytes - ready->selection.unwantedBytes;
    row.stored.unwanted = ready->selection.unwanted;
    row.stored.unwantedBytes = ready->selection.unwantedBytes;
    transfer.bytesDone = transfer.bytesTotal - std::min(transfer.bytesTotal, ready->toCome);
    if (ready->twins.isEmpty())
        answer(row, ready->claim);
    else
        compare(row, ready->twins);
}

void Incoming::answer(Row &row, const files::Claim &claim)
{
    if (!m_courier.isLinked(row.peer()))
        return broke(row);
    row.filesBusy = true;
    row.stored.round += 1;
    m_courier.withdraw(row, row.reply);
    const model::Answer answer = makeAnswer(row.id(), row.stored.round, claim, row.stored.unwanted);
    m_courier.send(row, row.reply, answer, [this, answer](Row &sent, const model::PostId &post, const auto &saved) {
        sent.filesBusy = false;
        model::PostId obsolete = post;
        if (!sent.is(TransferState::Verifying)) {
            m_courier.withdraw(sent, obsolete);
            emit m_ledger.moved();
        } else if (saved) {
            start(sent, answer);
        } else {
            sent.reply = {};
            noRoom(sent, saved.error());
        }
    });
}

void Incoming::start(Row &row, const model::Answer &answer)
{
    model::Job job = jobFor(row);
    job.skip = answer.skip;
    job.partial = answer.partial;
    row.skipped = answer.skip;
    m_courier.startJob(row, job);
    m_ledger.beginRate(row);
    m_ledger.apply(row, Event::Started);
}

} // namespace transfer
