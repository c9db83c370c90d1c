#include "ui/transfers/timeleft.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr qint64 quietMs = 2000;
constexpr double largestStep = 1.0 / 3;

} // namespace

void TimeLeft::update(const model::Transfer &transfer, qint64 nowMs)
{
    if (transfer.state != model::TransferState::Running) {
        forget(transfer.id);
        return;
    }
    const auto found = m_entries.find(transfer.id);
    if (found == m_entries.end()) {
        m_entries.insert(transfer.id, {nowMs, -1});
        return;
    }
    if (nowMs - found->sinceMs < quietMs || transfer.bytesPerSecond == 0)
        return;
    const double rest = double(transfer.bytesTotal - std::min(transfer.bytesDone, transfer.bytesTotal));
    const double measured = rest / double(transfer.bytesPerSecond);
    found->seconds = found->seconds < 0 ? measured
                                        : std::clamp(measured, found->seconds * (1 - largestStep),
                                                     std::max(found->seconds * (1 + largestStep), 1.0));
}

std::optional<qint64> TimeLeft::seconds(const model::TransferId &id) const
{
    const auto found = m_entries.constFind(id);
    if (found == m_entries.cend() || found->seconds < 0)
        return {};
    return std::max<qint64>(1, std::llround(found->seconds));
}

} // namespace ui
