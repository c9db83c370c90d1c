#pragma once

#include <QDBusVariant>
#include <QObject>

namespace ui {

// What the desktop's portal says about light or dark, contrast and motion, asked and followed without waiting. Main thread.
class SystemScheme : public QObject
{
    Q_OBJECT
public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] bool isKnown() const { return m_known; } // the portal answered
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] bool wantsMotion() const { return m_motion; }
    [[nodiscard]] bool wantsHighContrast() const { return m_highContrast; }

signals:
    void changed();

private slots:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void ask(const QString &space, const QString &key);
    void take(const QString &key, const QVariant &value);

    bool m_known = false;
    bool m_dark = false;
    bool m_motion = true;
    bool m_highContrast = false;
};

} // namespace ui
