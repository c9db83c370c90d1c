#include "ui/desktop/systemscheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace ui {
namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString settingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");
const QString contrast = QStringLiteral("contrast");
const QString desktop = QStringLiteral("org.gnome.desktop.settingsInterface");
const QString animations = QStringLiteral("enable-animations");

// Old portals wrap the value twice.
QVariant unwrapped(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, settingsInterface, QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString,QString,QDBusVariant)));
    ask(appearance, colorScheme);
    ask(appearance, contrast);
    ask(desktop, animations);
}

void SystemScheme::ask(const QString &space, const QString &key)
{
    QDBusMessage read = QDBusMessage::createMethodCall(service, path, settingsInterface, QStringLiteral("Read"));
    read.setArguments({space, key});
    auto *call = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(read), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, key] {
        call->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (!reply.isError())
            take(key, QVariant::fromValue(reply.value()));
    });
}

void SystemScheme::onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    const bool ours = space == appearance ? key == colorScheme || key == contrast : key == animations;
    if (ours && (space == appearance || space == desktop))
        take(key, QVariant::fromValue(value));
}

void SystemScheme::take(const QString &key, const QVariant &value)
{
    if (key == animations) {
        m_motion = unwrapped(value).toBool();
    } else if (key == contrast) {
        m_highContrast = unwrapped(value).toUInt() == 1;
    } else {
        const uint preference = unwrapped(value).toUInt(); // 0 none, 1 dark, 2 light
        m_known = preference == 1 || preference == 2;
        m_dark = preference == 1;
    }
    emit changed();
}

} // namespace ui
