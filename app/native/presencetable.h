#pragma once

#include "identity/fingerprint.h"
#include "model/peer.h"
#include "native/presencecandidates.h"

#include <chrono>
#include <optional>
#include <unordered_map>

namespace native {

// How sure datagrams make us (PROTOCOL.md 2.4). Gone rows are kept for their numbers.
enum class Standing { Gone, Heard, Fresh };

// What somebody asked of us and where the answer goes.
struct PresenceQuestion {
    QByteArray nonce; // empty: nothing asked
    PresenceSource source;
    bool answerWaits = false;
    bool confirmed = false; // they have quoted our nonce since
};

// A nonce told to one peer only.
struct PresenceNonce {
    QByteArray bytes;
    std::chrono::milliseconds told {0};

    [[nodiscard]] bool isQuotedBy(const QByteArray &echo, std::chrono::milliseconds now) const;
};

// One peer as presence knows it.
struct PresenceRow {
    model::PeerId peer;
    QString name;
    quint16 port = 0;
    quint64 features = 0;
    model::Presence status = model::Presence::Here;
    quint32 interval = 20; // seconds
    PresenceCandidates candidates;
    Standing standing = Standing::Gone;
    bool saved = false; // a contact from an earlier run
    bool linked = false; // TLS says it is there
    bool saidGoodbye = false; // outvoted by the link until that ends

    bool numbered = false; // epoch and seq are known
    quint32 epoch = 0;
    quint32 seq = 0;
    QByteArray lastDigest; // SHA-256 of the datagram accepted last
    QByteArray askDigest; // and of the last one that asked something
    std::chrono::milliseconds acceptedAt {0};

    std::chrono::milliseconds heardAt {0};
    std::chrono::milliseconds heardOnlySince {0};
    int probes = 0; // unanswered
    std::chrono::milliseconds probedAt {0};
    bool doubted = false; // probe now rather than after silence

    PresenceQuestion asked;
    PresenceNonce told;
    PresenceNonce toldBefore;
    std::optional<identity::PublicKey> key; // parsed; kept for fresh peers only
};

// The peers heard of. Bounded: beyond 10,000 the oldest that are gone, then the oldest merely heard make room; saved,
// linked and fresh ones never do. Plain.
class PresenceTable
{
public:
    using Rows = std::unordered_map<QByteArray, PresenceRow, size_t (*)(const QByteArray &)>;

    explicit PresenceTable(qsizetype most);

    [[nodiscard]] PresenceRow *find(const model::PeerId &peer);
    [[nodiscard]] const PresenceRow *find(const model::PeerId &peer) const;
    // The row, made where there is none. Null when the table is full of rows that matter more.
    [[nodiscard]] PresenceRow *ensure(const model::PeerId &peer);
    void remove(const model::PeerId &peer);
    void setStanding(PresenceRow &row, Standing standing);

    [[nodiscard]] qsizetype freshCount() const { return m_fresh; }
    [[nodiscard]] Rows &rows() { return m_rows; }
    [[nodiscard]] const Rows &rows() const { return m_rows; }
    [[nodiscard]] QList<model::PeerId> takeEvicted(); // that had been heard; somebody may show them

private:
    void makeRoom();

    Rows m_rows;
    qsizetype m_most;
    qsizetype m_fresh = 0;
    QList<model::PeerId> m_evicted;
};

} // namespace native
