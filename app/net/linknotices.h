#pragma once

#include "net/socket.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

class QSocketNotifier;

namespace net {

// The system's word that interfaces or addresses moved (Linux: netlink), and a tick every 30 s that comes at once
// after sleep where the system can do that. Thread of its owner.
class LinkNotices : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds period {30'000};

    explicit LinkNotices(QObject *parent = nullptr);
    ~LinkNotices() override;

    [[nodiscard]] static std::chrono::milliseconds clockWithSleep();
    [[nodiscard]] static std::chrono::milliseconds clockWithoutSleep();

signals:
    void noticed();
    void ticked();

private:
    void openNotices();
    void openAlarm();
    void readNotices();
    void readAlarm();

    Socket m_notices; // invalid: none to be had, the tick must do
    Socket m_alarm;
    std::unique_ptr<QSocketNotifier> m_noticesReady;
    std::unique_ptr<QSocketNotifier> m_alarmReady;
    QTimer m_tick; // where there is no alarm
};

} // namespace net
