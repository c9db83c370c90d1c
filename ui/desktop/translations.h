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

    // Dates, times and numbers take the system's form as long as the window speaks the system's language.
    [[nodiscard]] static QLocale formatsOf(const QLocale &language, const QLocale &system);

signals:
    void changed();

private:
    void apply();

    settings::Settings &m_settings;
    const QLocale m_system; // before we set a default
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace ui
