#pragma once

#include "ui/common/theme.h"

#include <QRect>
#include <QString>

namespace ui {

// Small buttons inside painted rows and cards; they look like Button and IconButton.
struct PaintedButton {
    // Links are as high as a line of small text and have their icon behind it.
    enum class Kind { Icon, Primary, Quiet, Text, DangerText, Link, DangerLink };

    Kind kind = Kind::Icon;
    QString text; // also of icons: what assistive tools say
    QString icon; // "": none
    QRect rect;
    QString name = {}; // what assistive tools say where it is not the text
    [[nodiscard]] const QString &spoken() const { return name.isEmpty() ? text : name; }
};

struct ButtonState {
    bool hovered = false;
    bool pressed = false;
    bool focused = false;
};

// Size of the shape itself, without a focus ring.
[[nodiscard]] QSize paintedButtonSize(const Theme &theme, const PaintedButton &button);
void paintButton(QPainter &painter, const Theme &theme, const PaintedButton &button, ButtonState state,
                 Qt::LayoutDirection direction);

} // namespace ui
