#pragma once

#include <QtGlobal>

namespace transfer {

// Everything under way together, for one bar: what runs, what waits for its turn, and what ended since nothing did.
struct Overall {
    int running = 0; // transfers whose bytes move or are checked; 0: the computer may sleep
    quint64 bytesDone = 0;
    quint64 bytesTotal = 0;
    quint64 bytesPerSecond = 0;

    bool operator==(const Overall &) const = default;
};

} // namespace transfer
