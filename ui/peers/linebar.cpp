#include "ui/peers/linebar.h"

#include "ui/common/controls.h"
#include "ui/common/errortext.h"
#include "ui/common/linetext.h"

#include <QClipboard>
#include <QDir>
#include <QEvent>
#include <QGuiApplication>

namespace ui {
namespace {

// A long path may break after each of its parts.
QString breakable(const QString &path)
{
    const QChar separator = QDir::separator();
    const QChar zeroWidthSpace(0x200b);
    return QDir::toNativeSeparators(path).replace(separator, QString(separator) + zeroWidthSpace);
}

} // namespace

LineBar::LineBar(const Theme &theme, core::Core &core, QWidget *parent)
    : InfoBar(theme, Shape::Flush, parent)
    , m_core(core)
{
    connect(&core, &core::Core::lineChanged, this, &LineBar::refresh);
    connect(&core, &core::Core::failed, this, [this](const base::Error &error) {
        m_failed = error.fault;
        refresh();
    });
    connect(this, &InfoBar::triggered, this, &LineBar::act);
    refresh();
}

LineBar::Matter LineBar::gravest() const
{
    const gateway::LineReport &line = m_core.line();
    if (m_failed != base::Fault::None)
        return Matter::CannotRun;
    if (!m_damageSeen && !m_core.damagedHistory().isEmpty())
        return Matter::Damaged;
    if (runsTwice(line))
        return Matter::RunsTwice;
    if (line.wantedPort == 0)
        return Matter::Nothing;
    if (line.port == 0)
        return Matter::Closed;
    if (line.networks.isEmpty())
        return Matter::NoNetwork;
    return isPortMoved(line) ? Matter::PortMoved : Matter::Nothing;
}

void LineBar::refresh()
{
    m_matter = gravest();
    if (m_matter == Matter::Nothing)
        hide();
    else
        tellMatter();
}

void LineBar::tellMatter()
{
    const gateway::LineReport &line = m_core.line();
    const QString reason = errorText(line.error.fault);
    switch (m_matter) {
    case Matter::Nothing: return;
    case Matter::CannotRun: return tell(Kind::Danger, QStringLiteral("error"), errorText(m_failed));
    case Matter::Damaged:
        return tell(Kind::Danger, QStringLiteral("history"),
                    tr("The history was damaged. It was kept as %1; a new one was started.")
                        .arg(breakable(m_core.damagedHistory())),
                    {tr("Show in folder"), tr("Got it")});
    case Matter::RunsTwice:
        return tell(Kind::Danger, QStringLiteral("error"), runsTwiceText(), {tr("Quit Landline here")});
    case Matter::Closed:
        return tell(Kind::Danger, QStringLiteral("error"), reason.isEmpty() ? tr("Nobody can reach you.") : reason,
                    {tr("Retry")});
    case Matter::NoNetwork:
        return tell(Kind::Danger, QStringLiteral("wifi-off"),
                    tr("No network is up. Messages wait and go out by themselves."));
    case Matter::PortMoved:
        return tell(Kind::Warning, QStringLiteral("warning"), portTakenText(line),
                    {tr("Copy my address"), tr("Retry"), tr("Keep")});
    }
}

void LineBar::act(int action)
{
    switch (m_matter) {
    case Matter::Damaged: return actOnDamage(action);
    case Matter::RunsTwice: emit quitRequested(); return;
    case Matter::Closed: return m_core.retryPort();
    case Matter::PortMoved: return actOnPort(action);
    case Matter::Nothing:
    case Matter::CannotRun:
    case Matter::NoNetwork: return;
    }
}

void LineBar::actOnDamage(int action)
{
    if (action == 0)
        emit showInFolderRequested(m_core.damagedHistory());
    else
        m_damageSeen = true;
    refresh();
}

void LineBar::actOnPort(int action)
{
    if (action == 0)
        QGuiApplication::clipboard()->setText(inviteText(m_core.line()));
    else if (action == 1)
        m_core.retryPort();
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
