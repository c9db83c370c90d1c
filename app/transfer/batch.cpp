#include "transfer/batch.h"

namespace transfer {
namespace {

using model::TransferState;

bool moves(const Row &row)
{
    const bool fetches = row.is(TransferState::Preparing) && !row.isOut();
    return row.is(TransferState::Running) || row.is(TransferState::Verifying) || fetches;
}

// A sender that may not even offer yet waits for a person, not for its turn.
bool isNext(const Row &row)
{
    const bool waits = row.is(TransferState::Waiting) && row.transfer().waitReason == model::WaitReason::Queue;
    return waits && (!row.isOut() || row.answer);
}

} // namespace

void Batch::update(const Ledger &ledger)
{
    bool isIdle = true;
    for (const auto &row : ledger.rows()) {
        if (row->arriving || (!moves(*row) && !isNext(*row)))
            continue;
        isIdle = false;
        m_members.insert(row->id());
    }
    if (isIdle)
        m_members.clear();
}

Overall Batch::overall(const Ledger &ledger) const
{
    Overall overall;
    for (const auto &row : ledger.rows()) {
        const model::Transfer &transfer = row->transfer();
        const bool ended = row->is(TransferState::Done) && m_members.contains(row->id());
        if (row->arriving || (!ended && !moves(*row) && !isNext(*row)))
            continue;
        overall.running += moves(*row) ? 1 : 0;
        overall.bytesTotal += transfer.bytesTotal;
        overall.bytesDone += ended ? transfer.bytesTotal : transfer.bytesDone;
        overall.bytesPerSecond += transfer.bytesPerSecond;
    }
    return overall;
}

} // namespace transfer
