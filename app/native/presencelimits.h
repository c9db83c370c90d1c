#pragma once

#include <chrono>

// The numbers of PROTOCOL.md 1 and 2.
namespace native::limits {

using std::chrono::milliseconds;

inline constexpr qsizetype peersRemembered = 10'000;
inline constexpr qsizetype candidatesPerPeer = 8;
inline constexpr qsizetype nonceBytes = 8;
inline constexpr qsizetype toBytes = 8;

// A second, and how much may come at once.
inline constexpr double datagramsPerAddress = 5, datagramBurst = 50;
inline constexpr double checks = 1500, uncalledForChecks = 500;
inline constexpr double announcedChecks = 900; // what remains of all is for probes, whose nonce no third one knows
inline constexpr double answers = 1000, answersPerAddress = 20;
inline constexpr double watchedProbes = 5, otherProbes = 20;

inline constexpr milliseconds nonceLife {10'000};
inline constexpr milliseconds repeatLife {5'000}; // a burst is over by then; later repeats are replays
inline constexpr milliseconds heardOnlyPatience {5'000};
inline constexpr milliseconds watchedSilence {45'000};
inline constexpr milliseconds probeSpacing {1'000};
inline constexpr int probesBeforeLost = 2;
inline constexpr int silentIntervalsTimesTwo = 5; // 2.5 intervals

inline constexpr milliseconds callPerPeer {10'000};
inline constexpr double callsPerMinute = 10;

} // namespace native::limits
