#include "native/presenceschedule.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace native {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::array<milliseconds, 4> burstTimes {milliseconds(0), milliseconds(300), milliseconds(1000),
                                                  milliseconds(3000)};
constexpr milliseconds burstsApart {1000};
constexpr int shortestBeacon = 20; // seconds
constexpr int longestBeacon = 400;
constexpr int peersPerBeacon = 5; // a second, on the whole segment

milliseconds spread(milliseconds time)
{
    const qint64 tenth = time.count() / 10;
    return time + milliseconds(qint64(QRandomGenerator::global()->bounded(2 * tenth + 1)) - tenth);
}

} // namespace

seconds PresenceSchedule::beaconEvery(qsizetype freshPeers)
{
    return seconds(std::clamp(int(freshPeers / peersPerBeacon), shortestBeacon, longestBeacon));
}

quint32 PresenceSchedule::promisedInterval(qsizetype freshPeers)
{
    return quint32((beaconEvery(freshPeers).count() * 11 + 9) / 10);
}

void PresenceSchedule::requestBurst(milliseconds now)
{
    m_sent = 0;
    m_burstDue = std::max(now, m_burstStart + burstsApart);
}

void PresenceSchedule::stop()
{
    m_burstDue = never;
    m_beaconDue = never;
}

PresenceSchedule::Action PresenceSchedule::stepBurst(milliseconds now)
{
    const bool first = m_sent == 0;
    if (first)
        m_burstStart = now;
    ++m_sent;
    const auto next = size_t(m_sent);
    m_burstDue = next < burstTimes.size() ? m_burstStart + spread(burstTimes[next]) : never;
    return first ? Action::StartBurst : Action::RepeatBurst;
}

PresenceSchedule::Action PresenceSchedule::take(milliseconds now, qsizetype freshPeers)
{
    if (now >= m_burstDue) {
        // Every burst is a beacon, too.
        m_beaconDue = now + spread(beaconEvery(freshPeers));
        return stepBurst(now);
    }
    if (now < m_beaconDue)
        return Action::Nothing;
    m_beaconDue = now + spread(beaconEvery(freshPeers));
    return Action::Beacon;
}

milliseconds PresenceSchedule::nextDue() const
{
    return std::min(m_burstDue, m_beaconDue);
}

} // namespace native
