#pragma once

#include "base/result.h"
#include "model/post.h"

#include <QByteArray>

#include <variant>

namespace wire {

// Frame bodies of PROTOCOL.md: `[kind, map]`. Pure; any thread. Decoding is total and bounded.

struct Hello {
    model::PeerId peer;
    quint64 lowestVersion = 1;
    quint64 highestVersion = 1;
    QString name;
    quint64 features = 0;
    quint32 epoch = 0;
    quint16 port = 0;
    QString program;
    model::Presence presence = model::Presence::Here;
    quint64 profile = 0;
    quint64 largestFrame = 65536;
    bool operator==(const Hello &) const = default;
};
struct Ping { quint64 token = 0; bool operator==(const Ping &) const = default; };
struct Pong { quint64 token = 0; bool operator==(const Pong &) const = default; };
struct Close { quint64 code = 0; QString detail; bool operator==(const Close &) const = default; };
struct PresenceChange {
    model::Presence presence = model::Presence::Here;
    QString name;
    quint64 profile = 0;
    bool operator==(const PresenceChange &) const = default;
};
// Hashes of these blocks did not match: send them once more (kind 38).
struct Again {
    model::TransferId transfer;
    quint32 round = 1;
    quint32 entry = 0;
    model::RangeSet blocks;
    bool operator==(const Again &) const = default;
};
// First frame on a data connection (96) and its answer (97).
struct DataOpen {
    model::TransferId transfer;
    quint32 round = 1;
    int stream = 0;
    int streams = 1;
    bool operator==(const DataOpen &) const = default;
};
struct DataGo { quint64 code = 0; bool operator==(const DataGo &) const = default; };
// A kind we do not know. With an id it is refused with code 11, else ignored.
struct Unknown { quint64 kind = 0; model::PostId id; bool operator==(const Unknown &) const = default; };

using Frame = std::variant<Hello, Ping, Pong, Close, PresenceChange, Again, DataOpen, DataGo, Unknown, model::Post>;

[[nodiscard]] QByteArray encode(const Frame &frame); // the frame body, without length
[[nodiscard]] base::Result<Frame> decode(QByteArrayView body);
// The id of a post that decode() did not take, so that it can be refused by name while the link goes on; null when
// the body is no well-formed `[kind, map]` or carries no id.
[[nodiscard]] model::PostId postIdOf(QByteArrayView body);

// Only posts, for the store.
[[nodiscard]] QByteArray encodePost(const model::Post &post);
[[nodiscard]] base::Result<model::Post> decodePost(QByteArrayView body);

// What of an answer fits one frame: the rest of its `skip` and `partial` is left out and simply sent again. encode()
// does this by itself; the receiver asks beforehand to know what it claimed.
[[nodiscard]] model::Answer fittingAnswer(model::Answer answer);

// Close and refusal codes (PROTOCOL.md 3.7) and the faults they mean here. Unknown codes: Fault::Refused.
namespace code {
inline constexpr quint64 bye = 0, idle = 1, replaced = 2, duplicate = 3, malformed = 4, version = 5, wrongPeer = 6,
                         unavailable = 7, cannotStore = 8, tooSlow = 9, myself = 10, unknownKind = 11, tooLarge = 12,
                         tooOften = 13, unknownTransfer = 34;
}
[[nodiscard]] quint64 codeOf(base::Fault fault);
[[nodiscard]] base::Fault faultOf(quint64 code);

// A shown name from outside: control and direction characters removed, trimmed, at most 64 characters and 256
// bytes. Never empty: falls back to `fallback`.
[[nodiscard]] QString cleanName(const QString &name, const QString &fallback);

} // namespace wire
