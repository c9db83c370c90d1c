#pragma once

#include "base/clock.h"
#include "linkfixture.h"
#include "native/nativegateway.h"

#include <QTcpServer>
#include <QUdpSocket>

namespace fixture {

// A number that is free for TCP and UDP at the moment.
inline quint16 freePort()
{
    for (;;) {
        QUdpSocket udp;
        QTcpServer tcp;
        if (udp.bind(QHostAddress::AnyIPv4) && tcp.listen(QHostAddress::Any, udp.localPort()))
            return udp.localPort();
    }
}

// A whole native gateway, with what it has said. Without a discovery port in common two of them meet by probe only.
class GatewayNode : public QObject
{
public:
    explicit GatewayNode(const QString &name, quint16 discoveryPort = freePort(),
                         const native::Timings &timings = quickTimings(),
                         std::shared_ptr<const identity::Identity> own = newIdentity(), quint32 epoch = 1)
        : identity(std::move(own))
        , gateway(identity, epoch, clock, QStringLiteral("Landline test"), timings)
    {
        setup.name = name;
        setup.discoveryPort = discoveryPort;
        connect(&gateway, &gateway::Gateway::peerSeen, this,
                [this](const model::Sighting &sighting) { seen.insert(sighting.peer, sighting); });
        connect(&gateway, &gateway::Gateway::peerLost, this, [this](const model::PeerId &peer) {
            seen.remove(peer);
            lost.append(peer);
        });
        connect(&gateway, &gateway::Gateway::received, this, &GatewayNode::take);
        connect(&gateway, &gateway::Gateway::failed, this,
                [this](const model::PeerId &, const model::PostId &, const base::Error &error) { failures.append(error); });
        connect(&gateway, &gateway::Gateway::lineChanged, this,
                [this](const gateway::LineReport &report) { lines.append(report); });
        connect(&gateway, &gateway::Gateway::probed, this,
                [this](const model::Endpoint &, const model::PeerId &peer, const base::Error &error) {
                    probed.append({peer, error});
                });
        connect(&gateway, &gateway::Gateway::jobFinished, this,
                [this](const model::JobOutcome &outcome) { outcomes.append(outcome); });
    }

    GatewayNode &start()
    {
        gateway.start(setup);
        return *this;
    }

    [[nodiscard]] const model::PeerId &id() const { return identity->id(); }
    [[nodiscard]] quint16 port() const { return lines.isEmpty() ? quint16(0) : lines.last().port; }
    [[nodiscard]] model::Endpoint endpoint() const { return {QStringLiteral("127.0.0.1"), port()}; }
    [[nodiscard]] model::Reach reach(const GatewayNode &other) const
    {
        const auto sighting = seen.constFind(other.id());
        return sighting == seen.constEnd() ? model::Reach::Gone : sighting->reach;
    }
    [[nodiscard]] bool isLinked(const GatewayNode &other) const { return reach(other) == model::Reach::Linked; }
    void probe(const GatewayNode &other) { gateway.probe(other.endpoint()); }
    void say(const GatewayNode &to, const QString &text) { gateway.send(to.id(), textPost(text)); }

    struct Answer {
        model::PeerId peer;
        base::Error error;
    };

    base::SystemClock clock;
    std::shared_ptr<const identity::Identity> identity;
    gateway::Setup setup;
    native::NativeGateway gateway;
    QHash<model::PeerId, model::Sighting> seen;
    QList<model::PeerId> lost;
    QStringList texts;
    QList<model::PostId> receipts;
    QList<base::Error> failures;
    QList<gateway::LineReport> lines;
    QList<Answer> probed;
    QList<model::JobOutcome> outcomes;

private:
    void take(const model::PeerId &peer, const model::Post &post)
    {
        if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body))
            receipts += receipt->ids;
        if (post.id.isNull())
            return;
        texts.append(textOf(post));
        gateway.send(peer, {{}, model::ReceiptPost{{post.id}}});
    }
};

} // namespace fixture
