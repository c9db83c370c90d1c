#pragma once

#include "base/result.h"

#include <QByteArray>

#include <optional>

namespace wire {

inline constexpr quint32 largestFrame = 1024 * 1024; // PROTOCOL.md 3.3
inline constexpr qsizetype preambleBytes = 12;

enum class ConnectionKind { Link, Data };

// The clear-text bytes every connection begins with (PROTOCOL.md 3.1).
[[nodiscard]] QByteArray encodePreamble(ConnectionKind kind);
// Exactly 12 bytes; anything unknown is Malformed.
[[nodiscard]] base::Result<ConnectionKind> decodePreamble(QByteArrayView bytes);

// Length (4 bytes, big-endian) and body. The body must not be empty nor larger than largestFrame.
[[nodiscard]] QByteArray encodeFrame(const QByteArray &body);

// Cuts a byte stream into frame bodies. Never holds more than one frame beyond what was fed.
class FrameReader
{
public:
    void feed(QByteArrayView bytes);
    // The next whole body; nullopt: more bytes are needed. TooLarge or Malformed (length 0): the stream is lost.
    [[nodiscard]] base::Result<std::optional<QByteArray>> next();
    [[nodiscard]] qsizetype buffered() const { return m_buffer.size() - m_at; }

private:
    QByteArray m_buffer;
    qsizetype m_at = 0;
};

} // namespace wire
