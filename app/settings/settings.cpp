#include "settings/settings.h"

#include "base/then.h"
#include "settings/settingsfile.h"

#include <QLoggingCategory>
#include <QTimer>
#include <QtConcurrentRun>

namespace settings {
namespace {

Q_LOGGING_CATEGORY(lcSettings, "landline.settings", QtInfoMsg)

} // namespace

template<>
std::optional<bool> typedValue<bool>(const QVariant &value)
{
    if (value.typeId() == QMetaType::Bool)
        return value.toBool();
    const QString text = value.toString();
    if (text == u"true" || text == u"false")
        return text == u"true";
    return std::nullopt;
}

template<>
std::optional<int> typedValue<int>(const QVariant &value)
{
    bool ok = false;
    const int number = value.toInt(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

template<>
std::optional<qint64> typedValue<qint64>(const QVariant &value)
{
    bool ok = false;
    const qint64 number = value.toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

Settings::Settings(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_values(readFile(m_file))
{
}

Settings::~Settings()
{
    m_saving.waitForFinished();
    if (m_isDirty && !writeFile(m_file, m_values))
        qCWarning(lcSettings) << "settings could not be saved";
}

QVariant Settings::stored(const char *key) const
{
    return m_values.value(QString::fromLatin1(key));
}

void Settings::store(const char *key, const QVariant &value)
{
    const QString name = QString::fromLatin1(key);
    if (m_values.value(name) == value)
        return;
    if (value.isValid())
        m_values.insert(name, value);
    else
        m_values.remove(name);
    m_isDirty = true;
    queueSave();
    emit changed(name);
}

void Settings::queueSave()
{
    if (m_saveQueued || m_saving.isRunning())
        return;
    m_saveQueued = true;
    QTimer::singleShot(0, this, &Settings::save);
}

void Settings::save()
{
    m_saveQueued = false;
    m_isDirty = false;
    m_saving = QtConcurrent::run([file = m_file, values = m_values] { return writeFile(file, values); });
    base::then(m_saving, this, [this](bool isSaved) { saved(isSaved); });
}

void Settings::saved(bool isSaved)
{
    if (m_isDirty)
        return queueSave();
    if (isSaved)
        return;
    // The next change, or the end of the program, tries again.
    m_isDirty = true;
    qCWarning(lcSettings) << "settings could not be saved";
}

} // namespace settings
