#pragma once

#include "model/transfer.h"

namespace support {

// Moves the bytes of a job from the sender's sources to the receiver's folder: what the fake network does instead of
// data connections. Existing names get " (2)" and so on.
[[nodiscard]] model::JobOutcome copyFiles(const model::Job &sending, const model::Job &receiving);

} // namespace support
