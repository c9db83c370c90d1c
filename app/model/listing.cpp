#include "model/listing.h"

#include <algorithm>

namespace model {

quint64 Manifest::bytes() const
{
    quint64 sum = 0;
    for (const Entry &entry : entries)
        sum += entry.kind == EntryKind::File ? entry.size : 0;
    return sum;
}

quint32 Manifest::files() const
{
    return quint32(std::count_if(entries.begin(), entries.end(),
                                 [](const Entry &entry) { return entry.kind == EntryKind::File; }));
}

void RangeSet::insert(Range range)
{
    if (range.count == 0)
        return;
    quint64 first = range.first;
    quint64 end = first + range.count;
    // Everything that touches the new range melts into it.
    const auto from = std::lower_bound(m_ranges.begin(), m_ranges.end(), first, [](const Range &r, quint64 value) {
        return quint64(r.first) + r.count < value;
    });
    auto to = from;
    for (; to != m_ranges.end() && to->first <= end; ++to) {
        first = std::min<quint64>(first, to->first);
        end = std::max<quint64>(end, quint64(to->first) + to->count);
    }
    const auto at = m_ranges.erase(from, to);
    m_ranges.insert(at, Range{quint32(first), quint32(end - first)});
}

bool RangeSet::contains(quint32 value) const
{
    const auto after = std::upper_bound(m_ranges.begin(), m_ranges.end(), value,
                                        [](quint32 v, const Range &r) { return v < r.first; });
    if (after == m_ranges.begin())
        return false;
    const Range &range = *std::prev(after);
    return value - range.first < range.count;
}

quint64 RangeSet::count() const
{
    quint64 sum = 0;
    for (const Range &range : m_ranges)
        sum += range.count;
    return sum;
}

} // namespace model
