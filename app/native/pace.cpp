#include "native/pace.h"

#include <algorithm>

namespace native {
namespace {

constexpr quint64 slicesPerSecond = 32;
constexpr quint64 smallestSlice = 16 * 1024; // a TLS record
constexpr quint64 largestSlice = 256 * 1024;

} // namespace

void Pace::setLimit(quint64 bytesPerSecond)
{
    const std::lock_guard lock(m_mutex);
    if (m_limit.exchange(bytesPerSecond) == bytesPerSecond)
        return;
    ++m_limitNumber;
    m_next = {};
}

qsizetype Pace::slice() const
{
    return qsizetype(std::clamp(m_limit.load(std::memory_order_relaxed) / slicesPerSecond, smallestSlice, largestSlice));
}

Pace::Turn Pace::book(qsizetype bytes, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    const quint64 limit = m_limit;
    if (limit == 0)
        return {now, m_limitNumber};
    const Turn turn {std::max(now, m_next), m_limitNumber};
    const std::chrono::duration<double> takes(double(bytes) / double(limit));
    m_next = turn.at + std::chrono::duration_cast<Clock::duration>(takes);
    return turn;
}

std::chrono::milliseconds Pace::remaining(const Turn &turn, Clock::time_point now) const
{
    const std::lock_guard lock(m_mutex);
    if (turn.limitNumber != m_limitNumber || turn.at <= now)
        return {};
    return std::chrono::ceil<std::chrono::milliseconds>(turn.at - now);
}

} // namespace native
