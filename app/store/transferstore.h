#pragma once

#include "model/post.h"
#include "model/transfer.h"
#include "store/database.h"

namespace store {

// A transfer with what only the queue needs to go on after a restart.
struct StoredTransfer {
    model::Transfer transfer;
    QStringList sources; // sending: absolute paths of the top-level entries
    QString targetFolder; // receiving
    QByteArray manifestHash;
    quint64 manifestLength = 0; // the bytes themselves lie in <profile>/parts/<id>/manifest
    quint32 round = 0; // the last one begun
};

// Transfers, running and over. Thread-safe like MessageStore.
class TransferStore
{
public:
    explicit TransferStore(Database &database);

    // Insert or replace. With `post`, it is queued for the peer in the same transaction.
    [[nodiscard]] QFuture<base::Result<bool>> save(const StoredTransfer &transfer,
                                                   const std::optional<model::Post> &post = {});
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::TransferId &id);
    [[nodiscard]] QFuture<base::Result<QList<StoredTransfer>>> all(); // oldest first

private:
    Database &m_database;
};

} // namespace store
