#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/common/stylepainting.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QStyle>
#include <QWidget>

namespace ui::stylepainting {
namespace {

void ground(QPainter &painter, const Theme &theme, const QRect &rect, QStyle::State state, bool isWrong)
{
    const Colours &c = theme.colours();
    const bool isEnabled = state & QStyle::State_Enabled;
    fillRound(painter, rect, size::radiusButton, isEnabled ? c.raised : c.sunken);
    if (isWrong)
        strokeRound(painter, rect, size::radiusButton, c.danger, 2);
    else if (state & QStyle::State_HasFocus)
        strokeRound(painter, rect, size::radiusButton, c.focus, 2);
    else
        strokeRound(painter, rect, size::radiusButton, isEnabled ? c.borderStrong : c.border, 1);
}

} // namespace

void field(QPainter &painter, const Theme &theme, const QStyleOption &option, const QWidget *widget)
{
    painter.save();
    ground(painter, theme, option.rect, option.state, widget && widget->property("wrong").toBool());
    painter.restore();
}

void comboBox(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option)
{
    painter.save();
    ground(painter, theme, option.rect, option.state, false);
    const int side = theme.px(size::iconSmall);
    const QRect logical(option.rect.right() - side - 8, option.rect.top() + (option.rect.height() - side) / 2, side,
                        side);
    theme.icons().paint(painter, QStyle::visualRect(option.direction, option.rect, logical),
                        QStringLiteral("chevron-down"), theme.colours().text2);
    painter.restore();
}

void scrollBar(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &thumb)
{
    if (option.maximum <= option.minimum)
        return;
    const bool isWide = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const qreal breadth = isWide ? size::scrollBarWide : size::scrollBar;
    QRectF shape = thumb;
    if (option.orientation == Qt::Vertical)
        shape = QRectF(thumb.center().x() + 0.5 - breadth / 2, thumb.top() + 2, breadth, thumb.height() - 4);
    else
        shape = QRectF(thumb.left() + 2, thumb.center().y() + 0.5 - breadth / 2, thumb.width() - 4, breadth);
    QColor colour = theme.colours().borderStrong;
    colour.setAlphaF(isWide ? 0.9F : 0.6F);
    painter.save();
    fillRound(painter, shape, breadth / 2, colour);
    painter.restore();
}

} // namespace ui::stylepainting
