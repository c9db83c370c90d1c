#include "store/messagerows.h"

#include "store/rows.h"
#include "store/statement.h"

#include <algorithm>

namespace store {

using model::DeliveryState;
using model::Direction;
using model::Message;
using model::MessageId;
using model::MessageKind;
using model::PeerId;

// The schema stores and compares these numbers.
static_assert(int(DeliveryState::Delivered) == 2 && int(DeliveryState::Read) == 3 && int(DeliveryState::Failed) == 4);
static_assert(int(MessageKind::Text) == 0 && int(MessageKind::Notice) == 2);

namespace {

// A row of the view message_line.
Message readMessage(const Statement &row)
{
    Message message;
    message.id = row.id<MessageId>(0);
    message.peer = peerAt(int(row.number(1)), row.bytes(2));
    message.seq = row.number(3);
    message.direction = row.number(4) != 0 ? Direction::Out : Direction::In;
    message.kind = MessageKind(row.number(5));
    message.text = row.text(6);
    message.transfer = row.id<model::TransferId>(7);
    message.sentAtMs = row.number(8);
    message.arrivedAtMs = row.number(9);
    message.state = DeliveryState(row.number(10));
    const QString fault = row.text(11);
    message.fault = fault.isEmpty() ? base::Fault::None : base::faultFromName(fault);
    return message;
}

QList<Message> readAll(Statement &select)
{
    QList<Message> messages;
    while (select.next())
        messages.append(readMessage(select));
    return messages;
}

QString faultText(base::Fault fault)
{
    return fault == base::Fault::None ? QString() : base::faultName(fault);
}

} // namespace

qint64 conversationRow(Connection &connection, const PeerId &peer)
{
    const qint64 with = peerRow(connection, peer);
    {
        Statement find(connection, "SELECT id FROM conversation WHERE peer = ?");
        if (find.run(with).next())
            return find.number(0);
    }
    Statement insert(connection, "INSERT INTO conversation (kind, peer) VALUES (0, ?)");
    const qint64 row = insert.run(with).insertedRow();
    Statement(connection, "INSERT INTO member (conversation, peer) VALUES (?, ?)").run(row, with);
    return row;
}

qint64 nextSeq(Connection &connection, qint64 conversation)
{
    Statement(connection, "UPDATE conversation SET last_seq = last_seq + 1 WHERE id = ?").run(conversation);
    Statement find(connection, "SELECT last_seq FROM conversation WHERE id = ?");
    return find.run(conversation).next() ? find.number(0) : 0;
}

void insertMessage(Connection &connection, const Message &message)
{
    const bool isOurs = message.direction == Direction::Out;
    const qint64 peer = peerRow(connection, message.peer);
    Statement insert(connection,
                     "INSERT INTO message (conversation, seq, id, author, kind, text, transfer, sent_ms, arrived_ms,"
                     " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.run(conversationRow(connection, message.peer), message.seq, message.id,
               isOurs ? std::optional<qint64>() : peer, int(message.kind), message.text, message.transfer,
               message.sentAtMs, message.arrivedAtMs, int(message.state));
    if (!isOurs)
        return;
    Statement(connection, "INSERT INTO delivery (message, receiver, state, fault) VALUES (?, ?, ?, ?)")
        .run(insert.insertedRow(), peer, int(message.state), faultText(message.fault));
}

void storeState(Connection &connection, const Message &message)
{
    if (message.direction == Direction::In) {
        Statement(connection, "UPDATE message SET state = ? WHERE id = ?").run(int(message.state), message.id);
        return;
    }
    Statement(connection, "UPDATE delivery SET state = ?, fault = ? WHERE receiver = ? AND message ="
                          " (SELECT number FROM message WHERE id = ?)")
        .run(int(message.state), faultText(message.fault), peerRow(connection, message.peer), message.id);
}

std::optional<Message> findMessage(Connection &connection, const MessageId &id)
{
    Statement find(connection, "SELECT * FROM message_line WHERE id = ?");
    if (!find.run(id).next())
        return {};
    return readMessage(find);
}

QList<Message> messagesBetween(Connection &connection, const PeerId &peer, qint64 first, qint64 last)
{
    const std::optional<qint64> row = findPeerRow(connection, peer);
    if (!row)
        return {};
    Statement select(connection, "SELECT * FROM message_line WHERE peer = ? AND seq BETWEEN ? AND ? ORDER BY seq");
    return readAll(select.run(*row, first, last));
}

QList<Message> newestTexts(Connection &connection, const PeerId &peer, int count)
{
    const std::optional<qint64> row = findPeerRow(connection, peer);
    if (!row)
        return {};
    Statement select(connection, "SELECT * FROM message_line WHERE peer = ? AND kind = 0 ORDER BY seq DESC LIMIT ?");
    QList<Message> messages = readAll(select.run(*row, count));
    std::reverse(messages.begin(), messages.end());
    return messages;
}

std::optional<Message> newestMessage(Connection &connection, const PeerId &peer)
{
    const std::optional<qint64> row = findPeerRow(connection, peer);
    if (!row)
        return {};
    Statement select(connection, "SELECT * FROM message_line WHERE peer = ? ORDER BY seq DESC LIMIT 1");
    const QList<Message> messages = readAll(select.run(*row));
    return messages.isEmpty() ? std::nullopt : std::optional(messages.first());
}

QList<Message> unreadByPeer(Connection &connection, const PeerId &peer, qint64 last)
{
    const std::optional<qint64> row = findPeerRow(connection, peer);
    if (!row)
        return {};
    // The plus signs keep SQLite from walking the whole conversation instead of what is unread.
    Statement select(connection,
                     "SELECT * FROM message_line WHERE number IN"
                     " (SELECT message FROM delivery WHERE receiver = ? AND state <> 3) AND +peer = ? AND +seq <= ?"
                     " ORDER BY seq");
    return readAll(select.run(*row, *row, last));
}

MessageId newestUnread(Connection &connection, const PeerId &peer, qint64 last)
{
    const std::optional<qint64> row = findPeerRow(connection, peer);
    if (!row)
        return {};
    // Only texts have ids that the peer knows for sure.
    Statement select(connection,
                     "SELECT id FROM message INDEXED BY message_unread WHERE author IS NOT NULL AND state = 2"
                     " AND kind <> 2 AND conversation = (SELECT id FROM conversation WHERE peer = ?) AND seq <= ?"
                     " ORDER BY kind <> 0, seq DESC LIMIT 1");
    return select.run(*row, last).next() ? select.id<MessageId>(0) : MessageId();
}

model::ConversationSummary summaryOf(Connection &connection, const PeerId &peer)
{
    model::ConversationSummary summary;
    summary.peer = peer;
    const std::optional<Message> last = newestMessage(connection, peer);
    if (!last)
        return summary;
    summary.last = *last;
    summary.lastSeq = summary.last.seq;
    const qint64 row = conversationRow(connection, peer);
    Statement count(connection,
                    "SELECT (SELECT min(seq) FROM message WHERE conversation = ?),"
                    " (SELECT count(*) FROM message WHERE conversation = ? AND author IS NOT NULL AND state = 2"
                    " AND kind <> 2)");
    if (count.run(row, row).next()) {
        summary.firstSeq = count.number(0);
        summary.unread = int(count.number(1));
    }
    return summary;
}

QList<model::ConversationSummary> allSummaries(Connection &connection)
{
    QList<PeerId> peers;
    {
        Statement select(connection,
                         "SELECT p.network, p.key FROM conversation v JOIN peer p ON p.id = v.peer ORDER BY v.id");
        select.run();
        while (select.next())
            peers.append(peerAt(int(select.number(0)), select.bytes(1)));
    }
    QList<model::ConversationSummary> summaries;
    for (const PeerId &peer : peers)
        summaries.append(summaryOf(connection, peer));
    return summaries;
}

} // namespace store
