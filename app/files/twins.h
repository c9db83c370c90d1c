#pragma once

#include "base/result.h"
#include "files/blockreader.h"
#include "model/transfer.h"

#include <QByteArray>

#include <map>
#include <vector>

namespace files {

// Files that lie in the target already where those of a receiving job would go, alike in name, size and time. Only
// their contents tell whether they are the same.
struct Twins {
    std::vector<quint32> entries; // ascending
    std::map<quint32, QByteArray> names; // of files that are not called as laid out, as "a (2).txt"
    std::map<quint32, QByteArray> joined; // folders at the top that hold some, and folders below not called as laid out
    std::map<quint32, QByteArray> fresh; // folders that would have to be made inside of those, with free names
    quint64 bytes = 0; // of all of them

    [[nodiscard]] bool isEmpty() const { return entries.empty() && joined.empty(); }
};

// Looks without reading contents. With SameName::ReplaceOlder a folder of the same name is joined whatever it holds.
// `transfer`, `manifest`, `targetFolder`, `stateFolder`, `sameName` and `skip` (entries not to be looked for) of the job
// count. Blocks.
[[nodiscard]] Twins findTwins(const model::Job &job);

// The file hash of each twin in turn; empty where it cannot be read or is no longer alike. `read` is told of every
// block. Returns early when `stop` is set. Blocks.
using TellHash = std::function<void(quint32 entry, const QByteArray &hash)>;
void hashTwins(const model::Job &job, const Twins &twins, const std::atomic_bool &stop, const TellHash &tell,
               const TellRead &read);

// Notes in the job's state folder that these twins are the files of the job: a claim then has them, and a sink puts the
// rest beside them. DiskFull, CannotWrite. Blocks.
[[nodiscard]] base::Result<bool> keepTwins(const model::Job &job, const Twins &twins, const model::RangeSet &same);

} // namespace files
