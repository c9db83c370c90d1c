#pragma once

#include <QSize>
#include <QString>

class QPainter;
class QRectF;

namespace ui {

class Theme;

// One key as it is printed on a keyboard.
[[nodiscard]] QSize keyCapSize(const Theme &theme, const QString &key);
void paintKeyCap(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &key);

} // namespace ui
