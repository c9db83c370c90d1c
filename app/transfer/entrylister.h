#pragma once

#include "transfer/entries.h"
#include "transfer/row.h"

namespace transfer {

// What of a transfer its list tells, as it was when a page was asked for. For the pool.
struct Listed {
    model::Transfer transfer;
    QStringList sources; // sending
    QString stateFolder; // of this transfer
    QString targetFolder; // receiving
    model::RangeSet unwanted;
    model::RangeSet skipped; // receiving: of the round that runs
};
[[nodiscard]] Listed listedFrom(const Row &row, const QString &stateFolder);

enum class Which { All, Failed };

// Some lines of a transfer's list. Reads the receiver's notes and looks at files on the disk: blocks.
[[nodiscard]] EntryPage makePage(const model::ManifestPtr &manifest, const Listed &listed, Which which, quint32 from,
                                 quint32 count);
// The same for an offer of which `choice` would be left out.
[[nodiscard]] EntryPage makeChoicePage(const model::ManifestPtr &manifest, Listed listed, const Choice &choice,
                                       quint32 from, quint32 count);
// The only line of a transfer of one file, whose manifest is gone.
[[nodiscard]] EntryPage makeOnlyLine(const Listed &listed, Which which);

} // namespace transfer
