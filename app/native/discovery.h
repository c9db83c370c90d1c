#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "identity/identity.h"
#include "model/peer.h"

#include <QObject>
#include <QSet>
#include <QStringList>

#include <memory>

namespace native {

// Presence over UDP (PROTOCOL.md 2): announces us, hears others, and knows how sure it is of each. Never opens a TCP
// connection. Network thread; owned by NativeGateway.
class Discovery : public QObject
{
    Q_OBJECT
public:
    struct Own {
        QString name;
        model::Presence presence = model::Presence::Here;
        quint64 features = 0;
        bool operator==(const Own &) const = default;
    };

    // What datagrams say of a peer.
    struct Heard {
        model::PeerId peer;
        QString name;
        QList<model::Endpoint> candidates; // best first; the port is the peer's TCP port
        bool fresh = false; // quoted a nonce of ours within the last 10 s
        model::Presence presence = model::Presence::Here;
        quint64 features = 0;
        QByteArray notes; // epoch and seq, for Contact::notes
    };

    Discovery(std::shared_ptr<const identity::Identity> identity, quint32 epoch, const base::Clock &clock,
              QObject *parent = nullptr);
    ~Discovery() override;

    // Binds the own UDP port and the shared sockets. PortTaken: another program has UDP `port`; try the next. A shared
    // port that a foreign program keeps for itself is no error: we are found by our own announces.
    [[nodiscard]] base::Result<bool> open(quint16 port, quint16 discoveryPort);
    void start(const Own &own, const QList<model::Contact> &contacts); // announces
    void setOwn(const Own &own); // announces when it differs
    void setBlocked(const QSet<model::PeerId> &blocked); // neither heard, answered nor remembered
    void setWatched(const QSet<model::PeerId> &watched); // probed after 45 s of silence
    void announce(); // solicits everybody again
    void call(const model::PeerId &peer); // "I cannot reach your TCP port: please dial me"
    void linkProved(const model::PeerId &peer,
                    const model::Endpoint &endpoint); // counts as heard; a candidate that works
    void linkEnded(const model::PeerId &peer); // probe at once: is it still there?
    void dropCandidate(const model::PeerId &peer, const model::Endpoint &endpoint); // somebody else lives there
    void stop(); // goodbye; sockets closed

    [[nodiscard]] QList<model::Endpoint> candidates(const model::PeerId &peer) const;
    [[nodiscard]] QStringList networks() const; // interfaces presence goes out on
    [[nodiscard]] QStringList addresses() const; // own, most useful first

signals:
    void heard(const native::Discovery::Heard &heard); // new, or something of it changed
    void lost(const model::PeerId &peer); // goodbye, or silent beyond patience
    void called(const model::PeerId &peer); // a fresh peer asks us to dial it
    void networksChanged(); // interfaces or addresses moved: links may be dead
    void runsTwice(); // somebody else uses our key

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace native
