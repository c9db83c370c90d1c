#pragma once

#include "base/result.h"

#include <QString>

namespace files {

// Bytes free for us where `folder` (or its nearest existing parent) lies. Blocks on the disk.
[[nodiscard]] base::Result<quint64> freeSpace(const QString &folder);

} // namespace files
