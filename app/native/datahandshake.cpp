#include "native/datahandshake.h"

#include "identity/fingerprint.h"
#include "wire/frame.h"

#include <QtEndian>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>

#include <cstring>

namespace native {
namespace {

using base::Fault;

constexpr qsizetype lengthBytes = 4;
constexpr quint32 largestOpen = 1024; // frames 96 and 97 are some thirty bytes

#ifdef MSG_NOSIGNAL
constexpr int noSignal = MSG_NOSIGNAL;
#else
constexpr int noSignal = 0;
#endif

// Exactly one certificate, and the key in it. A server's chain leaves out the client's own certificate.
model::PeerId provedPeer(SSL *ssl)
{
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), X509_free);
    const STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
    const int others = (chain ? sk_X509_num(chain) : 0) - (SSL_is_server(ssl) ? 0 : 1);
    if (!certificate || others > 0 || SSL_version(ssl) != TLS1_3_VERSION)
        return {};
    return identity::peerIdOf(certificate.get());
}

} // namespace

DataHandshake::DataHandshake(Own own, const DataTimings &timings, QObject *parent)
    : QObject(parent)
    , m_own(std::move(own))
    , m_timings(timings)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { fail(Fault::Timeout, QStringLiteral("handshake")); });
}

DataHandshake::~DataHandshake()
{
    abandon();
}

void DataHandshake::abandon()
{
    end();
    m_ssl.reset();
    closeSocket(std::exchange(m_descriptor, -1));
}

void DataHandshake::dial(const Dial &dial)
{
    m_peer = dial.peer;
    m_open = dial.open;
    const base::Result<int> descriptor = dialSocket(dial.address, dial.port);
    if (!descriptor) {
        // Later, so that the caller has connected to failed().
        QMetaObject::invokeMethod(
            this, [this, error = descriptor.error()] { fail(error.fault, error.detail); }, Qt::QueuedConnection);
        return;
    }
    begin(*descriptor, Stage::Connecting);
}

void DataHandshake::accept(qintptr descriptor, Judge judge, std::shared_ptr<void> slot)
{
    m_judge = std::move(judge);
    m_slot = std::move(slot);
    begin(int(descriptor), Stage::Securing);
}

void DataHandshake::begin(int descriptor, Stage stage)
{
    m_descriptor = descriptor;
    m_stage = stage;
    setNonBlocking(descriptor);
    setNoDelay(descriptor);
    m_ssl.reset(SSL_new(isDialler() ? m_own.dialling.get() : m_own.accepting.get()));
    SSL_set_fd(m_ssl.get(), descriptor);
    SSL_set_mode(m_ssl.get(), SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    m_readable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    m_writable = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Write);
    m_readable->setEnabled(stage == Stage::Securing);
    m_writable->setEnabled(stage == Stage::Connecting);
    connect(m_readable.get(), &QSocketNotifier::activated, this, &DataHandshake::step);
    connect(m_writable.get(), &QSocketNotifier::activated, this, &DataHandshake::step);
    m_limit.start(m_timings.handshake);
}

void DataHandshake::step()
{
    Need next = Need::Nothing;
    while (next == Need::Nothing && m_stage != Stage::Ended)
        next = advance();
    if (m_stage == Stage::Ended || next == Need::Failed)
        return;
    m_readable->setEnabled(next == Need::Read);
    m_writable->setEnabled(next == Need::Write);
}

DataHandshake::Need DataHandshake::advance()
{
    switch (m_stage) {
    case Stage::Idle:
    case Stage::Ended: return Need::Failed;
    case Stage::Connecting: return finishConnect();
    case Stage::Securing: return secure();
    case Stage::SendingOpen: return sendFrame(Stage::AwaitingGo);
    case Stage::SendingGo: return sendFrame(Stage::Ended);
    case Stage::AwaitingGo:
    case Stage::AwaitingOpen: return readFrame();
    }
    Q_UNREACHABLE();
}

DataHandshake::Need DataHandshake::finishConnect()
{
    const int error = socketError(m_descriptor);
    if (error != 0)
        return fail(Fault::Unreachable, QString::fromLocal8Bit(std::strerror(error)));
    const QByteArray preamble = wire::encodePreamble(wire::ConnectionKind::Data);
    // A fresh connection always has room for twelve bytes.
    if (::send(m_descriptor, preamble.constData(), size_t(preamble.size()), noSignal) != preamble.size())
        return fail(Fault::Unreachable, QStringLiteral("preamble"));
    m_stage = Stage::Securing;
    return Need::Nothing;
}

