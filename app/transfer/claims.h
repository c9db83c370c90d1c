#pragma once

#include "files/sink.h"
#include "model/offer.h"

// What an answer says of bytes that need not be sent (native.md 6.5). Pure.
namespace transfer {

// An answer with as much of the claim as fits a frame; what is left out is simply sent again.
[[nodiscard]] model::Answer makeAnswer(const model::TransferId &transfer, quint32 round, const files::Claim &claim);

// The claims of an answer from outside fit the manifest: no entry and no block beyond it.
[[nodiscard]] bool fits(const model::Answer &answer, const model::Manifest &manifest);
// What a fitting answer says is held, in bytes.
[[nodiscard]] quint64 bytesHeld(const model::Answer &answer, const model::Manifest &manifest);

} // namespace transfer
