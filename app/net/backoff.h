#pragma once

#include <chrono>

namespace net {

// Waiting times between attempts: 1, 2, 4 … 60 s, each spread by a quarter either way so that many programs do not
// try in step. Plain; any thread.
class Backoff
{
public:
    Backoff() = default;
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most);

    [[nodiscard]] std::chrono::milliseconds next(); // how long to wait before the attempt that follows
    void reset(); // it worked, or the world has changed

private:
    std::chrono::milliseconds m_first {1000};
    std::chrono::milliseconds m_most {60'000};
    std::chrono::milliseconds m_step {0};
};

} // namespace net
