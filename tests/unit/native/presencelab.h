#pragma once

#include "native/presenceengine.h"
#include "support/fakeclock.h"

#include <QTest>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace lab {

using std::chrono::milliseconds;

// One program in a network of the imagination.
class Program : public native::PresenceWorld
{
public:
    struct Sent {
        QByteArray bytes;
        native::PresenceSource to; // null address: everywhere
        milliseconds at;
    };

    Program(const base::Clock &clock, std::shared_ptr<const identity::Identity> ownKey, quint32 epoch,
            const QHostAddress &address, quint16 port)
        : key(ownKey)
        , self {address, port}
        , engine(std::move(ownKey), epoch, clock, *this)
        , m_clock(clock)
    {
    }

    void sendEverywhere(const QByteArray &datagram) override { say({datagram, {}, m_clock.steady()}); }
    void send(const QByteArray &datagram, const native::PresenceSource &to) override
    {
        say({datagram, to, m_clock.steady()});
    }
    void peerChanged(const model::PeerId &peer) override { changed.append(peer); }
    void peerLost(const model::PeerId &peer) override { lost.append(peer); }
    void peerCalled(const model::PeerId &peer) override { called.append(peer); }
    void keyRunsTwice() override { ++twins; }

    [[nodiscard]] const model::PeerId &id() const { return key->id(); }
    [[nodiscard]] bool seesFresh(const Program &other) const { return engine.isFresh(other.id()); }
    [[nodiscard]] bool hears(const Program &other) const { return engine.heard(other.id()).has_value(); }
    [[nodiscard]] QList<wire::Presence> said(wire::PresenceKind kind) const;
    void receive(const QByteArray &bytes, const native::PresenceSource &from)
    {
        engine.receive({bytes, from.address, from.port});
    }

    std::shared_ptr<const identity::Identity> key;
    native::PresenceSource self;
    native::PresenceEngine engine;
    std::vector<Sent> sent;
    size_t delivered = 0; // of `sent`
    bool unplugged = false;
    QList<model::PeerId> changed;
    QList<model::PeerId> lost;
    QList<model::PeerId> called;
    int twins = 0;

private:
    void say(Sent datagram) { sent.push_back(std::move(datagram)); }
    const base::Clock &m_clock;
};

// Programs on one segment, in virtual time. Datagrams take no time; `loses` may drop some.
class Segment
{
public:
    Program &add(const QString &name, std::shared_ptr<const identity::Identity> identity = {}, quint32 epoch = 7);
    Program &addAt(const QHostAddress &address, const QString &name, const QList<model::Contact> &contacts = {},
                   std::shared_ptr<const identity::Identity> identity = {}, quint32 epoch = 7);
    void run(milliseconds time); // ticks everybody as they wish
    void settle(); // delivers what is under way

    support::FakeClock clock;
    std::function<bool(const Program &from, const Program &to)> loses;
    std::vector<std::unique_ptr<Program>> programs;

private:
    bool deliverOnce();
    void pass(Program &from, const Program::Sent &datagram);
};

[[nodiscard]] std::shared_ptr<const identity::Identity> newKey();
[[nodiscard]] wire::Presence decoded(const QByteArray &datagram);
// Signs any presence with a key, as a stranger's program may.
[[nodiscard]] QByteArray datagramOf(const identity::Identity &identity, wire::Presence presence);
[[nodiscard]] wire::Presence announceOf(const QString &name, quint32 epoch, quint32 seq, const QByteArray &nonce = {});

} // namespace lab
