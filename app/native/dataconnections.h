#pragma once

#include "base/result.h"
#include "identity/identity.h"
#include "model/transfer.h"
#include "native/datatimings.h"
#include "native/unproved.h"
#include "wire/codec.h"

#include <QObject>

#include <memory>

namespace native {

// All data connections (PROTOCOL.md 6.4): handshakes run here on non-blocking descriptors; once peer, transfer and
// round are right, descriptor and SSL move to a thread of their own that drives files::Source or files::Sink. Network
// thread; owned by NativeGateway.
class DataConnections : public QObject
{
    Q_OBJECT
public:
    enum class Role { Dials, Waits }; // whoever dialled the link dials

    explicit DataConnections(std::shared_ptr<const identity::Identity> identity, QObject *parent = nullptr);
    DataConnections(std::shared_ptr<const identity::Identity> identity, const DataTimings &timings,
                    QObject *parent = nullptr);
    ~DataConnections() override; // ends every job and waits for its thread

    // Ends in jobFinished(). `endpoint`: where the peer's link is or was reached (Role::Dials). A round of the same
    // transfer that still runs is stopped first; the new one begins when it has ended.
    void startJob(const model::Job &job, Role role, const model::Endpoint &endpoint);
    void stopJob(const model::TransferId &transfer);
    void stopAll();
    // Bytes per second of all jobs of a direction together; 0: no limit. At once, also for those that run.
    void setLimits(quint64 upload, quint64 download);

    // A connection whose preamble said Data has been read up to the ClientHello. Takes the descriptor. `slot` counts it
    // as unproved until peer, transfer and round are right; null: not counted.
    void accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot);

    void receive(const model::PeerId &peer, const wire::Again &again); // from the link
    // A link stands anew. Jobs without a connection yet take the role and endpoint that follow from it; what stands still
    // a moment later runs on a path that is gone: those jobs end.
    void linked(const model::PeerId &peer, Role role, const model::Endpoint &endpoint);

signals:
    void again(const model::PeerId &peer, const wire::Again &again); // to be sent on the link
    void jobProgressed(const model::TransferId &transfer, quint64 bytesDone); // at most 10 a second
    // None: the receiver has it all (sending: it has closed after the last byte; its word is the result). Broken,
    // Unreachable, WrongPeer, Tls, Malformed: the connection. CancelledHere: stopJob(). DiskFull, CannotWrite, TooLarge
    // (the sender has more than was accepted): the receiver's disk or rules.
    void jobFinished(const model::JobOutcome &outcome);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace native
