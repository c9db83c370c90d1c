#include "store/messagestore.h"

#include "store/messagerows.h"
#include "store/rows.h"
#include "store/statement.h"

#include <algorithm>

namespace store {

using base::Fault;
using base::Result;
using model::DeliveryState;
using model::Message;
using model::MessageId;
using model::PeerId;

namespace {

// Waiting and Failed may be tried again, and an acknowledgement outvotes a refusal; nothing else goes back.
bool mayFollow(DeliveryState before, DeliveryState after)
{
    switch (before) {
    case DeliveryState::Waiting: return after != DeliveryState::Waiting;
    case DeliveryState::Sent: return after != DeliveryState::Sent;
    case DeliveryState::Delivered: return after == DeliveryState::Read;
    case DeliveryState::Read: return false;
    case DeliveryState::Failed: return after != DeliveryState::Failed && after != DeliveryState::Sent;
    }
    return false;
}

bool isKnown(Connection &connection, const MessageId &id)
{
    Statement find(connection, "SELECT 1 FROM gone WHERE id = ?");
    return find.run(id).next();
}

Appended appendMessage(Connection &connection, Message message, const std::optional<model::Post> &post)
{
    if (const std::optional<Message> known = findMessage(connection, message.id))
        return {*known, false};
    message.seq = 0;
    if (isKnown(connection, message.id))
        return {message, false};
    message.seq = nextSeq(connection, conversationRow(connection, message.peer));
    insertMessage(connection, message);
    if (post)
        queuePost(connection, message.peer, *post);
    return {message, true};
}

ChangedMessages changeState(Connection &connection, const MessageId &id, DeliveryState state, Fault fault)
{
    std::optional<Message> message = findMessage(connection, id);
    if (!message || !mayFollow(message->state, state))
        return {};
    message->state = state;
    message->fault = state == DeliveryState::Failed ? fault : Fault::None;
    storeState(connection, *message);
    return {*message};
}

ChangedMessages readByPeer(Connection &connection, const PeerId &peer, const MessageId &upTo)
{
    const std::optional<Message> last = findMessage(connection, upTo);
    if (!last || last->peer != peer || last->direction != model::Direction::Out)
        return {};
    ChangedMessages changed;
    for (Message &message : unreadByPeer(connection, peer, last->seq)) {
        // A retried one keeps its early place although it may not have gone out yet.
        const bool isSent = message.state == DeliveryState::Sent || message.state == DeliveryState::Delivered;
        if (!isSent && message.id != upTo)
            continue;
        message.state = DeliveryState::Read;
        message.fault = Fault::None;
        storeState(connection, message);
        changed.append(message);
    }
    return changed;
}

MessageId readHere(Connection &connection, const PeerId &peer, qint64 seq, const model::PostId &readMark)
{
    const MessageId newest = newestUnread(connection, peer, seq);
    if (newest.isNull())
        return {};
    Statement(connection,
              "UPDATE message INDEXED BY message_unread SET state = 3 WHERE author IS NOT NULL AND state = 2"
              " AND kind <> 2 AND seq <= ? AND conversation = (SELECT id FROM conversation WHERE peer = ?)")
        .run(seq, peerRow(connection, peer));
    if (!readMark.isNull())
        queuePost(connection, peer, {readMark, model::ReadPost {newest}});
    return newest;
}

} // namespace

MessageStore::MessageStore(Database &database)
    : m_database(database)
{
}

QFuture<Result<Appended>> MessageStore::append(const Message &message, const std::optional<model::Post> &post)
{
    return m_database.write<Appended>([message, post](Connection &connection) -> Result<Appended> {
        return appendMessage(connection, message, post);
    });
}

QFuture<Result<ChangedMessages>> MessageStore::setState(const MessageId &id, DeliveryState state, Fault fault)
{
    return m_database.write<ChangedMessages>(
        [=](Connection &connection) -> Result<ChangedMessages> { return changeState(connection, id, state, fault); });
}

QFuture<Result<bool>> MessageStore::takeBackSent()
{
    return m_database.write<bool>([](Connection &connection) -> Result<bool> {
        Statement(connection, "UPDATE delivery SET state = 0 WHERE state = 1").run();
        return true;
    });
}

QFuture<Result<ChangedMessages>> MessageStore::markReadByPeer(const PeerId &peer, const MessageId &upTo)
{
    return m_database.write<ChangedMessages>(
        [=](Connection &connection) -> Result<ChangedMessages> { return readByPeer(connection, peer, upTo); });
}

QFuture<Result<MessageId>> MessageStore::markReadHere(const PeerId &peer, qint64 seq, const model::PostId &readMark)
{
    return m_database.write<MessageId>(
        [=](Connection &connection) -> Result<MessageId> { return readHere(connection, peer, seq, readMark); });
}

QFuture<Result<bool>> MessageStore::remove(const MessageId &id)
{
    return m_database.write<bool>([id](Connection &connection) -> Result<bool> {
        if (Statement(connection, "DELETE FROM message WHERE id = ?").run(id).changed() == 0)
            return false;
        Statement(connection, "INSERT OR REPLACE INTO gone (id, since_s) VALUES (?, strftime('%s', 'now'))").run(id);
        // Well over the year that other programs may take to repeat a message.
        Statement(connection, "DELETE FROM gone WHERE since_s < strftime('%s', 'now') - 400 * 86400").run();
        return true;
    });
}

QFuture<Result<std::optional<Message>>> MessageStore::message(const MessageId &id)
{
    using Found = std::optional<Message>;
    return m_database.write<Found>(
        [id](Connection &connection) -> Result<Found> { return findMessage(connection, id); });
}

QFuture<Result<QList<Message>>> MessageStore::page(const PeerId &peer, qint64 fromSeq, int count)
{
    using Messages = QList<Message>;
    return m_database.write<Messages>([=](Connection &connection) -> Result<Messages> {
        return messagesBetween(connection, peer, fromSeq, fromSeq + count - 1);
    });
}

QFuture<Result<QList<Message>>> MessageStore::newestTexts(const PeerId &peer, int count)
{
    using Messages = QList<Message>;
    return m_database.write<Messages>(
        [=](Connection &connection) -> Result<Messages> { return store::newestTexts(connection, peer, count); });
}

QFuture<Result<QList<model::ConversationSummary>>> MessageStore::summaries()
{
    using Summaries = QList<model::ConversationSummary>;
    return m_database.write<Summaries>(
        [](Connection &connection) -> Result<Summaries> { return allSummaries(connection); });
}

} // namespace store
