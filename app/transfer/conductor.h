#pragma once

#include "transfer/batch.h"
#include "transfer/incoming.h"
#include "transfer/outgoing.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace transfer {

// Lets transfers go on when something has changed: a state, a link, an acknowledgement, the end of a job, time. Main
// thread; owned by TransferQueue.
class Conductor : public QObject
{
    Q_OBJECT
public:
    Conductor(Ledger &ledger, Courier &courier, Incoming &incoming, Outgoing &outgoing, QObject *parent = nullptr);

    void begin(const QList<store::StoredTransfer> &stored); // after a start
    void close(); // jobs end, nothing is begun any more
    [[nodiscard]] bool isClosed() const { return m_closed; }
    [[nodiscard]] Overall overall() const { return m_batch.overall(m_ledger); }

    void considerSoon(); // once per turn of the event loop
    void halt(Row &row);
    void cancelled(Row &row, base::Fault fault);
    void linkChanged(const model::PeerId &peer, bool linked);
    void blocked(const model::PeerId &peer);
    void delivered(const model::Post &post);
    void refused(const model::Post &post, base::Fault fault);
    void progressed(const model::TransferId &id, quint64 bytesDone);
    void jobFinished(const model::JobOutcome &outcome);

private:
    void restart(const store::StoredTransfer &stored);
    void tidyFolders();
    void tidyFolder(const model::TransferId &id);
    void consider();
    void advance(Row &row);
    void tidy(Row &row);
    void release(Row &row) const;
    void keepLinks();
    void planWake();
    void refreshRates();

    Ledger &m_ledger;
    Courier &m_courier;
    Incoming &m_incoming;
    Outgoing &m_outgoing;
    Batch m_batch;
    QSet<model::PeerId> m_linksWanted;
    QTimer m_wake;
    QTimer m_rates;
    bool m_considering = false; // queued
    bool m_closed = false;
};

} // namespace transfer
