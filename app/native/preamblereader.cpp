#include "native/preamblereader.h"

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <cerrno>

namespace native {
namespace {

enum class Received { Bytes, Nothing, End };

Received receiveInto(QByteArray &bytes, qsizetype wanted, qintptr descriptor)
{
    char buffer[wire::preambleBytes];
#ifdef Q_OS_WIN
    const int count = ::recv(SOCKET(descriptor), buffer, int(wanted), 0);
    const bool later = count < 0 && ::WSAGetLastError() == WSAEWOULDBLOCK;
#else
    const ssize_t count = ::recv(int(descriptor), buffer, size_t(wanted), 0);
    const bool later = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
#endif
    if (later)
        return Received::Nothing;
    if (count <= 0)
        return Received::End;
    bytes.append(buffer, qsizetype(count));
    return Received::Bytes;
}

} // namespace

void closeDescriptor(qintptr descriptor)
{
#ifdef Q_OS_WIN
    ::closesocket(SOCKET(descriptor));
#else
    ::close(int(descriptor));
#endif
}

PreambleReader::PreambleReader(qintptr descriptor, std::chrono::milliseconds limit, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &PreambleReader::read);
    connect(&m_limit, &QTimer::timeout, this, [this] { fail(QStringLiteral("no preamble in time")); });
    m_limit.setSingleShot(true);
    m_limit.start(limit);
}

PreambleReader::~PreambleReader()
{
    m_notifier.setEnabled(false);
    if (m_descriptor >= 0)
        closeDescriptor(m_descriptor);
}

void PreambleReader::abandon()
{
    m_notifier.setEnabled(false);
    m_limit.stop();
}

qintptr PreambleReader::release()
{
    abandon();
    return std::exchange(m_descriptor, -1);
}

void PreambleReader::read()
{
    if (m_descriptor < 0)
        return;
    switch (receiveInto(m_bytes, wire::preambleBytes - m_bytes.size(), m_descriptor)) {
    case Received::Nothing:
        return;
    case Received::End:
        return fail(QStringLiteral("ended before its preamble"));
    case Received::Bytes:
        break;
    }
    if (m_bytes.size() < wire::preambleBytes)
        return;
    const base::Result<wire::ConnectionKind> kind = wire::decodePreamble(m_bytes);
    if (!kind)
        return fail(kind.error().detail);
    emit arrived(*kind);
}

void PreambleReader::fail(const QString &reason)
{
    abandon();
    emit failed(reason);
}

} // namespace native
