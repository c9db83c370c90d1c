#include "core/router.h"

#include "base/overload.h"

namespace core {

Router::Router(gateway::Gateways &gateways, peers::PeerDirectory &peers, outbox::Outbox &outbox,
               chat::ChatService &chat, transfer::TransferQueue &transfers, QObject *parent)
    : QObject(parent)
    , m_peers(peers)
    , m_outbox(outbox)
    , m_chat(chat)
    , m_transfers(transfers)
{
    connect(&gateways, &gateway::Gateways::received, this, &Router::route);
}

void Router::route(const model::PeerId &peer, const model::Post &post)
{
    // One may still be on its way from the network thread when the user blocks its author.
    if (m_peers.isBlocked(peer))
        return;
    std::visit(base::Overload{
                   [&](const model::TextPost &text) { m_chat.receive(peer, post.id, text); },
                   [&](const model::ReadPost &read) { m_chat.receive(peer, post.id, read); },
                   [&](const model::ReceiptPost &receipt) { m_outbox.receive(peer, receipt); },
                   [&](const model::RefusalPost &refusal) { m_outbox.receive(peer, refusal); },
                   [&](const model::Offer &offer) { m_transfers.receive(peer, post.id, offer); },
                   [&](const model::Answer &answer) { m_transfers.receive(peer, post.id, answer); },
                   [&](const model::ManifestRequestPost &request) { m_transfers.receive(peer, request); },
                   [&](const model::ManifestPagePost &page) { m_transfers.receive(peer, page); },
                   [&](const model::HashRequestPost &request) { m_transfers.receive(peer, request); },
                   [&](const model::HashesPost &hashes) { m_transfers.receive(peer, hashes); },
                   [&](const model::PausePost &pause) { m_transfers.receive(peer, pause); },
                   [&](const model::CancelPost &cancel) { m_transfers.receive(peer, post.id, cancel); },
                   [&](const model::ResultPost &result) { m_transfers.receive(peer, post.id, result); },
                   [&](const model::OrderPost &order) { m_transfers.receive(peer, order); },
               },
               post.body);
}

} // namespace core
