#include "wire/frame.h"

#include <QtEndian>

namespace wire {

namespace {

constexpr qsizetype lengthBytes = 4;
// Bytes already handed out are cut off the front only when they are worth the copy.
constexpr qsizetype worthCutting = 1 << 16;

QByteArray preambleOf(char kind)
{
    QByteArray preamble = QByteArrayLiteral("LANDLINE\x01");
    preamble.append(kind);
    preamble.append(2, '\0');
    return preamble;
}

} // namespace

QByteArray encodePreamble(ConnectionKind kind)
{
    switch (kind) {
    case ConnectionKind::Link:
        return preambleOf('L');
    case ConnectionKind::Data:
        return preambleOf('D');
    }
    Q_UNREACHABLE();
}

base::Result<ConnectionKind> decodePreamble(QByteArrayView bytes)
{
    for (const ConnectionKind kind : {ConnectionKind::Link, ConnectionKind::Data}) {
        if (bytes == encodePreamble(kind))
            return kind;
    }
    return base::failure(base::Fault::Malformed, QStringLiteral("unknown preamble"));
}

QByteArray encodeFrame(const QByteArray &body)
{
    Q_ASSERT(!body.isEmpty() && body.size() <= qsizetype(largestFrame));
    QByteArray frame(lengthBytes, Qt::Uninitialized);
    qToBigEndian(quint32(body.size()), frame.data());
    return frame.append(body);
}

void FrameReader::feed(QByteArrayView bytes)
{
    if (m_at == m_buffer.size()) {
        m_buffer.resize(0);
        m_at = 0;
    } else if (m_at >= worthCutting) {
        m_buffer.remove(0, m_at);
        m_at = 0;
    }
    m_buffer.append(bytes);
}

base::Result<std::optional<QByteArray>> FrameReader::next()
{
    if (buffered() < lengthBytes)
        return std::optional<QByteArray>();
    const auto length = qFromBigEndian<quint32>(m_buffer.constData() + m_at);
    if (length == 0)
        return base::failure(base::Fault::Malformed, QStringLiteral("empty frame"));
    if (length > largestFrame)
        return base::failure(base::Fault::TooLarge, QStringLiteral("frame of %1 bytes").arg(length));
    if (buffered() < lengthBytes + qsizetype(length))
        return std::optional<QByteArray>();
    const QByteArray body = m_buffer.sliced(m_at + lengthBytes, qsizetype(length));
    m_at += lengthBytes + qsizetype(length);
    return body;
}

} // namespace wire
