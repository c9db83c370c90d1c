#pragma once

#include "model/peer.h"

#include <QFuture>
#include <QString>

namespace identity {

// "40435 25372 50484 55285 11489 16592": the same on both screens (PROTOCOL.md 5). Takes 0.1 s and 32 MiB, on the pool.
[[nodiscard]] QFuture<QString> safetyCode(const model::PeerId &one, const model::PeerId &other);

} // namespace identity
