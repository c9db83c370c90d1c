#include "ui/desktop/tray.h"

#include "ui/common/iconset.h"

#include <QAction>
#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QEvent>
#include <QMenu>

namespace ui {
namespace {

const QString service = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString path = QStringLiteral("/StatusNotifierWatcher");

QDBusMessage hostQuestion()
{
    QDBusMessage question = QDBusMessage::createMethodCall(service, path,
                                                           QStringLiteral("org.freedesktop.DBus.Properties"),
                                                           QStringLiteral("Get"));
    question.setArguments({service, QStringLiteral("IsStatusNotifierHostRegistered")});
    // Starting a tray is the desktop's own decision.
    question.setAutoStartService(false);
    return question;
}

// A themed icon is recoloured by the panel; the fallback has colours that suit any.
QIcon trayIcon(const IconSet &icons, const QString &suffix, const QString &fallback)
{
    QIcon plain;
    for (const int side : {16, 22, 24, 32, 48})
        plain.addPixmap(icons.plain(fallback, side, 1));
    return QIcon::fromTheme(QStringLiteral("io.github.landline_app.Landline%1-symbolic").arg(suffix), plain);
}

} // namespace

Tray::Tray(const Theme &theme, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_menu(std::make_unique<QMenu>())
    , m_toggle(m_menu->addAction(QString(), this, &Tray::toggleRequested))
    , m_quit(m_menu->addAction(QString(), this, &Tray::quitRequested))
{
    m_menu->insertSeparator(m_quit);
    retranslate();
    qApp->installEventFilter(this);
    watchHost();
}

Tray::~Tray() = default;

void Tray::watchHost()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    m_watcher = new QDBusServiceWatcher(service, bus,
                                        QDBusServiceWatcher::WatchForRegistration
                                            | QDBusServiceWatcher::WatchForUnregistration,
                                        this);
    connect(m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &Tray::askHost);
    connect(m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, &Tray::destroy);
    bus.connect(service, path, service, QStringLiteral("StatusNotifierHostRegistered"), this, SLOT(askHost()));
    askHost();
}

void Tray::askHost()
{
    auto *call = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(hostQuestion()), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        call->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (!reply.isError() && reply.value().variant().toBool())
            create();
    });
}

void Tray::create()
{
    if (m_icon)
        return;
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            emit toggleRequested();
    });
    refresh();
    m_icon->show();
    emit presenceChanged(true);
}

void Tray::destroy()
{
    if (!m_icon)
        return;
    m_icon.reset();
    emit presenceChanged(false);
}

void Tray::setUnread(int count)
{
    m_unread = count;
    refresh();
}

void Tray::setOffline(bool offline)
{
    m_offline = offline;
    refresh();
}

void Tray::setWindowShown(bool shown)
{
    m_shown = shown;
    retranslate();
}

void Tray::refresh()
{
    if (!m_icon)
        return;
    const IconSet &icons = m_theme.icons();
    if (m_unread > 0)
        m_icon->setIcon(trayIcon(icons, QStringLiteral("-unread"), QStringLiteral("app-small-unread")));
    else if (m_offline)
        m_icon->setIcon(trayIcon(icons, QStringLiteral("-offline"), QStringLiteral("app-small")));
    else
        m_icon->setIcon(trayIcon(icons, {}, QStringLiteral("app-small")));
    const QString name = QStringLiteral("Landline");
    m_icon->setToolTip(m_unread > 0 ? tr("%1: %n unread message(s)", nullptr, m_unread).arg(name) : name);
}

void Tray::retranslate()
{
    m_toggle->setText(m_shown ? tr("Hide the window") : tr("Show the window"));
    m_quit->setText(tr("Quit"));
    refresh();
}

bool Tray::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == qApp && event->type() == QEvent::LanguageChange)
        retranslate();
    return QObject::eventFilter(watched, event);
}

} // namespace ui
