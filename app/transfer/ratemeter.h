#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>

namespace transfer {

// Bytes per second, averaged over the last five seconds. Plain value; times come from base::Clock::steady().
class RateMeter
{
public:
    static constexpr std::chrono::milliseconds window{5000};

    void start(std::chrono::milliseconds now, quint64 bytes); // forgets what was before
    void stop() { m_samples.clear(); }
    void add(std::chrono::milliseconds now, quint64 bytes); // a total, not a difference
    // 0 before anything can be said.
    [[nodiscard]] quint64 bytesPerSecond(std::chrono::milliseconds now) const;

private:
    struct Sample {
        std::chrono::milliseconds time;
        quint64 bytes;
    };

    std::deque<Sample> m_samples; // oldest first; at most one older than the window
};

} // namespace transfer
