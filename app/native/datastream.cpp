#include "native/datastream.h"

#include "native/datareceiver.h"
#include "native/datasender.h"

namespace native {

DataStream::DataStream(const model::Job &job, std::unique_ptr<DataChannel> channel, const DataTimings &timings,
                       QObject *parent)
    : QObject(parent)
    , m_job(job)
    , m_timings(timings)
    , m_channel(std::move(channel))
    , m_thread(QThread::create([this] { run(); }))
{
    m_thread->setObjectName(QStringLiteral("transfer"));
    m_control.progressed = [this](quint64 bytes) { emit progressed(bytes); };
    m_control.askAgain = [this](const wire::Again &again) { emit askedAgain(again); };
}

DataStream::~DataStream()
{
    stop();
    m_thread->wait();
}

void DataStream::start()
{
    m_thread->start();
}

void DataStream::stop()
{
    m_control.stop = true;
    m_channel->interrupt();
}

void DataStream::again(const wire::Again &again)
{
    m_control.requests.put(again.entry, again.blocks);
}

bool DataStream::isStuck() const
{
    return m_channel->isStuck(m_timings.stuck);
}

void DataStream::run()
{
    blockPipeSignal();
    m_channel->open(m_timings.silence);
    const model::JobOutcome outcome = m_job.direction == model::Direction::Out
                                          ? DataSender(m_job, *m_channel, m_control, m_timings).run()
                                          : DataReceiver(m_job, *m_channel, m_control, m_timings).run();
    emit finished(outcome);
}

} // namespace native
