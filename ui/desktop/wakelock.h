#pragma once

#include <QDBusUnixFileDescriptor>
#include <QObject>

namespace ui {

// Keeps the computer from falling asleep by itself while held: logind's sleep lock on the system bus. Where there is
// none, or it refuses, nothing happens. Main thread; calls nothing that waits.
class WakeLock : public QObject
{
    Q_OBJECT
public:
    explicit WakeLock(QObject *parent = nullptr);
    ~WakeLock() override;

    void setHeld(bool held);

private:
    void take();
    void release();

    bool m_held = false;
    bool m_asked = false; // an answer is under way
    QDBusUnixFileDescriptor m_lock; // the lock lasts as long as it is open
};

} // namespace ui
