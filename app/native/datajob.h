#pragma once

#include "model/transfer.h"
#include "native/dataconnections.h"
#include "native/datahandshake.h"
#include "native/datastream.h"
#include "native/datatimings.h"
#include "native/laterptr.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace native {

// One round of one transfer, from the wish to its outcome: dials, or waits to be dialled, then runs. Network thread;
// owned by DataConnections.
class DataJob : public QObject
{
    Q_OBJECT
public:
    DataJob(const model::Job &job, DataConnections::Role role, const model::Endpoint &endpoint,
            const DataHandshake::Own &own, const DataTimings &timings, QObject *parent = nullptr);
    ~DataJob() override;

    [[nodiscard]] static model::JobOutcome cancelled(const model::Job &job);

    void setPace(Pace &pace) { m_pace = &pace; } // borrowed; before start()
    void start();
    void stop(); // finished() follows, at once or when the thread has ended

    [[nodiscard]] const model::Job &job() const { return m_job; }
    // The code for a connection that wants to be this job's; 0: go, and adopt() follows.
    [[nodiscard]] quint64 judge(const model::PeerId &peer, const wire::DataOpen &open) const;
    void adopt(std::unique_ptr<DataChannel> channel);
    void follow(DataConnections::Role role, const model::Endpoint &endpoint); // another link; until there is a connection
    void again(const wire::Again &again);
    void endIfStuck(); // so that another round can begin

signals:
    void progressed(const model::TransferId &transfer, quint64 bytesDone);
    void askedAgain(const model::PeerId &peer, const wire::Again &again);
    void finished(const model::JobOutcome &outcome); // once

private:
    void resolve();
    void dial(const QHostAddress &address);
    void dialFailed(const base::Error &error, quint64 code);
    void giveUp();
    void end(const model::JobOutcome &outcome);
    void endWith(const base::Error &error); // before a byte was moved

    model::Job m_job;
    DataConnections::Role m_role;
    model::Endpoint m_endpoint;
    DataHandshake::Own m_own;
    DataTimings m_timings;
    Pace *m_pace = nullptr;
    LaterPtr<DataHandshake> m_dialling;
    std::unique_ptr<DataStream> m_stream;
    QTimer m_patience;
    QTimer m_retry;
    std::chrono::milliseconds m_nextRetry;
    base::Error m_lastError;
    bool m_ended = false;
};

} // namespace native
