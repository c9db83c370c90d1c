#pragma once

#include "model/peer.h"

namespace native {

// Feature bits of presence and hello (PROTOCOL.md 9) that this program speaks.
namespace feature {
inline constexpr quint64 read = 1 << 2;
inline constexpr quint64 transfer = 1 << 6;
inline constexpr quint64 compare = 1 << 12; // kinds 39 and 40
inline constexpr quint64 holes = 1 << 13; // HOLE records
inline constexpr quint64 own = read | transfer | compare | holes;
} // namespace feature

// What services may ask of somebody who says they have `features`.
[[nodiscard]] inline model::Capabilities capabilitiesOf(quint64 features)
{
    model::Capabilities all = model::Capability::Receipts | model::Capability::Encrypted;
    if (features & feature::transfer)
        all |= model::Capability::Files | model::Capability::Folders | model::Capability::Resume;
    if (features & feature::transfer && features & feature::compare)
        all |= model::Capability::Hashes;
    return all;
}

} // namespace native
