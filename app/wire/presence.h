#pragma once

#include "base/result.h"
#include "model/peer.h"

#include <QByteArray>

#include <optional>

namespace wire {

inline constexpr qsizetype largestDatagram = 1200;

enum class PresenceKind { Announce = 1, Answer = 2, Goodbye = 3, Probe = 4 };

// One presence datagram (PROTOCOL.md 2.3). Pure; any thread.
struct Presence {
    PresenceKind kind = PresenceKind::Announce;
    QByteArray key; // 65 bytes, uncompressed point
    quint32 epoch = 0;
    quint32 seq = 0;
    quint16 port = 0;
    QString name;
    quint64 lowestVersion = 1;
    quint64 highestVersion = 1;
    quint64 features = 0;
    quint32 interval = 20; // seconds, 10-3600
    model::Presence status = model::Presence::Here;
    quint64 profile = 0;
    QByteArray nonce; // 8 bytes or empty
    QByteArray echo; // 8 bytes or empty
    QByteArray to; // 8 bytes or empty
    bool call = false; // only of probes

    bool operator==(const Presence &) const = default;
};

struct SignedPresence {
    Presence presence;
    QByteArray signature; // 64 bytes: r, s
    QByteArray signedBytes; // what the signature is over
};

[[nodiscard]] QByteArray presencePayload(const Presence &presence);
[[nodiscard]] QByteArray presenceSignedBytes(QByteArrayView payload); // the context string and the payload
[[nodiscard]] QByteArray presenceDatagram(QByteArrayView signature, QByteArrayView payload);

// Checks form, sizes and ranges; the signature is the caller's to verify.
[[nodiscard]] base::Result<SignedPresence> decodePresence(QByteArrayView datagram);

} // namespace wire
