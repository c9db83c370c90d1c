#include "native/handshake.h"

#include "identity/fingerprint.h"
#include "native/connectionlog.h"
#include "native/preamblereader.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QSslCertificate>

using base::Error;
using base::Fault;

namespace native {
namespace {

constexpr qint64 readBuffer = 65'536;

QString at(const char *step, const QString &what)
{
    return QLatin1String(step) + QLatin1String(": ") + what;
}

// The lower of the two highest, unless one side no longer speaks it.
bool haveCommonVersion(const wire::Hello &one, const wire::Hello &other)
{
    const quint64 used = std::min(one.highestVersion, other.highestVersion);
    return used >= one.lowestVersion && used >= other.lowestVersion;
}

} // namespace

QList<QSslError> withoutMeaning(const QList<QSslError> &errors)
{
    QList<QSslError> ignored;
    for (const QSslError &error : errors) {
        switch (error.error()) {
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
        case QSslError::CertificateSignatureFailed:
        case QSslError::CertificateNotYetValid:
        case QSslError::CertificateExpired:
        case QSslError::HostNameMismatch:
        case QSslError::InvalidCaCertificate:
        case QSslError::InvalidPurpose:
        case QSslError::SubjectIssuerMismatch:
        case QSslError::AuthorityIssuerSerialNumberMismatch:
        case QSslError::PathLengthExceeded:
            ignored.append(error);
            break;
        default:
            break;
        }
    }
    return ignored;
}

Handshake::Handshake(const Host &host, QObject *parent)
    : QObject(parent)
    , m_host(host)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, &Handshake::timedOut);
}

Handshake::~Handshake() = default;

void Handshake::prepareSocket()
{
    m_socket.reset(new QSslSocket);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setSslConfiguration(m_host.tls());
    m_socket->setReadBufferSize(readBuffer);
    connect(m_socket.get(), &QSslSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_socket->ignoreSslErrors(withoutMeaning(errors)); });
    connect(m_socket.get(), &QSslSocket::encrypted, this, &Handshake::judge);
    connect(m_socket.get(), &QSslSocket::readyRead, this, &Handshake::readHello);
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, &Handshake::socketFailed);
}

void Handshake::dial(const model::Endpoint &endpoint, const model::PeerId &expected)
{
    m_side = Side::Dialler;
    m_endpoint = endpoint;
    m_expected = expected;
    m_state = State::Connecting;
    prepareSocket();
    connect(m_socket.get(), &QSslSocket::connected, this, &Handshake::startTls);
    m_limit.start(m_host.timings().connect);
    m_socket->connectToHost(endpoint.host, endpoint.port);
}

void Handshake::accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot)
{
    m_side = Side::Acceptor;
    m_slot = std::move(slot);
    if (m_slot)
        m_slot->setEvict([this] { end({Fault::TooMany, QStringLiteral("too many unproved connections")}); });
    m_state = State::Securing;
    prepareSocket();
    m_limit.start(m_host.timings().hello);
    if (!m_socket->setSocketDescriptor(descriptor)) {
        closeDescriptor(descriptor);
        return end({Fault::Broken, at("tcp", m_socket->errorString())});
    }
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_endpoint.host = m_socket->peerAddress().toString();
    m_socket->startServerEncryption();
}

// The preamble is the last clear text; the ClientHello follows it without waiting.
void Handshake::startTls()
{
    m_state = State::Securing;
    m_limit.start(m_host.timings().hello);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->write(wire::encodePreamble(wire::ConnectionKind::Link));
    m_socket->startClientEncryption();
}

void Handshake::judge()
{
    if (m_state != State::Securing)
        return;
    m_own = m_host.ownHello();
    const QList<QSslCertificate> chain = m_socket->peerCertificateChain();
    if (m_socket->sessionProtocol() != QSsl::TlsV1_3)
        return rejectKey(wire::code::malformed, Fault::Tls, QStringLiteral("not TLS 1.3"));
    if (chain.size() != 1)
        return rejectKey(wire::code::malformed, Fault::Tls, QStringLiteral("%1 certificates").arg(chain.size()));
    m_peer = identity::peerIdOf(chain.first());
    if (m_peer.isNull())
        return rejectKey(wire::code::malformed, Fault::Tls, QStringLiteral("not a P-256 key"));
    if (m_peer == m_own.peer)
        return rejectKey(wire::code::myself, Fault::Myself, QStringLiteral("this is our own key"));
    if (m_host.isBlocked(m_peer))
        return rejectKey(wire::code::unavailable, Fault::Blocked, QStringLiteral("blocked here"));
    if (!m_expected.isNull() && m_peer != m_expected)
        return rejectKey(wire::code::wrongPeer, Fault::WrongPeer, QStringLiteral("somebody else lives there"));
    m_state = State::Greeting;
    emit proved();
    if (m_side == Side::Dialler && m_state == State::Greeting)
        sendHello();
    readHello();
}

void Handshake::rejectKey(quint64 code, Fault fault, const QString &reason)
{
    m_state = State::Greeting;
    closeWith(code, {fault, at("tls", reason)});
}

