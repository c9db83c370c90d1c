#include "native/dial.h"

#include <QHostAddress>

using base::Error;
using base::Fault;

namespace native {
namespace {

// Of several failures the one that came furthest tells most.
int telling(const Error &error)
{
    static const QStringList steps{QStringLiteral("lookup"), QStringLiteral("tcp"), QStringLiteral("preamble"),
                                   QStringLiteral("tls"), QStringLiteral("hello")};
    return int(steps.indexOf(error.detail.section(QLatin1Char(':'), 0, 0)));
}

bool isNumeric(const QString &host)
{
    return !QHostAddress(host).isNull();
}

} // namespace

Dial::Dial(LinkTable &table, QList<model::Endpoint> endpoints, const model::PeerId &expected)
    : m_table(table)
    , m_endpoints(std::move(endpoints))
    , m_expected(expected)
{
    m_spacing.setSingleShot(true);
    connect(&m_spacing, &QTimer::timeout, this, &Dial::startNext);
}

Dial::~Dial()
{
    abandon();
}

void Dial::abandon()
{
    m_ended = true;
    m_spacing.stop();
    m_attempts.clear();
    for (const int lookup : std::as_const(m_lookups))
        QHostInfo::abortHostLookup(lookup);
    m_lookups.clear();
}

QString Dial::step() const
{
    if (m_committed)
        return QStringLiteral("hello");
    if (m_attempts.empty())
        return QStringLiteral("lookup");
    const bool connected = std::any_of(m_attempts.begin(), m_attempts.end(),
                                       [](const LaterPtr<Handshake> &attempt) { return attempt->isConnected(); });
    return connected ? QStringLiteral("tls") : QStringLiteral("tcp");
}

void Dial::start()
{
    const QList<model::Endpoint> all = std::exchange(m_endpoints, {});
    for (const model::Endpoint &endpoint : all) {
        if (m_seen.size() >= mostEndpoints || m_seen.contains(endpoint))
            continue;
        m_seen.insert(endpoint);
        if (isNumeric(endpoint.host))
            m_endpoints.append(endpoint);
        else
            lookUp(endpoint);
    }
    startNext();
}

void Dial::lookUp(const model::Endpoint &endpoint)
{
    const int id = QHostInfo::lookupHost(endpoint.host, this, [this, port = endpoint.port](const QHostInfo &info) {
        lookedUp(info, port);
    });
    m_lookups.append(id);
}

void Dial::lookedUp(const QHostInfo &info, quint16 port)
{
    m_lookups.removeOne(info.lookupId());
    if (m_ended)
        return;
    const QList<QHostAddress> addresses = info.addresses();
    if (addresses.isEmpty())
        remember({Fault::NotFound, QLatin1String("lookup: ") + info.errorString()});
    for (const QHostAddress &address : addresses) {
        const model::Endpoint endpoint{address.toString(), port};
        if (m_seen.size() >= 2 * mostEndpoints || m_seen.contains(endpoint))
            continue;
        m_seen.insert(endpoint);
        m_endpoints.append(endpoint);
    }
    startNext();
}

void Dial::startNext()
{
    if (m_ended || m_committed || m_spacing.isActive())
        return;
    if (!m_endpoints.isEmpty() && qsizetype(m_attempts.size()) < mostAtOnce) {
        begin(m_endpoints.takeFirst());
        return;
    }
    endIfNothingIsLeft();
}

void Dial::begin(const model::Endpoint &endpoint)
{
    const Link *link = m_table.dialledTo(endpoint);
    if (link && (m_expected.isNull() || link->peer() == m_expected))
        return end(link->peer(), {});
    m_spacing.start(m_table.timings().dialSpacing);
    Handshake *attempt = m_attempts.emplace_back(m_table.makeHandshake()).get();
    connect(attempt, &Handshake::proved, this, [this, attempt] { commit(attempt); });
    connect(attempt, &Handshake::ended, this, [this, attempt](const Error &error) { attemptEnded(attempt, error); });
    attempt->dial(endpoint, m_expected);
}

// Two hellos of ours would be two links for the other side. The others have not greeted: they wait their turn again.
void Dial::commit(const Handshake *attempt)
{
    m_committed = true;
    for (const LaterPtr<Handshake> &each : m_attempts) {
        if (each.get() != attempt)
            m_endpoints.prepend(each->endpoint());
    }
    std::erase_if(m_attempts, [attempt](const LaterPtr<Handshake> &each) { return each.get() != attempt; });
}

void Dial::attemptEnded(Handshake *attempt, const Error &error)
{
    const model::PeerId peer = attempt->peer();
    const bool wanted = !peer.isNull() && (m_expected.isNull() || peer == m_expected);
    if (error.fault == Fault::None || (wanted && m_table.find(peer)))
        return end(peer, {});
    if (error.fault == Fault::WrongPeer)
        emit misled(attempt->endpoint());
    remember(error);
    // Whoever lives there has said no; its other addresses would say the same.
    if (m_committed && (error.fault == Fault::Blocked || error.fault == Fault::Version))
        return end({}, error);
    m_committed = false;
    std::erase_if(m_attempts, [attempt](const LaterPtr<Handshake> &each) { return each.get() == attempt; });
    m_spacing.stop();
    startNext();
}

void Dial::remember(const Error &error)
{
    if (m_error.fault == Fault::None || telling(error) > telling(m_error))
        m_error = error;
}

void Dial::endIfNothingIsLeft()
{
    if (!m_attempts.empty() || !m_endpoints.isEmpty() || !m_lookups.isEmpty())
        return;
    const bool tried = m_error.fault != Fault::None;
    end({}, tried ? m_error : Error{Fault::Unreachable, QStringLiteral("lookup: no address")});
}

void Dial::end(const model::PeerId &peer, const Error &error)
{
    if (m_ended)
        return;
    abandon();
    emit ended(peer, error);
}

} // namespace native
