#pragma once

#include "support/fakegateway.h"

#include <deque>
#include <map>
#include <mutex>
#include <set>

namespace support {

// One per join; on its Gateways' network thread. Everything it is told goes to the network's state.
class FakeGateway final : public gateway::Gateway
{
public:
    FakeGateway(FakeNetwork &net, model::PeerId self)
        : m_net(net)
        , m_self(std::move(self))
    {
    }
    ~FakeGateway() override { stop(); }

    [[nodiscard]] model::Network network() const override { return m_self.network(); }
    void start(const gateway::Setup &setup) override;
    void stop() override;
    void update(const gateway::Setup &setup) override;
    void probe(const model::Endpoint &endpoint) override;
    void setInterest(const model::PeerId &peer, gateway::Interest interest) override;
    void announce() override;
    void send(const model::PeerId &peer, const model::Post &post) override;
    void startJob(const model::Job &job) override;
    void stopJob(const model::TransferId &transfer) override;

    void arrive();
    void see(const model::Sighting &sighting, quint64 link);
    void lose(const model::PeerId &peer);
    // Emits later, on this gateway's thread, unless it was stopped meanwhile.
    template<typename Emit>
    void tell(Emit emitter)
    {
        QMetaObject::invokeMethod(
            this,
            [this, emitter = std::move(emitter)] {
                if (m_running)
                    emitter(*this);
            },
            Qt::QueuedConnection);
    }

private:
    FakeNetwork &m_net;
    model::PeerId m_self;
    std::map<model::PeerId, quint64> m_links; // as told; sending on one that has ended leads nowhere
    bool m_running = false;
};

using FakePair = std::pair<model::PeerId, model::PeerId>;
[[nodiscard]] FakePair fakePair(const model::PeerId &one, const model::PeerId &other); // the smaller first
[[nodiscard]] int fakeNumber(const model::PeerId &peer); // the inverse of peerId()

struct FakeParcel {
    model::PeerId from;
    quint64 link = 0; // 0: delivered by the test, needs none
    model::Post post;
};

struct FakeNode {
    FakeGateway *gateway = nullptr; // null: not started
    bool absent = false;
    gateway::Setup setup;
    std::map<model::PeerId, gateway::Interest> interests;
    std::map<model::PeerId, model::Sighting> told; // what it believes of others
    QSet<model::PeerId> proven;
    std::deque<FakeParcel> inbox;
    std::map<model::TransferId, model::Job> jobs;
    QHash<model::PeerId, QList<model::Post>> given;
    int announces = 0;

    [[nodiscard]] bool isThere() const { return gateway && !absent; }
};

// What is true on the network: who is there, linked with whom, and believes what. Functions with the mutex held.
struct FakeNetwork::State {
    mutable std::mutex mutex;
    std::map<model::PeerId, FakeNode> nodes;
    std::map<FakePair, quint64> links;
    std::set<FakePair> cuts;
    quint64 lastLink = 0;
    std::chrono::milliseconds delay {0};
    int times = 1;
    int receiptsToLose = 0;
    int postsToLose = 0;
    Jobs jobs = Jobs::Copy;
    base::Fault jobFault = base::Fault::None;

    [[nodiscard]] bool seesEachOther(const model::PeerId &one, const model::PeerId &other)
    {
        const FakeNode &a = nodes[one];
        const FakeNode &b = nodes[other];
        return a.isThere() && b.isThere() && !a.setup.blocked.contains(other) && !b.setup.blocked.contains(one);
    }
    [[nodiscard]] bool canLink(const model::PeerId &one, const model::PeerId &other)
    {
        return one != other && seesEachOther(one, other) && !cuts.contains(fakePair(one, other));
    }
    [[nodiscard]] quint64 link(const model::PeerId &one, const model::PeerId &other) const
    {
        const auto found = links.find(fakePair(one, other));
        return found == links.end() ? 0 : found->second;
    }
    [[nodiscard]] bool wantsLink(const model::PeerId &one, const model::PeerId &other)
    {
        return nodes[one].interests[other] == gateway::Interest::Linked
               || nodes[other].interests[one] == gateway::Interest::Linked;
    }
    [[nodiscard]] model::Reach reach(const model::PeerId &self, const model::PeerId &other);
    [[nodiscard]] model::Sighting sighting(const model::PeerId &self, const model::PeerId &other);
    void open(const model::PeerId &one, const model::PeerId &other);
    void close(const model::PeerId &one, const model::PeerId &other);
    void tellOne(const model::PeerId &self, const model::PeerId &other);
    void tellBoth(const model::PeerId &one, const model::PeerId &other);
    void settle(const model::PeerId &changed); // links and beliefs between `changed` and everybody
    void send(const model::PeerId &from, const model::PeerId &to, const model::Post &post, quint64 toldLink);
    void transmit(const model::PeerId &from, const model::PeerId &to, const model::Post &post, quint64 link);
    void pairJobs(const model::TransferId &transfer, const model::PeerId &one, const model::PeerId &other);
    void endJob(const model::PeerId &self, model::JobOutcome outcome);
    void breakJobs(const model::PeerId &self, const model::PeerId &other);
};

} // namespace support
