#include "native/listener.h"

#include "native/connectionlog.h"

namespace native {

Listener::Listener(const Timings &timings, QObject *parent)
    : QObject(parent)
    , m_timings(timings)
{
}

Listener::~Listener() = default;

void Listener::use(std::unique_ptr<net::Acceptor> acceptor)
{
    m_acceptor = std::move(acceptor);
    connect(m_acceptor.get(), &net::Acceptor::accepted, this, &Listener::admit);
}

void Listener::stop()
{
    m_acceptor.reset();
    m_readers.clear();
}

quint16 Listener::port() const
{
    return m_acceptor ? m_acceptor->port() : 0;
}

void Listener::admit(qintptr descriptor, const QHostAddress &from)
{
    const Slot slot = m_unproved.admit(from);
    if (!slot) {
        qCDebug(lcLink) << "too many unproved connections, one more is closed";
        closeDescriptor(descriptor);
        return;
    }
    PreambleReader *reader = m_readers.emplace_back(new PreambleReader(descriptor, m_timings.preamble)).get();
    slot->setEvict([this, reader] { drop(reader); });
    connect(reader, &PreambleReader::arrived, this,
            [this, reader, slot](wire::ConnectionKind kind) { handOver(reader, kind, slot); });
    connect(reader, &PreambleReader::failed, this, [this, reader](const QString &reason) {
        qCDebug(lcLink) << "closing a connection:" << reason;
        drop(reader);
    });
}

void Listener::handOver(PreambleReader *reader, wire::ConnectionKind kind, const Slot &heldSlot)
{
    const Slot slot = heldSlot; // the connection that holds it ends in drop()
    const qintptr descriptor = reader->release();
    slot->setEvict({});
    slot->markSpoken();
    drop(reader);
    switch (kind) {
    case wire::ConnectionKind::Link:
        emit linkArrived(descriptor, slot);
        break;
    case wire::ConnectionKind::Data:
        emit dataArrived(descriptor, slot);
        break;
    }
}

void Listener::drop(const PreambleReader *reader)
{
    std::erase_if(m_readers, [reader](const LaterPtr<PreambleReader> &each) { return each.get() == reader; });
}

} // namespace native
