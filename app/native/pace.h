#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>
#include <mutex>

namespace native {

// Keeps all data connections of one direction together below a limit: each books its next bytes and waits for its turn.
// Any thread. Without a limit a connection only looks at isLimited().
class Pace
{
public:
    using Clock = std::chrono::steady_clock;

    struct Turn {
        Clock::time_point at;
        quint64 limitNumber = 0; // a turn of an earlier limit need not be waited for
    };

    void setLimit(quint64 bytesPerSecond); // 0: none; at once, also for those who wait
    [[nodiscard]] bool isLimited() const { return m_limit.load(std::memory_order_relaxed) != 0; }
    // How much to book at a time: little enough for an even flow and for a fair share.
    [[nodiscard]] qsizetype slice() const;
    [[nodiscard]] Turn book(qsizetype bytes, Clock::time_point now);
    // How long the turn is still to be waited for; zero: go.
    [[nodiscard]] std::chrono::milliseconds remaining(const Turn &turn, Clock::time_point now) const;

private:
    std::atomic<quint64> m_limit = 0; // bytes per second
    mutable std::mutex m_mutex;
    quint64 m_limitNumber = 0;
    Clock::time_point m_next; // when everything booked so far has gone
};

} // namespace native
