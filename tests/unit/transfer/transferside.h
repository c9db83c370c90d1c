#pragma once

#include "settings/keys.h"
#include "store/poststore.h"
#include "support/fakeclock.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "transfer/transferqueue.h"

#include <QSignalSpy>

#include <memory>

// One computer with everything up to the transfers, over the fake network. stop() and start() again is a restart with
// the same profile.
class TransferSide : public QObject
{
public:
    TransferSide(support::FakeNetwork &net, int number)
        : self(support::FakeNetwork::peerId(number))
        , m_net(net)
    {
    }

    const model::PeerId self;
    support::FakeClock clock;
    support::TempProfile profile;
    QStringList history; // states of all transfers in the order they were told

    struct Parts {
        Parts(const support::TempProfile &profile, const base::Clock &clock)
            : settings(profile.settings())
            , database(profile.database())
            , transfers(database)
            , posts(database)
            , contacts(database)
            , directory(contacts, gateways, clock)
            , outbox(posts, gateways, directory)
            , queue(transfers, settings, directory, outbox, gateways, clock,
                    {profile.file(QStringLiteral("parts")), profile.file(QStringLiteral("received"))})
        {
        }
        settings::Settings settings;
        store::Database database;
        store::TransferStore transfers;
        store::PostStore posts;
        store::PeerStore contacts;
        gateway::Gateways gateways;
        peers::PeerDirectory directory;
        outbox::Outbox outbox;
        transfer::TransferQueue queue;
    };

    // False when something did not load.
    [[nodiscard]] bool start();
    void stop() { m_parts.reset(); }

    [[nodiscard]] transfer::TransferQueue &queue() { return m_parts->queue; }
    [[nodiscard]] Parts &parts() { return *m_parts; }
    [[nodiscard]] bool sees(const model::PeerId &other) { return m_parts->directory.peer(other).has_value(); }
    void setRule(const char *rule) { m_parts->settings.set(settings::keys::transferAccept, QString::fromLatin1(rule)); }

    // The only transfer, or an empty one.
    [[nodiscard]] model::Transfer only()
    {
        const QList<model::Transfer> all = queue().transfers();
        return all.size() == 1 ? all.first() : model::Transfer();
    }
    // "running"; waiting and paused with why: "waiting queue", "paused me".
    [[nodiscard]] QString state() { return wordOf(only()); }
    [[nodiscard]] int count(model::TransferState state)
    {
        const QList<model::Transfer> all = queue().transfers();
        return int(std::count_if(all.begin(), all.end(), [state](const auto &one) { return one.state == state; }));
    }
    [[nodiscard]] static QString wordOf(const model::Transfer &transfer);

    // A file below the profile to be sent; its path.
    [[nodiscard]] QString make(const QString &name, const QByteArray &bytes) const
    {
        return profile.write(QStringLiteral("own/") + name, bytes);
    }
    [[nodiscard]] QByteArray received(const QString &name) const
    {
        return profile.read(QStringLiteral("received/") + name);
    }

private:
    [[nodiscard]] gateway::Setup setup() const;
    void route(const model::PeerId &peer, const model::Post &post);

    support::FakeNetwork &m_net;
    std::unique_ptr<Parts> m_parts;
};

// Two sides that see each other.
struct TransferPair {
    support::FakeNetwork net;
    TransferSide left{net, 1};
    TransferSide right{net, 2};

    [[nodiscard]] bool start();
    // One file from left to right, offered there; its id.
    [[nodiscard]] model::TransferId offer(const QString &name = QStringLiteral("hello.txt"),
                                          const QByteArray &bytes = "hello, right");
    // The same, accepted, with both jobs running until the test ends them.
    [[nodiscard]] model::TransferId run(const QByteArray &bytes = "hello, right");
};
