#pragma once

#include "ui/common/theme.h"

#include <QObject>
#include <QSystemTrayIcon>

#include <memory>

class QDBusServiceWatcher;
class QMenu;
class QAction;

namespace ui {

// The icon in the system's tray, there only while the desktop has a place for it. Main thread; owned by main() or the
// window. Nothing of QSystemTrayIcon is touched before a host is known, since Qt decides once per process.
class Tray : public QObject
{
    Q_OBJECT
public:
    explicit Tray(const Theme &theme, QObject *parent = nullptr);
    ~Tray() override;

    [[nodiscard]] bool isPresent() const { return m_icon != nullptr; }
    void setUnread(int count);
    void setOffline(bool offline);
    void setWindowShown(bool shown); // Show or Hide in the menu

signals:
    void presenceChanged(bool present);
    void toggleRequested(); // clicked, or Show/Hide
    void quitRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private slots:
    void askHost();

private:
    void watchHost();
    void create();
    void destroy();
    void refresh();
    void retranslate();

    const Theme &m_theme;
    QDBusServiceWatcher *m_watcher = nullptr;
    std::unique_ptr<QMenu> m_menu;
    QAction *m_toggle = nullptr;
    QAction *m_quit = nullptr;
    std::unique_ptr<QSystemTrayIcon> m_icon;
    int m_unread = 0;
    bool m_offline = false;
    bool m_shown = true;
};

} // namespace ui
