#pragma once

#include "transfer/ledger.h"

// Who goes first among the transfers of one direction that do not run yet: the one with the lowest rank.
namespace transfer::order {

enum class Step { First, Up, Down };

// It neither runs nor is over, and nobody has to be asked first.
[[nodiscard]] bool mayMove(const Row &row);
// False when there is nobody to overtake.
bool move(Ledger &ledger, Row &row, Step step);

} // namespace transfer::order
