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

using base::Fault;
using base::Result;
using model::Direction;
using model::TransferState;

Incoming::Incoming(Ledger &ledger, Courier &courier, settings::Settings &settings, Limits limits, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
    , m_courier(courier)
    , m_settings(settings)
    , m_limits(std::move(limits))
{
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
        return repeated(*known, id);
    }
    fault = admission::judgeLoad(m_ledger, peer);
    if (fault != Fault::None)
        return m_courier.refuse(peer, id, fault);
    admit(peer, id, offer);
}

void Incoming::repeated(Row &row, const model::PostId &id)
{
    if (row.arriving) {
        row.unconfirmed.append(id);
        return;
    }
    const bool again = row.lastOffer == id;
    row.lastOffer = id;
    if (row.is(TransferState::Done))
        m_courier.reply(row, resultOf(row));
    else if (row.is(TransferState::Declined))
        m_courier.reply(row, model::Answer{row.id(), false, Fault::Declined, {}, {}, 1, row.stored.round + 1});
    else if (row.is(TransferState::Cancelled))
        m_courier.reply(row, model::CancelPost{row.id(), false});
    else if (row.isPausedByMe())
        m_courier.tellPaused(row, row.transfer().error.fault);
    else if (row.isAccepted() && !row.is(TransferState::Preparing) && !row.is(TransferState::Verifying)
             && !(again && row.is(TransferState::Running))) {
        m_courier.stopJob(row);
        m_ledger.apply(row, Event::Renewed);
    }
    m_courier.acknowledgeSaved(row, id);
}

void Incoming::admit(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer)
{
    auto made = Ledger::makeRow(admission::storedFrom(peer, offer, m_ledger.wallMs()));
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
            acceptByRule(*still);
        const model::TransferId old = admission::outdated(m_ledger, peer);
        if (!old.isNull())
            emit outdated(old);
    });
}

void Incoming::acceptByRule(Row &row)
{
    const QString rule = m_settings.get(settings::keys::transferAccept);
    const bool always = rule == QLatin1String("always");
    const bool verified = rule == QLatin1String("verified") && m_courier.isVerified(row.peer());
    if ((always || verified) && row.is(TransferState::Offered))
        accept(row, {});
}

QString Incoming::targetFolder() const
{
    const QString chosen = m_settings.get(settings::keys::transferFolder);
    return chosen.isEmpty() ? m_limits.defaultTarget : chosen;
}

bool Incoming::accept(Row &row, const QString &folder)
{
    const QString target = folder.isEmpty() ? targetFolder() : folder;
    if (row.isOut() || !row.is(TransferState::Offered) || QDir::isRelativePath(target))
        return false;
    row.stored.targetFolder = QDir::cleanPath(target);
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
    m_courier.reply(row, model::Answer{row.id(), false, Fault::Declined, {}, {}, 1, row.stored.round + 1});
    return true;
}

void Incoming::advance(Row &row)
{
    const bool free = !row.jobActive && !row.filesBusy && !row.fetch;
    if (!row.is(TransferState::Waiting) || !row.isAccepted() || !free || !m_courier.isLinked(row.peer()))
        return;
    if (row.transfer().waitReason != model::WaitReason::Queue) {
        if (!row.notBefore.hasExpired() || !m_ledger.apply(row, Event::Renewed))
            return;
    }
    if (m_ledger.placesTaken(Direction::In) < m_limits.places)
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
    return job;
}

void Incoming::claim(Row &row)
{
    if (!m_ledger.apply(row, Event::Claiming))
        return;
    row.ownTurn = false;
    row.filesBusy = true;
    base::then(QtConcurrent::run(makeReady, jobFor(row), row.facts()), this,
               [this, id = row.id()](const Result<Ready> &result) {
                   if (Row *found = m_ledger.find(id))
                       ready(*found, result);
               });
}

Result<Incoming::Ready> Incoming::makeReady(model::Job job, const ManifestFacts &facts)
{
    const Result<LoadedPtr> loaded = readManifest(job.stateFolder, facts);
    if (!loaded)
        return Ready{}; // never fetched, or damaged here: fetch it
    job.manifest = (*loaded)->manifest;
    const Result<files::Claim> claim = files::Sink::claim(job);
    if (!claim)
        return tl::unexpected<base::Error>(claim.error());
    const Result<quint64> space = files::freeSpace(job.targetFolder);
    const quint64 wanted = facts.bytes - std::min(facts.bytes, claim->bytes);
    if (space && *space < wanted)
        return base::failure(Fault::DiskFull, QStringLiteral("%1 bytes wanted").arg(wanted));
    return Ready{*loaded, *claim};
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
    row.transfer().bytesDone = std::min(ready->claim.bytes, row.transfer().bytesTotal);
    answer(row, ready->claim);
}

void Incoming::fetch(Row &row)
{
    if (!m_courier.isLinked(row.peer()))
        return broke(row);
    m_ledger.apply(row, Event::Fetching);
    const ManifestFetch::Wanted wanted{row.peer(), row.id(), row.stored.manifestLength, row.transfer().entries};
    row.fetch.reset(new ManifestFetch(m_courier.gateways(), wanted, nullptr));
    const model::TransferId id = row.id();
    connect(row.fetch.get(), &ManifestFetch::fetched, this, [this, id](const QByteArray &bytes) {
        if (Row *found = m_ledger.find(id))
            fetched(*found, bytes);
    });
    connect(row.fetch.get(), &ManifestFetch::failed, this, [this, id](const base::Error &error) {
        Row *found = m_ledger.find(id);
        if (!found)
            return;
        found->fetch.reset();
        severityOf(error.fault) == Severity::Passing ? broke(*found) : fail(*found, error);
    });
    row.fetch->start();
}

void Incoming::fetched(Row &row, const QByteArray &bytes)
{
    row.fetch.reset();
    row.filesBusy = true;
    base::then(QtConcurrent::run(keepManifest, m_ledger.folderOf(row.id()), bytes, row.facts()), this,
               [this, id = row.id()](const Result<LoadedPtr> &loaded) {
                   Row *found = m_ledger.find(id);
                   if (!found)
                       return;
                   found->filesBusy = false;
                   if (!found->is(TransferState::Preparing))
                       emit m_ledger.moved();
                   else if (loaded)
                       claim(*found);
                   else if (severityOf(loaded.error().fault) == Severity::Disk)
                       noRoom(*found, loaded.error());
                   else
                       fail(*found, loaded.error());
               });
}

void Incoming::answer(Row &row, const files::Claim &claim)
{
    if (!m_courier.isLinked(row.peer()))
        return broke(row);
    row.filesBusy = true;
    row.stored.round += 1;
    m_courier.withdraw(row, row.reply);
    const model::Answer answer = makeAnswer(row.id(), row.stored.round, claim);
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
    m_courier.startJob(row, job);
    m_ledger.beginRate(row);
    m_ledger.apply(row, Event::Started);
}

} // namespace transfer
