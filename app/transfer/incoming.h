#pragma once

#include "files/sink.h"
#include "settings/settings.h"
#include "transfer/courier.h"
#include "transfer/rules.h"
#include "transfer/selection.h"

#include <QObject>
#include <QThreadPool>

#include <optional>

namespace transfer {

// The receiving side: offers, consent, manifest, claims, bytes, result. Main thread; owned by TransferQueue.
class Incoming : public QObject
{
    Q_OBJECT
public:
    // How long the sender may take to repeat its offer before we go on by ourselves.
    static constexpr std::chrono::milliseconds patience{3000};

    // What the user or the rules decided about an offer.
    struct Taken {
        QString folder;
        model::RangeSet unwanted;
        model::SameName sameName = model::SameName::KeepBoth;
    };

    Incoming(Ledger &ledger, Courier &courier, settings::Settings &settings, Rules &rules, QObject *parent = nullptr);
    ~Incoming() override; // waits for the reading of files, which it stops

    void offered(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    bool accept(Row &row, const Taken &taken);
    bool decline(Row &row);
    void advance(Row &row); // does whatever can be done now; safe to call at any time
    void halt(Row &row); // no job, no fetching, no answer on its way
    bool resume(Row &row);
    bool retryFailed(Row &row);
    void linkChanged(Row &row, bool linked);

    void fetchList(const model::TransferId &id); // of an offer; listCame() when it is here or will not come
    void pageCame(const model::PeerId &peer, const model::ManifestPagePost &page);
    void hashesCame(const model::PeerId &peer, const model::HashesPost &hashes);
    void answerRefused(Row &row, const model::PostId &answer, base::Fault fault);
    void jobEnded(Row &row, const model::JobOutcome &outcome);
    // What is left of a row that will not go on, in the target folder and in the profile; blocks, for the pool.
    enum class Keep { Nothing, List };
    [[nodiscard]] std::function<void()> cleaner(const Row &row, Keep keep) const;

signals:
    void arrived(const model::Transfer &transfer); // a new offer, stored
    void outdated(const model::TransferId &id); // an old unanswered one may go
    void listCame(const model::TransferId &id, const base::Error &error);

private:
    // What the pool found out before an answer. Without manifest: it has to be fetched.
    struct Ready {
        LoadedPtr loaded;
        Selection selection;
        files::Claim claim; // what need not come: whole, not wanted, or not what failed before
        quint64 toCome = 0; // bytes
        files::Twins twins; // to be compared first
    };
    // What comparing brought.
    struct Compared {
        files::Twins twins;
        model::RangeSet same;
    };
    struct Wish {
        ManifestFacts facts;
        model::RangeSet unwanted;
        QList<model::FailedEntry> failed; // not empty: only these
        LoadedPtr loaded; // null: to be read
        bool compare = false; // look for files that are there already
        std::optional<Compared> compared;
    };

    void repeated(Row &row, const model::PostId &id, bool again);
    void admit(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    void kept(Row &row, const base::Result<LoadedPtr> &loaded);
    void announce(Row &row);
    void actByRule(Row &row);
    void describe(Row &row, const model::Manifest &manifest);
    void claim(Row &row);
    [[nodiscard]] static base::Result<Ready> makeReady(model::Job job, const Wish &wish);
    void ready(Row &row, const base::Result<Ready> &ready);
    void fetch(Row &row);
    void startFetch(Row &row);
    void fetched(Row &row, const QByteArray &bytes);
    void listKept(Row &row, const Loaded &loaded);
    void fetchFailed(Row &row, const base::Error &error);
    void dropFetch(Row &row);
    void prepareAnswer(Row &row, const Wish &wish);
    void compare(Row &row, const files::Twins &twins);
    void compared(Row &row, const Compared &compared);
    void dropComparison(Row &row);
    void answer(Row &row, const files::Claim &claim);
    void start(Row &row, const model::Answer &answer);
    void noRoom(Row &row, const base::Error &error);
    void finished(Row &row, const model::JobOutcome &outcome);
    void fail(Row &row, const base::Error &error);
    void broke(Row &row);
    [[nodiscard]] model::Job jobFor(const Row &row) const;
    [[nodiscard]] model::ResultPost resultOf(const Row &row) const;
    void sayDeclined(Row &row);

    Ledger &m_ledger;
    Courier &m_courier;
    settings::Settings &m_settings;
    Rules &m_rules;
    QThreadPool m_readers; // of comparisons, which may take long
};

} // namespace transfer
