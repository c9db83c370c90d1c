#pragma once

#include "model/transfer.h"

#include <optional>

namespace transfer {

// What a transfer is doing: the part of model::Transfer that the state machine decides.
struct Phase {
    model::Direction direction = model::Direction::Out;
    model::TransferState state = model::TransferState::Preparing;
    model::WaitReason waitReason = model::WaitReason::None;
    model::PausedBy pausedBy = model::PausedBy::None;

    bool operator==(const Phase &) const = default;
};

enum class Event {
    Prepared, // sending: the manifest is made
    PrepareAgain, // sending: after a scan that failed
    Held, // sending: linked, but enough other offers are open there
    OfferTaken, // sending: the offer lies on the other disk
    Answered, // sending: accepted, bytes may go when there is a place
    Sent, // sending: all bytes are gone, the result is awaited
    Accepted, // receiving: the user or the rule said yes
    Renewed, // receiving: the next round may begin
    Fetching, // receiving: pages of the manifest are asked for
    Claiming, // receiving: what lies on the disk is read again
    NoSpace, // receiving: the target cannot take it; the question is open again
    Started, // bytes go
    Broke, // the link, the job or the program ended early
    PausedHere,
    PausedThere,
    Resumed, // by the user, here
    Reopened, // done, but for what did not arrive, which is tried again
    Settled, // that led nowhere: done as it was
    Declined,
    Cancelled,
    Failed,
    Finished,
};

// The phase after `event`, or nothing when the event does not fit.
[[nodiscard]] std::optional<Phase> next(const Phase &phase, Event event);

[[nodiscard]] Phase phaseOf(const model::Transfer &transfer);
// The phase in which a stored transfer begins after a restart: what was going on waits for its peer.
[[nodiscard]] Phase restarted(const Phase &phase, bool prepared, bool accepted);

} // namespace transfer
