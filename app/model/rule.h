#pragma once

#include "model/peer.h"

#include <QString>

#include <optional>

namespace model {

// What happens to a received file whose name is taken in its folder. Nothing is replaced unless the user chose
// ReplaceOlder for this person or this transfer, and then only by a file that is newer, complete and verified.
enum class SameName {
    KeepBoth, // the new one becomes "name (2)"
    SkipIdentical, // one with the same content is not sent at all; others as KeepBoth
    ReplaceOlder, // the older one goes when the new one is in its place; others as SkipIdentical
};

// What somebody may send here without being asked.
enum class Consent {
    General, // as the general setting says
    Ask,
    Always,
    Never, // declined at once, without a question
    UpTo, // always up to a size, asked beyond it
};

// What the user decided for one person. Stored; a default-constructed one says: everything as set in general.
struct PeerRule {
    PeerId peer;
    Consent consent = Consent::General;
    quint64 upToBytes = 0; // of a whole transfer; with UpTo
    QString folder; // absolute; empty: the general one
    std::optional<SameName> sameName; // nothing: the general setting

    bool operator==(const PeerRule &) const = default;
    [[nodiscard]] bool isGeneral() const { return *this == PeerRule{peer, {}, 0, {}, {}}; }
};

// Lower-case words of the settings, the store and the command line: "keepBoth", "upTo".
[[nodiscard]] QString toText(SameName sameName);
[[nodiscard]] std::optional<SameName> sameNameFromText(const QString &text);
[[nodiscard]] QString toText(Consent consent);
[[nodiscard]] std::optional<Consent> consentFromText(const QString &text);

} // namespace model

Q_DECLARE_METATYPE(model::PeerRule)
