#pragma once

#include "native/laterptr.h"
#include "native/preamblereader.h"
#include "native/timings.h"
#include "native/unproved.h"
#include "net/acceptor.h"

#include <QObject>

#include <vector>

namespace native {

// The one TCP port: tells links from data connections by their preamble and keeps strangers from using up sockets.
// Network thread; owned by NativeGateway.
class Listener : public QObject
{
    Q_OBJECT
public:
    using Slot = std::shared_ptr<Unproved::Slot>;

    explicit Listener(const Timings &timings, QObject *parent = nullptr);
    ~Listener() override;

    // Takes a listening acceptor in place of the one before; connections under way go on.
    void use(std::unique_ptr<net::Acceptor> acceptor);
    void stop();
    [[nodiscard]] quint16 port() const; // 0: not listening
    [[nodiscard]] int unproved() const { return m_unproved.count(); }

signals:
    // Connect exactly one each, directly: the receiver owns the descriptor, whose next byte is the ClientHello.
    void linkArrived(qintptr descriptor, const native::Listener::Slot &slot);
    void dataArrived(qintptr descriptor, const native::Listener::Slot &slot);

private:
    void admit(qintptr descriptor, const QHostAddress &from);
    void handOver(PreambleReader *reader, wire::ConnectionKind kind, const Slot &slot);
    void drop(const PreambleReader *reader);

    Timings m_timings;
    Unproved m_unproved;
    std::unique_ptr<net::Acceptor> m_acceptor;
    std::vector<LaterPtr<PreambleReader>> m_readers;
};

} // namespace native
