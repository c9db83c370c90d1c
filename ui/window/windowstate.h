#pragma once

#include <QByteArray>
#include <QList>

namespace ui {

// What the window remembers between runs, as one setting.
struct WindowState {
    QByteArray geometry; // as from QWidget::saveGeometry()
    int listWidth = 0; // 0: default
    int panelWidth = 0;
    bool panelShown = false;

    bool operator==(const WindowState &) const = default;
};

[[nodiscard]] QByteArray encodeWindowState(const WindowState &state);
[[nodiscard]] WindowState decodeWindowState(const QByteArray &bytes); // anything else: defaults

} // namespace ui
