#pragma once

#include "native/dataconnections.h"
#include "native/linktable.h"

#include <map>

namespace native {

// Transfers' bytes from the order to the end: waits for the link a job needs, keeps it wanted meanwhile, and knows
// which side dials (PROTOCOL.md 6.4). Network thread; owned by NativeGateway.
class JobDesk : public QObject
{
    Q_OBJECT
public:
    JobDesk(LinkTable &table, DataConnections &data, QObject *parent = nullptr);
    ~JobDesk() override;

    void start(const model::Job &job);
    void stop(const model::TransferId &transfer);
    void stopAll();
    [[nodiscard]] bool needs(const model::PeerId &peer) const; // a job of theirs is waiting or running

signals:
    void needChanged(const model::PeerId &peer); // see needs()
    void finished(const model::JobOutcome &outcome);

private:
    struct Entry {
        model::PeerId peer;
        quint32 round = 1;
        std::optional<model::Job> waiting; // for the link
        LaterPtr<QTimer> patience;
    };

    void begin(const model::Job &job, const Link &link);
    void linked(const model::PeerId &peer);
    void giveUp(const model::TransferId &transfer, const base::Error &error);
    void ended(const model::JobOutcome &outcome);

    LinkTable &m_table;
    DataConnections &m_data;
    std::map<model::TransferId, Entry> m_entries;
};

} // namespace native
