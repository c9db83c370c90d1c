#pragma once

#include "settings/settings.h"
#include "transfer/courier.h"
#include "transfer/sourcehashes.h"

#include <QObject>

namespace transfer {

// The sending side: scan, offer, bytes, result. Main thread; owned by TransferQueue.
class Outgoing : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostOpenOffers = 64; // per peer, unanswered; the others wait for their turn
    static constexpr std::chrono::milliseconds longestRetry{60'000};
    static constexpr int mostAttempts = 8; // rounds in a row that move nothing although the peer is linked

    Outgoing(Ledger &ledger, Courier &courier, const settings::Settings &settings, QObject *parent = nullptr);

    void prepare(Row &row); // of a row that is Preparing
    void advance(Row &row); // does whatever can be done now; safe to call at any time
    void halt(Row &row); // no job, no offer, no pending answer
    bool resume(Row &row);
    bool retryFailed(Row &row);
    enum class Order { Always, WhenMoved };
    void tellOrder(const model::PeerId &peer, Order when); // best effort
    void linkChanged(Row &row, bool linked);

    void offerTaken(Row &row, const model::PostId &offer);
    void offerRefused(Row &row, const model::PostId &offer, base::Fault fault);
    void answered(const model::PeerId &peer, const model::PostId &id, const model::Answer &answer);
    void pageAsked(const model::PeerId &peer, const model::ManifestRequestPost &request);
    void hashesAsked(const model::PeerId &peer, const model::HashRequestPost &request);
    void resulted(const model::PeerId &peer, const model::PostId &id, const model::ResultPost &result);
    void jobEnded(Row &row, const model::JobOutcome &outcome);

private:
    void prepared(Row &row, const base::Result<Prepared> &prepared);
    void withLoaded(Row &row, const std::function<void(Row &)> &then);
    void loaded(Row &row, const base::Result<LoadedPtr> &loaded);
    void offer(Row &row);
    void sendPage(Row &row, quint32 page);
    void takeAnswer(Row &row, const model::PostId &id, const model::Answer &answer);
    void declined(Row &row, const model::PostId &id, const model::Answer &answer);
    void start(Row &row);
    void broke(Row &row);
    void fail(Row &row, const base::Error &error);
    [[nodiscard]] static model::Job jobFor(const Row &row); // with a manifest in memory
    [[nodiscard]] int openOffers(const model::PeerId &peer) const;

    Ledger &m_ledger;
    Courier &m_courier;
    const settings::Settings &m_settings;
    SourceHashes m_hashes;
};

} // namespace transfer
