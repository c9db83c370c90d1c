#include "transfer/admission.h"

#include "files/safename.h"
#include "wire/manifest.h"

#include <algorithm>

namespace transfer::admission {

using base::Fault;
using model::TransferState;

namespace {

constexpr qsizetype hashBytes = 32;
constexpr quint64 smallestEntry = 7; // bytes of CBOR of the shortest entry there can be
constexpr quint64 largestTotal = quint64(1) << 62;

bool isOpen(const Row &row)
{
    return !row.isOut() && row.is(TransferState::Offered);
}

} // namespace

Fault judge(const model::Offer &offer)
{
    if (offer.transfer.isNull() || offer.entries == 0 || offer.manifestHash.size() != hashBytes)
        return Fault::Malformed;
    if (offer.entries > wire::mostEntries)
        return Fault::TooMany;
    if (offer.bytes > largestTotal || offer.manifestLength > largestManifest)
        return Fault::TooLarge;
    if (offer.manifestLength < quint64(offer.entries) * smallestEntry)
        return Fault::Malformed;
    const quint64 inlineBytes = quint64(offer.manifest.size());
    if (inlineBytes > largestInline || (inlineBytes > 0 && inlineBytes != offer.manifestLength))
        return Fault::Malformed;
    return Fault::None;
}

Fault judgeLoad(const Ledger &ledger, const model::PeerId &peer)
{
    int all = 0;
    int theirs = 0;
    for (const auto &row : ledger.rows()) {
        if (!isOpen(*row))
            continue;
        ++all;
        theirs += row->peer() == peer ? 1 : 0;
    }
    return all >= mostOpen || theirs >= mostOpenPerPeer ? Fault::TooMany : Fault::None;
}

model::TransferId outdated(const Ledger &ledger, const model::PeerId &peer)
{
    int count = 0;
    model::TransferId oldest;
    for (const auto &row : ledger.rows()) {
        if (row->isOut() || row->peer() != peer || row->isAccepted() || !row->transfer().isOver())
            continue;
        if (count++ == 0)
            oldest = row->id();
    }
    return count > mostUnansweredKept ? oldest : model::TransferId();
}

store::StoredTransfer storedFrom(const model::PeerId &peer, const model::Offer &offer, qint64 nowMs)
{
    store::StoredTransfer stored;
    model::Transfer &transfer = stored.transfer;
    transfer.id = offer.transfer;
    transfer.peer = peer;
    transfer.direction = model::Direction::In;
    transfer.state = TransferState::Offered;
    transfer.name = files::safeName(offer.title);
    transfer.entries = offer.entries;
    transfer.bytesTotal = offer.bytes;
    transfer.createdAtMs = nowMs;
    const qsizetype previews = std::min(offer.preview.size(), mostPreviews);
    for (qsizetype i = 0; i < previews; ++i)
        transfer.preview.append({files::safeName(offer.preview[i].name), offer.preview[i].size});
    stored.manifestHash = offer.manifestHash;
    stored.manifestLength = offer.manifestLength;
    return stored;
}

} // namespace transfer::admission
