#include "ui/desktop/wakelock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QLoggingCategory>

namespace ui {
namespace {

Q_LOGGING_CATEGORY(lcWakeLock, "landline.ui.wakelock", QtInfoMsg)

} // namespace

WakeLock::WakeLock(QObject *parent)
    : QObject(parent)
{
}

WakeLock::~WakeLock()
{
    release();
}

void WakeLock::setHeld(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    held ? take() : release();
}

void WakeLock::take()
{
    if (m_asked)
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call << QStringLiteral("sleep") << QStringLiteral("Landline") << tr("Files are being transferred")
         << QStringLiteral("block");
    m_asked = true;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_asked = false;
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *watcher;
        if (reply.isError())
            qCInfo(lcWakeLock) << "the computer may fall asleep -" << reply.error().name();
        else if (m_held) // else dropped at once
            m_lock = reply.value();
    });
}

void WakeLock::release()
{
    m_lock = {};
}

} // namespace ui
