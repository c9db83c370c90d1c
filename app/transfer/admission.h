#pragma once

#include "transfer/ledger.h"

namespace transfer {

// Whether an offer from outside may be looked at, and what it becomes. Everything in it is hostile until judged here.
namespace admission {

inline constexpr int mostOpenPerPeer = 100; // offers that nobody answered yet
inline constexpr int mostOpen = 1000;
inline constexpr int mostUnansweredKept = 200; // per peer: offers that ended before anybody answered

// None, Malformed, TooLarge or TooMany by what the offer says alone.
[[nodiscard]] base::Fault judge(const model::Offer &offer);
// None, or TooMany when this peer, or everybody together, has too many open offers here.
[[nodiscard]] base::Fault judgeLoad(const Ledger &ledger, const model::PeerId &peer);
// The oldest of this peer's ended and never accepted offers when there are too many of them; else null.
[[nodiscard]] model::TransferId outdated(const Ledger &ledger, const model::PeerId &peer);

// A row to begin with: Offered, names made safe, nothing decided.
[[nodiscard]] store::StoredTransfer storedFrom(const model::PeerId &peer, const model::Offer &offer, qint64 nowMs);

} // namespace admission
} // namespace transfer
