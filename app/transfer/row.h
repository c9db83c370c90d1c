#pragma once

#include "model/offer.h"
#include "model/post.h"
#include "store/transferstore.h"
#include "transfer/comparison.h"
#include "transfer/manifestfetch.h"
#include "transfer/manifestfile.h"
#include "transfer/ratemeter.h"

#include <QDeadlineTimer>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace transfer {

// Ends an object on its own turn: it may be the one that is calling.
struct Later {
    void operator()(QObject *object) const { object->deleteLater(); }
};

// One transfer with everything that is known of it while the program runs. Main thread; owned by Ledger.
struct Row {
    store::StoredTransfer stored; // what survives a restart

    // Both directions.
    LoadedPtr loaded; // while needed
    std::vector<std::function<void(Row &)>> whenLoaded; // asked for while it is being read
    bool jobActive = false; // startJob() was called and jobFinished() has not come
    bool filesBusy = false; // the pool works on its files
    bool tidied = false; // over, and its files are gone
    model::PostId reply; // the last answer, result or cancel on its way
    RateMeter meter;
    std::chrono::milliseconds shownAt{0}; // when progress was told last
    quint64 bytesBefore = 0; // done when this round began
    int attempts = 0; // rounds in a row that moved nothing
    QDeadlineTimer notBefore{0}; // nothing is tried earlier

    // Sending.
    std::shared_ptr<std::atomic_bool> stopScan;
    model::PostId offer; // on its way
    std::optional<model::Answer> answer; // waits for a place
    int pagesInFlight = 0;
    QList<model::FailedEntry> ownFailures; // of the last round: what could not be read here

    // Receiving.
    std::unique_ptr<ManifestFetch, Later> fetch;
    std::unique_ptr<Comparison, Comparison::Later> comparison;
    model::PostId lastOffer; // the post that asked last
    QList<model::PostId> unconfirmed; // offers that came before the first was stored
    bool arriving = false; // not yet stored and not yet told
    QString refusedTarget; // what turned out to have no room
    model::RangeSet skipped; // of the round that runs: what need not come
    bool ownTurn = false; // we paused or were asked to retry, so the next round begins here

    [[nodiscard]] model::Transfer &transfer() { return stored.transfer; }
    [[nodiscard]] const model::Transfer &transfer() const { return stored.transfer; }
    [[nodiscard]] const model::TransferId &id() const { return stored.transfer.id; }
    [[nodiscard]] const model::PeerId &peer() const { return stored.transfer.peer; }
    [[nodiscard]] bool is(model::TransferState state) const { return stored.transfer.state == state; }
    [[nodiscard]] bool isOut() const { return stored.transfer.direction == model::Direction::Out; }
    [[nodiscard]] bool isAccepted() const { return isOut() || !stored.targetFolder.isEmpty(); }
    [[nodiscard]] bool isPausedByMe() const
    {
        return is(model::TransferState::Paused) && stored.transfer.pausedBy == model::PausedBy::Me;
    }
    // Over for good; a failed one can be retried.
    [[nodiscard]] bool isEnded() const { return stored.transfer.isOver() && !is(model::TransferState::Failed); }
    // Done, but not everything arrived: that can be tried again.
    [[nodiscard]] bool isDoneInPart() const
    {
        const auto &failed = stored.transfer.failed;
        return is(model::TransferState::Done)
               && std::any_of(failed.begin(), failed.end(), [](const auto &one) { return one.mayComeYet(); });
    }
    // Only what failed before is under way; the rest has long arrived.
    [[nodiscard]] bool isRetry() const
    {
        const auto &failed = stored.transfer.failed;
        const auto files = std::count_if(failed.begin(), failed.end(), [](const auto &one) { return one.isFile(); });
        return files > 0 && files < qsizetype(stored.transfer.files);
    }
    [[nodiscard]] ManifestFacts facts() const
    {
        return {stored.manifestHash, stored.manifestLength, stored.transfer.entries,
                stored.transfer.bytesTotal + stored.unwantedBytes};
    }
};

} // namespace transfer
