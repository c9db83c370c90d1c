#pragma once

#include "model/rule.h"
#include "store/database.h"

namespace store {

// What the user decided for single persons about what they send. Thread-safe like MessageStore.
class RuleStore
{
public:
    explicit RuleStore(Database &database);

    [[nodiscard]] QFuture<base::Result<QList<model::PeerRule>>> all();
    [[nodiscard]] QFuture<base::Result<bool>> save(const model::PeerRule &rule); // insert or replace
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::PeerId &peer); // true: it was there

private:
    Database &m_database;
};

} // namespace store
