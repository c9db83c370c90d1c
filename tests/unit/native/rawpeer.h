#pragma once

#include "identity/identity.h"
#include "identity/tls.h"
#include "wire/codec.h"
#include "wire/frame.h"

#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

namespace fixture {

// A dialler that sends whatever a test wants, byte by byte.
class RawPeer : public QObject
{
public:
    explicit RawPeer(std::shared_ptr<const identity::Identity> own)
        : identity(std::move(own))
    {
        socket.setSslConfiguration(identity::linkConfiguration(*identity));
        connect(&socket, &QSslSocket::sslErrors, this, [this] { socket.ignoreSslErrors(); });
        connect(&socket, &QSslSocket::connected, this, [this] {
            socket.write(preamble);
            if (tls)
                socket.startClientEncryption();
        });
        connect(&socket, &QSslSocket::readyRead, this, [this] { read(); });
    }

    void connectTo(quint16 port) { socket.connectToHost(QStringLiteral("127.0.0.1"), port); }
    void send(const wire::Frame &frame) { sendBody(wire::encode(frame)); }
    void sendBody(const QByteArray &body) { socket.write(wire::encodeFrame(body)); }
    void sendBytes(const QByteArray &bytes) { socket.write(bytes); }
    [[nodiscard]] bool isOver() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    [[nodiscard]] bool isSecured() const { return socket.isEncrypted(); }

    template<typename Frame>
    [[nodiscard]] std::optional<Frame> got() const
    {
        for (const wire::Frame &frame : frames) {
            if (const auto *found = std::get_if<Frame>(&frame))
                return *found;
        }
        return std::nullopt;
    }
    // The code it was shown out with; nullopt: none.
    [[nodiscard]] std::optional<quint64> closeCode() const
    {
        const auto close = got<wire::Close>();
        return close ? std::optional(close->code) : std::nullopt;
    }

    std::shared_ptr<const identity::Identity> identity;
    QByteArray preamble = wire::encodePreamble(wire::ConnectionKind::Link);
    bool tls = true;
    bool answersPings = true;
    QSslSocket socket;
    QList<wire::Frame> frames;

private:
    void read()
    {
        reader.feed(socket.readAll());
        for (auto body = reader.next(); body && body->has_value(); body = reader.next()) {
            const auto frame = wire::decode(**body);
            if (!frame)
                continue;
            frames.append(*frame);
            const auto *ping = std::get_if<wire::Ping>(&*frame);
            if (ping && answersPings)
                send(wire::Pong{ping->token});
        }
    }

    wire::FrameReader reader;
};

} // namespace fixture
