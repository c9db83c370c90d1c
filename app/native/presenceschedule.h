#pragma once

#include <QtGlobal>

#include <chrono>

namespace native {

// When we announce (PROTOCOL.md 2.5): bursts at 0, 0.3, 1 and 3 s, then beacons thinned by the number of fresh peers.
// All times spread by a tenth either way. Plain.
class PresenceSchedule
{
public:
    enum class Action { Nothing, StartBurst, RepeatBurst, Beacon };

    void requestBurst(std::chrono::milliseconds now); // at once, but at most one a second
    void stop(); // nothing more is due

    // What is due now; call again until Nothing. `freshPeers` decides when the beacon after this is.
    [[nodiscard]] Action take(std::chrono::milliseconds now, qsizetype freshPeers);
    [[nodiscard]] std::chrono::milliseconds nextDue() const; // max(): never
    [[nodiscard]] bool isBursting() const { return m_burstDue != never; } // one is asked for or not at its end

    [[nodiscard]] static std::chrono::seconds beaconEvery(qsizetype freshPeers);
    // What we promise in our datagrams: no later than this.
    [[nodiscard]] static quint32 promisedInterval(qsizetype freshPeers);

private:
    [[nodiscard]] Action stepBurst(std::chrono::milliseconds now);

    static constexpr std::chrono::milliseconds never = std::chrono::milliseconds::max();
    std::chrono::milliseconds m_burstDue = never; // of its next repeat, or of its start
    std::chrono::milliseconds m_burstStart {-1'000'000};
    std::chrono::milliseconds m_beaconDue = never;
    int m_sent = 0; // of the burst that runs
};

} // namespace native
