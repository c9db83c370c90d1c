#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace core {

// How long the main thread was ever held up: the worst delay of a 10 ms heartbeat. Main thread; owned by Core.
class StallMeter : public QObject
{
    Q_OBJECT
public:
    explicit StallMeter(QObject *parent = nullptr);

    void start();
    // In ms, since the last reading.
    [[nodiscard]] qint64 takeLongest();

private:
    void beat();

    QTimer m_timer; // ticks: that is what is measured
    QElapsedTimer m_since;
    qint64 m_longestMs = 0;
};

} // namespace core
