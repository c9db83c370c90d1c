#pragma once

#include "base/result.h"
#include "model/listing.h"

#include <QStringList>

#include <atomic>
#include <functional>

namespace files {

struct Scanned {
    model::ManifestPtr manifest;
    QStringList sources; // absolute path of each top-level entry, in manifest order
};

// Called every few hundred entries with how many there are by now.
using ScanProgress = std::function<void(quint32 entries)>;

// Walks files and folders into a manifest: parents before children, names sorted, symlinks below the given paths listed
// and never followed (one that is itself among the paths stands for what it points at). Pipes, sockets and devices are
// listed as empty files, which fail when they are to be sent. A folder is marked incomplete when not everything in it
// could be listed: unreadable, deeper than 256 folders, a name that is not UTF-8 and too long to be written so. Equal
// top-level names are allowed (the receiver makes them unique). A path that cannot be sent at all is listed as an empty
// file too, unless there is no other: NotFound, CannotRead, SpecialFile. TooMany beyond 1,000,000 entries.
// Blocks; run it on the pool. `stop` ends it early with CancelledHere.
[[nodiscard]] base::Result<Scanned> scan(const QStringList &paths, const std::atomic_bool &stop,
                                         const ScanProgress &progress = {});

} // namespace files
