#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/common/stylepainting.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QStyle>

namespace ui::stylepainting {
namespace {

constexpr int entryPadding = 10;
constexpr int keysGap = 24;

void separator(QPainter &painter, const Theme &theme, const QRect &rect)
{
    painter.setPen(QPen(theme.colours().border, hairline(painter)));
    const qreal y = rect.center().y() + 0.5;
    painter.drawLine(QPointF(rect.left() + entryPadding, y), QPointF(rect.right() - entryPadding, y));
}

void entryIcon(QPainter &painter, const Theme &theme, const QStyleOptionMenuItem &option, const QRect &icon)
{
    if (option.checkType != QStyleOptionMenuItem::NotCheckable) {
        if (option.checked)
            theme.icons().paint(painter, icon, QStringLiteral("check"), theme.colours().accentText);
        return;
    }
    const auto mode = option.state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled;
    option.icon.paint(&painter, icon, Qt::AlignCenter, mode);
}

} // namespace

void menuPanel(QPainter &painter, const Theme &theme, const QRect &rect)
{
    painter.save();
    fillRound(painter, rect, size::radiusCard, theme.colours().raised);
    strokeRound(painter, rect, size::radiusCard, theme.colours().border, hairline(painter));
    painter.restore();
}

void menuItem(QPainter &painter, const Theme &theme, const QStyleOptionMenuItem &option)
{
    const Colours &c = theme.colours();
    painter.save();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        separator(painter, theme, option.rect);
        painter.restore();
        return;
    }
    const bool isEnabled = option.state & QStyle::State_Enabled;
    if (option.state & QStyle::State_Selected && isEnabled)
        fillRound(painter, option.rect, size::radiusEntry, c.hover);
    const auto visual = [&option](const QRect &logical) {
        return QStyle::visualRect(option.direction, option.rect, logical);
    };
    const QRect inner = option.rect.adjusted(entryPadding, 0, -entryPadding, 0);
    const int side = theme.px(size::iconMenu);
    const bool hasIcons = option.maxIconWidth > 0 || option.menuHasCheckableItems;
    entryIcon(painter, theme, option, visual({inner.left(), inner.top() + (inner.height() - side) / 2, side, side}));

    const QStringList parts = option.text.split(u'\t');
    const int textLeft = inner.left() + (hasIcons ? side + 10 : 0);
    const auto start = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    const auto end = QStyle::visualAlignment(option.direction, Qt::AlignRight | Qt::AlignVCenter);
    painter.setFont(theme.font(Type::Body));
    painter.setPen(isEnabled ? c.text : c.textDisabled);
    painter.drawText(visual({textLeft, inner.top(), inner.right() - textLeft + 1, inner.height()}),
                     int(start) | Qt::TextSingleLine | Qt::TextHideMnemonic, parts.value(0));
    painter.setFont(theme.font(Type::Caption));
    painter.setPen(isEnabled ? c.text3 : c.textDisabled);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        theme.icons().paint(painter, visual({inner.right() - 15, inner.top() + (inner.height() - 16) / 2, 16, 16}),
                            QStringLiteral("chevron-right"), isEnabled ? c.text2 : c.textDisabled, option.direction);
    else
        painter.drawText(visual(inner), int(end) | Qt::TextSingleLine, parts.value(1));
    painter.restore();
}

QSize menuItemSize(const Theme &theme, const QStyleOptionMenuItem &option, const QSize &contents)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {contents.width(), 11};
    const QStringList parts = option.text.split(u'\t');
    int width = 2 * entryPadding + QFontMetrics(theme.font(Type::Body)).horizontalAdvance(parts.value(0)) + 6;
    if (option.maxIconWidth > 0 || option.menuHasCheckableItems)
        width += theme.px(size::iconMenu) + 10;
    if (parts.size() > 1 || option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += keysGap + QFontMetrics(theme.font(Type::Caption)).horizontalAdvance(parts.value(1)) + 16;
    return {std::max(width, theme.px(150)), theme.px(size::menuEntry)};
}

void tip(QPainter &painter, const Theme &theme, const QRect &rect)
{
    painter.save();
    fillRound(painter, rect, size::radiusEntry, theme.colours().text);
    painter.restore();
}

} // namespace ui::stylepainting
