#include "native/datajob.h"

#include "native/datalog.h"

#include <QHostInfo>

#include <algorithm>

namespace native {
namespace {

using base::Fault;

} // namespace

DataJob::DataJob(const model::Job &job, DataConnections::Role role, const model::Endpoint &endpoint,
                 const DataHandshake::Own &own, const DataTimings &timings, QObject *parent)
    : QObject(parent)
    , m_job(job)
    , m_role(role)
    , m_endpoint(endpoint)
    , m_own(own)
    , m_timings(timings)
    , m_nextRetry(timings.retryFirst)
    , m_lastError {Fault::Broken, QStringLiteral("no data connection came about")}
{
    m_patience.setSingleShot(true);
    m_retry.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &DataJob::giveUp);
    connect(&m_retry, &QTimer::timeout, this, &DataJob::resolve);
}

DataJob::~DataJob() = default;

model::JobOutcome DataJob::cancelled(const model::Job &job)
{
    model::JobOutcome outcome;
    outcome.transfer = job.transfer;
    outcome.round = job.round;
    outcome.error.fault = Fault::CancelledHere;
    return outcome;
}

void DataJob::start()
{
    m_patience.start(m_timings.patience);
    if (m_role == DataConnections::Role::Dials)
        resolve();
}

void DataJob::stop()
{
    if (m_stream)
        return m_stream->stop();
    end(cancelled(m_job));
}

quint64 DataJob::judge(const model::PeerId &peer, const wire::DataOpen &open) const
{
    if (m_ended || m_job.peer != peer || m_job.round != open.round)
        return wire::code::unknownTransfer;
    if (open.stream != 0)
        return wire::code::malformed;
    // Both want to dial while only one of them has heard of the present link.
    const bool isTaken = m_stream || m_role != DataConnections::Role::Waits;
    return isTaken ? wire::code::unavailable : 0;
}

void DataJob::follow(DataConnections::Role role, const model::Endpoint &endpoint)
{
    if (m_ended || m_stream || (role == m_role && endpoint == m_endpoint))
        return;
    m_role = role;
    m_endpoint = endpoint;
    m_retry.stop();
    m_nextRetry = m_timings.retryFirst;
    m_dialling.reset();
    if (m_role == DataConnections::Role::Dials)
        resolve();
}

void DataJob::resolve()
{
    const QHostAddress address(m_endpoint.host);
    if (!address.isNull())
        return dial(address);
    QHostInfo::lookupHost(m_endpoint.host, this, [this, endpoint = m_endpoint](const QHostInfo &info) {
        if (m_role != DataConnections::Role::Dials || endpoint != m_endpoint)
            return; // of a link before
        if (info.addresses().isEmpty())
            return dialFailed({Fault::Unreachable, info.errorString()}, 0);
        dial(info.addresses().constFirst());
    });
}

void DataJob::dial(const QHostAddress &address)
{
    if (m_ended)
        return;
    m_dialling.reset(new DataHandshake(m_own, m_timings));
    connect(m_dialling.get(), &DataHandshake::ready, this, [this] {
        const LaterPtr<DataHandshake> done = std::move(m_dialling);
        adopt(done->takeChannel());
    });
    connect(m_dialling.get(), &DataHandshake::failed, this, &DataJob::dialFailed);
    m_dialling->dial({address, m_endpoint.port, m_job.peer, {m_job.transfer, m_job.round, 0, 1}});
}

// The other side may not have started its half yet (code 34), or an old connection is still ending there (7).
void DataJob::dialFailed(const base::Error &error, quint64 code)
{
    m_dialling.reset();
    if (m_ended)
        return;
    const bool mayPass = error.fault == Fault::Unreachable || error.fault == Fault::Broken
                         || error.fault == Fault::Timeout || code == wire::code::unknownTransfer
                         || code == wire::code::unavailable;
    if (!mayPass)
        return endWith(error);
    m_lastError = {error.fault == Fault::Unreachable ? Fault::Unreachable : Fault::Broken, error.detail};
    m_retry.start(m_nextRetry);
    m_nextRetry = std::min(2 * m_nextRetry, m_timings.retryMost);
}

void DataJob::adopt(std::unique_ptr<DataChannel> channel)
{
    m_patience.stop();
    m_retry.stop();
    if (m_pace)
        m_job.direction == model::Direction::Out ? channel->setWritePace(*m_pace) : channel->setReadPace(*m_pace);
    m_stream = std::make_unique<DataStream>(m_job, std::move(channel), m_timings);
    connect(m_stream.get(), &DataStream::progressed, this,
            [this](quint64 bytes) { emit progressed(m_job.transfer, bytes); });
    connect(m_stream.get(), &DataStream::askedAgain, this,
            [this](const wire::Again &again) { emit askedAgain(m_job.peer, again); });
    connect(m_stream.get(), &DataStream::finished, this, &DataJob::end);
    m_stream->start();
}

void DataJob::again(const wire::Again &again)
{
    if (m_stream && m_job.direction == model::Direction::Out && again.round == m_job.round)
        m_stream->again(again);
}

void DataJob::endIfStuck()
{
    if (!m_stream || !m_stream->isStuck())
        return;
    qCInfo(lcData) << "job" << m_job.transfer.toHex().left(8) << "round" << m_job.round << "stands still";
    stop();
}

void DataJob::giveUp()
{
    endWith(m_lastError);
}

void DataJob::endWith(const base::Error &error)
{
    model::JobOutcome outcome;
    outcome.transfer = m_job.transfer;
    outcome.round = m_job.round;
    outcome.error = error;
    end(outcome);
}

void DataJob::end(const model::JobOutcome &outcome)
{
    if (m_ended)
        return;
    m_ended = true;
    m_patience.stop();
    m_retry.stop();
    m_dialling.reset();
    m_stream.reset();
    if (outcome.error.fault != Fault::None)
        qCInfo(lcData) << "job" << m_job.transfer.toHex().left(8) << "round" << m_job.round
                       << "ended:" << base::faultName(outcome.error.fault) << outcome.error.detail;
    emit finished(outcome);
}

} // namespace native
