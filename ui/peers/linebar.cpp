#include "ui/peers/linebar.h"

#include "ui/common/controls.h"
#include "ui/common/errortext.h"
#include "ui/common/linetext.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>

namespace ui {

LineBar::LineBar(const Theme &theme, core::Core &core, QWidget *parent)
    : InfoBar(theme, Shape::Flush, parent)
    , m_core(core)
{
    connect(&core, &core::Core::lineChanged, this, &LineBar::refresh);
    connect(&core, &core::Core::failed, this, [this](const base::Error &error) {
        tell(Kind::Danger, QStringLiteral("error"), errorText(error.fault));
        show();
    });
    connect(this, &InfoBar::triggered, this, &LineBar::act);
    refresh();
}

void LineBar::refresh()
{
    const gateway::LineReport &line = m_core.line();
    if (line.wantedPort == 0) {
        hide();
    } else if (isPortMoved(line)) {
        tell(Kind::Warning, QStringLiteral("warning"), portTakenText(line),
             {tr("Copy my address"), tr("Retry"), tr("Keep")});
        show();
    } else if (line.port == 0) {
        const QString reason = errorText(line.error.fault);
        tell(Kind::Danger, QStringLiteral("error"), reason.isEmpty() ? tr("Nobody can reach you.") : reason,
             {tr("Retry")});
        show();
    } else if (line.networks.isEmpty()) {
        tell(Kind::Danger, QStringLiteral("wifi-off"), tr("No network is up. Messages wait and go out by themselves."));
        show();
    } else {
        hide();
    }
}

void LineBar::act(int action)
{
    if (!isPortMoved(m_core.line()) || action == 1)
        m_core.retryPort();
    else if (action == 0)
        QGuiApplication::clipboard()->setText(inviteText(m_core.line()));
    else
        m_core.keepPort();
}

void LineBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    InfoBar::changeEvent(event);
}

} // namespace ui
