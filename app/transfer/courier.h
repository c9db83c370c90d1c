#pragma once

#include "gateway/gateways.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "transfer/ledger.h"

namespace transfer {

// What a transfer says to its peer and asks of the network: posts with the promises they carry, and jobs. Main thread;
// owned by TransferQueue.
class Courier
{
public:
    using Then = std::function<void(Row &, const model::PostId &, const base::Result<bool> &)>;

    Courier(Ledger &ledger, peers::PeerDirectory &peers, outbox::Outbox &outbox, gateway::Gateways &gateways);

    [[nodiscard]] bool isLinked(const model::PeerId &peer) const; // and not blocked
    [[nodiscard]] bool isVerified(const model::PeerId &peer) const;
    [[nodiscard]] bool canCompare(const model::PeerId &peer) const; // says the hashes of its files when asked
    [[nodiscard]] bool isFull(const model::PeerId &peer) const { return m_outbox.isFull(peer); }
    [[nodiscard]] gateway::Gateways &gateways() { return m_gateways; }

    void acknowledge(const model::PeerId &peer, const model::PostId &id);
    void acknowledgeSaved(Row &row, const model::PostId &id); // after the commit of what the row is by now
    void refuse(const model::PeerId &peer, const model::PostId &id, base::Fault fault);
    void tellPaused(const Row &row, base::Fault fault); // best effort

    // Row and post in one commit, then on its way. `place` becomes the post's id before anything else happens. `then`
    // may be called at once, and is not when the row is gone by that time.
    void send(Row &row, model::PostId &place, const model::PostBody &body, const Then &then);
    // A last word that is said again when the other side asks again; one at a time.
    void reply(Row &row, const model::PostBody &body);
    void withdraw(const Row &row, model::PostId &post); // and forgets it

    void startJob(Row &row, const model::Job &job);
    void stopJob(const Row &row); // jobFinished() follows; nothing when none runs

private:
    Ledger &m_ledger;
    peers::PeerDirectory &m_peers;
    outbox::Outbox &m_outbox;
    gateway::Gateways &m_gateways;
};

// How a job's or a post's fault is taken.
enum class Severity {
    Passing, // the connection or the other program: try again
    Disk, // the user has to make room or choose another folder
    Final, // no use in trying again without the user
};
[[nodiscard]] Severity severityOf(base::Fault fault);

} // namespace transfer
