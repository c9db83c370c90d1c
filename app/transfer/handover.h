#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace transfer {

// What a reading thread has found, until its owner fetches it: nothing piles up as it would in the results of a future.
// Both ends may be used at the same time.
template<typename T>
class Handover
{
public:
    void put(std::vector<T> found)
    {
        const std::lock_guard lock(m_guard);
        if (m_waiting.empty())
            m_waiting = std::move(found);
        else
            m_waiting.insert(m_waiting.end(), found.begin(), found.end());
    }
    [[nodiscard]] std::vector<T> take()
    {
        const std::lock_guard lock(m_guard);
        return std::exchange(m_waiting, {});
    }

private:
    std::mutex m_guard;
    std::vector<T> m_waiting;
};

} // namespace transfer
