#include "native/link.h"

#include "base/overload.h"
#include "native/connectionlog.h"

#include <QHostAddress>

using base::Fault;

namespace native {
namespace {

constexpr qint64 chunk = 131'072;
constexpr qsizetype mostReceipts = 512; // in one frame
constexpr std::chrono::milliseconds presencePause{500}; // between two changes of name or status that are told

} // namespace

Link::Link(Proved made, const Handshake::Host &host, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_socket(std::move(made.socket))
    , m_reader(std::move(made.reader))
    , m_peer(made.peer)
    , m_hello(made.hello)
    , m_side(made.side)
    , m_endpoint(made.endpoint)
    , m_address(m_socket->peerAddress().toString())
{
    m_age.start();
    m_input.start();
    for (QTimer *timer : {&m_silence, &m_checking, &m_idle, &m_receiptBatch, &m_presenceDue, &m_resume})
        timer->setSingleShot(true);
    m_receiptBatch.setTimerType(Qt::PreciseTimer);
    connect(&m_silence, &QTimer::timeout, this, &Link::examineSilence);
    connect(&m_checking, &QTimer::timeout, this,
            [this] { end({LinkEnd::By::Break, 0, QStringLiteral("no answer when asked")}); });
    connect(&m_idle, &QTimer::timeout, this, &Link::idled);
    connect(&m_receiptBatch, &QTimer::timeout, this, &Link::sendReceipts);
    connect(&m_presenceDue, &QTimer::timeout, this, &Link::tellPresence);
    connect(&m_resume, &QTimer::timeout, this, &Link::readFrames);
    m_socket->setReadBufferSize(readBuffer);
    connect(m_socket.get(), &QSslSocket::readyRead, this, &Link::readFrames);
    connect(m_socket.get(), &QSslSocket::encryptedBytesWritten, this, &Link::pump);
    connect(m_socket.get(), &QSslSocket::disconnected, this, [this] {
        readFrames(); // a close may have come with the end
        end({LinkEnd::By::Break, 0, QStringLiteral("connection ended")});
    });
}

Link::~Link() = default;

void Link::start()
{
    m_silence.start(m_host.timings().ping);
    touch();
    readFrames();
    if (m_socket && m_socket->state() != QAbstractSocket::ConnectedState)
        end({LinkEnd::By::Break, 0, QStringLiteral("connection ended")});
}

void Link::touch()
{
    m_idle.start(m_host.timings().idle);
}

void Link::send(const model::Post &post)
{
    if (!m_socket)
        return;
    touch();
    if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body)) {
        m_receipts += receipt->ids;
        if (m_receipts.size() >= mostReceipts)
            sendReceipts();
        else if (!m_receiptBatch.isActive())
            m_receiptBatch.start(m_host.timings().receipts);
        return;
    }
    const QByteArray body = wire::encodePost(post);
    const auto largest = qint64(std::min<quint64>(m_hello.largestFrame, wire::largestFrame));
    const bool durable = !post.id.isNull();
    if (body.size() > largest) {
        if (durable)
            emit failed(post.id, {Fault::TooLarge, QStringLiteral("frame of %1 bytes").arg(body.size())});
        return;
    }
    const bool full = m_unacknowledged.size() >= mostUnacknowledged || m_writer.waitingBytes() >= mostPostsWaiting;
    if (durable && full) {
        emit failed(post.id, {Fault::TooMany, QStringLiteral("too much on its way")});
        return;
    }
    if (durable)
        m_unacknowledged.push_back(post);
    write(body, post.id);
}

void Link::sendControl(const wire::Frame &frame)
{
    if (m_socket)
        write(wire::encode(frame), {});
}

QList<model::Post> Link::unacknowledged() const
{
    return QList<model::Post>(m_unacknowledged.begin(), m_unacknowledged.end());
}

void Link::check(std::chrono::milliseconds limit)
{
    if (!m_socket)
        return;
    if (m_checkToken != 0) {
        m_checking.start(std::min(limit, m_checking.remainingTimeAsDuration()));
        return;
    }
    m_checkToken = ++m_token;
    m_checking.start(limit);
    sendControl(wire::Ping{m_checkToken});
}

void Link::close(quint64 code, const QString &reason)
{
    if (!m_socket)
        return;
    sendReceipts();
    qCInfo(lcLink) << "closing link to" << m_peer.shortText() << "with" << code << "-" << reason;
    sayFarewell(std::move(m_socket), wire::Close{code, reason}, m_host.timings().farewell, m_host.lingering());
    end({LinkEnd::By::Us, code, reason});
}

void Link::readFrames()
{
    if (m_resume.isActive())
        return;
    while (m_socket) {
        const auto pause = m_pace.wait();
        if (pause.count() > 0)
            return m_resume.start(pause);
        const base::Result<std::optional<QByteArray>> next = m_reader.next();
        if (!next)
            return fail(wire::codeOf(next.error().fault), next.error().detail);
        if (const std::optional<QByteArray> &body = *next; body) {
            m_pace.count(body->size());
            handle(*body);
            continue;
        }
        const QByteArray bytes = m_socket->read(chunk);
        if (bytes.isEmpty())
            return;
        m_input.restart();
        m_reader.feed(bytes);
    }
}

