#pragma once

#include "base/result.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <QVariant>

#include <optional>

namespace settings {

// A typed key with its default. All of them are declared in keys.h.
template<typename T>
struct Setting {
    const char *key;
    T fallback;
    bool (*isValid)(const T &) = nullptr; // nullptr: every value of the type
};

// A stored value as its type; nothing when it is not one.
template<typename T>
[[nodiscard]] std::optional<T> typedValue(const QVariant &value)
{
    return value.isValid() && value.canConvert<T>() ? std::optional<T>(value.value<T>()) : std::nullopt;
}
// From a file every value comes as text, and QVariant takes any text for true and for 0.
template<>
[[nodiscard]] std::optional<bool> typedValue<bool>(const QVariant &value);
template<>
[[nodiscard]] std::optional<int> typedValue<int>(const QVariant &value);
template<>
[[nodiscard]] std::optional<qint64> typedValue<qint64>(const QVariant &value);

// The user's settings: read once from a file, kept in memory, saved in the background. Main thread; owned by Core.
// A damaged file is moved aside; that or a missing one gives the defaults; values that are not valid count as absent.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QString file, QObject *parent = nullptr);
    ~Settings() override; // saves what is not yet on disk

    template<typename T>
    [[nodiscard]] T get(const Setting<T> &setting) const
    {
        return valid(setting).value_or(setting.fallback);
    }

    template<typename T>
    [[nodiscard]] bool has(const Setting<T> &setting) const
    {
        return valid(setting).has_value();
    }

    // An invalid value is a bug of the caller.
    template<typename T>
    void set(const Setting<T> &setting, const T &value)
    {
        Q_ASSERT(!setting.isValid || setting.isValid(value));
        store(setting.key, QVariant::fromValue(value));
    }

    // Back to the default.
    template<typename T>
    void reset(const Setting<T> &setting)
    {
        store(setting.key, {});
    }

    // By name, for the command line; Usage for an unknown key or a wrong value.
    [[nodiscard]] base::Result<QString> text(const QString &key) const;
    [[nodiscard]] base::Result<bool> setText(const QString &key, const QString &value);

    template<typename T, typename Context, typename Function>
    void onChange(const Setting<T> &setting, Context *context, Function function)
    {
        connect(this, &Settings::changed, context,
                [key = QString::fromLatin1(setting.key), function = std::move(function)](const QString &changed) {
                    if (changed == key)
                        function();
                });
    }

signals:
    void changed(const QString &key);

private:
    using Values = QHash<QString, QVariant>;

    template<typename T>
    [[nodiscard]] std::optional<T> valid(const Setting<T> &setting) const
    {
        const std::optional<T> value = typedValue<T>(stored(setting.key));
        return value && setting.isValid && !setting.isValid(*value) ? std::nullopt : value;
    }
    [[nodiscard]] QVariant stored(const char *key) const;
    void store(const char *key, const QVariant &value); // an invalid variant removes the key
    void queueSave();
    void save();
    void saved(bool isSaved);

    QString m_file;
    Values m_values;
    bool m_isDirty = false; // differs from what is on disk, or being written
    bool m_saveQueued = false;
    QFuture<bool> m_saving;
};

} // namespace settings
