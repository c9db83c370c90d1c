#pragma once

#include "base/result.h"
#include "model/listing.h"

#include <QList>
#include <QString>

#include <optional>

namespace transfer {

// What became of one entry of a transfer. Sending: Done only when the other side has said so.
enum class EntryState { Pending, Done, Failed, NotWanted };

// One line of a transfer's list.
struct EntryLine {
    quint32 entry = 0; // its number, as in Acceptance::unwanted
    quint32 parent = 0; // 0: top level, else 1 + the number of its folder
    model::EntryKind kind = model::EntryKind::File;
    QString path; // relative, with '/'; names safe to show
    quint64 size = 0;
    EntryState state = EntryState::Pending;
    base::Fault fault = base::Fault::None; // why Failed
    QString file; // where it lies on this computer; empty: not here, not yet, or no longer
    bool isPartial = false; // of a choice: a folder that comes without something below it

    bool operator==(const EntryLine &) const = default;
};

// What somebody would leave out of an offer.
struct Choice {
    model::RangeSet unwanted; // a folder stands for everything below it
    std::optional<quint32> wanted; // comes all the same, with everything below it and the folders above

    bool operator==(const Choice &) const = default;
};

// Some lines out of all.
struct EntryPage {
    quint32 total = 0; // lines there are
    quint32 from = 0; // number of the first one here
    QList<EntryLine> lines;
    // What a choice comes to.
    model::RangeSet unwanted; // one by one
    quint32 files = 0; // that come
    quint64 bytes = 0;

    bool operator==(const EntryPage &) const = default;
};

} // namespace transfer
