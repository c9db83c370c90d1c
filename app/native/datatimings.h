#pragma once

#include <chrono>

namespace native {

// Every time a data connection waits for (PROTOCOL.md 6.4), so that tests need not.
struct DataTimings {
    using Ms = std::chrono::milliseconds;

    Ms handshake {5000}; // from TCP to frame 97
    Ms patience {45'000}; // for the connection of a job to come about, whoever dials
    Ms retryFirst {50}; // between attempts to dial, doubled each time
    Ms retryMost {4000};
    Ms silence {45'000}; // without a byte: broken
    Ms stuck {3000}; // after a new link: without an answer to bytes on their way, the connection is of the old path
    Ms still {15'000}; // a sender with nothing to say says so
    Ms progress {100}; // between two reports
};

} // namespace native
