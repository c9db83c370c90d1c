#pragma once

#include "base/clock.h"

#include <atomic>

namespace support {

// Time that moves only when a test says so. Thread-safe.
class FakeClock final : public base::Clock
{
public:
    static constexpr qint64 startMs = 1'700'000'000'000;

    [[nodiscard]] qint64 wallMs() const override { return m_wallMs; }
    [[nodiscard]] std::chrono::milliseconds steady() const override { return std::chrono::milliseconds(m_steadyMs); }

    void advance(std::chrono::milliseconds by)
    {
        m_wallMs += by.count();
        m_steadyMs += by.count();
    }
    // Somebody set the computer's clock.
    void setWallMs(qint64 wallMs) { m_wallMs = wallMs; }

private:
    std::atomic<qint64> m_wallMs = startMs;
    std::atomic<qint64> m_steadyMs = 1'000'000;
};

} // namespace support
