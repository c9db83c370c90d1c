#pragma once

#include "chat/chatservice.h"
#include "model/message.h"

#include <QFuture>
#include <QObject>

namespace chat {

// One conversation as a view reads it: messages by their dense number, asked for in pages, and what changes.
// Main thread; owned by the view that made it.
class Timeline : public QObject
{
    Q_OBJECT
public:
    Timeline(ChatService &chat, model::PeerId peer, QObject *parent = nullptr);

    [[nodiscard]] const model::PeerId &peer() const { return m_peer; }
    [[nodiscard]] qint64 firstSeq() const; // 0: empty
    [[nodiscard]] qint64 lastSeq() const;

    // Messages from..from+count-1 that exist, by seq. `count` at most 500.
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> page(qint64 from, int count) const;

signals:
    void appended(const model::Message &message);
    void changed(const model::Message &message);
    void removed(const model::MessageId &message);

private:
    ChatService &m_chat;
    model::PeerId m_peer;
};

} // namespace chat
