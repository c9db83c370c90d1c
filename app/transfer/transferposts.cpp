#include "transfer/order.h"
#include "transfer/queueparts.h"

// What the router hands to TransferQueue.
namespace transfer {

using model::PeerId;
using model::TransferState;

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::Offer &offer)
{
    if (!id.isNull() && d->listensTo(peer))
        d->incoming.offered(peer, id, offer);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::Answer &answer)
{
    if (!id.isNull() && d->listensTo(peer))
        d->outgoing.answered(peer, id, answer);
}

void TransferQueue::receive(const PeerId &peer, const model::ManifestRequestPost &request)
{
    if (d->listensTo(peer))
        d->outgoing.pageAsked(peer, request);
}

void TransferQueue::receive(const PeerId &peer, const model::ManifestPagePost &page)
{
    if (d->listensTo(peer))
        d->incoming.pageCame(peer, page);
}

void TransferQueue::receive(const PeerId &peer, const model::HashRequestPost &request)
{
    if (d->listensTo(peer))
        d->outgoing.hashesAsked(peer, request);
}

void TransferQueue::receive(const PeerId &peer, const model::HashesPost &hashes)
{
    if (d->listensTo(peer))
        d->incoming.hashesCame(peer, hashes);
}

void TransferQueue::receive(const PeerId &peer, const model::PausePost &pause)
{
    Row *row = d->ledger.find(pause.transfer);
    if (!row || row->peer() != peer || !d->listensTo(peer))
        return;
    // An open question stays one; a pause of our own is not overruled.
    const base::Error why = pause.fault == base::Fault::None ? base::Error{} : base::Error{pause.fault, {}};
    if (row->isAccepted() && !row->is(TransferState::Paused) && d->ledger.apply(*row, Event::PausedThere, why))
        d->conductor.halt(*row);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::CancelPost &cancel)
{
    if (id.isNull() || !d->listensTo(peer))
        return;
    Row *row = d->ledger.find(cancel.transfer);
    if (!row || row->peer() != peer || row->isEnded())
        return d->courier.acknowledge(peer, id);
    d->conductor.cancelled(*row, base::Fault::CancelledThere);
    d->courier.acknowledgeSaved(*row, id);
}

void TransferQueue::receive(const PeerId &peer, const model::PostId &id, const model::ResultPost &result)
{
    if (!id.isNull() && d->listensTo(peer))
        d->outgoing.resulted(peer, id, result);
}

void TransferQueue::receive(const PeerId &peer, const model::OrderPost &order)
{
    if (d->listensTo(peer))
        order::arrange(d->ledger, peer, order.transfers);
}

} // namespace transfer
