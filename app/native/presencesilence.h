#pragma once

#include "native/presencetable.h"

#include <chrono>

namespace native {

// What a peer's silence calls for (PROTOCOL.md 2.4). Pure.
class PresenceSilence
{
public:
    enum class Step { Nothing, Probe, Lose };
    enum class Care { Watched, Other };

    [[nodiscard]] static Step stepFor(const PresenceRow &row, Care care, std::chrono::milliseconds now);
    // When to look at the row again; max() when never.
    [[nodiscard]] static std::chrono::milliseconds nextLook(const PresenceRow &row, Care care);

private:
    enum class Doubt { None, HeardOnly, Silent };
    [[nodiscard]] static Doubt doubtAbout(const PresenceRow &row, Care care, std::chrono::milliseconds now);
    [[nodiscard]] static std::chrono::milliseconds silentFrom(const PresenceRow &row, Care care);
};

} // namespace native
