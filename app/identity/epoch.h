#pragma once

#include "base/result.h"

#include <QString>

namespace identity {

// The number of this start (PROTOCOL.md 2.3): one more than the last, flushed to `file` before it is returned. A
// missing or damaged file counts from the clock, so that a lost file does not lock us out. Blocks on the disk.
[[nodiscard]] base::Result<quint32> takeEpoch(const QString &file);

} // namespace identity
