#pragma once

#include "model/peer.h"

#include <QHash>
#include <QString>

#include <optional>
#include <set>

namespace peers {

// Who had a name first. Better trusted comes before earlier known; everybody else with the same name (case and
// compatibility forms ignored) is shown as somebody else. Every call costs O(log n).
class NameIndex
{
public:
    // Peers whose answer to isTaken() may have changed: at most two.
    using Affected = QList<model::PeerId>;

    Affected insert(const model::PeerId &peer, const QString &name, model::Trust trust, qint64 firstSeenMs);
    Affected remove(const model::PeerId &peer);

    // Somebody else with this peer's name comes before it.
    [[nodiscard]] bool isTaken(const model::PeerId &peer) const;
    [[nodiscard]] QList<model::PeerId> withName(const QString &name) const;

private:
    struct Claim {
        int distrust = 0; // 0 is best
        qint64 firstSeenMs = 0;
        model::PeerId peer;
        [[nodiscard]] bool operator<(const Claim &other) const;
    };
    struct Entry {
        QString folded;
        Claim claim;
    };

    [[nodiscard]] std::optional<model::PeerId> owner(const QString &folded) const;

    QHash<QString, std::set<Claim>> m_names;
    QHash<model::PeerId, Entry> m_peers;
};

} // namespace peers
