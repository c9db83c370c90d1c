#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace identity {

// Small files that only this user may read. Both block on the disk.

// At most 64 KiB, else Corrupt; CannotRead when it cannot be opened. Rights that are too wide are narrowed to 0600.
[[nodiscard]] base::Result<QByteArray> readPrivateFile(const QString &file);

// The old contents or the new, never half: written beside, flushed, renamed, folder flushed. CannotWrite, DiskFull.
[[nodiscard]] base::Result<void> writePrivateFile(const QString &file, const QByteArray &contents);

} // namespace identity
