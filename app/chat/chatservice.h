#pragma once

#include "base/clock.h"
#include "gateway/gateways.h"
#include "model/message.h"
#include "model/post.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "settings/settings.h"
#include "store/messagestore.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <optional>

namespace chat {

// Conversations: sending, receiving, delivery states, unread counts. Main thread; owned by Core.
class ChatService : public QObject
{
    Q_OBJECT
public:
    ChatService(store::MessageStore &store, settings::Settings &settings, peers::PeerDirectory &peers,
                outbox::Outbox &outbox, gateway::Gateways &gateways, const base::Clock &clock,
                QObject *parent = nullptr);
    ~ChatService() override;

    void load(); // summaries of all conversations; loaded() when done

    // Stores and queues a line. Refused at once, with nothing stored: blank (Usage), over 64 KiB (TooLarge), queue
    // full (TooMany), unknown peer (NotFound). The future finishes with the message as stored, or with what the
    // store said (DiskFull): then nothing was sent and the text belongs back into the composer.
    QFuture<base::Result<model::Message>> send(const model::PeerId &peer, const QString &text);
    // A failed message once more, under its own id.
    void retry(const model::MessageId &message);
    void remove(const model::MessageId &message); // here only; a waiting one is taken back

    // The window shows these; read marks go out if the setting allows.
    void markRead(const model::PeerId &peer, qint64 upToSeq);

    // A line of ours in a conversation: a transfer's place, or a notice.
    void appendTransfer(const model::PeerId &peer, const model::TransferId &transfer, model::Direction direction);
    void appendNotice(const model::PeerId &peer, model::Notice notice);

    [[nodiscard]] QList<model::ConversationSummary> conversations() const; // newest first
    [[nodiscard]] model::ConversationSummary conversation(const model::PeerId &peer) const;
    // The newest `limit` of what was said, without transfers and notices; oldest first.
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> history(const model::PeerId &peer, int limit);
    // Nothing: it was deleted, or never here.
    [[nodiscard]] QFuture<base::Result<std::optional<model::Message>>> message(const model::MessageId &id);
    // Those of from..from+count-1 that exist, by seq. `count` at most 500.
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> page(const model::PeerId &peer, qint64 from, int count);

    // From the router.
    void receive(const model::PeerId &peer, const model::PostId &id, const model::TextPost &text);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::ReadPost &read);

signals:
    void loaded();
    void messageAdded(const model::Message &message); // after the commit
    void messageChanged(const model::Message &message);
    void messageRemoved(const model::PeerId &peer, const model::MessageId &message);
    void conversationChanged(const model::ConversationSummary &summary);
    void storeFailed(const base::Error &error); // something could not be written; told to the user

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace chat
