#include "net/backoff.h"

#include <QRandomGenerator>

#include <algorithm>

namespace net {

Backoff::Backoff(std::chrono::milliseconds first, std::chrono::milliseconds most)
    : m_first(first)
    , m_most(std::max(first, most))
{
}

std::chrono::milliseconds Backoff::next()
{
    m_step = m_step.count() == 0 ? m_first : std::min(m_step * 2, m_most);
    const qint64 quarter = m_step.count() / 4;
    const qint64 spread = qint64(QRandomGenerator::global()->bounded(2 * quarter + 1)) - quarter;
    return m_step + std::chrono::milliseconds(spread);
}

void Backoff::reset()
{
    m_step = std::chrono::milliseconds(0);
}

} // namespace net
