#pragma once

#include "native/handshake.h"
#include "native/linkwriter.h"
#include "native/readpace.h"

#include <QElapsedTimer>

#include <deque>

namespace native {

// How a link ended. `code` is one of wire::code, given or received; a broken one has none.
struct LinkEnd {
    enum class By { Us, Peer, Break };
    By by = By::Break;
    quint64 code = 0;
    QString reason; // for the log
};

// One ready connection to a peer (PROTOCOL.md 3.3-3.5, 4.1): posts in order both ways, receipts in batches, bounded
// buffers, a question after silence. Network thread; owned by LinkTable.
class Link : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 mebibyte = 1'048'576;
    static constexpr qint64 readBuffer = 2 * mebibyte;
    static constexpr qint64 mostControlWaiting = 8 * mebibyte; // beyond it the other side is too slow
    static constexpr qint64 mostPostsWaiting = 32 * mebibyte;
    static constexpr size_t mostUnacknowledged = 1024;

    // `host` outlives it.
    Link(Proved made, const Handshake::Host &host, QObject *parent = nullptr);
    ~Link() override; // cuts the connection

    void start(); // reads what has come already; connect before

    [[nodiscard]] const model::PeerId &peer() const { return m_peer; }
    [[nodiscard]] const wire::Hello &hello() const { return m_hello; }
    [[nodiscard]] Side side() const { return m_side; } // Dialler: we dialled
    [[nodiscard]] const model::Endpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] QString address() const { return m_address; }
    [[nodiscard]] std::chrono::milliseconds age() const { return std::chrono::milliseconds(m_age.elapsed()); }

    // Receipts and refusals go out as ack and refuse. With an id it ends in sent() or failed().
    void send(const model::Post &post);
    void sendControl(const wire::Frame &frame);
    // Durable posts given to send() that the other side has not acknowledged, oldest first.
    [[nodiscard]] QList<model::Post> unacknowledged() const;

    // Asks whether the other side is there: alive(), or ended() after `limit`.
    void check(std::chrono::milliseconds limit);
    void touch(); // in use: begins the idle time anew
    void close(quint64 code, const QString &reason);
    void abandon(); // cuts the connection; no signal follows

signals:
    void received(const model::Post &post);
    void againReceived(const wire::Again &again);
    void presenceChanged(const wire::PresenceChange &change);
    void sent(const model::PostId &post); // handed to the socket
    void failed(const model::PostId &post, const base::Error &error);
    void alive(); // the pong to check()
    void idled(); // nothing of use for the idle time; close() or touch()
    void ended(const native::LinkEnd &end); // once, and the last signal

private:
    void readFrames();
    void handle(const QByteArray &body);
    void refuseOrClose(const QByteArray &body, const base::Error &error);
    void take(const model::Post &post);
    void take(const wire::Pong &pong);
    void take(const wire::PresenceChange &change);
    void tellPresence();
    void take(const wire::Close &close);
    void forgetAcknowledged(const model::PostId &id);
    void write(const QByteArray &body, const model::PostId &id);
    void pump();
    void sendReceipts();
    void examineSilence();
    void fail(quint64 code, const QString &reason);
    void end(const LinkEnd &end);

    const Handshake::Host &m_host;
    SocketPtr m_socket; // null: ended
    wire::FrameReader m_reader;
    LinkWriter m_writer;
    model::PeerId m_peer;
    wire::Hello m_hello;
    Side m_side;
    model::Endpoint m_endpoint;
    QString m_address;
    std::deque<model::Post> m_unacknowledged;
    QList<model::PostId> m_receipts; // to be acknowledged with the next frame
    bool m_ended = false;
    quint64 m_token = 0; // of the last ping
    quint64 m_checkToken = 0; // 0: no check is under way
    ReadPace m_pace;
    std::optional<wire::PresenceChange> m_presence; // to be told when m_presenceDue has run
    QElapsedTimer m_age;
    QElapsedTimer m_input; // since the last bytes came
    QTimer m_silence;
    QTimer m_checking;
    QTimer m_idle;
    QTimer m_receiptBatch;
    QTimer m_presenceDue;
    QTimer m_resume; // runs while reading pauses
};

} // namespace native
