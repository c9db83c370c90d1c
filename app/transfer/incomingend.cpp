#include "transfer/incoming.h"

#include <QDir>

#include <algorithm>
#include <utility>

// How a receiving transfer ends or stops: Incoming's second half.
namespace transfer {

using base::Fault;
using model::TransferState;

namespace {

constexpr qsizetype mostFailed = 4096; // entries named in a result

} // namespace

void Incoming::jobEnded(Row &row, const model::JobOutcome &outcome)
{
    if (!row.is(TransferState::Running))
        return;
    if (outcome.error.fault == Fault::None)
        return finished(row, outcome);
    switch (severityOf(outcome.error.fault)) {
    case Severity::Passing: return broke(row);
    case Severity::Disk: return noRoom(row, outcome.error);
    case Severity::Final: return fail(row, outcome.error);
    }
}

void Incoming::finished(Row &row, const model::JobOutcome &outcome)
{
    model::Transfer &transfer = row.transfer();
    transfer.failed = QList<model::FailedEntry>(outcome.failed.begin(), outcome.failed.end());
    transfer.bytesDone = outcome.failed.empty() ? transfer.bytesTotal : std::min(outcome.bytes, transfer.bytesTotal);
    if (outcome.finalPaths.size() == 1)
        transfer.path = outcome.finalPaths.first();
    const auto files = std::count_if(outcome.failed.begin(), outcome.failed.end(),
                                     [](const model::FailedEntry &one) { return one.isFile(); });
    const bool nothing = files > 0 && quint64(files) >= transfer.files;
    if (nothing)
        m_ledger.apply(row, Event::Failed, {outcome.failed.front().fault, QStringLiteral("every file")});
    else
        m_ledger.apply(row, Event::Finished);
    m_courier.withdraw(row, row.reply);
    m_courier.reply(row, resultOf(row));
}

model::ResultPost Incoming::resultOf(const Row &row) const
{
    const model::Transfer &transfer = row.transfer();
    model::ResultPost result;
    result.transfer = row.id();
    result.fault = transfer.failed.isEmpty() ? transfer.error.fault : transfer.failed.front().fault;
    const qsizetype named = std::min(transfer.failed.size(), mostFailed);
    result.failed.assign(transfer.failed.begin(), transfer.failed.begin() + named);
    result.failedInAll = quint32(transfer.failed.size());
    result.entriesDone = transfer.entries - std::min(transfer.entries, result.failedInAll);
    result.bytes = transfer.bytesDone;
    return result;
}

// The target cannot take it: before the first byte the question is open again, later the user has to make room.
void Incoming::noRoom(Row &row, const base::Error &error)
{
    if (row.stored.round == 0) {
        row.refusedTarget = std::exchange(row.stored.targetFolder, {});
        row.transfer().path.clear();
        m_ledger.apply(row, Event::NoSpace, error);
    } else {
        halt(row);
        m_ledger.apply(row, Event::PausedHere, error);
    }
    m_courier.tellPaused(row, error.fault);
}

void Incoming::fail(Row &row, const base::Error &error)
{
    halt(row);
    if (!m_ledger.apply(row, Event::Failed, error))
        return;
    if (row.stored.round > 0)
        m_courier.reply(row, resultOf(row));
    else
        m_courier.reply(row, model::Answer{row.id(), false, error.fault, {}, {}, 1, 1});
}

void Incoming::broke(Row &row)
{
    m_courier.withdraw(row, row.reply);
    row.notBefore.setRemainingTime(patience);
    m_ledger.apply(row, Event::Broke);
}

void Incoming::halt(Row &row)
{
    dropFetch(row);
    dropComparison(row);
    m_courier.withdraw(row, row.reply);
    m_courier.stopJob(row);
}

bool Incoming::resume(Row &row)
{
    const bool refused = row.is(TransferState::Offered) && row.transfer().error.fault != Fault::None;
    if (refused) {
        const QString folder = row.refusedTarget.isEmpty() ? m_rules.folder(row.peer()) : row.refusedTarget;
        return accept(row, {folder, row.stored.unwanted, row.stored.sameName});
    }
    if (!m_ledger.apply(row, Event::Resumed))
        return false;
    if (!row.isAccepted())
        row.stored.targetFolder = row.transfer().path = QDir::cleanPath(m_rules.folder(row.peer()));
    row.ownTurn = true;
    row.notBefore.setRemainingTime(0);
    m_ledger.save(row);
    return true;
}

bool Incoming::retryFailed(Row &row)
{
    if (!row.isDoneInPart() || !m_ledger.apply(row, Event::Reopened))
        return false;
    row.ownTurn = true;
    row.notBefore.setRemainingTime(0);
    return true;
}

void Incoming::linkChanged(Row &row, bool linked)
{
    if (linked) {
        // The sender repeats its offer, unless it is waiting for us.
        if (row.is(TransferState::Waiting) && !row.ownTurn)
            row.notBefore.setRemainingTime(patience);
        return;
    }
    dropFetch(row);
    dropComparison(row);
    const bool waits = row.is(TransferState::Waiting) && row.transfer().waitReason != model::WaitReason::PeerAway;
    if (waits || row.is(TransferState::Preparing) || row.is(TransferState::Verifying))
        broke(row);
}

void Incoming::answerRefused(Row &row, const model::PostId &answer, Fault fault)
{
    if (row.reply != answer)
        return;
    row.reply = {};
    if (row.transfer().isOver())
        return;
    halt(row);
    const Event end = row.isRetry() ? Event::Settled : Event::Failed;
    m_ledger.apply(row, end, {fault, QStringLiteral("answer refused")});
}

std::function<void()> Incoming::cleaner(const Row &row, Keep keep) const
{
    const bool hasParts = row.isAccepted() && !(row.is(TransferState::Done) && row.transfer().failed.isEmpty());
    return [job = jobFor(row), facts = row.facts(), hasParts, keep]() mutable {
        const auto loaded = hasParts ? readManifest(job.stateFolder, facts) : base::failure(Fault::NotFound);
        if (loaded) {
            job.manifest = (*loaded)->manifest;
            files::Sink::discard(job);
        }
        keep == Keep::List ? removeAllButManifest(job.stateFolder) : removeState(job.stateFolder);
    };
}

} // namespace transfer
