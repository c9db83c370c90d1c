#pragma once

#include "base/result.h"
#include "identity/identity.h"
#include "native/datachannel.h"
#include "native/datatimings.h"
#include "wire/codec.h"

#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <functional>
#include <memory>

struct ssl_ctx_st;

namespace native {

// Brings one data connection from TCP to frame 97 on a non-blocking descriptor (PROTOCOL.md 6.4). Network thread; ends
// in ready() or failed(), once.
class DataHandshake : public QObject
{
    Q_OBJECT
public:
    struct Own {
        std::shared_ptr<const identity::Identity> identity;
        std::shared_ptr<ssl_ctx_st> dialling;
        std::shared_ptr<ssl_ctx_st> accepting;
    };
    struct Dial {
        QHostAddress address;
        quint16 port = 0;
        model::PeerId peer; // who must be there
        wire::DataOpen open;
    };
    // The code that answers a connection request; 0: go.
    using Judge = std::function<quint64(const model::PeerId &peer, const wire::DataOpen &open)>;

    DataHandshake(Own own, const DataTimings &timings, QObject *parent = nullptr);
    ~DataHandshake() override;

    void dial(const Dial &dial);
    // Takes a descriptor whose preamble has been read; `slot` is let go when the handshake ends.
    void accept(qintptr descriptor, Judge judge, std::shared_ptr<void> slot);

    void abandon(); // closes; neither ready() nor failed() follows

    // After ready(), once.
    [[nodiscard]] std::unique_ptr<DataChannel> takeChannel();
    [[nodiscard]] const wire::DataOpen &request() const { return m_open; }

signals:
    void ready();
    // Unreachable: no TCP. WrongPeer, Myself, Tls, Malformed, Timeout, Broken. Otherwise the other side refused with
    // `code`.
    void failed(const base::Error &error, quint64 code);

private:
    enum class Stage { Idle, Connecting, Securing, SendingOpen, AwaitingGo, AwaitingOpen, SendingGo, Ended };
    enum class Need { Nothing, Read, Write, Failed };

    void begin(int descriptor, Stage stage);
    void step();
    [[nodiscard]] Need advance();
    [[nodiscard]] Need finishConnect();
    [[nodiscard]] Need secure();
    [[nodiscard]] base::Error judgePeer(); // Fault::None: right
    [[nodiscard]] Need sendFrame(Stage next);
    [[nodiscard]] Need readFrame();
    [[nodiscard]] Need takeFrame(const QByteArray &body);
    [[nodiscard]] Need need(int result);
    void end();
    Need fail(base::Fault fault, const QString &detail, quint64 code = 0);

    [[nodiscard]] bool isDialler() const { return !m_judge; }

    Own m_own;
    DataTimings m_timings;
    Judge m_judge;
    std::shared_ptr<void> m_slot;
    model::PeerId m_peer; // dialling: who must be there; accepting: who is
    wire::DataOpen m_open;
    quint64 m_code = 0;

    Stage m_stage = Stage::Idle;
    int m_descriptor = -1;
    SslPtr m_ssl;
    QByteArray m_out;
    QByteArray m_in;
    std::unique_ptr<QSocketNotifier> m_readable;
    std::unique_ptr<QSocketNotifier> m_writable;
    QTimer m_limit;
};

} // namespace native