void Link::handle(const QByteArray &body)
{
    const base::Result<wire::Frame> frame = wire::decode(body);
    if (!frame)
        return refuseOrClose(body, frame.error());
    const auto outOfTurn = [this] { fail(wire::code::malformed, QStringLiteral("frame out of turn")); };
    std::visit(base::Overload{
                   [this](const wire::Ping &ping) { sendControl(wire::Pong{ping.token}); },
                   [this](const wire::Pong &pong) { take(pong); },
                   [this](const wire::Close &close) { take(close); },
                   [this](const wire::PresenceChange &change) { take(change); },
                   [this](const wire::Again &again) { emit againReceived(again); },
                   [this](const wire::Unknown &unknown) {
                       if (!unknown.id.isNull())
                           sendControl(model::Post{{}, model::RefusalPost{unknown.id, Fault::Unsupported}});
                   },
                   [this](const model::Post &post) { take(post); },
                   [&outOfTurn](const wire::Hello &) { outOfTurn(); },
                   [&outOfTurn](const wire::DataOpen &) { outOfTurn(); },
                   [&outOfTurn](const wire::DataGo &) { outOfTurn(); },
               },
               *frame);
}

// Well-formed but not for us is refused by name. Anything else: we no longer know what the other side means.
void Link::refuseOrClose(const QByteArray &body, const base::Error &error)
{
    const model::PostId id = wire::postIdOf(body);
    const bool wellFormed = error.fault == Fault::Unsupported || error.fault == Fault::TooLarge;
    if (wellFormed && !id.isNull())
        return sendControl(model::Post{{}, model::RefusalPost{id, error.fault}});
    if (error.fault == Fault::Unsupported)
        return;
    fail(wire::codeOf(error.fault), error.detail);
}

void Link::take(const model::Post &post)
{
    touch();
    if (const auto *receipt = std::get_if<model::ReceiptPost>(&post.body)) {
        for (const model::PostId &id : receipt->ids)
            forgetAcknowledged(id);
    } else if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body)) {
        forgetAcknowledged(refusal->refused);
    }
    emit received(post);
}

void Link::take(const wire::Pong &pong)
{
    if (m_checkToken == 0 || pong.token != m_checkToken)
        return;
    m_checkToken = 0;
    m_checking.stop();
    emit alive();
}

void Link::take(const wire::PresenceChange &change)
{
    m_presence = change;
    if (!m_presenceDue.isActive())
        tellPresence();
}

void Link::tellPresence()
{
    const std::optional<wire::PresenceChange> change = std::exchange(m_presence, std::nullopt);
    if (!change)
        return;
    m_presenceDue.start(presencePause);
    emit presenceChanged(*change);
}

void Link::take(const wire::Close &close)
{
    qCInfo(lcLink) << "link closed by" << m_peer.shortText() << "with" << close.code;
    sayFarewell(std::move(m_socket), std::nullopt, m_host.timings().farewell, m_host.lingering());
    end({LinkEnd::By::Peer, close.code, {}});
}

void Link::forgetAcknowledged(const model::PostId &id)
{
    const auto found = std::find_if(m_unacknowledged.begin(), m_unacknowledged.end(),
                                    [&id](const model::Post &post) { return post.id == id; });
    if (found != m_unacknowledged.end())
        m_unacknowledged.erase(found);
}

void Link::write(const QByteArray &body, const model::PostId &id)
{
    if (id.isNull() && m_writer.waitingBytes() > mostControlWaiting)
        return fail(wire::code::tooSlow, QStringLiteral("the other side does not read"));
    m_writer.enqueue(body, id);
    pump();
}

void Link::pump()
{
    if (!m_socket)
        return;
    const QList<model::PostId> handed = m_writer.pump(*m_socket);
    for (const model::PostId &id : handed)
        emit sent(id);
}

void Link::sendReceipts()
{
    m_receiptBatch.stop();
    while (!m_receipts.isEmpty() && m_socket) {
        const QList<model::PostId> batch = m_receipts.first(std::min(m_receipts.size(), mostReceipts));
        m_receipts.remove(0, batch.size());
        sendControl(model::Post{{}, model::ReceiptPost{batch}});
    }
}

void Link::examineSilence()
{
    const auto silence = std::chrono::milliseconds(m_input.elapsed());
    const Timings &times = m_host.timings();
    if (silence >= times.dead)
        return end({LinkEnd::By::Break, 0, QStringLiteral("silent for too long")});
    if (silence < times.ping) {
        m_silence.start(times.ping - silence);
        return;
    }
    sendControl(wire::Ping{++m_token});
    m_silence.start(std::min(times.ping, times.dead - silence));
}

void Link::fail(quint64 code, const QString &reason)
{
    if (!m_socket)
        return;
    qCWarning(lcLink) << "closing link to" << m_peer.shortText() << "with" << code << "-" << reason;
    sayFarewell(std::move(m_socket), wire::Close{code, {}}, m_host.timings().farewell, m_host.lingering());
    end({LinkEnd::By::Us, code, reason});
}

void Link::abandon()
{
    m_ended = true;
    m_socket.reset();
    for (QTimer *timer : {&m_silence, &m_checking, &m_idle, &m_receiptBatch, &m_presenceDue, &m_resume})
        timer->stop();
}

void Link::end(const LinkEnd &end)
{
    if (m_ended)
        return;
    abandon();
    const QList<model::PostId> unsent = m_writer.takeUnsent();
    for (const model::PostId &id : unsent)
        emit failed(id, {Fault::Broken, end.reason});
    emit ended(end);
}

} // namespace native
