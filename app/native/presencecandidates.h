#pragma once

#include "model/peer.h"

#include <QHostAddress>
#include <QList>

#include <chrono>

namespace native {

// Where a datagram came from.
struct PresenceSource {
    QHostAddress address;
    quint16 port = 0;
    bool operator==(const PresenceSource &) const = default;
};

// The addresses at which a peer may be, best first: proved in TLS, then answered, then merely heard. At most 8. Plain.
class PresenceCandidates
{
public:
    enum class Rank { Heard, Answered, Proved };

    // The return values tell whether endpoints() changed.
    bool saw(const PresenceSource &source, quint16 tcpPort, Rank rank, std::chrono::milliseconds now);
    bool proved(const model::Endpoint &endpoint, std::chrono::milliseconds now);
    bool remember(const model::Endpoint &endpoint); // from an earlier run
    bool remove(const model::Endpoint &endpoint);
    // The peer, last said to listen on `before`, listens on `port`: other numbers are forgotten, unless TLS proved one
    // that was never said (a forwarded port).
    bool portIs(quint16 port, quint16 before);
    // Forgets what was not seen since `then`, as long as something was.
    bool dropUnseenSince(std::chrono::milliseconds then);

    [[nodiscard]] QList<model::Endpoint> endpoints() const;
    [[nodiscard]] bool has(const QHostAddress &address) const;
    // Where to send a probe: first the source last heard that is not worse than others; later attempts up to three.
    [[nodiscard]] QList<PresenceSource> probeTargets(int attempt) const;

private:
    struct Candidate {
        QHostAddress address;
        quint16 tcpPort = 0;
        quint16 udpPort = 0; // 0: never heard by datagram
        Rank rank = Rank::Heard;
        std::chrono::milliseconds ranked {0}; // when the rank was reached
        std::chrono::milliseconds seen {0};
    };

    [[nodiscard]] qsizetype indexOf(const QHostAddress &address, quint16 tcpPort) const;
    bool add(const Candidate &candidate);
    void order();

    QList<Candidate> m_all;
};

} // namespace native
