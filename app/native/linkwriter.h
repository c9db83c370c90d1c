#pragma once

#include "model/post.h"

#include <QSslSocket>

#include <deque>

namespace native {

// Frames on their way into a link's socket. Keeps what does not fit its buffers, in order. Plain; used by Link.
class LinkWriter
{
public:
    static constexpr qint64 socketBuffer = 262'144; // unsent bytes the socket may hold

    // `body` goes out as one frame. `id` (may be null) is named by pump() when it was handed to the socket.
    void enqueue(const QByteArray &body, const model::PostId &id);
    // Hands over as much as the socket should hold; returns the ids of posts that went with it.
    [[nodiscard]] QList<model::PostId> pump(QSslSocket &socket);
    // Ids of posts that never reached the socket.
    [[nodiscard]] QList<model::PostId> takeUnsent();
    [[nodiscard]] qint64 waitingBytes() const { return m_waitingBytes; }

private:
    struct Waiting {
        QByteArray frame;
        model::PostId id;
    };

    std::deque<Waiting> m_waiting;
    qint64 m_waitingBytes = 0;
};

} // namespace native
