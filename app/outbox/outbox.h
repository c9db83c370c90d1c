#pragma once

#include "gateway/gateways.h"
#include "model/post.h"
#include "peers/peerdirectory.h"
#include "store/poststore.h"

#include <QObject>

#include <memory>

namespace outbox {

// Every durable post, of every kind: stored, sent in order per peer, kept until acknowledged, sent again oldest first
// on every new link, also after restarts. Main thread; owned by Core.
//
// A window of at most 256 posts per peer is in flight (PROTOCOL.md 1). At most 10,000 wait per peer: enqueue() then
// fails with TooMany. Posts to blocked peers stay stored and unsent until unblocked.
class Outbox : public QObject
{
    Q_OBJECT
public:
    static constexpr int largestQueue = 10'000;

    Outbox(store::PostStore &store, gateway::Gateways &gateways, peers::PeerDirectory &peers,
           QObject *parent = nullptr);
    ~Outbox() override;

    void load(); // which peers have something waiting; once, before Gateways::start()

    // Room for one more? Asked before a message is accepted from the user.
    [[nodiscard]] bool isFull(const model::PeerId &peer) const;

    // Stores, then sends when it can. The post must have an id.
    QFuture<base::Result<bool>> enqueue(const model::PeerId &peer, const model::Post &post);
    // The same for a post that its owner stored together with its own data in one transaction: told after the commit.
    void adopt(const model::PeerId &peer, const model::Post &post);
    // Takes a post back that was not acknowledged. The other side may have it all the same.
    void withdraw(const model::PeerId &peer, const model::PostId &post);

    // From the router: acknowledgements and refusals of the other side.
    void receive(const model::PeerId &peer, const model::ReceiptPost &receipt);
    void receive(const model::PeerId &peer, const model::RefusalPost &refusal);

signals:
    // Each carries what it concerns, so that owners need no table of posts.
    void sent(const model::PeerId &peer, const model::Post &post);
    void unsent(const model::PeerId &peer, const model::Post &post); // the link broke before an acknowledgement
    // Acknowledged or refused: the post leaves the store after whatever the slots of these ask of it.
    void delivered(const model::PeerId &peer, const model::Post &post);
    void refused(const model::PeerId &peer, const model::Post &post, base::Fault fault);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace outbox
