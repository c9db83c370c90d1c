#pragma once

#include "base/id.h"
#include "base/result.h"
#include "model/peer.h"

#include <QString>

namespace model {

using MessageId = base::Id<struct MessageTag>;
using TransferId = base::Id<struct TransferTag>;
using PostId = base::Id<struct PostTag>;

enum class Direction { In, Out };

// Waiting -> Sent -> Delivered -> Read; Waiting and Sent -> Failed; a broken link leads from Sent back to Waiting.
// Messages from others are Delivered when stored here and Read when the user has seen them.
enum class DeliveryState { Waiting, Sent, Delivered, Read, Failed };

enum class MessageKind {
    Text,
    Transfer, // stands for a transfer in the conversation; `transfer` names it
    Notice, // a line of ours; `text` is the word of a `Notice`, translated where it is shown
};

enum class Notice { Verified, Unverified, Blocked, Unblocked };

// One message of a conversation. A conversation is named by its peer.
struct Message {
    MessageId id;
    PeerId peer;
    qint64 seq = 0; // dense number within the conversation, from 1, given when stored
    Direction direction = Direction::In;
    MessageKind kind = MessageKind::Text;
    QString text; // at most 64 KiB as UTF-8
    TransferId transfer; // of kind Transfer
    qint64 sentAtMs = 0; // by the sender's clock
    qint64 arrivedAtMs = 0; // when stored here
    DeliveryState state = DeliveryState::Waiting;
    base::Fault fault = base::Fault::None; // why it failed

    bool operator==(const Message &) const = default;
};

// What the list of conversations shows of one.
struct ConversationSummary {
    PeerId peer;
    Message last; // null id: nothing said yet
    qint64 firstSeq = 0; // 0: empty
    qint64 lastSeq = 0;
    int unread = 0;

    bool operator==(const ConversationSummary &) const = default;
};

inline constexpr qsizetype largestText = 64 * 1024; // bytes of UTF-8

[[nodiscard]] QString toText(Direction direction);
[[nodiscard]] QString toText(DeliveryState state);
[[nodiscard]] QString toText(Notice notice);

} // namespace model

Q_DECLARE_METATYPE(model::Message)
