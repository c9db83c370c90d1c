#include "support/fakenetworkstate.h"

#include "support/fakejobs.h"

#include <QTimer>

namespace support {

using model::PeerId;
using model::Reach;
using model::TransferId;

namespace {

constexpr int mostPeers = 64;

} // namespace

FakePair fakePair(const PeerId &one, const PeerId &other)
{
    return one < other ? FakePair(one, other) : FakePair(other, one);
}

int fakeNumber(const PeerId &peer)
{
    for (int number = 1; number < mostPeers; ++number) {
        if (FakeNetwork::peerId(number) == peer)
            return number;
    }
    return mostPeers;
}

Reach FakeNetwork::State::reach(const PeerId &self, const PeerId &other)
{
    if (!seesEachOther(self, other))
        return Reach::Gone;
    if (link(self, other) != 0)
        return Reach::Linked;
    return cuts.contains(fakePair(self, other)) ? Reach::Heard : Reach::Online;
}

model::Sighting FakeNetwork::State::sighting(const PeerId &self, const PeerId &other)
{
    const int number = fakeNumber(other);
    const FakeNode &node = nodes[other];
    model::Sighting sighting;
    sighting.peer = other;
    sighting.name = node.setup.name.isEmpty() ? QStringLiteral("peer %1").arg(number) : node.setup.name;
    sighting.endpoints = {FakeNetwork::endpoint(number)};
    sighting.reach = reach(self, other);
    sighting.presence = node.setup.presence;
    sighting.capabilities = model::Capability::Receipts | model::Capability::Resume | model::Capability::Folders
                            | model::Capability::Hashes | model::Capability::Encrypted | model::Capability::Files;
    sighting.program = QStringLiteral("Landline (fake)");
    sighting.proven = nodes[self].proven.contains(other);
    return sighting;
}

void FakeNetwork::State::tellOne(const PeerId &self, const PeerId &other)
{
    FakeNode &node = nodes[self];
    if (!node.gateway)
        return;
    if (reach(self, other) == Reach::Gone) {
        if (node.told.erase(other) > 0)
            node.gateway->tell([other](FakeGateway &g) { g.lose(other); });
        return;
    }
    const model::Sighting seen = sighting(self, other);
    if (node.told[other] == seen)
        return;
    node.told[other] = seen;
    node.gateway->tell([seen, number = link(self, other)](FakeGateway &g) { g.see(seen, number); });
}

void FakeNetwork::State::tellBoth(const PeerId &one, const PeerId &other)
{
    tellOne(one, other);
    tellOne(other, one);
}

void FakeNetwork::State::open(const PeerId &one, const PeerId &other)
{
    links[fakePair(one, other)] = ++lastLink;
    nodes[one].proven.insert(other);
    nodes[other].proven.insert(one);
    tellBoth(one, other);
}

void FakeNetwork::State::close(const PeerId &one, const PeerId &other)
{
    if (links.erase(fakePair(one, other)) > 0)
        tellBoth(one, other);
}

void FakeNetwork::State::settle(const PeerId &changed)
{
    std::vector<PeerId> others;
    for (const auto &[peer, node] : nodes) {
        if (peer != changed)
            others.push_back(peer);
    }
    for (const PeerId &other : others) {
        if (!canLink(changed, other)) {
            close(changed, other);
            breakJobs(changed, other);
        }
        tellBoth(changed, other);
        if (link(changed, other) == 0 && wantsLink(changed, other) && canLink(changed, other))
            open(changed, other);
    }
}

void FakeNetwork::State::send(const PeerId &from, const PeerId &to, const model::Post &post, quint64 toldLink)
{
    nodes[from].given[to].append(post);
    if (toldLink == 0 && link(from, to) == 0 && canLink(from, to))
        open(from, to);
    FakeGateway *sender = nodes[from].gateway;
    const bool durable = !post.id.isNull();
    const quint64 number = toldLink != 0 ? toldLink : link(from, to);
    if (number == 0) {
        if (durable && sender) {
            sender->tell([to, id = post.id](FakeGateway &g) {
                emit g.failed(to, id, base::Error {base::Fault::Unreachable, {}});
            });
        }
        return;
    }
    if (durable && sender)
        sender->tell([to, id = post.id](FakeGateway &g) { emit g.sent(to, id); });
    if (number != link(from, to))
        return;
    if (durable && postsToLose > 0) {
        --postsToLose;
        close(from, to);
        settle(from);
        return;
    }
    if (std::holds_alternative<model::ReceiptPost>(post.body) && receiptsToLose > 0) {
        --receiptsToLose;
        return;
    }
    for (int i = 0; i < (durable ? times : 1); ++i)
        transmit(from, to, post, number);
}

void FakeNetwork::State::transmit(const PeerId &from, const PeerId &to, const model::Post &post, quint64 link)
{
    FakeNode &receiver = nodes[to];
    if (!receiver.gateway)
        return;
    receiver.inbox.push_back({from, link, post});
    receiver.gateway->tell([wait = delay](FakeGateway &g) {
        if (wait.count() == 0)
            g.arrive();
        else
            QTimer::singleShot(wait, &g, [&g] { g.arrive(); });
    });
}

void FakeNetwork::State::endJob(const PeerId &self, model::JobOutcome outcome)
{
    FakeNode &node = nodes[self];
    const auto job = node.jobs.find(outcome.transfer);
    if (job == node.jobs.end() || !node.gateway)
        return;
    outcome.round = job->second.round;
    if (job->second.direction == model::Direction::Out)
        outcome.finalPaths.clear();
    node.jobs.erase(job);
    node.gateway->tell([outcome](FakeGateway &g) { emit g.jobFinished(outcome); });
}

void FakeNetwork::State::breakJobs(const PeerId &self, const PeerId &other)
{
    for (const auto &[one, two] : {std::pair(self, other), std::pair(other, self)}) {
        std::vector<TransferId> broken;
        for (const auto &[transfer, job] : nodes[one].jobs) {
            if (job.peer == two)
                broken.push_back(transfer);
        }
        for (const TransferId &transfer : broken) {
            model::JobOutcome outcome;
            outcome.transfer = transfer;
            outcome.error = {base::Fault::Broken, {}};
            endJob(one, outcome);
        }
    }
}

void FakeNetwork::State::pairJobs(const TransferId &transfer, const PeerId &one, const PeerId &other)
{
    const auto mine = nodes[one].jobs.find(transfer);
    const auto theirs = nodes[other].jobs.find(transfer);
    if (jobs == Jobs::Hold || mine == nodes[one].jobs.end() || theirs == nodes[other].jobs.end()
        || mine->second.round != theirs->second.round || mine->second.direction == theirs->second.direction)
        return;
    const bool iSend = mine->second.direction == model::Direction::Out;
    const model::JobOutcome outcome =
        iSend ? copyFiles(mine->second, theirs->second) : copyFiles(theirs->second, mine->second);
    for (const PeerId &side : {one, other}) {
        nodes[side].gateway->tell(
            [transfer, bytes = outcome.bytes](FakeGateway &g) { emit g.jobProgressed(transfer, bytes); });
        endJob(side, outcome);
    }
}

} // namespace support
