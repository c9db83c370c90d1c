#pragma once

#include "files/sink.h"
#include "model/transfer.h"

#include <optional>

// What a round is to bring out of everything that was offered. Pure.
namespace transfer {

struct Selection {
    model::RangeSet unwanted; // with a folder everything below it
    quint64 unwantedBytes = 0;
    quint32 unwantedFiles = 0;
};

// What the user left out of an offer, `chosen` being entries or whole folders. `wanted` comes all the same, with
// everything below it and the folders above.
[[nodiscard]] Selection selectionOf(const model::Manifest &manifest, const model::RangeSet &chosen,
                                    std::optional<quint32> wanted = {});

// Every entry but those that failed and the folders above them.
[[nodiscard]] model::RangeSet allBut(const model::Manifest &manifest, const QList<model::FailedEntry> &failed);

// The bytes of files that a round has to bring: neither skipped nor already held in part.
[[nodiscard]] quint64 bytesToCome(const model::Manifest &manifest, const files::Claim &claim);

} // namespace transfer
