#include "ui/common/keycap.h"

#include "ui/common/painting.h"
#include "ui/common/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui {

QSize keyCapSize(const Theme &theme, const QString &key)
{
    const QFontMetrics metrics(theme.font(Type::Micro));
    return {metrics.horizontalAdvance(key) + 12, metrics.height() + 4};
}

void paintKeyCap(QPainter &painter, const Theme &theme, const QRectF &rect, const QString &key)
{
    const Colours &colours = theme.colours();
    fillRound(painter, rect, size::radiusBox, colours.pane);
    strokeRound(painter, rect, size::radiusBox, colours.border, hairline(painter));
    painter.setFont(theme.font(Type::Micro));
    painter.setPen(colours.text2);
    painter.drawText(rect, Qt::AlignCenter, key);
}

} // namespace ui
