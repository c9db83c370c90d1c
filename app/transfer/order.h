#pragma once

#include "transfer/ledger.h"

// Who goes first among the transfers of one direction that do not run yet: the one with the lowest rank.
namespace transfer::order {

enum class Step { First, Up, Down };

// False when there is nobody to overtake.
bool move(Ledger &ledger, Row &row, Step step);
// Into the place of `other`; false when one of them has none, or they go different ways.
bool moveTo(Ledger &ledger, Row &row, const Row &other);

// What we send to `peer` and has not begun, the next one first.
[[nodiscard]] QList<model::TransferId> toBegin(const Ledger &ledger, const model::PeerId &peer);
// They come as they were made: nobody has moved one.
[[nodiscard]] bool isNatural(const Ledger &ledger, const QList<model::TransferId> &ids);
// What `peer` sends us and has not begun goes as that side wishes, in the places these have among all.
void arrange(Ledger &ledger, const model::PeerId &peer, const QList<model::TransferId> &wished);

} // namespace transfer::order
