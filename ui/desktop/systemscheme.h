#pragma once

#include <QDBusVariant>
#include <QObject>

class QDBusPendingCallWatcher;

namespace ui {

// What the desktop says about light or dark (portal org.freedesktop.appearance), asked and followed without waiting.
// Main thread.
class SystemScheme : public QObject
{
    Q_OBJECT
public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] bool isKnown() const { return m_known; } // the portal answered
    [[nodiscard]] bool isDark() const { return m_dark; }

signals:
    void changed();

private slots:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void onAnswer(QDBusPendingCallWatcher *call);
    void take(const QVariant &value);

    bool m_known = false;
    bool m_dark = false;
};

} // namespace ui
