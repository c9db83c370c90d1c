#pragma once

#include "base/clock.h"
#include "gateway/gateways.h"
#include "model/transfer.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "settings/settings.h"
#include "store/transferstore.h"

#include <QObject>

#include <memory>

namespace transfer {

// All transfers, both ways: offers, consent, queue (three at a time), pause, resume, cancel, progress; survives
// restarts. Main thread; owned by Core.
class TransferQueue : public QObject
{
    Q_OBJECT
public:
    static constexpr int runningAtOnce = 3;

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
    bool accept(const model::TransferId &id, const QString &targetFolder = {}); // empty: the setting's folder
    bool decline(const model::TransferId &id);
    bool pause(const model::TransferId &id);
    bool resume(const model::TransferId &id); // also retries Failed, and one whose folder had no room
    bool cancel(const model::TransferId &id);
    bool remove(const model::TransferId &id); // from the list; only when over

    void pauseAll(); // for Core::stop(): jobs end, states stay as they are for the next start

    [[nodiscard]] QList<model::Transfer> transfers() const; // oldest first
    [[nodiscard]] std::optional<model::Transfer> transfer(const model::TransferId &id) const;
    [[nodiscard]] quint64 bytesPerSecond() const; // all running ones

    // From the router.
    void receive(const model::PeerId &peer, const model::PostId &id, const model::Offer &offer);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::Answer &answer);
    void receive(const model::PeerId &peer, const model::ManifestRequestPost &request);
    void receive(const model::PeerId &peer, const model::ManifestPagePost &page);
    void receive(const model::PeerId &peer, const model::PausePost &pause);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::CancelPost &cancel);
    void receive(const model::PeerId &peer, const model::PostId &id, const model::ResultPost &result);

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
