#pragma once

#include "model/message.h"
#include "model/offer.h"

#include <optional>
#include <variant>

namespace model {

// A line of text. Its post id is its message id.
struct TextPost {
    qint64 timeMs = 0;
    QString text;
    bool operator==(const TextPost &) const = default;
};

// "I have read this and everything earlier of yours."
struct ReadPost {
    MessageId upTo;
    bool operator==(const ReadPost &) const = default;
};

// "These lie on my disk." Sent by the owner of the post after its commit, also for a repeat.
struct ReceiptPost {
    QList<PostId> ids; // at most 512
    bool operator==(const ReceiptPost &) const = default;
};

// "I cannot take this post", with the reason.
struct RefusalPost {
    PostId refused;
    base::Fault fault = base::Fault::Refused;
    bool operator==(const RefusalPost &) const = default;
};

struct ManifestRequestPost {
    TransferId transfer;
    quint32 page = 0;
    bool operator==(const ManifestRequestPost &) const = default;
};

struct ManifestPagePost {
    TransferId transfer;
    quint32 page = 0;
    QByteArray bytes;
    bool operator==(const ManifestPagePost &) const = default;
};

// "What are the hashes of these files of yours?" A receiver asks where it seems to have them already (kind 39).
struct HashRequestPost {
    TransferId transfer;
    RangeSet entries;
    bool operator==(const HashRequestPost &) const = default;
};

// Some of the answers; empty: still reading (kind 40).
struct HashesPost {
    struct One {
        quint32 entry = 0;
        QByteArray hash; // of the file, 16 bytes; empty: it cannot be read as it was offered
        bool operator==(const One &) const = default;
    };

    TransferId transfer;
    std::vector<One> hashes; // at most 4,096
    bool operator==(const HashesPost &) const = default;
};

struct PausePost {
    TransferId transfer;
    base::Fault fault = base::Fault::None; // None: the user; DiskFull and others: why
    bool operator==(const PausePost &) const = default;
};

struct CancelPost {
    TransferId transfer;
    bool bySender = true;
    bool operator==(const CancelPost &) const = default;
};

// The receiver's last word on a transfer. Only this makes it Done at the sender.
struct ResultPost {
    TransferId transfer;
    base::Fault fault = base::Fault::None;
    quint32 entriesDone = 0;
    quint64 bytes = 0;
    std::vector<FailedEntry> failed; // at most 4,096 of them
    quint32 failedInAll = 0;
    bool operator==(const ResultPost &) const = default;
};

// Which of the sender's transfers that have not begun is to be next, and so on (kind 43).
struct OrderPost {
    static constexpr qsizetype most = 1000;

    QList<TransferId> transfers; // at most `most`
    bool operator==(const OrderPost &) const = default;
};

using PostBody = std::variant<TextPost, ReadPost, ReceiptPost, RefusalPost, Offer, Answer, ManifestRequestPost,
                              ManifestPagePost, HashRequestPost, HashesPost, PausePost, CancelPost, ResultPost,
                              OrderPost>;

// Everything small that peers can say. With an id it is durable: stored, sent again until acknowledged.
struct Post {
    PostId id; // null: best effort
    PostBody body;

    bool operator==(const Post &) const = default;
};

// Kinds that must carry an id (PROTOCOL.md 4.2, marked there).
[[nodiscard]] bool isDurable(const PostBody &body);

} // namespace model

Q_DECLARE_METATYPE(model::Post)
