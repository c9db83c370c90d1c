#include "ui/desktop/fileopener.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDesktopServices>
#include <QFileInfo>

namespace ui {

void DesktopFileOpener::openFile(const QString &path)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

void DesktopFileOpener::showInFolder(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call.setArguments({QStringList {QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)}, QString()});
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 5000), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [folder](QDBusPendingCallWatcher *watcher) {
        watcher->deleteLater();
        if (QDBusPendingReply<>(*watcher).isError())
            QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
}

void DesktopFileOpener::openLink(const QUrl &url)
{
    QDesktopServices::openUrl(url);
}

} // namespace ui
