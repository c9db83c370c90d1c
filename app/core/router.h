#pragma once

#include "chat/chatservice.h"
#include "gateway/gateways.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "transfer/transferqueue.h"

#include <QObject>

namespace core {

// Hands each received post to the service that owns its kind. Main thread; owned by Core.
class Router : public QObject
{
    Q_OBJECT
public:
    Router(gateway::Gateways &gateways, peers::PeerDirectory &peers, outbox::Outbox &outbox, chat::ChatService &chat,
           transfer::TransferQueue &transfers, QObject *parent = nullptr);

private:
    void route(const model::PeerId &peer, const model::Post &post);

    peers::PeerDirectory &m_peers;
    outbox::Outbox &m_outbox;
    chat::ChatService &m_chat;
    transfer::TransferQueue &m_transfers;
};

} // namespace core
