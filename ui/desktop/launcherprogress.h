#pragma once

#include <QString>

#include <optional>

namespace ui {

// The bar on the program's icon in docks and task bars that know Unity's launcher signal (KDE Plasma, Dash to Dock,
// Unity). Others ignore it. Main thread.
class LauncherProgress
{
public:
    explicit LauncherProgress(const QString &applicationId);
    ~LauncherProgress(); // takes the bar away

    void show(std::optional<double> part); // 0..1; nothing: no bar

private:
    const QString m_uri;
    std::optional<double> m_shown;
};

} // namespace ui
