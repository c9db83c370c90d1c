#include "transfer/ratemeter.h"

namespace transfer {
namespace {

constexpr std::chrono::milliseconds closest{100}; // two samples nearer than this count as one
constexpr std::chrono::milliseconds soonest{200}; // before that a rate is noise

} // namespace

void RateMeter::start(std::chrono::milliseconds now, quint64 bytes)
{
    m_samples.assign(1, {now, bytes});
}

void RateMeter::add(std::chrono::milliseconds now, quint64 bytes)
{
    // A file that changed at its source begins anew, and so does the average.
    if (m_samples.empty() || bytes < m_samples.back().bytes)
        return start(now, bytes);
    if (m_samples.size() > 1 && now - m_samples.back().time < closest)
        m_samples.back().bytes = bytes;
    else
        m_samples.push_back({now, bytes});
    while (m_samples.size() > 2 && now - m_samples[1].time >= window)
        m_samples.pop_front();
}

quint64 RateMeter::bytesPerSecond(std::chrono::milliseconds now) const
{
    if (m_samples.size() < 2)
        return 0;
    // The newest sample older than the window is where the average begins.
    size_t first = 0;
    while (first + 1 < m_samples.size() && now - m_samples[first + 1].time >= window)
        ++first;
    const auto elapsed = now - m_samples[first].time;
    if (elapsed < soonest)
        return 0;
    const quint64 bytes = m_samples.back().bytes - m_samples[first].bytes;
    return quint64(double(bytes) * 1000.0 / double(elapsed.count()));
}

} // namespace transfer
