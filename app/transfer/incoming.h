#pragma once

#include "files/sink.h"
#include "settings/settings.h"
#include "transfer/courier.h"

#include <QObject>

namespace transfer {

// The receiving side: offers, consent, manifest, claims, bytes, result. Main thread; owned by TransferQueue.
class Incoming : public QObject
{
    Q_OBJECT
public:
    // How long the sender may take to repeat its offer before we go on by ourselves.
    static constexpr std::chrono::milliseconds patience{3000};

    struct Limits {
        int places = 3;
        QString defaultTarget;
    };

    Incoming(Ledger &ledger, Courier &courier, settings::Settings &settings, Limits limits, QObject *parent = nullptr);

    void offered(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    bool accept(Row &row, const QString &folder);
    bool decline(Row &row);
    void advance(Row &row); // does whatever can be done now; safe to call at any time
    void halt(Row &row); // no job, no fetching, no answer on its way
    bool resume(Row &row);
    void linkChanged(Row &row, bool linked);

    void pageCame(const model::PeerId &peer, const model::ManifestPagePost &page);
    void answerRefused(Row &row, const model::PostId &answer, base::Fault fault);
    void jobEnded(Row &row, const model::JobOutcome &outcome);
    // Part files of a row that will not go on; blocks, for the pool.
    [[nodiscard]] std::function<void()> cleaner(const Row &row) const;

signals:
    void arrived(const model::Transfer &transfer); // a new offer, stored
    void outdated(const model::TransferId &id); // an old unanswered one may go

private:
    // What the pool found out before an answer. Without manifest: it has to be fetched.
    struct Ready {
        LoadedPtr loaded;
        files::Claim claim;
    };

    void repeated(Row &row, const model::PostId &id);
    void admit(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    void kept(Row &row, const base::Result<LoadedPtr> &loaded);
    void announce(Row &row);
    void acceptByRule(Row &row);
    void describe(Row &row, const model::Manifest &manifest);
    void claim(Row &row);
    [[nodiscard]] static base::Result<Ready> makeReady(model::Job job, const ManifestFacts &facts);
    void ready(Row &row, const base::Result<Ready> &ready);
    void fetch(Row &row);
    void fetched(Row &row, const QByteArray &bytes);
    void answer(Row &row, const files::Claim &claim);
    void start(Row &row, const model::Answer &answer);
    void noRoom(Row &row, const base::Error &error);
    void finished(Row &row, const model::JobOutcome &outcome);
    void fail(Row &row, const base::Error &error);
    void broke(Row &row);
    [[nodiscard]] model::Job jobFor(const Row &row) const;
    [[nodiscard]] model::ResultPost resultOf(const Row &row) const;
    [[nodiscard]] QString targetFolder() const;

    Ledger &m_ledger;
    Courier &m_courier;
    settings::Settings &m_settings;
    Limits m_limits;
};

} // namespace transfer
