#pragma once

#include "settings/settings.h"

#include <QLocale>
#include <QObject>
#include <QTranslator>

namespace ui {

// The language of the window: ours and Qt's texts, default locale and layout direction, by the setting ui/language,
// changed while running. Main thread; made in main() before the window. Widgets hear LanguageChange.
class Translations : public QObject
{
    Q_OBJECT
public:
    explicit Translations(settings::Settings &settings, QObject *parent = nullptr);
    ~Translations() override;

    [[nodiscard]] const QLocale &locale() const { return m_locale; }
    // The locale for a value of the setting.
    [[nodiscard]] static QLocale localeOf(const QString &setting);

signals:
    void changed();

private:
    void apply();

    settings::Settings &m_settings;
    const QLocale m_system; // before we set a default
    QLocale m_locale;
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace ui
