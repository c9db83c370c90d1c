#pragma once

#include "model/peer.h"
#include "store/database.h"

namespace store {

// A contact with what only the directory needs.
struct StoredPeer {
    model::Contact contact;
    model::Trust trustBefore = model::Trust::Unverified; // of a blocked one: what unblocking returns to
    qint64 firstSeenMs = 0;
    bool hasConversation = false; // filled in by all(), not stored

    bool operator==(const StoredPeer &) const = default;
};

// Known peers with trust, addresses and the gateways' notes. Thread-safe like MessageStore.
class PeerStore
{
public:
    explicit PeerStore(Database &database);

    // Contacts, and whoever has a conversation without being one.
    [[nodiscard]] QFuture<base::Result<QList<StoredPeer>>> all();
    [[nodiscard]] QFuture<base::Result<bool>> save(const StoredPeer &peer); // insert or replace
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::PeerId &peer); // true: it was there
    // Messages, queued posts or transfers; asked before a peer is forgotten.
    [[nodiscard]] QFuture<base::Result<bool>> isInUse(const model::PeerId &peer);

private:
    Database &m_database;
};

} // namespace store
