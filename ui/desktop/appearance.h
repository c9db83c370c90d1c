#pragma once

#include "settings/settings.h"
#include "ui/common/theme.h"

#include <QObject>

namespace ui {

class SystemScheme;

// Keeps Theme, application palette and style in step with the setting ui/theme and with the desktop's light or dark.
// Main thread; made in main() after the application, before any widget. The desktop is asked over D-Bus without
// waiting; where it does not answer, the palette the program was started with decides.
class Appearance : public QObject
{
    Q_OBJECT
public:
    // Installs AppStyle in the application.
    Appearance(Theme &theme, settings::Settings &settings, QObject *parent = nullptr);
    ~Appearance() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyScheme();
    void applyPalette();

    Theme &m_theme;
    settings::Settings &m_settings;
    SystemScheme *m_scheme;
    const bool m_desktopDark;
};

} // namespace ui
