#include "ui/desktop/launcherprogress.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariantMap>

namespace ui {

LauncherProgress::LauncherProgress(const QString &applicationId)
    : m_uri(QStringLiteral("application://%1.desktop").arg(applicationId))
{
}

LauncherProgress::~LauncherProgress()
{
    show({});
}

void LauncherProgress::show(std::optional<double> part)
{
    if (part == m_shown)
        return;
    m_shown = part;
    QDBusMessage update =
        QDBusMessage::createSignal(QStringLiteral("/io/github/landline_app/Landline"),
                                   QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    update << m_uri
           << QVariantMap {{QStringLiteral("progress"), part.value_or(0)},
                           {QStringLiteral("progress-visible"), part.has_value()}};
    QDBusConnection::sessionBus().send(update);
}

} // namespace ui
