#pragma once

#include "base/result.h"
#include "model/peer.h"
#include "model/post.h"
#include "model/transfer.h"

#include <QObject>
#include <QSet>
#include <QStringList>

namespace gateway {

// What a gateway needs to know, as a value. Sent again as a whole whenever something in it changes.
struct Setup {
    QString name; // own shown name
    model::Presence presence = model::Presence::Here;
    quint16 port = 24250; // wanted; the gateway may take the next free one
    quint16 discoveryPort = 24250;
    bool portFixed = false; // the user set `port`: look for free ones above it, not above the default
    QList<model::Contact> contacts; // everybody known from earlier runs, blocked and verified ones included
    QList<model::Endpoint> manual; // addresses the user added
    QSet<model::PeerId> blocked;
    QSet<model::PeerId> verified;
    quint64 uploadLimit = 0; // bytes per second of all transfers together; 0: none
    quint64 downloadLimit = 0;
};

// How the gateway itself is doing.
struct LineReport {
    model::Network network = model::Network::Landline;
    quint16 wantedPort = 0;
    quint16 port = 0; // 0: cannot be reached at all
    quint16 discoveryPort = 0;
    QString portHolder; // who has the wanted port, when the system could say so cheaply ("feiq.exe", pid)
    QStringList networks; // names of interfaces that carry presence
    QStringList addresses; // own addresses, to tell a friend
    base::Error error;

    bool operator==(const LineReport &) const = default;
};

// How much a peer matters now. Watched: on screen, keep its reach true. Linked: keep a link open if at all possible.
enum class Interest { None, Watched, Linked };

// What every protocol fulfils. Lives on the network thread; owned by Gateways, which is the only caller.
class Gateway : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual model::Network network() const = 0;
    virtual void start(const Setup &setup) = 0;
    virtual void stop() = 0; // says goodbye; nothing is emitted afterwards
    virtual void update(const Setup &setup) = 0;
    // Tries every way to `endpoint` and answers with probed() within 10 s.
    virtual void probe(const model::Endpoint &endpoint) = 0;
    virtual void setInterest(const model::PeerId &peer, Interest interest) = 0;
    virtual void announce() = 0; // after a wake-up, or when the user asks: solicit everybody again
    // Small. Ends in sent() or failed(), where post.id is not null.
    virtual void send(const model::PeerId &peer, const model::Post &post) = 0;
    // Big. Ends in jobFinished(), also after stopJob().
    virtual void startJob(const model::Job &job) = 0;
    virtual void stopJob(const model::TransferId &transfer) = 0;

signals:
    void lineChanged(const gateway::LineReport &report);
    void peerSeen(const model::Sighting &sighting);
    void peerLost(const model::PeerId &peer); // said goodbye or no longer answers
    void received(const model::PeerId &peer, const model::Post &post); // from a proved link only
    void sent(const model::PeerId &peer, const model::PostId &post); // written to the link
    void failed(const model::PeerId &peer, const model::PostId &post, const base::Error &error); // may be tried again
    // `peer` is null on failure; the error's detail tells the step (lookup, tcp, preamble, tls, hello).
    void probed(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);
    void jobProgressed(const model::TransferId &transfer, quint64 bytesDone); // whole transfer; at most 10 a second
    void jobFinished(const model::JobOutcome &outcome);
};

} // namespace gateway

Q_DECLARE_METATYPE(gateway::LineReport)
