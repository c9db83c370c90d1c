#include "transfer/claims.h"

#include "wire/record.h"

#include <algorithm>

namespace transfer {
namespace {

constexpr qsizetype checkBytes = 16;

bool liesWithin(const model::RangeSet &set, quint64 end)
{
    return set.isEmpty() || quint64(set.ranges().back().first) + set.ranges().back().count <= end;
}

quint64 bytesOfBlocks(const model::RangeSet &blocks, quint64 fileSize)
{
    const quint64 block = wire::blockSize(fileSize);
    quint64 sum = 0;
    for (const model::RangeSet::Range &range : blocks.ranges()) {
        const quint64 begin = quint64(range.first) * block;
        sum += std::min(quint64(range.count) * block, fileSize - begin);
    }
    return sum;
}

// Together below the 262,144 items and the 1 MiB of a frame.
constexpr size_t mostSkipRanges = 50'000;
constexpr size_t mostPartialFiles = 5'000;
constexpr size_t mostBlockRanges = 20'000;

model::RangeSet firstRanges(const model::RangeSet &set, size_t most)
{
    if (set.ranges().size() <= most)
        return set;
    model::RangeSet first;
    for (size_t i = 0; i < most; ++i)
        first.insert(set.ranges()[i]);
    return first;
}

} // namespace

bool fits(const model::Answer &answer, const model::Manifest &manifest)
{
    if (!liesWithin(answer.skip, manifest.entries.size()))
        return false;
    for (const model::PartialFile &partial : answer.partial) {
        if (partial.entry >= manifest.entries.size() || partial.check.size() != checkBytes)
            return false;
        const model::Entry &entry = manifest.entries[partial.entry];
        if (entry.kind != model::EntryKind::File || !liesWithin(partial.blocks, wire::blockCount(entry.size)))
            return false;
    }
    return true;
}

quint64 bytesHeld(const model::Answer &answer, const model::Manifest &manifest)
{
    quint64 sum = 0;
    for (const model::RangeSet::Range &range : answer.skip.ranges()) {
        for (size_t entry = range.first; entry < size_t(range.first) + range.count; ++entry) {
            if (manifest.entries[entry].kind == model::EntryKind::File)
                sum += manifest.entries[entry].size;
        }
    }
    for (const model::PartialFile &partial : answer.partial)
        sum += bytesOfBlocks(partial.blocks, manifest.entries[partial.entry].size);
    return sum;
}

model::Answer makeAnswer(const model::TransferId &transfer, quint32 round, const files::Claim &claim)
{
    model::Answer answer;
    answer.transfer = transfer;
    answer.accepted = true;
    answer.round = round;
    answer.skip = firstRanges(claim.skip, mostSkipRanges);
    size_t ranges = 0;
    for (const model::PartialFile &partial : claim.partial) {
        ranges += partial.blocks.ranges().size();
        if (answer.partial.size() >= mostPartialFiles || ranges > mostBlockRanges)
            break;
        answer.partial.push_back(partial);
    }
    return answer;
}

} // namespace transfer
