#include "transferside.h"

#include <QTest>

bool TransferSide::start()
{
    m_parts = std::make_unique<Parts>(profile, clock);
    m_parts->gateways.add(model::Network::Landline, m_net.gateway(self));
    connect(&m_parts->gateways, &gateway::Gateways::received, this, &TransferSide::route);
    connect(&m_parts->directory, &peers::PeerDirectory::setupChanged, this,
            [this] { m_parts->gateways.update(setup()); });
    connect(&queue(), &transfer::TransferQueue::changed, this, [this](const model::Transfer &transfer) {
        const QString word = wordOf(transfer);
        if (history.isEmpty() || history.last() != word)
            history.append(word);
    });
    QSignalSpy directoryLoaded(&m_parts->directory, &peers::PeerDirectory::loaded);
    QSignalSpy queueLoaded(&queue(), &transfer::TransferQueue::loaded);
    m_parts->directory.load();
    m_parts->outbox.load();
    queue().load();
    const bool loaded =
        (queueLoaded.count() > 0 || queueLoaded.wait()) && (directoryLoaded.count() > 0 || directoryLoaded.wait());
    m_parts->gateways.start(setup());
    return loaded;
}

gateway::Setup TransferSide::setup() const
{
    gateway::Setup setup;
    setup.contacts = m_parts->directory.contacts();
    setup.blocked = m_parts->directory.withTrust(model::Trust::Blocked);
    setup.verified = m_parts->directory.withTrust(model::Trust::Verified);
    return setup;
}

QString TransferSide::wordOf(const model::Transfer &transfer)
{
    QString word = model::toText(transfer.state);
    if (transfer.state == model::TransferState::Waiting)
        word += transfer.waitReason == model::WaitReason::Queue ? QStringLiteral(" queue") : QStringLiteral(" away");
    if (transfer.state == model::TransferState::Paused)
        word += transfer.pausedBy == model::PausedBy::Me ? QStringLiteral(" me") : QStringLiteral(" peer");
    return word;
}

void TransferSide::route(const model::PeerId &peer, const model::Post &post)
{
    if (const auto *offer = std::get_if<model::Offer>(&post.body))
        queue().receive(peer, post.id, *offer);
    else if (const auto *answer = std::get_if<model::Answer>(&post.body))
        queue().receive(peer, post.id, *answer);
    else if (const auto *request = std::get_if<model::ManifestRequestPost>(&post.body))
        queue().receive(peer, *request);
    else if (const auto *page = std::get_if<model::ManifestPagePost>(&post.body))
        queue().receive(peer, *page);
    else if (const auto *question = std::get_if<model::HashRequestPost>(&post.body))
        queue().receive(peer, *question);
    else if (const auto *hashes = std::get_if<model::HashesPost>(&post.body))
        queue().receive(peer, *hashes);
    else if (const auto *pause = std::get_if<model::PausePost>(&post.body))
        queue().receive(peer, *pause);
    else if (const auto *cancel = std::get_if<model::CancelPost>(&post.body))
        queue().receive(peer, post.id, *cancel);
    else if (const auto *result = std::get_if<model::ResultPost>(&post.body))
        queue().receive(peer, post.id, *result);
    else if (const auto *order = std::get_if<model::OrderPost>(&post.body))
        queue().receive(peer, *order);
    else if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body))
        m_parts->outbox.receive(peer, *receipt);
    else if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body))
        m_parts->outbox.receive(peer, *refusal);
}

bool TransferPair::start()
{
    return left.start() && right.start()
           && QTest::qWaitFor([this] { return left.sees(right.self) && right.sees(left.self); });
}

model::TransferId TransferPair::offer(const QString &name, const QByteArray &bytes)
{
    const model::TransferId id = left.queue().send(right.self, {left.make(name, bytes)});
    const bool offered = QTest::qWaitFor([&] {
        const auto there = right.queue().transfer(id);
        const auto here = left.queue().transfer(id);
        return there && here && there->state == model::TransferState::Offered
               && here->state == model::TransferState::Offered;
    });
    return offered ? id : model::TransferId();
}

model::TransferId TransferPair::run(const QByteArray &bytes)
{
    net.setJobs(support::FakeNetwork::Jobs::Hold);
    const model::TransferId id = offer(QStringLiteral("hello.txt"), bytes);
    if (!right.queue().accept(id))
        return {};
    const bool running = QTest::qWaitFor([&] {
        return net.runningJobs(left.self).size() == 1 && net.runningJobs(right.self).size() == 1
               && left.queue().transfer(id)->state == model::TransferState::Running;
    });
    return running ? id : model::TransferId();
}
