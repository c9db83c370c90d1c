#pragma once

#include "native/farewell.h"
#include "native/timings.h"
#include "native/unproved.h"
#include "wire/codec.h"
#include "wire/frame.h"

#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

namespace native {

enum class Side { Dialler, Acceptor };

// A connection whose other end has proved its key and greeted: what a Link is made of.
struct Proved {
    SocketPtr socket;
    wire::FrameReader reader; // may hold bytes that came right behind the hello
    model::PeerId peer;
    wire::Hello hello; // the other side's
    Side side = Side::Dialler; // ours
    model::Endpoint endpoint; // where it was dialled; for accepted ones: its address and the port it claims
};

// One attempt at a link, on either side (PROTOCOL.md 3.1-3.3): preamble, TLS, the key, both hellos. Network thread.
//
// After greeted() the owner decides (3.4) and calls admit() or refuse(): an acceptor's hello goes out only then, so
// that the dialler knows the decision by it.
class Handshake : public QObject
{
    Q_OBJECT
public:
    // What a handshake asks of its surroundings.
    class Host
    {
    public:
        virtual ~Host() = default;
        [[nodiscard]] virtual const QSslConfiguration &tls() const = 0;
        [[nodiscard]] virtual const Timings &timings() const = 0;
        [[nodiscard]] virtual wire::Hello ownHello() const = 0; // with our PeerId
        [[nodiscard]] virtual bool isBlocked(const model::PeerId &peer) const = 0;
        [[nodiscard]] virtual QObject &lingering() const = 0; // parent of sockets that still say goodbye
    };

    explicit Handshake(const Host &host, QObject *parent = nullptr); // `host` outlives it
    ~Handshake() override; // cuts the connection

    // `host` of the endpoint is a numeric address. A null `expected` takes whoever answers.
    void dial(const model::Endpoint &endpoint, const model::PeerId &expected);
    // Takes a descriptor whose preamble was read. The slot is held until the hello is done.
    void accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot);

    [[nodiscard]] Side side() const { return m_side; }
    [[nodiscard]] const model::PeerId &peer() const { return m_peer; } // null until its key was judged
    [[nodiscard]] const wire::Hello &hello() const { return m_hello; } // from greeted() on
    [[nodiscard]] const model::Endpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] bool isConnected() const { return m_state > State::Connecting; }
    [[nodiscard]] bool isGreeted() const { return m_state == State::Greeted; }

    // In greeted() or later, once; ended() follows.
    [[nodiscard]] Proved admit();
    void refuse(quint64 code);
    void abandon(); // cuts the connection; no signal follows

    static constexpr qsizetype largestHello = 16'384;

signals:
    void proved(); // the key is right; a dialler's hello goes out when this returns
    void greeted(); // its hello is good
    // Once, and the last signal. Without fault the peer has a link, this one or the one it is preferred to. The detail
    // begins with the step: "tcp: ...", "preamble: ...", "tls: ...", "hello: ...".
    void ended(const base::Error &error);

private:
    enum class State { Idle, Connecting, Securing, Greeting, Greeted, Ended };

    void prepareSocket();
    void startTls();
    void judge();
    void rejectKey(quint64 code, base::Fault fault, const QString &reason);
    void readHello();
    void take(const QByteArray &body);
    void takeHello(const wire::Hello &hello);
    void takeClose(const wire::Close &close);
    void sendHello();
    void socketFailed();
    void timedOut();
    void closeWith(quint64 code, const base::Error &error);
    void end(const base::Error &error);

    const Host &m_host;
    State m_state = State::Idle;
    Side m_side = Side::Dialler;
    SocketPtr m_socket;
    wire::FrameReader m_reader;
    model::PeerId m_expected;
    model::PeerId m_peer;
    wire::Hello m_own;
    wire::Hello m_hello;
    model::Endpoint m_endpoint;
    std::shared_ptr<Unproved::Slot> m_slot;
    QTimer m_limit;
};

// Errors of the library that say nothing about the key, which alone is judged (PROTOCOL.md 3.2).
[[nodiscard]] QList<QSslError> withoutMeaning(const QList<QSslError> &errors);

} // namespace native
