#include "native/line.h"

#include "base/then.h"
#include "native/connectionlog.h"
#include "net/portholder.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

using base::Error;
using base::Fault;
using base::Result;

namespace native {
namespace {

constexpr quint16 lowestPort = 1024;
constexpr quint16 highestPort = 65'535;
constexpr int triesForAnyPort = 8; // TCP gives a number that UDP may not have

// The user's choice; else the discovery port, which makes us its holder.
quint16 wantedPort(const gateway::Setup &setup)
{
    const quint16 port = setup.portFixed ? setup.port : setup.discoveryPort;
    return port == 0 || port >= lowestPort ? port : lowestPort;
}

QFuture<QString> findHolder(quint16 port)
{
    auto promise = std::make_shared<QPromise<QString>>();
    promise->start();
    QFuture<QString> future = promise->future();
    QThreadPool::globalInstance()->start([promise, port] {
        const QString tcp = net::portHolder(net::Transport::Tcp, port);
        promise->addResult(tcp.isEmpty() ? net::portHolder(net::Transport::Udp, port) : tcp);
        promise->finish();
    });
    return future;
}

} // namespace

Line::Line(Listener &listener, Discovery &discovery, const Timings &timings, QObject *parent)
    : QObject(parent)
    , m_listener(listener)
    , m_discovery(discovery)
    , m_timings(timings)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Line::openNow);
}

void Line::open(const gateway::Setup &setup)
{
    const quint16 wanted = wantedPort(setup);
    const bool same = wanted == m_wanted && setup.discoveryPort == m_discoveryPort;
    const bool held = m_report.port != 0 && (m_wanted == 0 || m_report.port == m_wanted);
    if (same && held)
        return;
    m_wanted = wanted;
    m_discoveryPort = setup.discoveryPort;
    // Setups change often; a look at a port that is taken is not needed each time.
    if (!same)
        openNow();
    else if (!m_retry.isActive())
        m_retry.start(m_timings.portRetry);
}

void Line::openNow()
{
    m_retry.stop();
    const quint16 before = m_report.port;
    const bool onlyBetter = before != 0 && m_report.wantedPort == m_wanted && m_report.discoveryPort == m_discoveryPort;
    const Result<quint16> taken = take(onlyBetter ? Search::WantedOnly : Search::Around);
    if (!taken && onlyBetter)
        return;
    m_report.wantedPort = m_wanted;
    m_report.discoveryPort = m_discoveryPort;
    m_report.port = taken ? *taken : before;
    m_report.error = taken ? Error() : taken.error();
    m_report.portHolder.clear();
    if (m_report.port != before) {
        qCInfo(lcLink) << "listening on port" << m_report.port;
        emit moved(m_report.port);
    }
    if (m_wanted != 0 && m_report.port != m_wanted)
        lookForHolder();
    refresh();
}

// The wanted one first. A failure on one number says nothing about the next, whatever its kind.
Result<quint16> Line::take(Search search)
{
    Result<quint16> taken = takePort(m_wanted);
    if (search == Search::Around && !taken) {
        const int last = std::min<int>(highestPort, m_wanted + nextOnes);
        for (int port = m_wanted + 1; port <= last && !taken; ++port)
            taken = takePort(quint16(port));
        for (int i = 0; i < triesForAnyPort && !taken; ++i)
            taken = takePort(0);
    }
    if (!taken)
        reopenOld();
    return taken;
}

Result<quint16> Line::takePort(quint16 port)
{
    const bool ours = port != 0 && port == m_listener.port();
    std::unique_ptr<net::Acceptor> acceptor;
    Result<quint16> number = port;
    if (!ours) {
        acceptor = std::make_unique<net::Acceptor>();
        number = acceptor->listen(port);
    }
    if (!number)
        return number;
    const Result<bool> presence = m_discovery.open(*number, m_discoveryPort);
    if (!presence)
        return tl::unexpected<Error>(presence.error());
    if (acceptor)
        m_listener.use(std::move(acceptor));
    return number;
}

void Line::reopenOld()
{
    if (m_report.port == 0)
        return;
    const Result<bool> presence = m_discovery.open(m_report.port, m_discoveryPort);
    if (!presence)
        qCWarning(lcLink) << "no presence on the port we had -" << presence.error().detail;
}

void Line::lookForHolder()
{
    base::then(findHolder(m_wanted), this, [this, asked = m_wanted](const QString &holder) {
        if (asked != m_wanted || m_report.port == m_wanted)
            return;
        m_report.portHolder = holder;
        tell();
    });
}

void Line::refresh()
{
    m_report.networks = m_discovery.networks();
    m_report.addresses = m_discovery.addresses();
    tell();
}

void Line::tellTwin()
{
    m_report.error = {Fault::Myself, QStringLiteral("another program on this network uses our key")};
    tell();
}

void Line::tell()
{
    if (m_report == m_told)
        return;
    m_told = m_report;
    emit changed(m_report);
}

void Line::stop()
{
    m_retry.stop();
    m_listener.stop();
}

} // namespace native
