#pragma once

#include "wire/frame.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>

namespace native {

// Reads the twelve clear bytes of a new connection from its descriptor, and not one more: what follows belongs to TLS.
// Network thread; owned by Listener.
class PreambleReader : public QObject
{
    Q_OBJECT
public:
    // Takes the non-blocking descriptor.
    PreambleReader(qintptr descriptor, std::chrono::milliseconds limit, QObject *parent = nullptr);
    ~PreambleReader() override; // closes it, unless released

    [[nodiscard]] qintptr release();
    void abandon(); // no signal follows

signals:
    void arrived(wire::ConnectionKind kind); // release() it at once
    void failed(const QString &reason);

private:
    void read();
    void fail(const QString &reason);

    qintptr m_descriptor;
    QByteArray m_bytes;
    QSocketNotifier m_notifier;
    QTimer m_limit;
};

void closeDescriptor(qintptr descriptor);

} // namespace native
