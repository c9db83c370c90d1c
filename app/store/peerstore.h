#pragma once

#include "model/peer.h"
#include "store/database.h"

namespace store {

// Known peers with trust, addresses and the gateways' notes. Thread-safe like MessageStore.
class PeerStore
{
public:
    explicit PeerStore(Database &database);

    [[nodiscard]] QFuture<base::Result<QList<model::Contact>>> all();
    [[nodiscard]] QFuture<base::Result<bool>> save(const model::Contact &contact); // insert or replace
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::PeerId &peer);

private:
    Database &m_database;
};

} // namespace store
