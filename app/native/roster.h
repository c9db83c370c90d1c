#pragma once

#include "native/discovery.h"
#include "wire/codec.h"

#include <QHash>

#include <optional>

namespace native {

// What datagrams say of a peer and what its link proved, as one sighting per peer, told when something of it changes.
// Network thread; owned by NativeGateway.
class Roster : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    void heard(const Discovery::Heard &heard);
    void lost(const model::PeerId &peer); // counts unless it is linked
    void linked(const model::PeerId &peer, const wire::Hello &hello, const model::Endpoint &endpoint);
    void presenceChanged(const model::PeerId &peer, const wire::PresenceChange &change);
    enum class After { Break, Idle, Goodbye };
    void unlinked(const model::PeerId &peer, After after);
    void drop(const model::PeerId &peer); // blocked: told as lost

    [[nodiscard]] bool isFresh(const model::PeerId &peer) const;
    // Where its last link was, and what datagrams said; best first.
    [[nodiscard]] QList<model::Endpoint> endpoints(const model::PeerId &peer) const;

signals:
    void seen(const model::Sighting &sighting);
    void gone(const model::PeerId &peer);

private:
    struct Row {
        std::optional<Discovery::Heard> heard;
        std::optional<wire::Hello> hello; // of the last link
        model::Endpoint endpoint; // of the last link
        bool linked = false;
        bool proven = false;
        model::Sighting told;
    };

    [[nodiscard]] model::Sighting sightingOf(const model::PeerId &peer, const Row &row) const;
    void tell(const model::PeerId &peer);
    void forget(const model::PeerId &peer);

    QHash<model::PeerId, Row> m_rows;
};

} // namespace native
