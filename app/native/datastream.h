#pragma once

#include "model/transfer.h"
#include "native/datachannel.h"
#include "native/datacontrol.h"
#include "native/datatimings.h"

#include <QObject>
#include <QThread>

#include <memory>

namespace native {

// A running job: one connection on one thread of its own. Made and ended on the network thread, where its signals are
// to be received; owned by DataJob.
class DataStream : public QObject
{
    Q_OBJECT
public:
    DataStream(const model::Job &job, std::unique_ptr<DataChannel> channel, const DataTimings &timings,
               QObject *parent = nullptr);
    ~DataStream() override; // stops and waits for the thread

    void start();
    void stop(); // finished() follows
    void again(const wire::Again &again); // to a sender
    [[nodiscard]] bool isStuck() const; // for as long as the path of a new link is given

signals:
    void progressed(quint64 bytesDone);
    void askedAgain(const wire::Again &again);
    void finished(const model::JobOutcome &outcome); // once; the connection is closed with this object

private:
    void run();

    model::Job m_job;
    DataTimings m_timings;
    DataControl m_control;
    std::unique_ptr<DataChannel> m_channel;
    std::unique_ptr<QThread> m_thread;
};

} // namespace native
