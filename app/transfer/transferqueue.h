#pragma once

#include "base/clock.h"
#include "gateway/gateways.h"
#include "model/transfer.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "settings/settings.h"
#include "store/transferstore.h"
#include "transfer/entries.h"
#include "transfer/overall.h"
#include "transfer/rules.h"

#include <QObject>

#include <memory>
#include <optional>

namespace transfer {

// How the user takes what is offered.
struct Acceptance {
    QString folder; // absolute; empty: the person's, or the general one
    model::RangeSet unwanted; // entries that are not to come; a folder stands for everything below it
    std::optional<model::SameName> sameName; // nothing: as for this person, or in general
};

// All transfers, both ways: offers, consent and rules, queue with order and limits, pause, resume, cancel, progress;
// survives restarts. Main thread; owned by Core.
class TransferQueue : public QObject
{
    Q_OBJECT
public:
    struct Places {
        QString stateFolder; // <profile>/parts
        QString defaultTarget; // where files go when the settings name no folder
    };

    TransferQueue(store::TransferStore &store, settings::Settings &settings, peers::PeerDirectory &peers,
                  outbox::Outbox &outbox, gateway::Gateways &gateways, const base::Clock &clock, Places places,
                  QObject *parent = nullptr);
    ~TransferQueue() override;

    void load(); // from the store; unfinished ones wait for their peers; loaded() when done

    // Files and folders to one peer as one transfer. The row exists at once, Preparing; names that cannot be read are
    // found by the scan and make it Failed. Null when `paths` is empty or the peer unknown.
    model::TransferId send(const model::PeerId &peer, const QStringList &paths);

    // User acts; those that do not fit the state are logged and ignored, and return false.
    bool accept(const model::TransferId &id, const QString &targetFolder = {}); // empty: see Acceptance
    bool accept(const model::TransferId &id, const Acceptance &acceptance);
    bool decline(const model::TransferId &id);
    bool pause(const model::TransferId &id);
    bool resume(const model::TransferId &id); // also retries Failed, failed entries, and one whose folder had no room
    bool retryFailed(const model::TransferId &id); // of one that is Done: only the entries that did not arrive
    bool cancel(const model::TransferId &id);
    bool remove(const model::TransferId &id); // from the list; only when over

    // The order of those of one direction that do not run yet; kept over restarts, and taken up by the other side.
    // False: there is nobody to overtake, or it runs or is over.
    bool moveFirst(const model::TransferId &id); // next to begin
    bool moveUp(const model::TransferId &id);
    bool moveDown(const model::TransferId &id);
    bool moveTo(const model::TransferId &id, const model::TransferId &other); // into its place; those between give way

    void pauseEverything(); // by the user: all that go on
    void resumeEverything(); // those paused so; not those paused one by one
    [[nodiscard]] bool isEverythingPaused() const; // something is paused so

    void pauseAll(); // for Core::stop(): jobs end, states stay as they are for the next start

    [[nodiscard]] QList<model::Transfer> transfers() const; // oldest first; Transfer::rank tells their order
    [[nodiscard]] std::optional<model::Transfer> transfer(const model::TransferId &id) const;
    [[nodiscard]] quint64 bytesPerSecond() const; // all running ones
    [[nodiscard]] Overall overall() const;
    [[nodiscard]] Rules &rules();

    // Lines `from` ... of the list of what a transfer holds, at most 1,000 at a time, read on the pool: any number can
    // be shown lazily. NotFound: no such transfer, still being prepared, or its list is not here (a long one comes
    // from the sender when it is first asked for or accepted; Unreachable when that is away).
    [[nodiscard]] QFuture<base::Result<EntryPage>> entries(const model::TransferId &id, quint32 from, quint32 count);
    // The same of an offer that was not answered, as it would come without what `choice` leaves out. The page's
    // `unwanted` is an Acceptance's.
    [[nodiscard]] QFuture<base::Result<EntryPage>> choose(const model::TransferId &id, const Choice &choice,
                                                          quint32 from, quint32 count);
    // The same of those that did not arrive.
    [[nodiscard]] QFuture<base::Result<EntryPage>> failedEntries(const model::TransferId &id, quint32 from,
                                                                 quint32 count);

    // From the router.
    void receive(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::Answer &answer);
    void receive(const model::PeerId &peer, const model::ManifestRequestPost &request);
    void receive(const model::PeerId &peer, const model::ManifestPagePost &page);
    void receive(const model::PeerId &peer, const model::HashRequestPost &request);
    void receive(const model::PeerId &peer, const model::HashesPost &hashes);
    void receive(const model::PeerId &peer, const model::PausePost &pause);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::CancelPost &cancel);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::ResultPost &result);
    void receive(const model::PeerId &peer, const model::OrderPost &order);

signals:
    void loaded();
    void added(const model::Transfer &transfer); // one began here, or an offer arrived
    void changed(const model::Transfer &transfer); // at most 10 a second each for progress alone
    void removed(const model::TransferId &id);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace transfer
