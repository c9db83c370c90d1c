#include "chat/timeline.h"

namespace chat {

Timeline::Timeline(ChatService &chat, model::PeerId peer, QObject *parent)
    : QObject(parent)
    , m_chat(chat)
    , m_peer(std::move(peer))
{
    connect(&chat, &ChatService::messageAdded, this, [this](const model::Message &message) {
        if (message.peer == m_peer)
            emit appended(message);
    });
    connect(&chat, &ChatService::messageChanged, this, [this](const model::Message &message) {
        if (message.peer == m_peer)
            emit changed(message);
    });
    connect(&chat, &ChatService::messageRemoved, this, [this](const model::PeerId &of, const model::MessageId &id) {
        if (of == m_peer)
            emit removed(id);
    });
}

qint64 Timeline::firstSeq() const
{
    return m_chat.conversation(m_peer).firstSeq;
}

qint64 Timeline::lastSeq() const
{
    return m_chat.conversation(m_peer).lastSeq;
}

QFuture<base::Result<QList<model::Message>>> Timeline::page(qint64 from, int count) const
{
    return m_chat.page(m_peer, from, count);
}

} // namespace chat
