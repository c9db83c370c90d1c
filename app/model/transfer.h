#pragma once

#include "model/listing.h"
#include "model/message.h"
#include "model/offer.h"
#include "model/rule.h"

#include <QStringList>

namespace model {

// Preparing -> Waiting <-> Offered -> Running -> Verifying -> Done. Paused from Waiting, Offered and Running.
// Offered on the receiving side: the user has not answered.
enum class TransferState {
    Preparing,
    Waiting,
    Offered,
    Running,
    Verifying,
    Paused,
    Done,
    Declined,
    Cancelled,
    Failed,
};

enum class WaitReason { None, PeerAway, Queue, Disk };
enum class PausedBy { None, Me, Peer };

// One transfer as the window and the command line see it.
struct Transfer {
    TransferId id;
    PeerId peer;
    Direction direction = Direction::In;
    TransferState state = TransferState::Preparing;
    WaitReason waitReason = WaitReason::None;
    PausedBy pausedBy = PausedBy::None;
    QString name; // title: the one file's or folder's name, or the first name of several
    quint32 entries = 0;
    quint32 files = 0; // receiving: that are wanted
    quint64 bytesTotal = 0; // receiving: of what is wanted
    quint64 bytesDone = 0;
    quint64 bytesPerSecond = 0; // averaged over 5 s; 0 unless running
    QString path; // receiving: the target folder, once done the one file or folder; sending: the first source
    base::Error error; // why Failed, Paused by the disk, or Declined
    QList<Offer::Preview> preview; // top-level names, at most 20
    QList<FailedEntry> failed; // entries that did not arrive, all that are known
    qint64 rank = 0; // who goes first among those that wait: the lowest
    qint64 createdAtMs = 0;
    qint64 finishedAtMs = 0;

    bool operator==(const Transfer &) const = default;
    [[nodiscard]] bool isOver() const;
    // It neither runs nor is over, and nobody here has to be asked first: its rank says when it begins.
    [[nodiscard]] bool isInLine() const;
};

// The bytes of one round of one transfer, as a gateway gets them.
struct Job {
    TransferId transfer;
    PeerId peer;
    Direction direction = Direction::Out;
    quint32 round = 1;
    int streams = 1;
    ManifestPtr manifest;
    // Sending: the absolute path of each top-level entry, in their order.
    std::shared_ptr<const QStringList> sources;
    // Receiving: the folder everything goes below, and where part state is kept (per transfer, in the profile).
    QString targetFolder;
    QString stateFolder;
    bool mayExecute = false; // receiving: honour executable bits
    bool holes = false; // both sides can leave out what is not there of a sparse file; the gateway knows
    SameName sameName = SameName::KeepBoth; // receiving
    RangeSet skip;
    std::vector<PartialFile> partial;
};

// How a job ended. Without fault every wanted entry is there or listed as failed.
struct JobOutcome {
    TransferId transfer;
    quint32 round = 1;
    base::Error error; // Fault::None: ran to its end
    quint32 entriesDone = 0;
    quint64 bytes = 0; // of the whole transfer that are on the other side now
    std::vector<FailedEntry> failed;
    QStringList finalPaths; // receiving: where the top-level entries came to lie

    bool operator==(const JobOutcome &) const = default;
};

[[nodiscard]] QString toText(TransferState state);
[[nodiscard]] TransferState transferStateFromText(const QString &text);

} // namespace model

Q_DECLARE_METATYPE(model::Transfer)
Q_DECLARE_METATYPE(model::JobOutcome)
