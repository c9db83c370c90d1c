#pragma once

#include <chrono>

namespace net {

// Tells sleep from time that merely passed: fed with a clock that runs during sleep and one that does not. Plain.
class SleepWatch
{
public:
    static constexpr std::chrono::milliseconds shortestSleep {3000};

    // True when the clocks moved apart by at least shortestSleep since the call before.
    [[nodiscard]] bool sleptUntil(std::chrono::milliseconds withSleep, std::chrono::milliseconds withoutSleep)
    {
        const std::chrono::milliseconds apart = withSleep - withoutSleep;
        const bool slept = m_started && apart - m_apart >= shortestSleep;
        m_apart = apart;
        m_started = true;
        return slept;
    }

private:
    std::chrono::milliseconds m_apart {0};
    bool m_started = false;
};

} // namespace net
