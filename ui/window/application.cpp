#include "ui/window/application.h"

#include "settings/keys.h"
#include "ui/common/theme.h"
#include "ui/desktop/appearance.h"
#include "ui/desktop/fileopener.h"
#include "ui/desktop/notifications.h"
#include "ui/desktop/translations.h"
#include "ui/desktop/tray.h"
#include "ui/window/attention.h"
#include "ui/window/mainwindow.h"
#include "ui/window/transferwatch.h"

#include <QApplication>
#include <QIcon>
#include <QTimer>

namespace ui {
namespace {

using namespace std::chrono_literals;

const QString applicationId = QStringLiteral("io.github.landline_app.Landline");
constexpr auto trayExpectedWithin = 10s;

} // namespace

class Application::Private
{
public:
    explicit Private(core::Core &program)
        : core(program)
        , appearance(theme, core.settings())
        , translations(core.settings())
        , window(theme, core, opener)
        , tray(theme)
        , attention(core, window, tray, notifications)
        , transferWatch(core.transfers(), applicationId)
    {
    }

    void showHint();

    core::Core &core;
    Theme theme;
    Appearance appearance;
    Translations translations;
    DesktopFileOpener opener;
    Notifications notifications;
    MainWindow window;
    Tray tray;
    Attention attention;
    TransferWatch transferWatch;
    QTimer begin; // the name given on the command line is in the settings by then
    QTimer noTray;
};

Application::Application(core::Core &core, Start start)
{
    QGuiApplication::setDesktopFileName(applicationId);
    // Quitting is said, never guessed from windows: without one the program lives in the tray.
    QApplication::setQuitOnLastWindowClosed(false);
    d = std::make_unique<Private>(core);
    d->window.setWindowIcon(QIcon::fromTheme(applicationId, QIcon(QStringLiteral(":/icons/app.svg"))));
    connect(&d->tray, &Tray::presenceChanged, this, [this](bool present) {
        d->window.setTrayPresent(present);
        // A tray that goes away must not take the only way back with it.
        if (!present && !d->window.isVisible())
            d->window.show();
        d->noTray.stop();
    });
    connect(&d->tray, &Tray::toggleRequested, this, [this] {
        if (d->window.isVisible() && d->window.isActiveWindow())
            d->window.hide();
        else
            d->window.raiseWindow();
    });
    connect(&d->tray, &Tray::quitRequested, &d->window, &MainWindow::quit);
    // Not quit(): that closes the window first, which hides it or asks once more.
    connect(&d->window, &MainWindow::quitRequested, qApp, [] { QApplication::exit(); });
    connect(&d->window, &MainWindow::hiddenToTray, this, [this] { d->showHint(); });
    connect(qApp, &QApplication::aboutToQuit, this, [this] { d->window.saveState(); });
    connect(&d->begin, &QTimer::timeout, this, [this] { d->window.begin(); });
    connect(&d->noTray, &QTimer::timeout, this, [this] { d->window.showMinimized(); });
    d->window.setTrayPresent(d->tray.isPresent());
    d->begin.setSingleShot(true);
    d->begin.start(0);
    d->noTray.setSingleShot(true);
    if (start == Start::Shown)
        d->window.show();
    else
        d->noTray.start(trayExpectedWithin);
}

Application::~Application() = default;

void Application::open(const model::PeerId &peer, const QStringList &paths)
{
    d->noTray.stop();
    d->window.openPeer(peer, paths);
}

// Once: where the window went.
void Application::Private::showHint()
{
    if (core.settings().get(settings::keys::trayHintShown))
        return;
    core.settings().set(settings::keys::trayHintShown, true);
    Notice notice;
    notice.key = QStringLiteral("tray");
    notice.kind = Notice::Kind::Message;
    notice.title = tr("Landline keeps running in the tray");
    notice.body = tr("Messages and files still arrive. Quit is in the tray's menu.");
    notifications.show(notice);
}

} // namespace ui
