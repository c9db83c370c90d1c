#pragma once

#include "base/clock.h"
#include "gateway/gateways.h"
#include "model/peer.h"
#include "store/peerstore.h"

#include <QHash>
#include <QObject>

namespace peers {

// Who is there and what we think of them: merges the sightings of all gateways by PeerId, keeps trust, and is the
// only writer of the stored contacts. Main thread; owned by Core.
class PeerDirectory : public QObject
{
    Q_OBJECT
public:
    PeerDirectory(store::PeerStore &store, gateway::Gateways &gateways, const base::Clock &clock,
                  QObject *parent = nullptr);

    // Takes what was stored; emits loaded() once. Before Gateways::start().
    void load();

    [[nodiscard]] QList<model::Peer> peers() const; // all known, in no order
    [[nodiscard]] std::optional<model::Peer> peer(const model::PeerId &id) const;
    // By unique prefix of the id (at least 4 digits), address ("host" or "host:port"), or name (case ignored).
    // NotFound, or Ambiguous with the candidates in the detail.
    [[nodiscard]] base::Result<model::PeerId> find(const QString &words) const;
    [[nodiscard]] bool isBlocked(const model::PeerId &id) const;

    // The parts of a gateway's setup that the directory knows.
    [[nodiscard]] QList<model::Contact> contacts() const;
    [[nodiscard]] QSet<model::PeerId> withTrust(model::Trust trust) const;

    // User acts. Stored, then told by peerChanged() and setupChanged().
    void verify(const model::PeerId &id);
    void unverify(const model::PeerId &id);
    void block(const model::PeerId &id);
    void unblock(const model::PeerId &id); // back to the trust it had
    // Forgets a peer that is gone and has no conversation; unknown ids are ignored.
    void forget(const model::PeerId &id);
    // Something was said to this peer: it stays known although it was never proved.
    void keep(const model::PeerId &id);

    // Peers never proved, without trust or conversation, beyond this many: the oldest go.
    static constexpr int mostStrangers = 10'000;

signals:
    void loaded();
    void peerAdded(const model::Peer &peer);
    void peerChanged(const model::Peer &peer);
    void peerRemoved(const model::PeerId &id);
    void reachable(const model::PeerId &id); // became Linked: queued things can go
    void unreachable(const model::PeerId &id); // no longer Linked
    void trustSet(const model::PeerId &id, model::Trust before, model::Trust now); // by the user
    void setupChanged(); // blocked, verified or contacts changed

private:
    class Private;
    std::unique_ptr<Private> d;

public:
    ~PeerDirectory() override;
};

} // namespace peers
