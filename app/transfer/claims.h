#pragma once

#include "files/sink.h"
#include "model/offer.h"

// What an answer says of bytes that need not be sent (PROTOCOL.md 6.5). Pure.
namespace transfer {

inline constexpr size_t mostSkipRanges = 50'000;
inline constexpr size_t mostUnwantedRanges = mostSkipRanges / 2;

// An answer with as much of the claim as fits a frame; what is left out is simply sent again. Not so `unwanted`, which
// is part of the claim and has at most mostUnwantedRanges.
[[nodiscard]] model::Answer makeAnswer(const model::TransferId &transfer, quint32 round, const files::Claim &claim,
                                       const model::RangeSet &unwanted);

// The claims of an answer from outside fit the manifest: no entry and no block beyond it.
[[nodiscard]] bool fits(const model::Answer &answer, const model::Manifest &manifest);
// What a fitting answer says is held, in bytes.
[[nodiscard]] quint64 bytesHeld(const model::Answer &answer, const model::Manifest &manifest);
[[nodiscard]] model::RangeSet united(const model::RangeSet &one, const model::RangeSet &other);
[[nodiscard]] quint64 bytesOfBlocks(const model::RangeSet &blocks, quint64 fileSize);

} // namespace transfer