void Handshake::sendHello()
{
    m_socket->write(wire::encodeFrame(wire::encode(m_own)));
}

void Handshake::readHello()
{
    while (m_state == State::Greeting) {
        const base::Result<std::optional<QByteArray>> next = m_reader.next();
        if (!next)
            return closeWith(wire::codeOf(next.error().fault), {next.error().fault, at("hello", next.error().detail)});
        if (const std::optional<QByteArray> &body = *next; body)
            return take(*body);
        if (m_reader.buffered() > largestHello)
            return closeWith(wire::code::tooLarge, {Fault::TooLarge, at("hello", QStringLiteral("too large"))});
        const QByteArray bytes = m_socket->read(largestHello);
        if (bytes.isEmpty())
            return;
        m_reader.feed(bytes);
    }
}

void Handshake::take(const QByteArray &body)
{
    const base::Result<wire::Frame> frame = wire::decode(body);
    if (!frame)
        return closeWith(wire::code::malformed, {Fault::Malformed, at("hello", frame.error().detail)});
    if (const auto *hello = std::get_if<wire::Hello>(&*frame))
        return takeHello(*hello);
    if (const auto *close = std::get_if<wire::Close>(&*frame))
        return takeClose(*close);
    closeWith(wire::code::malformed, {Fault::Malformed, at("hello", QStringLiteral("another frame came first"))});
}

void Handshake::takeHello(const wire::Hello &hello)
{
    if (hello.peer != m_peer)
        return closeWith(wire::code::malformed, {Fault::Malformed, at("hello", QStringLiteral("claims another's id"))});
    if (!haveCommonVersion(m_own, hello)) {
        const bool older = hello.highestVersion < m_own.lowestVersion;
        const QString who = older ? QStringLiteral("the other side is older") : QStringLiteral("this side is older");
        return closeWith(wire::code::version, {Fault::Version, at("hello", who)});
    }
    m_hello = hello;
    m_state = State::Greeted;
    m_limit.stop();
    m_slot.reset();
    if (m_side == Side::Acceptor)
        m_endpoint.port = hello.port;
    emit greeted();
}

// Duplicate and replaced say that the two of us are linked by another connection.
void Handshake::takeClose(const wire::Close &close)
{
    if (close.code == wire::code::duplicate || close.code == wire::code::replaced)
        return end({});
    const Fault told = wire::faultOf(close.code);
    end({told == Fault::None ? Fault::Broken : told, at("hello", QStringLiteral("refused with %1").arg(close.code))});
}

Proved Handshake::admit()
{
    Q_ASSERT(m_state == State::Greeted);
    if (m_side == Side::Acceptor)
        sendHello();
    QObject::disconnect(m_socket.get(), nullptr, this, nullptr);
    m_state = State::Ended;
    // Told when the link stands, not in the middle of making it.
    QMetaObject::invokeMethod(this, [this] { emit ended({}); }, Qt::QueuedConnection);
    return {std::move(m_socket), std::move(m_reader), m_peer, m_hello, m_side, m_endpoint};
}

void Handshake::refuse(quint64 code)
{
    const Fault fault = wire::faultOf(code);
    closeWith(code, {fault, fault == Fault::None ? QString() : at("hello", QStringLiteral("refused here"))});
}

void Handshake::abandon()
{
    m_state = State::Ended;
    m_limit.stop();
    m_slot.reset();
    m_socket.reset();
}

void Handshake::socketFailed()
{
    if (m_state == State::Ended)
        return;
    const QString text = m_socket->errorString();
    const QAbstractSocket::SocketError error = m_socket->error();
    switch (m_state) {
    case State::Connecting:
        return end({Fault::Unreachable, at("tcp", text)});
    case State::Securing:
        if (error == QAbstractSocket::SslHandshakeFailedError)
            return end({Fault::Tls, at("tls", text)});
        return end({Fault::Broken, at("preamble", text)});
    case State::Idle:
    case State::Greeting:
    case State::Greeted:
    case State::Ended:
        // The other side may have said why before it left.
        if (m_state == State::Greeting)
            readHello();
        return end({Fault::Broken, at("hello", text)});
    }
}

void Handshake::timedOut()
{
    const char *step = m_state == State::Connecting ? "tcp" : m_state == State::Securing ? "tls" : "hello";
    const Fault fault = m_state == State::Connecting ? Fault::Unreachable : Fault::Timeout;
    closeWith(wire::code::tooSlow, {fault, at(step, QStringLiteral("no answer in time"))});
}

void Handshake::closeWith(quint64 code, const Error &error)
{
    if (m_state == State::Ended)
        return;
    const bool secured = m_state == State::Greeting || m_state == State::Greeted;
    sayFarewell(std::move(m_socket), secured ? std::optional(wire::Close{code, {}}) : std::nullopt,
                m_host.timings().farewell, m_host.lingering());
    end(error);
}

void Handshake::end(const Error &error)
{
    if (m_state == State::Ended)
        return;
    abandon();
    if (error.fault != Fault::None)
        qCDebug(lcLink) << "handshake with" << m_peer.shortText() << "ended -" << error.detail;
    emit ended(error);
}

} // namespace native
