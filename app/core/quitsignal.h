#pragma once

#include <QObject>

class QSocketNotifier;

namespace core {

// Turns SIGTERM and SIGINT (Ctrl+C) into an orderly end. Main thread; one per process, owned by main().
class QuitSignal : public QObject
{
    Q_OBJECT
public:
    explicit QuitSignal(QObject *parent = nullptr);

signals:
    void requested();

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace core
