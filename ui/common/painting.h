#pragma once

#include "ui/common/tokens.h"

#include <QRectF>

class QPainter;

namespace ui {

// Shapes that everything painted has in common. All switch antialiasing on and leave pen and brush changed.

void fillRound(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour);
// A line of `width` inside the edge of `rect`.
void strokeRound(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour, qreal width);
// One physical pixel in device-independent ones.
[[nodiscard]] qreal hairline(const QPainter &painter);
// Ring of 2, 2 away from the shape; needs size::ring around it.
void paintFocusRing(QPainter &painter, const QRectF &shape, qreal radius, const Colours &colours);

enum class Depth { Button, Float, Menu, Dialog };
// The shadow around `shape`, without the shape itself. Blurred ones are kept per colour, radius and scale.
void paintShadow(QPainter &painter, const QRectF &shape, qreal radius, Depth depth, const QColor &colour);
// How far that shadow reaches.
[[nodiscard]] int shadowExtent(Depth depth);

} // namespace ui
