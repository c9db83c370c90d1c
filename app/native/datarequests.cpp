#include "native/datarequests.h"

#include "native/datasocket.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace native {

DataRequests::DataRequests()
{
    std::array<int, 2> ends {-1, -1};
    if (::pipe(ends.data()) != 0)
        return;
    for (const int end : ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        setNonBlocking(end);
    }
    m_out = ends[0];
    m_in = ends[1];
}

DataRequests::~DataRequests()
{
    closeSocket(m_in);
    closeSocket(m_out);
}

void DataRequests::put(quint32 entry, const model::RangeSet &blocks)
{
    for (const model::RangeSet::Range &range : blocks.ranges()) {
        const Request request {entry, range.first, range.count};
        // So short a write is done whole or not at all.
        if (::write(m_in, &request, sizeof request) != ssize_t(sizeof request))
            return;
        m_waiting = true;
    }
}

std::vector<DataRequests::Request> DataRequests::take()
{
    std::vector<Request> requests;
    if (!m_waiting.exchange(false))
        return requests;
    Request request;
    while (::read(m_out, &request, sizeof request) == ssize_t(sizeof request))
        requests.push_back(request);
    return requests;
}

} // namespace native
