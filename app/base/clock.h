#pragma once

#include <QtGlobal>

#include <chrono>

namespace base {

// Time as a dependency. Implementations are thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;

    // Wall clock, ms since 1970 UTC. Only shown and stored, never used to decide.
    [[nodiscard]] virtual qint64 wallMs() const = 0;
    // Never goes back; its zero means nothing.
    [[nodiscard]] virtual std::chrono::milliseconds steady() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] qint64 wallMs() const override;
    [[nodiscard]] std::chrono::milliseconds steady() const override;
};

} // namespace base
