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

// With mostSkipRanges together below the 262,144 items and the 1 MiB of a frame.
constexpr size_t mostPartialFiles = 5'000;
constexpr size_t mostBlockRanges = 20'000;

model::RangeSet shortened(const model::RangeSet &skip, const model::RangeSet &unwanted)
{
    if (skip.ranges().size() <= mostSkipRanges)
        return skip;
    model::RangeSet first;
    for (size_t i = 0; i < mostSkipRanges - unwanted.ranges().size(); ++i)
        first.insert(skip.ranges()[i]);
    return united(first, unwanted);
}

} // namespace

// Always inserting behind what is there: a hundred thousand ranges must not cost their square.
model::RangeSet united(const model::RangeSet &one, const model::RangeSet &other)
{
    model::RangeSet all;
    auto a = one.ranges().begin();
    auto b = other.ranges().begin();
    while (a != one.ranges().end() || b != other.ranges().end()) {
        const bool takesA = b == other.ranges().end() || (a != one.ranges().end() && a->first <= b->first);
        all.insert(takesA ? *a++ : *b++);
    }
    return all;
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

model::Answer makeAnswer(const model::TransferId &transfer, quint32 round, const files::Claim &claim,
                         const model::RangeSet &unwanted)
{
    model::Answer answer;
    answer.transfer = transfer;
    answer.accepted = true;
    answer.round = round;
    answer.skip = shortened(claim.skip, unwanted);
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
