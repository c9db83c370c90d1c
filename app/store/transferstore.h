#pragma once

#include "model/post.h"
#include "model/transfer.h"
#include "store/rulestore.h"

namespace store {

// A transfer with what only the queue needs to go on after a restart.
struct StoredTransfer {
    model::Transfer transfer;
    QStringList sources; // sending: absolute paths of the top-level entries
    QString targetFolder; // receiving
    QByteArray manifestHash;
    quint64 manifestLength = 0; // the bytes themselves lie in <profile>/parts/<id>/manifest
    quint32 round = 0; // the last one begun
    model::SameName sameName = model::SameName::KeepBoth; // receiving, since it was accepted
    model::RangeSet unwanted; // receiving: entries the user did not take
    quint64 unwantedBytes = 0; // of the files in it; with transfer.bytesTotal what was offered
    bool pausedTogether = false; // by "pause everything"
    bool reopened = false; // sending: what failed is to go again, and has not begun to
};

// Transfers, running and over, and the rules about them. Thread-safe like MessageStore.
class TransferStore
{
public:
    explicit TransferStore(Database &database);

    // Insert or replace. With `post`, it is queued for the peer in the same transaction.
    [[nodiscard]] QFuture<base::Result<bool>> save(const StoredTransfer &transfer,
                                                   const std::optional<model::Post> &post = {});
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::TransferId &id);
    [[nodiscard]] QFuture<base::Result<QList<StoredTransfer>>> all(); // oldest first

    [[nodiscard]] RuleStore &rules() { return m_rules; }

private:
    Database &m_database;
    RuleStore m_rules;
};

} // namespace store
