#pragma once

#include "identity/identity.h"
#include "native/link.h"

#include <QPointer>
#include <QSet>

#include <map>
#include <vector>

namespace native {

// At most one link per peer (PROTOCOL.md 3.4): makes handshakes, decides which of two connections stays, and carries
// what was not acknowledged from a replaced link to its successor. Network thread; owned by NativeGateway.
class LinkTable final : public QObject, private Handshake::Host
{
    Q_OBJECT
public:
    static constexpr size_t mostLinks = 512;
    static constexpr int mostPerAddress = 64;

    LinkTable(std::shared_ptr<const identity::Identity> identity, const Timings &timings, QObject *parent = nullptr);
    ~LinkTable() override; // cuts everything

    void setOwnHello(const wire::Hello &hello); // of handshakes from here on; the peer is ours anyway
    void setBlocked(const QSet<model::PeerId> &blocked); // closes their links
    [[nodiscard]] bool isBlocked(const model::PeerId &peer) const override;

    // A descriptor whose preamble was read.
    void accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot);
    // For the caller to dial() and to keep until it ended. The table decides about it.
    [[nodiscard]] LaterPtr<Handshake> makeHandshake();

    [[nodiscard]] Link *find(const model::PeerId &peer) const; // null: not linked
    // Over the peer's link, or over the one that is about to take its place. With an id it ends in sent() or failed().
    void send(const model::PeerId &peer, const model::Post &post);
    [[nodiscard]] const Link *dialledTo(const model::Endpoint &endpoint) const; // by us; null: none
    [[nodiscard]] const model::PeerId &self() const { return m_identity->id(); }
    [[nodiscard]] const Timings &timings() const override { return m_timings; }

    void sendToAll(const wire::Frame &frame);
    void checkAll(); // the network has changed: are they still there?
    void closeAll(); // goodbye to everybody; nothing is emitted afterwards

signals:
    void linked(const model::PeerId &peer); // also when another link took its place: the peer stays linked
    void unlinked(const model::PeerId &peer, const native::LinkEnd &end, std::chrono::milliseconds age);
    void idled(const model::PeerId &peer); // its link has been of no use; close or touch it
    void received(const model::PeerId &peer, const model::Post &post);
    void againReceived(const model::PeerId &peer, const wire::Again &again);
    void presenceChanged(const model::PeerId &peer, const wire::PresenceChange &change);
    void sent(const model::PeerId &peer, const model::PostId &post);
    void failed(const model::PeerId &peer, const model::PostId &post, const base::Error &error);

private:
    // A link that the other side has replaced, until its successor has greeted: they come by different ways.
    struct Replaced {
        LaterPtr<Link> link;
        LinkEnd end;
        QList<model::Post> given; // since then
        LaterPtr<QTimer> limit;
    };

    [[nodiscard]] const QSslConfiguration &tls() const override { return m_tls; }
    [[nodiscard]] wire::Hello ownHello() const override { return m_ownHello; }
    [[nodiscard]] QObject &lingering() const override { return *m_lingering; }

    [[nodiscard]] std::vector<Link *> all() const;
    void forget(const Handshake *handshake);
    void decide(Handshake *handshake);
    [[nodiscard]] bool replaces(const Handshake &candidate, const Link &old) const;
    [[nodiscard]] bool isFullFor(const Handshake &candidate) const;
    void contest(Handshake *handshake, Link *old);
    void settleContest(const model::PeerId &peer);
    void decideAgain(const QList<QPointer<Handshake>> &waiting);
    void admit(Handshake *handshake, const QList<model::Post> &unacknowledged);
    void connectLink(Link *link);
    [[nodiscard]] QList<model::Post> retire(const model::PeerId &peer);
    void linkEnded(Link *link, const LinkEnd &end);
    void awaitSuccessor(LaterPtr<Link> link, const LinkEnd &end);
    [[nodiscard]] QList<model::Post> inherited(const model::PeerId &peer);
    void giveUpSuccessor(const model::PeerId &peer);

    std::shared_ptr<const identity::Identity> m_identity;
    Timings m_timings;
    QSslConfiguration m_tls;
    wire::Hello m_ownHello;
    QSet<model::PeerId> m_blocked;
    QObject *m_lingering; // a child of this
    std::vector<LaterPtr<Handshake>> m_incoming;
    QHash<model::PeerId, QList<QPointer<Handshake>>> m_contests; // waiting for the old link's pong
    std::map<model::PeerId, LaterPtr<Link>> m_links;
    std::map<model::PeerId, Replaced> m_replaced;
};

} // namespace native
