#include "support/fakenetworkstate.h"

#include <QCryptographicHash>

namespace support {

using gateway::Interest;
using model::PeerId;
using model::TransferId;

FakeNetwork::FakeNetwork()
    : m_state(std::make_unique<State>())
{
}

FakeNetwork::~FakeNetwork() = default;

PeerId FakeNetwork::peerId(int number)
{
    return PeerId::landline(QCryptographicHash::hash("peer " + QByteArray::number(number), QCryptographicHash::Sha256));
}

model::Endpoint FakeNetwork::endpoint(int number)
{
    return {QStringLiteral("10.0.0.%1").arg(number), 24250};
}

gateway::Gateways::Make FakeNetwork::gateway(const PeerId &self)
{
    return [this, self]() -> std::unique_ptr<gateway::Gateway> { return std::make_unique<FakeGateway>(*this, self); };
}

void FakeNetwork::disappear(const PeerId &peer)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->nodes[peer].absent = true;
    m_state->settle(peer);
}

void FakeNetwork::appear(const PeerId &peer)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->nodes[peer].absent = false;
    m_state->settle(peer);
}

void FakeNetwork::breakLink(const PeerId &one, const PeerId &other)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->close(one, other);
    m_state->settle(one);
}

void FakeNetwork::cut(const PeerId &one, const PeerId &other)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->cuts.insert(fakePair(one, other));
    m_state->settle(one);
}

void FakeNetwork::mend(const PeerId &one, const PeerId &other)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->cuts.erase(fakePair(one, other));
    m_state->settle(one);
}

bool FakeNetwork::isLinked(const PeerId &one, const PeerId &other) const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->link(one, other) != 0;
}

void FakeNetwork::setDelay(std::chrono::milliseconds delay)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->delay = delay;
}

void FakeNetwork::repeatPosts(int times)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->times = times;
}

void FakeNetwork::loseReceipts(int count)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->receiptsToLose = count;
}

void FakeNetwork::losePosts(int count)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->postsToLose = count;
}

void FakeNetwork::show(const PeerId &to, const model::Sighting &sighting)
{
    const std::lock_guard lock(m_state->mutex);
    if (FakeGateway *gateway = m_state->nodes[to].gateway)
        gateway->tell([sighting](FakeGateway &g) { emit g.peerSeen(sighting); });
}

void FakeNetwork::lose(const PeerId &to, const PeerId &peer)
{
    const std::lock_guard lock(m_state->mutex);
    if (FakeGateway *gateway = m_state->nodes[to].gateway)
        gateway->tell([peer](FakeGateway &g) { emit g.peerLost(peer); });
}

void FakeNetwork::deliver(const PeerId &from, const PeerId &to, const model::Post &post)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->transmit(from, to, post, 0);
}

void FakeNetwork::report(const PeerId &to, const gateway::LineReport &line)
{
    const std::lock_guard lock(m_state->mutex);
    if (FakeGateway *gateway = m_state->nodes[to].gateway)
        gateway->tell([line](FakeGateway &g) { emit g.lineChanged(line); });
}

Interest FakeNetwork::interest(const PeerId &self, const PeerId &peer) const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->nodes[self].interests[peer];
}

gateway::Setup FakeNetwork::setup(const PeerId &self) const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->nodes[self].setup;
}

int FakeNetwork::announces(const PeerId &self) const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->nodes[self].announces;
}

QList<model::Post> FakeNetwork::given(const PeerId &self, const PeerId &to) const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->nodes[self].given.value(to);
}

void FakeNetwork::setJobs(Jobs jobs)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->jobs = jobs;
}

void FakeNetwork::failJobs(base::Fault fault)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->jobFault = fault;
}

QList<model::Job> FakeNetwork::runningJobs(const PeerId &self) const
{
    const std::lock_guard lock(m_state->mutex);
    QList<model::Job> jobs;
    for (const auto &[transfer, job] : m_state->nodes[self].jobs)
        jobs.append(job);
    return jobs;
}

void FakeNetwork::progressJob(const PeerId &self, const TransferId &transfer, quint64 bytesDone)
{
    const std::lock_guard lock(m_state->mutex);
    if (FakeGateway *gateway = m_state->nodes[self].gateway)
        gateway->tell([transfer, bytesDone](FakeGateway &g) { emit g.jobProgressed(transfer, bytesDone); });
}

void FakeNetwork::finishJob(const PeerId &self, const model::JobOutcome &outcome)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->endJob(self, outcome);
}

} // namespace support
