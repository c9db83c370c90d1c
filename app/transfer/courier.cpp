#include "transfer/courier.h"

#include "base/then.h"

#include <QLoggingCategory>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcCourier, "landline.transfer", QtInfoMsg)

} // namespace

Courier::Courier(Ledger &ledger, peers::PeerDirectory &peers, outbox::Outbox &outbox, gateway::Gateways &gateways)
    : m_ledger(ledger)
    , m_peers(peers)
    , m_outbox(outbox)
    , m_gateways(gateways)
{
}

bool Courier::isLinked(const model::PeerId &peer) const
{
    const std::optional<model::Peer> known = m_peers.peer(peer);
    return known && known->reach == model::Reach::Linked && known->trust != model::Trust::Blocked;
}

bool Courier::isVerified(const model::PeerId &peer) const
{
    const std::optional<model::Peer> known = m_peers.peer(peer);
    return known && known->trust == model::Trust::Verified;
}

bool Courier::canCompare(const model::PeerId &peer) const
{
    const std::optional<model::Peer> known = m_peers.peer(peer);
    return known && known->capabilities.testFlag(model::Capability::Hashes);
}

void Courier::acknowledge(const model::PeerId &peer, const model::PostId &id)
{
    m_gateways.send(peer, {{}, model::ReceiptPost{{id}}});
}

void Courier::acknowledgeSaved(Row &row, const model::PostId &id)
{
    base::then(m_ledger.save(row), &m_ledger, [this, peer = row.peer(), id](const base::Result<bool> &saved) {
        if (saved)
            acknowledge(peer, id);
    });
}

void Courier::refuse(const model::PeerId &peer, const model::PostId &id, base::Fault fault)
{
    qCInfo(lcCourier) << "refusing a post of" << peer.shortText() << "-" << base::faultName(fault);
    m_gateways.send(peer, {{}, model::RefusalPost{id, fault}});
}

void Courier::tellPaused(const Row &row, base::Fault fault)
{
    if (isLinked(row.peer()))
        m_gateways.send(row.peer(), {{}, model::PausePost{row.id(), fault}});
}

void Courier::send(Row &row, model::PostId &place, const model::PostBody &body, const Then &then)
{
    const model::Post post{model::PostId::random(), body};
    place = post.id;
    base::then(m_ledger.save(row, post), &m_ledger,
               [this, post, then, peer = row.peer(), id = row.id()](const base::Result<bool> &saved) {
                   if (saved)
                       m_outbox.adopt(peer, post);
                   if (Row *found = m_ledger.find(id))
                       then(*found, post.id, saved);
               });
}

void Courier::reply(Row &row, const model::PostBody &body)
{
    if (!row.reply.isNull() || isFull(row.peer()))
        return;
    send(row, row.reply, body, [](Row &sent, const model::PostId &, const base::Result<bool> &saved) {
        if (!saved)
            sent.reply = {};
    });
}

void Courier::withdraw(const Row &row, model::PostId &post)
{
    if (!post.isNull())
        m_outbox.withdraw(row.peer(), post);
    post = {};
}

void Courier::startJob(Row &row, const model::Job &job)
{
    row.jobActive = true;
    m_gateways.startJob(job);
}

void Courier::stopJob(const Row &row)
{
    if (row.jobActive)
        m_gateways.stopJob(row.peer(), row.id());
}

Severity severityOf(base::Fault fault)
{
    using base::Fault;
    switch (fault) {
    case Fault::None:
    case Fault::Unreachable:
    case Fault::Refused:
    case Fault::WrongPeer:
    case Fault::Blocked:
    case Fault::Timeout:
    case Fault::Broken:
    case Fault::TooMany:
    case Fault::NotFound:
    case Fault::CancelledHere:
    case Fault::CancelledThere:
    case Fault::Tls: return Severity::Passing;
    case Fault::DiskFull:
    case Fault::CannotWrite:
    case Fault::NotPermitted: return Severity::Disk;
    case Fault::Malformed:
    case Fault::TooLarge:
    case Fault::Unsupported:
    case Fault::Version:
    case Fault::Myself:
    case Fault::PortTaken:
    case Fault::Ambiguous:
    case Fault::CannotRead:
    case Fault::Vanished:
    case Fault::Changed:
    case Fault::Corrupt:
    case Fault::BadName:
    case Fault::SymbolicLink:
    case Fault::SpecialFile:
    case Fault::Incomplete:
    case Fault::Declined:
    case Fault::DeclinedByRule:
    case Fault::Database:
    case Fault::Usage:
    case Fault::Internal: return Severity::Final;
    }
    return Severity::Final;
}

} // namespace transfer
