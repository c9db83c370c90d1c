#include "ui/desktop/appearance.h"

#include "settings/keys.h"
#include "ui/common/appstyle.h"
#include "ui/desktop/systemscheme.h"

#include <QApplication>
#include <QEvent>

namespace ui {
namespace {

Theme::Choice choiceOf(const QString &setting)
{
    if (setting == QLatin1String("light"))
        return Theme::Choice::Light;
    return setting == QLatin1String("dark") ? Theme::Choice::Dark : Theme::Choice::System;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

// In fields the selection is soft and keeps the text's colour.
QPalette fieldPalette(const Theme &theme)
{
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Highlight, theme.colours().textSelection);
    palette.setColor(QPalette::HighlightedText, theme.colours().text);
    return palette;
}

} // namespace

Appearance::Appearance(Theme &theme, settings::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_scheme(new SystemScheme(this))
    , m_desktopDark(isDark(QGuiApplication::palette()))
{
    m_theme.setSystemDark(m_desktopDark);
    m_theme.setChoice(choiceOf(m_settings.get(settings::keys::theme)));
    QApplication::setStyle(new AppStyle(theme)); // the application owns it
    applyPalette();
    connect(&theme, &Theme::changed, this, &Appearance::applyPalette);
    connect(m_scheme, &SystemScheme::changed, this, &Appearance::applyScheme);
    settings.onChange(settings::keys::theme, this, [this] {
        m_theme.setChoice(choiceOf(m_settings.get(settings::keys::theme)));
    });
    qApp->installEventFilter(this);
}

Appearance::~Appearance() = default;

bool Appearance::eventFilter(QObject *watched, QEvent *event)
{
    const bool concerns = event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::LanguageChange;
    if (concerns && watched == qApp)
        m_theme.refreshFonts();
    return QObject::eventFilter(watched, event);
}

void Appearance::applyScheme()
{
    m_theme.setSystemDark(m_scheme->isKnown() ? m_scheme->isDark() : m_desktopDark);
    m_theme.setHighContrast(m_scheme->wantsHighContrast());
    m_theme.setMotion(m_scheme->wantsMotion());
}

void Appearance::applyPalette()
{
    QApplication::setPalette(m_theme.palette());
    QApplication::setPalette(fieldPalette(m_theme), "QLineEdit");
    QApplication::setPalette(fieldPalette(m_theme), "QPlainTextEdit");
}

} // namespace ui
