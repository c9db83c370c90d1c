#pragma once

#include "identity/identity.h"
#include "native/linktable.h"
#include "native/listener.h"

#include <QHostAddress>
#include <QTest>

namespace fixture {

inline std::shared_ptr<const identity::Identity> newIdentity()
{
    return identity::Identity::generate().value();
}

// The protocol's times shortened where a test waits for them to pass.
inline native::Timings quickTimings()
{
    native::Timings times;
    times.backoffFirst = native::Timings::Ms(50);
    times.backoffMost = native::Timings::Ms(400);
    times.dialSpacing = native::Timings::Ms(20);
    times.farewell = native::Timings::Ms(300);
    return times;
}

inline model::Post textPost(const QString &text)
{
    return {model::PostId::random(), model::TextPost{1, text}};
}

inline QString textOf(const model::Post &post)
{
    const auto *text = std::get_if<model::TextPost>(&post.body);
    return text ? text->text : QString();
}

inline wire::Hello helloOf(const model::PeerId &peer, quint32 epoch = 1)
{
    wire::Hello hello;
    hello.peer = peer;
    hello.name = QStringLiteral("Somebody");
    hello.epoch = epoch;
    hello.port = 24'250;
    hello.program = QStringLiteral("Test 1");
    hello.largestFrame = wire::largestFrame;
    return hello;
}

// One program's links, without presence and services: listens on loopback, acknowledges what it gets.
class LinkNode : public QObject
{
public:
    explicit LinkNode(const native::Timings &timings = quickTimings(),
                      std::shared_ptr<const identity::Identity> own = newIdentity(), quint32 epoch = 1)
        : identity(std::move(own))
        , listener(timings)
        , table(identity, timings)
    {
        table.setOwnHello(helloOf(identity->id(), epoch));
        auto acceptor = std::make_unique<net::Acceptor>();
        port = acceptor->listen(0).value();
        listener.use(std::move(acceptor));
        connect(&listener, &native::Listener::linkArrived, &table, &native::LinkTable::accept);
        connect(&table, &native::LinkTable::received, this, &LinkNode::take);
        connect(&table, &native::LinkTable::linked, this, [this] { ++linkedCount; });
        connect(&table, &native::LinkTable::unlinked, this,
                [this](const model::PeerId &, const native::LinkEnd &end) { ends.append(end); });
        connect(&table, &native::LinkTable::sent, this,
                [this](const model::PeerId &, const model::PostId &post) { sent.append(post); });
        connect(&table, &native::LinkTable::failed, this,
                [this](const model::PeerId &, const model::PostId &post) { failed.append(post); });
    }

    [[nodiscard]] const model::PeerId &id() const { return identity->id(); }
    [[nodiscard]] model::Endpoint endpoint() const { return {QStringLiteral("127.0.0.1"), port}; }
    [[nodiscard]] native::Link *linkTo(const LinkNode &other) const { return table.find(other.id()); }

    void dial(const LinkNode &other)
    {
        LaterHandshake attempt = table.makeHandshake();
        attempt->dial(other.endpoint(), other.id());
        attempts.push_back(std::move(attempt));
    }

    std::shared_ptr<const identity::Identity> identity;
    native::Listener listener;
    native::LinkTable table;
    quint16 port = 0;
    bool acknowledges = true;
    int linkedCount = 0;
    QList<model::Post> received; // without receipts
    QList<model::PostId> receipts;
    QList<model::RefusalPost> refusals;
    QList<model::PostId> sent;
    QList<model::PostId> failed;
    QList<native::LinkEnd> ends;

private:
    using LaterHandshake = native::LaterPtr<native::Handshake>;

    void take(const model::PeerId &peer, const model::Post &post)
    {
        if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body)) {
            receipts += receipt->ids;
            return;
        }
        if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body)) {
            refusals.append(*refusal);
            return;
        }
        received.append(post);
        if (acknowledges && !post.id.isNull())
            table.find(peer)->send({{}, model::ReceiptPost{{post.id}}});
    }

    std::vector<LaterHandshake> attempts;
};

} // namespace fixture
