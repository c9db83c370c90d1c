#include "native/presencesilence.h"

#include "native/presencelimits.h"

#include <algorithm>

namespace native {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds never = milliseconds::max();

bool mayProbe(const PresenceRow &row, milliseconds now)
{
    return row.probes == 0 || now - row.probedAt >= limits::probeSpacing;
}

} // namespace

milliseconds PresenceSilence::silentFrom(const PresenceRow &row, Care care)
{
    const milliseconds patience(qint64(row.interval) * 1000 * limits::silentIntervalsTimesTwo / 2);
    return row.heardAt + (care == Care::Watched ? std::min(patience, limits::watchedSilence) : patience);
}

PresenceSilence::Doubt PresenceSilence::doubtAbout(const PresenceRow &row, Care care, milliseconds now)
{
    if (row.standing == Standing::Gone || row.linked)
        return Doubt::None;
    if (row.doubted || now >= silentFrom(row, care))
        return Doubt::Silent;
    const bool stillHeard = row.standing == Standing::Heard && now - row.heardOnlySince >= limits::heardOnlyPatience;
    return stillHeard && row.probes < limits::probesBeforeLost ? Doubt::HeardOnly : Doubt::None;
}

PresenceSilence::Step PresenceSilence::stepFor(const PresenceRow &row, Care care, milliseconds now)
{
    switch (doubtAbout(row, care, now)) {
    case Doubt::None: return Step::Nothing;
    case Doubt::HeardOnly: return mayProbe(row, now) ? Step::Probe : Step::Nothing;
    case Doubt::Silent: break;
    }
    if (!mayProbe(row, now))
        return Step::Nothing;
    return row.probes < limits::probesBeforeLost ? Step::Probe : Step::Lose;
}

milliseconds PresenceSilence::nextLook(const PresenceRow &row, Care care)
{
    if (row.standing == Standing::Gone || row.linked)
        return never;
    const milliseconds afterProbe = row.probes == 0 ? milliseconds(0) : row.probedAt + limits::probeSpacing;
    if (row.doubted)
        return afterProbe;
    milliseconds look = silentFrom(row, care);
    if (row.standing == Standing::Heard && row.probes < limits::probesBeforeLost)
        look = std::min(look, row.heardOnlySince + limits::heardOnlyPatience);
    return std::max(look, afterProbe);
}

} // namespace native
