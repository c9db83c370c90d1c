#include "ui/desktop/translations.h"

#include "settings/keys.h"

#include <QGuiApplication>
#include <QLibraryInfo>

namespace ui {

Translations::Translations(settings::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_system(QLocale::system())
{
    settings.onChange(settings::keys::language, this, [this] { apply(); });
    apply();
}

Translations::~Translations()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
}

QLocale Translations::localeOf(const QString &setting)
{
    return setting == QLatin1String("system") ? QLocale::system() : QLocale(setting);
}

void Translations::apply()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    const QString setting = m_settings.get(settings::keys::language);
    m_locale = setting == QLatin1String("system") ? m_system : QLocale(setting);
    QLocale::setDefault(m_locale);

    // English is the language of the sources, but its plurals live in a file too.
    const QString name = QStringLiteral("landline");
    const QString separator = QStringLiteral("_");
    const QString folder = QStringLiteral(":/i18n");
    if (m_own.load(m_locale, name, separator, folder) || m_own.load(QLocale(QLocale::English), name, separator, folder))
        QCoreApplication::installTranslator(&m_own);
    if (m_qt.load(m_locale, QStringLiteral("qtbase"), separator, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    QGuiApplication::setLayoutDirection(m_locale.textDirection());
    emit changed();
}

} // namespace ui
