#pragma once

#include "gateway/gateways.h"

#include <chrono>
#include <memory>

namespace support {

// A small network inside one process, for services above gateway::Gateways. Thread-safe: every knob can be turned
// from the test's thread while gateways run on theirs. Outlives every Gateways that uses it.
//
//     FakeNetwork net;
//     gateways.add(model::Network::Landline, net.gateway(FakeNetwork::peerId(1)));
//
// Who is started and present is Online for everybody else at once. A link (Linked, proven) opens when one side has
// Interest::Linked, sends something, or probes the other; posts on a link keep their order. Blocked peers see us as
// gone and cannot link. A broken link loses what is under way on it, as TCP does.
class FakeNetwork
{
public:
    enum class Jobs {
        Copy, // a job present on both sides with the same round copies the files and ends
        Hold, // jobs run until the test ends them
    };

    FakeNetwork();
    ~FakeNetwork();

    [[nodiscard]] static model::PeerId peerId(int number); // the same for the same number
    [[nodiscard]] static model::Endpoint endpoint(int number); // where that peer can be probed
    [[nodiscard]] gateway::Gateways::Make gateway(const model::PeerId &self);

    // Absence without goodbye: links break, nobody sees the peer, its sends fail. Kept over restarts.
    void disappear(const model::PeerId &peer);
    void appear(const model::PeerId &peer);
    // The link ends; it opens again at once if somebody wants it.
    void breakLink(const model::PeerId &one, const model::PeerId &other);
    // No link between the two until mended; they still hear each other.
    void cut(const model::PeerId &one, const model::PeerId &other);
    void mend(const model::PeerId &one, const model::PeerId &other);
    [[nodiscard]] bool isLinked(const model::PeerId &one, const model::PeerId &other) const;

    void setDelay(std::chrono::milliseconds delay); // of every post from here on
    void repeatPosts(int times); // every durable post from here on arrives this many times; 1 is normal
    void loseReceipts(int count); // the next `count` receipts vanish on an otherwise good link
    void losePosts(int count); // the next `count` durable posts vanish, their link breaks

    // What only a gateway could say, said by the test to `to`.
    void show(const model::PeerId &to, const model::Sighting &sighting);
    void lose(const model::PeerId &to, const model::PeerId &peer);
    void deliver(const model::PeerId &from, const model::PeerId &to, const model::Post &post);
    void report(const model::PeerId &to, const gateway::LineReport &line);

    [[nodiscard]] gateway::Interest interest(const model::PeerId &self, const model::PeerId &peer) const;
    [[nodiscard]] gateway::Setup setup(const model::PeerId &self) const; // the last one given
    [[nodiscard]] int announces(const model::PeerId &self) const;
    // Every post that `self` gave to its gateway, links or not.
    [[nodiscard]] QList<model::Post> given(const model::PeerId &self, const model::PeerId &to) const;

    void setJobs(Jobs jobs);
    void failJobs(base::Fault fault); // those that start from here on end so; None: normal again
    [[nodiscard]] QList<model::Job> runningJobs(const model::PeerId &self) const;
    void progressJob(const model::PeerId &self, const model::TransferId &transfer, quint64 bytesDone);
    void finishJob(const model::PeerId &self, const model::JobOutcome &outcome);

private:
    friend class FakeGateway;
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace support
