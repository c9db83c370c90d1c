#pragma once

#include "native/dial.h"
#include "net/backoff.h"

#include <QElapsedTimer>

#include <functional>
#include <map>

namespace native {

// Keeps a link to everybody who is wanted: rounds of attempts with growing pauses, which fresh signs of life shorten
// (PROTOCOL.md 3.5). Network thread; owned by NativeGateway.
class Dialler : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostRounds = 32; // at the same time

    // Where a peer may be, best first.
    using Candidates = std::function<QList<model::Endpoint>(const model::PeerId &)>;

    Dialler(LinkTable &table, Candidates candidates, QObject *parent = nullptr);
    ~Dialler() override;

    void want(const model::PeerId &peer);
    void unwant(const model::PeerId &peer);
    [[nodiscard]] bool isWanted(const model::PeerId &peer) const { return m_wanted.contains(peer); }
    void dialOnce(const model::PeerId &peer); // without wanting it; it asked us to
    void encourage(const model::PeerId &peer); // it was heard: try again soon
    void encourageAll(); // the network has changed
    void stop();

signals:
    void misled(const model::PeerId &peer, const model::Endpoint &endpoint); // somebody else lives there
    void unreachable(const model::PeerId &peer, const base::Error &error); // a round has failed

private:
    struct Pursuit {
        LaterPtr<Dial> dial;
        net::Backoff backoff;
        LaterPtr<QTimer> pause;
        QElapsedTimer begun; // the last round
        QSet<model::Endpoint> wrong; // somebody else lives there
    };

    [[nodiscard]] Pursuit &pursue(const model::PeerId &peer);
    void beginRound(const model::PeerId &peer);
    void startDial(const model::PeerId &peer, const QList<model::Endpoint> &endpoints);
    void roundEnded(const model::PeerId &peer, const base::Error &error);
    void linked(const model::PeerId &peer);
    void unlinked(const model::PeerId &peer, std::chrono::milliseconds age);
    [[nodiscard]] int rounds() const;

    LinkTable &m_table;
    Candidates m_candidates;
    QSet<model::PeerId> m_wanted;
    std::map<model::PeerId, Pursuit> m_pursuits;
};

} // namespace native
