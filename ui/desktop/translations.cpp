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

QLocale Translations::formatsOf(const QLocale &language, const QLocale &system)
{
    const bool isSame = language.language() == system.language() && language.script() == system.script();
    return isSame ? system : language;
}

void Translations::apply()
{
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    const QString setting = m_settings.get(settings::keys::language);
    const QLocale language = setting == QLatin1String("system") ? m_system : QLocale(setting);
    QLocale::setDefault(formatsOf(language, m_system));

    // English is the language of the sources, but its plurals live in a file too.
    const QString name = QStringLiteral("landline");
    const QString separator = QStringLiteral("_");
    const QString folder = QStringLiteral(":/i18n");
    if (m_own.load(language, name, separator, folder) || m_own.load(QLocale(QLocale::English), name, separator, folder))
        QCoreApplication::installTranslator(&m_own);
    if (m_qt.load(language, QStringLiteral("qtbase"), separator, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    QGuiApplication::setLayoutDirection(language.textDirection());
    emit changed();
}

} // namespace ui
