#pragma once

#include "base/result.h"
#include "native/datasocket.h"
#include "native/pace.h"

#include <QByteArray>

#include <atomic>
#include <chrono>

namespace native {

// A proved data connection as its carrier's thread sees it: TLS on a blocking descriptor. Made on the network thread
// from a finished handshake; used by one thread; interrupt() from any.
class DataChannel
{
public:
    DataChannel(SslPtr ssl, int descriptor); // takes both
    ~DataChannel(); // closes; a connection that did not end cleanly is reset

    // Bytes that are read, or those that are written, keep this pace; which is borrowed. Before open().
    void setReadPace(Pace &pace) { m_readPace = &pace; }
    void setWritePace(Pace &pace) { m_writePace = &pace; }

    // Blocking from here on. First call of the carrier's thread.
    void open(std::chrono::milliseconds silence);

    // Exactly `size` bytes. Broken: the other side is gone, silent for too long, or interrupt() was called.
    [[nodiscard]] base::Result<bool> read(char *buffer, qsizetype size);
    // Small ones are collected; flush() lets everything leave. Broken.
    [[nodiscard]] base::Result<bool> write(QByteArrayView bytes);
    [[nodiscard]] base::Result<bool> flush();
    // Tells the other side that this end is meant, and waits a moment until it has closed too.
    void closeCleanly();

    enum class Event { Closed, Request, Quiet };
    // Waits until the other side closes cleanly, `requests` is readable or `limit` is over. Broken; Malformed when the
    // other side says something.
    [[nodiscard]] base::Result<Event> wait(int requests, std::chrono::milliseconds limit);

    // Any thread: whether bytes of ours have been on their way for so long without an answer. The path may be gone.
    [[nodiscard]] bool isStuck(std::chrono::milliseconds limit) const;
    void interrupt(); // any thread: reads and writes fail at once, those that wait too

private:
    [[nodiscard]] base::Result<qsizetype> readSome(char *buffer, qsizetype size);
    [[nodiscard]] base::Result<bool> writeOut(QByteArrayView bytes);
    [[nodiscard]] base::Result<bool> writePaced(QByteArrayView bytes);
    [[nodiscard]] base::Result<bool> writeAtOnce(QByteArrayView bytes);
    [[nodiscard]] base::Result<bool> flushRecords();
    void awaitTurn(Pace &pace, qsizetype bytes);
    [[nodiscard]] bool mayWaitLonger();
    [[nodiscard]] tl::unexpected<base::Error> broken(int result) const;

    SslPtr m_ssl;
    int m_descriptor;
    Pace *m_readPace = nullptr;
    Pace *m_writePace = nullptr;
    QByteArray m_out;
    QByteArray m_in; // read ahead
    qsizetype m_inAt = 0; // what of it is taken
    quint64 m_sinceKeyUpdate = 0;
    quint64 m_acknowledged = 0; // bytes, when a write last waited as long as silence may last
    int m_waitsForNothing = 0; // such waits in a row without a byte acknowledged
    std::chrono::milliseconds m_silence {0};
    bool m_isClean = false;
};

} // namespace native
