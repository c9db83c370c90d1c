#pragma once

#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "store/messagestore.h"
#include "store/poststore.h"
#include "support/fakeclock.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"

#include <QStringList>

#include <memory>

// One computer with everything up to the outbox. What arrives is stored by its id, then acknowledged, as an owner of
// posts does.
class Side : public QObject
{
public:
    Side(support::FakeNetwork &net, int number)
        : self(support::FakeNetwork::peerId(number))
        , m_net(net)
    {
    }

    const model::PeerId self;
    QStringList arrived; // texts, without repeats, in order
    QStringList told; // "sent x", "unsent x", "delivered x", "refused x"
    bool acknowledges = true;
    base::Fault refusal = base::Fault::None; // instead of taking

    struct Parts {
        explicit Parts(const QString &file, const base::Clock &clock)
            : database(file)
            , posts(database)
            , contacts(database)
            , directory(contacts, gateways, clock)
            , outbox(posts, gateways, directory)
        {
        }
        store::Database database;
        store::PostStore posts;
        store::PeerStore contacts;
        gateway::Gateways gateways;
        peers::PeerDirectory directory;
        outbox::Outbox outbox;
    };

    void start()
    {
        m_parts = std::make_unique<Parts>(m_profile.database(), m_clock);
        m_parts->gateways.add(model::Network::Landline, m_net.gateway(self));
        connect(&m_parts->gateways, &gateway::Gateways::received, this, &Side::receive);
        tell(&outbox::Outbox::sent, "sent ");
        tell(&outbox::Outbox::unsent, "unsent ");
        tell(&outbox::Outbox::delivered, "delivered ");
        connect(&outbox(), &outbox::Outbox::refused, this, [this](const auto &, const model::Post &post, base::Fault) {
            told.append(QStringLiteral("refused ") + textOf(post));
        });
        connect(&directory(), &peers::PeerDirectory::loaded, this, [this] { m_parts->gateways.start(setup()); });
        connect(&directory(), &peers::PeerDirectory::setupChanged, this, [this] { m_parts->gateways.update(setup()); });
        directory().load();
        outbox().load();
    }
    void stop() { m_parts.reset(); }

    [[nodiscard]] outbox::Outbox &outbox() { return m_parts->outbox; }
    [[nodiscard]] peers::PeerDirectory &directory() { return m_parts->directory; }
    [[nodiscard]] gateway::Gateways &gateways() { return m_parts->gateways; }
    [[nodiscard]] store::PostStore &posts() { return m_parts->posts; }
    [[nodiscard]] store::Database &database() { return m_parts->database; }

    model::PostId say(const model::PeerId &to, const QString &text)
    {
        const model::Post post {model::PostId::random(), model::TextPost {0, text}};
        std::ignore = outbox().enqueue(to, post);
        return post.id;
    }
    // Everything stored, asked through the store so that it sees every write before.
    [[nodiscard]] int waiting(const model::PeerId &to)
    {
        auto counts = posts().counts();
        counts.waitForFinished();
        return counts.result().value().value(to);
    }

    // Whatever the outbox had asked of the store by then has been answered; `done` is set in a later turn.
    void afterTheStore(bool &done)
    {
        done = false;
        posts().counts().then(this, [&done](const auto &) { done = true; });
    }

private:
    [[nodiscard]] gateway::Setup setup() const
    {
        gateway::Setup setup;
        setup.blocked = m_parts->directory.withTrust(model::Trust::Blocked);
        return setup;
    }
    [[nodiscard]] static QString textOf(const model::Post &post) { return std::get<model::TextPost>(post.body).text; }
    template<typename Signal>
    void tell(Signal signal, const char *word)
    {
        connect(&outbox(), signal, this, [this, word](const model::PeerId &, const model::Post &post) {
            told.append(QString::fromLatin1(word) + textOf(post));
        });
    }

    void receive(const model::PeerId &from, const model::Post &post)
    {
        if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body))
            return outbox().receive(from, *receipt);
        if (const auto *refused = std::get_if<model::RefusalPost>(&post.body))
            return outbox().receive(from, *refused);
        if (refusal != base::Fault::None)
            return gateways().send(from, {{}, model::RefusalPost {post.id, refusal}});
        if (!m_known.contains(post.id))
            arrived.append(textOf(post));
        m_known.insert(post.id);
        if (acknowledges)
            gateways().send(from, {{}, model::ReceiptPost {{post.id}}});
    }

    support::FakeNetwork &m_net;
    support::FakeClock m_clock;
    support::TempProfile m_profile;
    QSet<model::PostId> m_known;
    std::unique_ptr<Parts> m_parts;
};
