#pragma once

#include "settings/keys.h"
#include "transfer/conductor.h"
#include "transfer/entrylist.h"
#include "transfer/order.h"
#include "transfer/transferqueue.h"

namespace transfer {

// What a TransferQueue is made of.
class TransferQueue::Private
{
public:
    Private(store::TransferStore &store, settings::Settings &settings, peers::PeerDirectory &directory,
            outbox::Outbox &posts, gateway::Gateways &door, const base::Clock &clock, Places places)
        : peers(directory)
        , outbox(posts)
        , gateways(door)
        , ledger(store, clock, std::move(places.stateFolder))
        , courier(ledger, directory, posts, door)
        , rules(store.rules(), settings, directory, std::move(places.defaultTarget))
        , incoming(ledger, courier, settings, rules)
        , outgoing(ledger, courier, settings)
        , conductor(ledger, courier, incoming, outgoing)
        , lists(ledger)
    {
        settings.onChange(settings::keys::transfersAtOnce, &conductor, [this] { conductor.considerSoon(); });
    }

    void connectOwner(TransferQueue &q);
    void connectServices();
    void pauseTogether(Row &row);
    bool resume(Row &row);
    bool move(const model::TransferId &id, order::Step step);
    // A post of theirs counts at all.
    [[nodiscard]] bool listensTo(const model::PeerId &peer) const { return !conductor.isClosed() && !peers.isBlocked(peer); }

    peers::PeerDirectory &peers;
    outbox::Outbox &outbox;
    gateway::Gateways &gateways;
    Ledger ledger;
    Courier courier;
    Rules rules;
    Incoming incoming;
    Outgoing outgoing;
    Conductor conductor;
    EntryList lists;
};

} // namespace transfer
