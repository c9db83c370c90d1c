#include "ui/dialogs/languagebox.h"

#include "settings/keys.h"

#include <QEvent>

namespace ui {

LanguageBox::LanguageBox(settings::Settings &settings, QWidget *parent)
    : QComboBox(parent)
    , m_settings(settings)
{
    addItem(QString(), QStringLiteral("system"));
    // Every language in its own words, so that one finds it again.
    addItem(QStringLiteral("English"), QStringLiteral("en"));
    addItem(QStringLiteral("简体中文"), QStringLiteral("zh_CN"));
    retranslate();
    showCurrent();
    connect(this, &QComboBox::activated, this, [this] {
        m_settings.set(settings::keys::language, currentData().toString());
    });
    settings.onChange(settings::keys::language, this, [this] { showCurrent(); });
}

void LanguageBox::showCurrent()
{
    setCurrentIndex(findData(m_settings.get(settings::keys::language)));
}

void LanguageBox::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QComboBox::changeEvent(event);
}

void LanguageBox::retranslate()
{
    setItemText(0, tr("Language of the system"));
    setAccessibleName(tr("Language"));
}

} // namespace ui
