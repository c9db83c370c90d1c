#include "core/stallmeter.h"

#include <utility>

namespace core {
namespace {

constexpr int beatMs = 10;

} // namespace

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(beatMs);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::beat);
}

void StallMeter::start()
{
    m_since.start();
    m_timer.start();
}

qint64 StallMeter::takeLongest()
{
    return std::exchange(m_longestMs, 0);
}

void StallMeter::beat()
{
    m_longestMs = std::max(m_longestMs, m_since.restart() - beatMs);
}

} // namespace core
