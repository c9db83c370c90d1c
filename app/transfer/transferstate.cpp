#include "transfer/transferstate.h"

#include <algorithm>
#include <initializer_list>

namespace transfer {

using model::Direction;
using model::PausedBy;
using model::TransferState;
using model::WaitReason;

namespace {

using enum TransferState;

bool isOneOf(TransferState state, std::initializer_list<TransferState> states)
{
    return std::find(states.begin(), states.end(), state) != states.end();
}

// Neither side has had the last word; a failure can be retried.
bool isOpen(const Phase &phase)
{
    return !isOneOf(phase.state, {Done, TransferState::Declined, TransferState::Cancelled});
}

// Accepted and neither paused nor over.
bool isGoing(const Phase &phase)
{
    const bool asked = phase.state == Offered && phase.direction == Direction::In;
    const bool scanning = phase.state == Preparing && phase.direction == Direction::Out;
    return isOneOf(phase.state, {Preparing, Waiting, Offered, Running, Verifying}) && !asked && !scanning;
}

bool isPausedThere(const Phase &phase)
{
    return phase.state == Paused && phase.pausedBy == PausedBy::Peer;
}

} // namespace

std::optional<Phase> next(const Phase &phase, Event event)
{
    const bool out = phase.direction == Direction::Out;
    const bool in = !out;
    const TransferState now = phase.state;
    const auto when = [&phase](bool fits, TransferState state, WaitReason reason = WaitReason::None,
                               PausedBy by = PausedBy::None) {
        return fits ? std::optional(Phase{phase.direction, state, reason, by}) : std::nullopt;
    };
    switch (event) {
    case Event::Prepared: return when(out && now == Preparing, Waiting, WaitReason::PeerAway);
    case Event::PrepareAgain: return when(out && now == TransferState::Failed, Preparing);
    case Event::Held: return when(out && now == Waiting, Waiting, WaitReason::Queue);
    case Event::OfferTaken: return when(out && now == Waiting, Offered);
    case Event::Answered:
        return when(out && (isGoing(phase) || isPausedThere(phase) || now == TransferState::Failed), Waiting,
                    WaitReason::Queue);
    case Event::Sent: return when(out && now == Running, Verifying);
    case Event::Accepted: return when(in && now == Offered, Waiting, WaitReason::Queue);
    case Event::Renewed:
        return when(in && (isOneOf(now, {Waiting, Running, TransferState::Failed}) || isPausedThere(phase)), Waiting,
                    WaitReason::Queue);
    case Event::Fetching: return when(in && isOneOf(now, {Waiting, Verifying}), Preparing);
    case Event::Claiming: return when(in && isOneOf(now, {Waiting, Preparing}), Verifying);
    case Event::NoSpace: return when(in && isOneOf(now, {Preparing, Verifying}), Offered);
    case Event::Started: return when(now == (out ? Waiting : Verifying), Running);
    case Event::Broke: return when(isGoing(phase), Waiting, WaitReason::PeerAway);
    case Event::PausedHere: return when(isGoing(phase), Paused, WaitReason::None, PausedBy::Me);
    case Event::PausedThere: return when(isGoing(phase), Paused, WaitReason::None, PausedBy::Peer);
    case Event::Resumed:
        return when((now == Paused && phase.pausedBy == PausedBy::Me) || now == TransferState::Failed, Waiting,
                    WaitReason::PeerAway);
    case Event::Reopened: return when(now == Done, Waiting, WaitReason::PeerAway);
    case Event::Settled: return when(isGoing(phase) || now == Paused, Done);
    case Event::Declined: return when(in ? now == Offered : isGoing(phase) || now == Paused, TransferState::Declined);
    case Event::Cancelled: return when(isOpen(phase), TransferState::Cancelled);
    case Event::Failed: return when(isOpen(phase) && now != TransferState::Failed, TransferState::Failed);
    case Event::Finished:
        return when(out ? isGoing(phase) || isOneOf(now, {Paused, TransferState::Failed}) : now == Running, Done);
    }
    return std::nullopt;
}

Phase phaseOf(const model::Transfer &transfer)
{
    return {transfer.direction, transfer.state, transfer.waitReason, transfer.pausedBy};
}

Phase restarted(const Phase &phase, bool prepared, bool accepted)
{
    Phase begun = phase;
    if (phase.direction == Direction::Out && !prepared && isOneOf(phase.state, {Preparing, Waiting}))
        begun = {Direction::Out, Preparing};
    else if (phase.direction == Direction::In && !accepted && isGoing(phase))
        begun = {Direction::In, Offered};
    else if (const auto broken = next(phase, Event::Broke))
        begun = *broken;
    return begun;
}

} // namespace transfer
