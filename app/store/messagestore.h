#pragma once

#include "model/message.h"
#include "model/post.h"
#include "store/database.h"

namespace store {

struct Appended {
    model::Message message; // with its seq
    bool isNew = true; // false: this id was known, nothing changed
};

// A message whose state moved, as it is now.
using ChangedMessages = QList<model::Message>;

// Messages and conversations. Thread-safe: every call is a job for the database; results after the commit.
class MessageStore
{
public:
    explicit MessageStore(Database &database);

    // Gives the next seq. With `post`, the post is queued in the same transaction. A repeated id changes nothing;
    // ids are remembered after deletion, so a late repeat does not resurrect anything.
    [[nodiscard]] QFuture<base::Result<Appended>> append(const model::Message &message,
                                                         const std::optional<model::Post> &post = {});
    // State never goes back except Sent -> Waiting and Failed -> Waiting. Empty list: nothing changed.
    [[nodiscard]] QFuture<base::Result<ChangedMessages>>
    setState(const model::MessageId &id, model::DeliveryState state, base::Fault fault = base::Fault::None);
    // After a start nothing is on its way: what was Sent and not acknowledged is Waiting.
    [[nodiscard]] QFuture<base::Result<bool>> takeBackSent();
    // The other side has read `upTo` and everything of ours before it (sending order): those become Read.
    [[nodiscard]] QFuture<base::Result<ChangedMessages>> markReadByPeer(const model::PeerId &peer,
                                                                        const model::MessageId &upTo);
    // We have read everything of theirs up to `seq`. With `post`, the read mark is queued with it. Returns the
    // newest message of theirs that became Read, or a null id when nothing did.
    [[nodiscard]] QFuture<base::Result<model::MessageId>> markReadHere(const model::PeerId &peer, qint64 seq,
                                                                       const model::PostId &readMark = {});
    [[nodiscard]] QFuture<base::Result<bool>> remove(const model::MessageId &id);

    [[nodiscard]] QFuture<base::Result<std::optional<model::Message>>> message(const model::MessageId &id);
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> page(const model::PeerId &peer, qint64 fromSeq,
                                                                    int count);
    // Of what was said only: neither transfers nor notices. Oldest first.
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> newestTexts(const model::PeerId &peer, int count);
    [[nodiscard]] QFuture<base::Result<QList<model::ConversationSummary>>> summaries();

private:
    Database &m_database;
};

} // namespace store
