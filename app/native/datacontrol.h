#pragma once

#include "native/datarequests.h"
#include "wire/codec.h"

#include <atomic>
#include <functional>

namespace native {

// What a carrier's thread shares with the network thread.
struct DataControl {
    std::atomic_bool stop = false;
    DataRequests requests; // to a sender
    // Called on the carrier's thread.
    std::function<void(quint64 bytesDone)> progressed;
    std::function<void(const wire::Again &again)> askAgain; // by a receiver
};

} // namespace native
