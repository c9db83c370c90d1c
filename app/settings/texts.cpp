#include "settings/keys.h"
#include "settings/settings.h"

namespace settings {
namespace {

using base::Fault;
using base::Result;

// One key of the command line: how it reads and what it takes.
struct TextKey {
    const char *key;
    QString accepted;
    std::function<QString(const Settings &)> read;
    std::function<bool(Settings &, const QString &)> write; // false: not one of the accepted values
};

TextKey wordKey(const Setting<QString> &setting, const QString &accepted)
{
    return {setting.key, accepted, [&setting](const Settings &settings) { return settings.get(setting); },
            [&setting](Settings &settings, const QString &text) {
                if (!setting.isValid(text))
                    return false;
                settings.set(setting, text);
                return true;
            }};
}

template<typename Number>
TextKey numberKey(const Setting<Number> &setting, const QString &accepted)
{
    return {setting.key, accepted,
            [&setting](const Settings &settings) { return QString::number(settings.get(setting)); },
            [&setting](Settings &settings, const QString &text) {
                const std::optional<Number> number = typedValue<Number>(text);
                if (!number || !setting.isValid(*number))
                    return false;
                settings.set(setting, *number);
                return true;
            }};
}

TextKey portKey(const Setting<int> &setting)
{
    return numberKey(setting, QStringLiteral("a number from 1024 to 65535"));
}

TextKey speedKey(const Setting<qint64> &setting)
{
    return numberKey(setting, QStringLiteral("bytes per second, at least %1, or 0 for no limit")
                                  .arg(keys::smallestSpeedLimit));
}

TextKey switchKey(const Setting<bool> &setting)
{
    return {setting.key, QStringLiteral("true or false"),
            [&setting](const Settings &settings) {
                return settings.get(setting) ? QStringLiteral("true") : QStringLiteral("false");
            },
            [&setting](Settings &settings, const QString &text) {
                const std::optional<bool> on = typedValue<bool>(text);
                if (on)
                    settings.set(setting, *on);
                return on.has_value();
            }};
}

bool writeName(Settings &settings, const QString &text)
{
    const QString name = keys::wholeName(text);
    if (name.isEmpty())
        return false;
    settings.set(keys::userName, name);
    return true;
}

bool writeFolder(Settings &settings, const QString &text)
{
    if (!text.isEmpty() && !keys::isFolder(text))
        return false;
    if (text.isEmpty())
        settings.reset(keys::transferFolder);
    else
        settings.set(keys::transferFolder, text);
    return true;
}

const std::vector<TextKey> &commandLineKeys()
{
    static const std::vector<TextKey> all {
        {keys::userName.key, QStringLiteral("1 to 64 visible characters"),
         [](const Settings &settings) { return settings.get(keys::userName); }, writeName},
        portKey(keys::networkPort),
        portKey(keys::discoveryPort),
        wordKey(keys::transferAccept, QStringLiteral("ask, verified or always")),
        {keys::transferFolder.key, QStringLiteral("an absolute path, or nothing for the default"),
         [](const Settings &settings) { return settings.get(keys::transferFolder); }, writeFolder},
        numberKey(keys::transfersAtOnce, QStringLiteral("a number from 1 to %1").arg(keys::mostAtOnce)),
        speedKey(keys::uploadLimit),
        speedKey(keys::downloadLimit),
        wordKey(keys::sameName, QStringLiteral("skipIdentical or keepBoth")),
        wordKey(keys::language, QStringLiteral("system, en or zh_CN")),
        wordKey(keys::theme, QStringLiteral("system, light or dark")),
        switchKey(keys::readReceipts),
    };
    return all;
}

Result<const TextKey *> findKey(const QString &name)
{
    QStringList names;
    for (const TextKey &key : commandLineKeys()) {
        if (name == QLatin1String(key.key))
            return &key;
        names.append(QString::fromLatin1(key.key));
    }
    return base::failure(Fault::Usage,
                         QStringLiteral("unknown key \"%1\"; keys are %2").arg(name, names.join(QLatin1String(", "))));
}

} // namespace

Result<QString> Settings::text(const QString &key) const
{
    return findKey(key).map([this](const TextKey *found) { return found->read(*this); });
}

Result<bool> Settings::setText(const QString &key, const QString &value)
{
    const Result<const TextKey *> found = findKey(key);
    if (!found)
        return tl::unexpected(found.error());
    if (!(*found)->write(*this, value))
        return base::failure(Fault::Usage, QStringLiteral("%1 must be %2").arg(key, (*found)->accepted));
    return true;
}

} // namespace settings
