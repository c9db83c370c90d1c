#pragma once

#include "chat/chatservice.h"
#include "settings/keys.h"
#include "store/poststore.h"
#include "support/fakeclock.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"

#include <QSignalSpy>

#include <memory>

// One computer with everything up to the chat, over the fake network. stop() and start() again is a restart with the
// same profile.
class ChatSide : public QObject
{
public:
    ChatSide(support::FakeNetwork &net, int number)
        : self(support::FakeNetwork::peerId(number))
        , m_net(net)
    {
    }

    const model::PeerId self;
    support::FakeClock clock;
    support::TempProfile profile;
    QList<model::DeliveryState> states; // in the order messageChanged() told them

    struct Parts {
        Parts(const support::TempProfile &profile, const base::Clock &clock)
            : settings(profile.settings())
            , database(profile.database())
            , messages(database)
            , posts(database)
            , contacts(database)
            , directory(contacts, gateways, clock)
            , outbox(posts, gateways, directory)
            , chat(messages, settings, directory, outbox, gateways, clock)
        {
        }
        settings::Settings settings;
        store::Database database;
        store::MessageStore messages;
        store::PostStore posts;
        store::PeerStore contacts;
        gateway::Gateways gateways;
        peers::PeerDirectory directory;
        outbox::Outbox outbox;
        chat::ChatService chat;
    };

    // False when something did not load.
    [[nodiscard]] bool start()
    {
        m_parts = std::make_unique<Parts>(profile, clock);
        m_parts->gateways.add(model::Network::Landline, m_net.gateway(self));
        connect(&m_parts->gateways, &gateway::Gateways::received, this, &ChatSide::route);
        connect(&m_parts->directory, &peers::PeerDirectory::setupChanged, this,
                [this] { m_parts->gateways.update(setup()); });
        connect(&chat(), &chat::ChatService::messageChanged, this,
                [this](const model::Message &message) { states.append(message.state); });
        QSignalSpy directoryLoaded(&m_parts->directory, &peers::PeerDirectory::loaded);
        QSignalSpy chatLoaded(&chat(), &chat::ChatService::loaded);
        m_parts->directory.load();
        m_parts->outbox.load();
        chat().load();
        const bool loaded =
            (chatLoaded.count() > 0 || chatLoaded.wait()) && (directoryLoaded.count() > 0 || directoryLoaded.wait());
        m_parts->gateways.start(setup());
        return loaded;
    }
    void stop() { m_parts.reset(); }

    [[nodiscard]] chat::ChatService &chat() { return m_parts->chat; }
    [[nodiscard]] Parts &parts() { return *m_parts; }

    [[nodiscard]] bool sees(const ChatSide &other) { return m_parts->directory.peer(other.self).has_value(); }
    [[nodiscard]] bool isLinked(const ChatSide &other)
    {
        const auto peer = m_parts->directory.peer(other.self);
        return peer && peer->reach == model::Reach::Linked;
    }
    void say(const ChatSide &to, const QString &text) { std::ignore = chat().send(to.self, text); }

    // The first lines of the conversation, of every kind.
    [[nodiscard]] QList<model::Message> page(const ChatSide &with)
    {
        auto future = chat().page(with.self, 1, 100);
        future.waitForFinished();
        return future.result().value();
    }
    // Everything that was said, as the store has it.
    [[nodiscard]] QList<model::Message> messages(const ChatSide &with)
    {
        auto future = chat().history(with.self, 100'000);
        future.waitForFinished();
        return future.result().value();
    }
    [[nodiscard]] QStringList texts(const ChatSide &with)
    {
        QStringList texts;
        const QList<model::Message> all = messages(with);
        for (const model::Message &message : all)
            texts.append(message.text);
        return texts;
    }
    [[nodiscard]] QStringList stateWords(const ChatSide &with)
    {
        QStringList words;
        const QList<model::Message> all = messages(with);
        for (const model::Message &message : all)
            words.append(model::toText(message.state));
        return words;
    }

private:
    [[nodiscard]] gateway::Setup setup() const
    {
        gateway::Setup setup;
        setup.contacts = m_parts->directory.contacts();
        setup.blocked = m_parts->directory.withTrust(model::Trust::Blocked);
        return setup;
    }

    void route(const model::PeerId &peer, const model::Post &post)
    {
        if (const auto *text = std::get_if<model::TextPost>(&post.body))
            chat().receive(peer, post.id, *text);
        else if (const auto *read = std::get_if<model::ReadPost>(&post.body))
            chat().receive(peer, post.id, *read);
        else if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body))
            m_parts->outbox.receive(peer, *receipt);
        else if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body))
            m_parts->outbox.receive(peer, *refusal);
    }

    support::FakeNetwork &m_net;
    std::unique_ptr<Parts> m_parts;
};
