#pragma once

#include "base/result.h"
#include "model/listing.h"

#include <QByteArray>
#include <QList>

namespace wire {

inline constexpr quint32 mostEntries = 1'000'000;
inline constexpr int entriesPerPage = 4096;
inline constexpr qsizetype pageBytes = 1 << 19;

// A manifest as its pages (native.md 6.2). Joined they are what is hashed and sent.
[[nodiscard]] QList<QByteArray> encodeManifest(const model::Manifest &manifest);
// All pages joined. Malformed: bad name, parent that is no earlier folder, depth over 256, too many entries.
[[nodiscard]] base::Result<model::Manifest> decodeManifest(QByteArrayView bytes);

} // namespace wire
