#include "native/farewell.h"

#include "wire/frame.h"

#include <QTimer>

namespace native {

void sayFarewell(SocketPtr socket, const std::optional<wire::Close> &last, std::chrono::milliseconds limit,
                 QObject &parent)
{
    if (!socket)
        return;
    QObject::disconnect(socket.get(), nullptr, nullptr, nullptr);
    if (socket->state() != QAbstractSocket::ConnectedState)
        return;
    // From here on the socket ends itself.
    QSslSocket *leaving = socket.release();
    leaving->setParent(&parent);
    if (last && leaving->isEncrypted())
        leaving->write(wire::encodeFrame(wire::encode(*last)));
    leaving->flush();
    QObject::connect(leaving, &QSslSocket::disconnected, leaving, &QObject::deleteLater);
    QObject::connect(leaving, &QSslSocket::readyRead, leaving, [leaving] { leaving->skip(leaving->bytesAvailable()); });
    QTimer::singleShot(limit, leaving, [leaving] {
        leaving->abort();
        leaving->deleteLater();
    });
    leaving->disconnectFromHost();
}

} // namespace native
