#include "transfer/selection.h"

#include "transfer/claims.h"

#include <algorithm>
#include <vector>

namespace transfer {

using model::EntryKind;

namespace {

std::vector<bool> leftOut(const model::Manifest &manifest, const model::RangeSet &chosen)
{
    std::vector<bool> isOut(manifest.entries.size());
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        const quint32 parent = manifest.entries[entry].parent;
        // Folders come before what lies in them.
        isOut[entry] = chosen.contains(entry) || (parent > 0 && isOut[parent - 1]);
    }
    return isOut;
}

void takeIn(const model::Manifest &manifest, quint32 wanted, std::vector<bool> &isOut)
{
    std::vector<bool> isBelow(manifest.entries.size());
    isBelow[wanted] = true;
    for (quint32 entry = wanted; entry < manifest.entries.size(); ++entry) {
        const quint32 parent = manifest.entries[entry].parent;
        if (isBelow[entry] || (parent > wanted && isBelow[parent - 1]))
            isBelow[entry] = true;
        if (isBelow[entry])
            isOut[entry] = false;
    }
    for (quint32 parent = manifest.entries[wanted].parent; parent > 0; parent = manifest.entries[parent - 1].parent)
        isOut[parent - 1] = false;
}

} // namespace

Selection selectionOf(const model::Manifest &manifest, const model::RangeSet &chosen, std::optional<quint32> wanted)
{
    Selection selection;
    if (chosen.isEmpty())
        return selection;
    std::vector<bool> isOut = leftOut(manifest, chosen);
    if (wanted && *wanted < isOut.size())
        takeIn(manifest, *wanted, isOut);
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        if (!isOut[entry])
            continue;
        selection.unwanted.insert(entry);
        const model::Entry &listed = manifest.entries[entry];
        if (listed.kind != EntryKind::File)
            continue;
        selection.unwantedBytes += listed.size;
        ++selection.unwantedFiles;
    }
    return selection;
}

model::RangeSet allBut(const model::Manifest &manifest, const QList<model::FailedEntry> &failed)
{
    std::vector<bool> isNeeded(manifest.entries.size());
    for (const model::FailedEntry &one : failed) {
        if (one.entry < manifest.entries.size())
            isNeeded[one.entry] = true;
    }
    for (size_t entry = manifest.entries.size(); entry-- > 0;) {
        const quint32 parent = manifest.entries[entry].parent;
        if (isNeeded[entry] && parent > 0)
            isNeeded[parent - 1] = true;
    }
    model::RangeSet others;
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        if (!isNeeded[entry])
            others.insert(entry);
    }
    return others;
}

quint64 bytesToCome(const model::Manifest &manifest, const files::Claim &claim)
{
    quint64 sum = 0;
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        if (manifest.entries[entry].kind == EntryKind::File && !claim.skip.contains(entry))
            sum += manifest.entries[entry].size;
    }
    for (const model::PartialFile &partial : claim.partial) {
        if (!claim.skip.contains(partial.entry))
            sum -= std::min(sum, bytesOfBlocks(partial.blocks, manifest.entries[partial.entry].size));
    }
    return sum;
}

} // namespace transfer
