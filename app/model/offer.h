#pragma once

#include "base/result.h"
#include "model/listing.h"
#include "model/message.h"

namespace model {

// "I would like to send you this" (PROTOCOL.md 6.3, kind 32).
struct Offer {
    struct Preview {
        QString name;
        quint64 size = 0;
        bool operator==(const Preview &) const = default;
    };

    TransferId transfer;
    QString title;
    quint32 entries = 0;
    quint64 bytes = 0;
    QByteArray manifestHash; // SHA-256 of the manifest's bytes
    quint64 manifestLength = 0;
    QByteArray manifest; // its bytes when at most 64 KiB, else empty and fetched by ManifestRequest
    QList<Preview> preview; // the first names, when the manifest is not inline
    QString caption;
    qint64 timeMs = 0;
    bool again = false; // most of it has arrived; what did not is to be tried again

    bool operator==(const Offer &) const = default;
};

// What the receiver already holds of one unfinished file.
struct PartialFile {
    quint32 entry = 0;
    RangeSet blocks;
    QByteArray check; // 16 bytes: XXH3-128 over the hashes of those blocks joined

    bool operator==(const PartialFile &) const = default;
};

// The receiver's word on an offer (kind 33). A higher round than before starts the bytes anew from what is claimed.
struct Answer {
    TransferId transfer;
    bool accepted = false;
    base::Fault fault = base::Fault::None; // why not
    RangeSet skip; // entries not wanted or already whole
    std::vector<PartialFile> partial;
    int streams = 1;
    quint32 round = 1;

    bool operator==(const Answer &) const = default;
};

struct FailedEntry {
    quint32 entry = 0;
    base::Fault fault = base::Fault::None;

    bool operator==(const FailedEntry &) const = default;
    // Of a file: links and folders are not among the files that were wanted.
    [[nodiscard]] bool isFile() const
    {
        return fault != base::Fault::SymbolicLink && fault != base::Fault::Incomplete;
    }
    // Another try may bring it.
    [[nodiscard]] bool mayComeYet() const { return isFile() && fault != base::Fault::SpecialFile; }
};

} // namespace model
