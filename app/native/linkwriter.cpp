#include "native/linkwriter.h"

#include "wire/frame.h"

namespace native {

void LinkWriter::enqueue(const QByteArray &body, const model::PostId &id)
{
    m_waiting.push_back({wire::encodeFrame(body), id});
    m_waitingBytes += m_waiting.back().frame.size();
}

QList<model::PostId> LinkWriter::pump(QSslSocket &socket)
{
    QList<model::PostId> handed;
    while (!m_waiting.empty() && socket.bytesToWrite() + socket.encryptedBytesToWrite() < socketBuffer) {
        const Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= next.frame.size();
        socket.write(next.frame);
        if (!next.id.isNull())
            handed.append(next.id);
    }
    return handed;
}

QList<model::PostId> LinkWriter::takeUnsent()
{
    QList<model::PostId> ids;
    for (const Waiting &waiting : m_waiting) {
        if (!waiting.id.isNull())
            ids.append(waiting.id);
    }
    m_waiting.clear();
    m_waitingBytes = 0;
    return ids;
}

} // namespace native
