#include "transfer/outgoing.h"

#include <QSet>

#include <algorithm>

// How a sending transfer ends, stops or goes on: Outgoing's second half.
namespace transfer {

using base::Fault;
using model::Direction;
using model::TransferState;

namespace {

using std::chrono::milliseconds;

constexpr milliseconds firstRetry{500};

milliseconds retryDelay(int attempts)
{
    return std::min<milliseconds>(Outgoing::longestRetry, firstRetry * (1 << std::min(attempts, 10)));
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

void Outgoing::declined(Row &row, const model::PostId &id, const model::Answer &answer)
{
    if (!row.transfer().isOver()) {
        halt(row);
        const bool byUser = answer.fault == Fault::None;
        m_ledger.apply(row, Event::Declined, {byUser ? Fault::Declined : answer.fault, {}});
    }
    m_courier.acknowledgeSaved(row, id);
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
    if (!linked)
        m_hashes.stop(row.id());
    if (linked) {
        row.attempts = 0;
        row.notBefore.setRemainingTime(0);
    }
    // Bytes may go on without the link; what was said over it may not have arrived.
    const bool waits = row.is(TransferState::Waiting) && row.transfer().waitReason != model::WaitReason::PeerAway;
    if (row.is(TransferState::Offered) || row.is(TransferState::Verifying) || (waits && !linked))
        broke(row);
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
