#include "datarawpeer.h"

#include "identity/tls.h"
#include "wire/frame.h"

#include <QtEndian>

#include <openssl/ssl.h>

#include <poll.h>
#include <sys/socket.h>

namespace dataend {

RawPeer::RawPeer(std::shared_ptr<const identity::Identity> identity, const model::Endpoint &to,
                 const wire::DataOpen &open, Script script)
    : m_identity(std::move(identity))
    , m_to(to)
    , m_open(open)
    , m_thread(QThread::create([this, script = std::move(script)] { run(script); }))
{
    m_thread->start();
}

RawPeer::~RawPeer()
{
    go = true;
    ::shutdown(m_descriptor, SHUT_RDWR);
    m_thread->wait();
    native::closeSocket(m_descriptor);
}

void RawPeer::run(const Script &script)
{
    native::blockPipeSignal();
    if (openConnection() && exchangeFirstFrames() && script)
        script(*this);
    ::shutdown(m_descriptor, SHUT_RDWR);
}

bool RawPeer::openConnection()
{
    const auto descriptor = native::dialSocket(QHostAddress(m_to.host), m_to.port);
    if (!descriptor)
        return false;
    m_descriptor = *descriptor;
    pollfd connecting {m_descriptor, POLLOUT, 0};
    ::poll(&connecting, 1, 10'000);
    native::setBlocking(m_descriptor, std::chrono::seconds(30));
    const QByteArray preamble = wire::encodePreamble(wire::ConnectionKind::Data);
    if (::send(m_descriptor, preamble.constData(), size_t(preamble.size()), MSG_NOSIGNAL) != preamble.size())
        return false;
    m_ssl.reset(SSL_new(identity::dataContext(*m_identity, identity::Side::Dialler).get()));
    SSL_clear_mode(m_ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_set_fd(m_ssl.get(), m_descriptor);
    return SSL_connect(m_ssl.get()) == 1;
}

bool RawPeer::exchangeFirstFrames()
{
    sendBytes(wire::encodeFrame(wire::encode(m_open)));
    const QByteArray length = readBytes(4);
    if (length.size() != 4)
        return false;
    const auto frame = wire::decode(readBytes(qFromBigEndian<qint32>(length.constData())));
    const auto *answer = frame ? std::get_if<wire::DataGo>(&*frame) : nullptr;
    if (answer)
        code = qint64(answer->code);
    return answer && answer->code == 0;
}

void RawPeer::sendRecord(wire::RecordType type, quint32 entry, quint64 a, quint64 b, quint8 flags, quint16 version)
{
    const auto bytes = wire::encodeRecord({type, flags, version, entry, a, b});
    sendBytes(QByteArray(bytes.data(), qsizetype(bytes.size())));
}

void RawPeer::sendBlock(quint32 entry, quint64 offset, const QByteArray &bytes, const QByteArray &hash, quint8 flags,
                        quint16 version)
{
    sendRecord(wire::RecordType::Data, entry, offset, quint64(bytes.size()), flags, version);
    sendBytes(bytes);
    sendBytes(hash);
}

void RawPeer::sendBytes(const QByteArray &bytes)
{
    if (!bytes.isEmpty())
        SSL_write(m_ssl.get(), bytes.constData(), int(bytes.size()));
}

std::optional<wire::Record> RawPeer::readRecord()
{
    const QByteArray bytes = readBytes(wire::recordBytes);
    if (bytes.size() < wire::recordBytes)
        return {};
    const auto record = wire::decodeRecord(bytes.constData());
    return record ? std::optional(*record) : std::nullopt;
}

QByteArray RawPeer::readBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qsizetype done = 0;
    while (done < size) {
        const int got = SSL_read(m_ssl.get(), bytes.data() + done, int(size - done));
        if (got <= 0)
            break;
        done += got;
    }
    return bytes.left(done);
}

void RawPeer::waitForClose()
{
    while (!readBytes(1).isEmpty()) { }
}

void RawPeer::closeCleanly()
{
    SSL_shutdown(m_ssl.get());
    waitForClose();
}

void RawPeer::proceed()
{
    while (!go)
        QThread::yieldCurrentThread();
}

} // namespace dataend
