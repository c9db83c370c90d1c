#pragma once

#include "base/clock.h"
#include "store/peerstore.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace peers {

// Writes contacts, so rarely that no stream of datagrams keeps the disk busy: what a peer says of itself at most
// every 30 s per peer and at the end, what the user decides at once. Main thread; owned by PeerDirectory.
class ContactSaver : public QObject
{
    Q_OBJECT
public:
    ContactSaver(store::PeerStore &store, const base::Clock &clock, QObject *parent = nullptr);
    ~ContactSaver() override; // writes what is left

    void saveNow(const store::StoredPeer &peer);
    void saveSoon(const store::StoredPeer &peer);
    void forget(const model::PeerId &peer);

private:
    void notSaved(const store::StoredPeer &peer, const base::Error &error); // will be, later or at the end
    void saveDue();

    store::PeerStore &m_store;
    const base::Clock &m_clock;
    QHash<model::PeerId, std::chrono::milliseconds> m_savedAt;
    QHash<model::PeerId, store::StoredPeer> m_unsaved;
    QTimer m_timer; // single-shot
};

} // namespace peers