DataHandshake::Need DataHandshake::secure()
{
    ERR_clear_error();
    const int result = isDialler() ? SSL_connect(m_ssl.get()) : SSL_accept(m_ssl.get());
    if (result != 1)
        return need(result);
    const base::Error wrong = judgePeer();
    if (wrong.fault != Fault::None)
        return fail(wrong.fault, wrong.detail);
    if (isDialler()) {
        m_out = wire::encodeFrame(wire::encode(m_open));
        m_stage = Stage::SendingOpen;
    } else {
        m_stage = Stage::AwaitingOpen;
    }
    return Need::Nothing;
}

base::Error DataHandshake::judgePeer()
{
    const model::PeerId proved = provedPeer(m_ssl.get());
    if (proved.isNull())
        return {Fault::Tls, QStringLiteral("not one EC P-256 certificate")};
    if (proved == m_own.identity->id())
        return {Fault::Myself, QStringLiteral("own key")};
    if (isDialler() && proved != m_peer)
        return {Fault::WrongPeer, proved.shortText()};
    m_peer = proved;
    return {};
}

DataHandshake::Need DataHandshake::sendFrame(Stage next)
{
    while (!m_out.isEmpty()) {
        size_t sent = 0;
        ERR_clear_error();
        const int result = SSL_write_ex(m_ssl.get(), m_out.constData(), size_t(m_out.size()), &sent);
        if (result != 1)
            return need(result);
        m_out.remove(0, qsizetype(sent));
    }
    if (next != Stage::Ended) {
        m_stage = next;
        return Need::Nothing;
    }
    if (m_code != 0) {
        SSL_shutdown(m_ssl.get());
        return fail(wire::faultOf(m_code), QStringLiteral("refused by us"), m_code);
    }
    end();
    emit ready();
    return Need::Nothing;
}

// Reads no byte beyond the frame: what follows is records, for the carrier's thread.
DataHandshake::Need DataHandshake::readFrame()
{
    qsizetype wanted = lengthBytes;
    for (;;) {
        if (m_in.size() >= lengthBytes) {
            const auto length = qFromBigEndian<quint32>(m_in.constData());
            if (length == 0 || length > largestOpen)
                return fail(Fault::Malformed, QStringLiteral("length of the first frame"));
            wanted = lengthBytes + qsizetype(length);
        }
        if (m_in.size() == wanted)
            return takeFrame(m_in.sliced(lengthBytes));
        QByteArray bytes(wanted - m_in.size(), Qt::Uninitialized);
        size_t got = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(m_ssl.get(), bytes.data(), size_t(bytes.size()), &got);
        if (result != 1)
            return need(result);
        m_in.append(bytes.constData(), qsizetype(got));
    }
}

DataHandshake::Need DataHandshake::takeFrame(const QByteArray &body)
{
    const base::Result<wire::Frame> frame = wire::decode(body);
    if (!frame)
        return fail(Fault::Malformed, frame.error().detail);
    if (isDialler()) {
        const auto *go = std::get_if<wire::DataGo>(&*frame);
        if (!go)
            return fail(Fault::Malformed, QStringLiteral("not frame 97"));
        if (go->code != 0)
            return fail(wire::faultOf(go->code), QStringLiteral("refused by the other side"), go->code);
        end();
        emit ready();
        return Need::Nothing;
    }
    const auto *open = std::get_if<wire::DataOpen>(&*frame);
    if (!open)
        return fail(Fault::Malformed, QStringLiteral("not frame 96"));
    m_open = *open;
    m_code = m_judge(m_peer, m_open);
    m_out = wire::encodeFrame(wire::encode(wire::DataGo {m_code}));
    m_stage = Stage::SendingGo;
    return Need::Nothing;
}

DataHandshake::Need DataHandshake::need(int result)
{
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_WANT_READ: return Need::Read;
    case SSL_ERROR_WANT_WRITE: return Need::Write;
    case SSL_ERROR_SSL: return fail(Fault::Tls, QString::fromLatin1(ERR_reason_error_string(ERR_peek_error())));
    default: return fail(Fault::Broken, QStringLiteral("closed during the handshake"));
    }
}

std::unique_ptr<DataChannel> DataHandshake::takeChannel()
{
    return std::make_unique<DataChannel>(std::move(m_ssl), std::exchange(m_descriptor, -1));
}

// The descriptor stays open; whoever listens to it is let go.
void DataHandshake::end()
{
    m_stage = Stage::Ended;
    m_limit.stop();
    if (m_readable)
        m_readable->setEnabled(false);
    if (m_writable)
        m_writable->setEnabled(false);
    m_slot.reset();
}

DataHandshake::Need DataHandshake::fail(Fault fault, const QString &detail, quint64 code)
{
    if (m_stage == Stage::Ended)
        return Need::Failed;
    abandon();
    emit failed({fault, detail}, code);
    return Need::Failed;
}

} // namespace native
