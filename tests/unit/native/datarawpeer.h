#pragma once

#include "identity/identity.h"
#include "model/peer.h"
#include "native/datasocket.h"
#include "wire/codec.h"
#include "wire/record.h"

#include <QByteArray>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace dataend {

// The other end of a data connection, written by hand so that it can do what ours never would. Its script runs on a
// thread of its own and blocks.
class RawPeer
{
public:
    using Script = std::function<void(RawPeer &)>;

    RawPeer(std::shared_ptr<const identity::Identity> identity, const model::Endpoint &to, const wire::DataOpen &open,
            Script script);
    ~RawPeer();

    // For scripts. They give up the script's thread when the other side has gone.
    void sendRecord(wire::RecordType type, quint32 entry, quint64 a = 0, quint64 b = 0, quint8 flags = 0,
                    quint16 version = 0);
    void sendBlock(quint32 entry, quint64 offset, const QByteArray &bytes, const QByteArray &hash, quint8 flags = 0,
                   quint16 version = 0);
    void sendBytes(const QByteArray &bytes);
    [[nodiscard]] std::optional<wire::Record> readRecord(); // skips nothing; empty: closed
    [[nodiscard]] QByteArray readBytes(qsizetype size); // shorter: closed
    void waitForClose();
    void closeCleanly();

    // For the test's thread.
    [[nodiscard]] bool isOver() const { return m_thread->isFinished(); }
    std::atomic_int64_t code = -1; // what frame 97 said
    std::atomic_int step = 0; // free for the script
    std::atomic_bool go = false; // set by the test, waited for by proceed()
    void proceed();

private:
    void run(const Script &script);
    [[nodiscard]] bool openConnection();
    [[nodiscard]] bool exchangeFirstFrames();

    std::shared_ptr<const identity::Identity> m_identity;
    model::Endpoint m_to;
    wire::DataOpen m_open;
    native::SslPtr m_ssl;
    int m_descriptor = -1;
    std::unique_ptr<QThread> m_thread;
};

} // namespace dataend
