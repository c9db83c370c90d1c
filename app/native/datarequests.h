#pragma once

#include "model/listing.h"

#include <QtGlobal>

#include <atomic>
#include <vector>

namespace native {

// Hands "send these blocks again" from the network thread to a sender's thread: a pipe, which is queue and wake-up at
// once. What does not fit is lost; the receiver asks again.
class DataRequests
{
public:
    struct Request {
        quint32 entry = 0;
        quint32 first = 0; // block
        quint32 count = 0;
    };

    DataRequests();
    ~DataRequests();
    DataRequests(const DataRequests &) = delete;
    DataRequests &operator=(const DataRequests &) = delete;

    void put(quint32 entry, const model::RangeSet &blocks); // network thread
    [[nodiscard]] std::vector<Request> take(); // sender's thread; never waits
    [[nodiscard]] int descriptor() const { return m_out; } // readable when something waits

private:
    std::atomic_bool m_waiting = false; // spares the sender a system call per file
    int m_in = -1;
    int m_out = -1;
};

} // namespace native
