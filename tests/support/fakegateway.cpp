#include "support/fakenetworkstate.h"

namespace support {

using gateway::Interest;
using model::PeerId;
using model::TransferId;

void FakeGateway::start(const gateway::Setup &setup)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    FakeNode &node = m_net.m_state->nodes[m_self];
    m_running = true;
    node.gateway = this;
    node.setup = setup;
    gateway::LineReport line;
    line.network = network();
    line.wantedPort = line.port = setup.port;
    line.discoveryPort = setup.discoveryPort;
    line.networks = {QStringLiteral("fake0")};
    line.addresses = {FakeNetwork::endpoint(fakeNumber(m_self)).host};
    tell([line](FakeGateway &g) { emit g.lineChanged(line); });
    m_net.m_state->settle(m_self);
}

void FakeGateway::stop()
{
    const std::lock_guard lock(m_net.m_state->mutex);
    if (!m_running)
        return;
    m_running = false;
    FakeNode &node = m_net.m_state->nodes[m_self];
    node.gateway = nullptr;
    node.interests.clear();
    node.told.clear();
    node.proven.clear();
    node.inbox.clear();
    node.jobs.clear();
    m_net.m_state->settle(m_self);
}

void FakeGateway::update(const gateway::Setup &setup)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    m_net.m_state->nodes[m_self].setup = setup;
    m_net.m_state->settle(m_self);
}

void FakeGateway::probe(const model::Endpoint &endpoint)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    FakeNetwork::State &state = *m_net.m_state;
    PeerId found;
    for (const auto &[peer, node] : state.nodes) {
        if (FakeNetwork::endpoint(fakeNumber(peer)) == endpoint && state.canLink(m_self, peer))
            found = peer;
    }
    if (!found.isNull() && state.link(m_self, found) == 0)
        state.open(m_self, found);
    const base::Error error = found.isNull() ? base::Error{base::Fault::Unreachable, QStringLiteral("tcp")}
                                             : base::Error{};
    tell([endpoint, found, error](FakeGateway &g) { emit g.probed(endpoint, found, error); });
}

void FakeGateway::setInterest(const PeerId &peer, Interest interest)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    m_net.m_state->nodes[m_self].interests[peer] = interest;
    m_net.m_state->settle(m_self);
}

void FakeGateway::announce()
{
    const std::lock_guard lock(m_net.m_state->mutex);
    ++m_net.m_state->nodes[m_self].announces;
}

void FakeGateway::send(const PeerId &peer, const model::Post &post)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    const auto link = m_links.find(peer);
    m_net.m_state->send(m_self, peer, post, link == m_links.end() ? 0 : link->second);
}

void FakeGateway::startJob(const model::Job &job)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    FakeNetwork::State &state = *m_net.m_state;
    state.nodes[m_self].jobs[job.transfer] = job;
    const base::Fault fault = state.canLink(m_self, job.peer) ? state.jobFault : base::Fault::Unreachable;
    if (fault == base::Fault::None)
        return state.pairJobs(job.transfer, m_self, job.peer);
    model::JobOutcome outcome;
    outcome.transfer = job.transfer;
    outcome.error = {fault, {}};
    state.endJob(m_self, outcome);
}

void FakeGateway::stopJob(const TransferId &transfer)
{
    const std::lock_guard lock(m_net.m_state->mutex);
    FakeNetwork::State &state = *m_net.m_state;
    const auto job = state.nodes[m_self].jobs.find(transfer);
    if (job == state.nodes[m_self].jobs.end())
        return;
    const PeerId other = job->second.peer;
    const quint32 round = job->second.round;
    model::JobOutcome outcome;
    outcome.transfer = transfer;
    outcome.error = {base::Fault::CancelledHere, {}};
    state.endJob(m_self, outcome);
    // The other side may have begun another round, which has connections of its own.
    const auto theirs = state.nodes[other].jobs.find(transfer);
    if (theirs == state.nodes[other].jobs.end() || theirs->second.round != round)
        return;
    outcome.error = {base::Fault::Broken, {}};
    state.endJob(other, outcome);
}

void FakeGateway::see(const model::Sighting &sighting, quint64 link)
{
    if (sighting.reach == model::Reach::Linked)
        m_links[sighting.peer] = link;
    else
        m_links.erase(sighting.peer);
    emit peerSeen(sighting);
}

void FakeGateway::lose(const PeerId &peer)
{
    m_links.erase(peer);
    emit peerLost(peer);
}

void FakeGateway::arrive()
{
    FakeParcel parcel;
    {
        const std::lock_guard lock(m_net.m_state->mutex);
        FakeNode &node = m_net.m_state->nodes[m_self];
        if (node.inbox.empty())
            return;
        parcel = std::move(node.inbox.front());
        node.inbox.pop_front();
        if (parcel.link != 0 && m_net.m_state->link(parcel.from, m_self) != parcel.link)
            return;
    }
    emit received(parcel.from, parcel.post);
}

} // namespace support
