#pragma once

#include "base/result.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QVariant>

#include <functional>

namespace settings {

// A typed key with its default. All of them are declared in keys.h.
template<typename T>
struct Setting {
    const char *key;
    T fallback;
    bool (*isValid)(const T &) = nullptr; // nullptr: every value of the type
};

// The user's settings: read once from a file, kept in memory, saved in the background. Main thread; owned by Core.
// A damaged or missing file gives the defaults; values that are not valid count as absent.
class Settings : public QObject
{
    Q_OBJECT
public:
    explicit Settings(QString file, QObject *parent = nullptr);
    ~Settings() override; // saves what is not yet on disk

    template<typename T>
    [[nodiscard]] T get(const Setting<T> &setting) const
    {
        const QVariant value = stored(setting.key);
        if (!value.isValid() || !value.canConvert<T>())
            return setting.fallback;
        const T typed = value.value<T>();
        return setting.isValid && !setting.isValid(typed) ? setting.fallback : typed;
    }

    template<typename T>
    [[nodiscard]] bool has(const Setting<T> &setting) const { return stored(setting.key).isValid(); }

    // An invalid value is a bug of the caller.
    template<typename T>
    void set(const Setting<T> &setting, const T &value)
    {
        Q_ASSERT(!setting.isValid || setting.isValid(value));
        store(setting.key, QVariant::fromValue(value));
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
    [[nodiscard]] QVariant stored(const char *key) const;
    void store(const char *key, const QVariant &value);
    void save();

    QString m_file;
    QHash<QString, QVariant> m_values;
    bool m_saveQueued = false;
};

} // namespace settings
