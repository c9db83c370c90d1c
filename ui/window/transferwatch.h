#pragma once

#include "transfer/transferqueue.h"
#include "ui/desktop/launcherprogress.h"
#include "ui/desktop/wakelock.h"

#include <QObject>
#include <QTimer>

namespace ui {

// Tells the desktop what all transfers together come to: a bar in the task bar, and no sleep meanwhile.
class TransferWatch : public QObject
{
    Q_OBJECT
public:
    TransferWatch(transfer::TransferQueue &transfers, const QString &applicationId, QObject *parent = nullptr);

private:
    void refresh();

    transfer::TransferQueue &m_transfers;
    LauncherProgress m_progress;
    WakeLock m_awake;
    QTimer m_soon; // twice a second is enough for a dock
};

} // namespace ui
