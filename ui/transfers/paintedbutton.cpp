#include "ui/transfers/paintedbutton.h"

#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui {
namespace {

constexpr int iconGap = 7;
constexpr int smallPadding = 12;
constexpr int textPadding = 10;
constexpr int linkGap = 3;

bool isLink(PaintedButton::Kind kind)
{
    return kind == PaintedButton::Kind::Link || kind == PaintedButton::Kind::DangerLink;
}

int paddingOf(PaintedButton::Kind kind)
{
    const bool isText = kind == PaintedButton::Kind::Text || kind == PaintedButton::Kind::DangerText;
    return isText ? textPadding : smallPadding;
}

QColor groundOf(const Colours &colours, PaintedButton::Kind kind, ButtonState state)
{
    switch (kind) {
    case PaintedButton::Kind::Primary:
        return state.pressed ? colours.accentPressed : state.hovered ? colours.accentHover : colours.accent;
    case PaintedButton::Kind::Quiet:
        return state.pressed ? colours.pressed : state.hovered ? colours.hover : colours.raised;
    case PaintedButton::Kind::Icon:
    case PaintedButton::Kind::Text:
    case PaintedButton::Kind::DangerText:
    case PaintedButton::Kind::Link:
    case PaintedButton::Kind::DangerLink: break;
    }
    // Over bubbles of any colour a veil of the text colour is a hover ground everywhere.
    QColor veil = colours.text;
    veil.setAlphaF(state.pressed ? 0.14f : state.hovered ? 0.07f : 0.0f);
    return veil;
}

QColor inkOf(const Colours &colours, PaintedButton::Kind kind, ButtonState state)
{
    switch (kind) {
    case PaintedButton::Kind::Primary: return colours.onAccent;
    case PaintedButton::Kind::Quiet: return colours.text;
    case PaintedButton::Kind::Text:
    case PaintedButton::Kind::Link: return colours.accentText;
    case PaintedButton::Kind::DangerText:
    case PaintedButton::Kind::DangerLink: return colours.danger;
    case PaintedButton::Kind::Icon: break;
    }
    return state.hovered ? colours.text : colours.text2;
}

void paintGround(QPainter &painter, const Theme &theme, const PaintedButton &button, ButtonState state)
{
    const Colours &colours = theme.colours();
    const qreal radius = button.kind == PaintedButton::Kind::Icon ? size::radiusEntry : size::radiusButton - 1;
    const QRectF shape(button.rect);
    if (state.focused)
        paintFocusRing(painter, shape, radius, colours);
    fillRound(painter, shape, radius, groundOf(colours, button.kind, state));
    if (button.kind == PaintedButton::Kind::Quiet)
        strokeRound(painter, shape, radius, colours.border, 1);
}

// The text gives way, not the arrow.
void paintLink(QPainter &painter, const Theme &theme, const PaintedButton &button, ButtonState state,
               Qt::LayoutDirection direction)
{
    const QColor ink = inkOf(theme.colours(), button.kind, state);
    const int side = button.icon.isEmpty() ? 0 : theme.px(size::iconText);
    QFont font = theme.font(Type::Caption);
    font.setUnderline(state.hovered);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(button.text, Qt::ElideRight, button.rect.width() - side - linkGap);
    const int width = metrics.horizontalAdvance(shown);
    const bool mirrored = direction == Qt::RightToLeft;
    const QRect &rect = button.rect;
    const QRect text(mirrored ? rect.right() + 1 - width : rect.left(), rect.top(), width, rect.height());
    if (state.focused)
        paintFocusRing(painter, QRectF(rect), size::radiusBox, theme.colours());
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(text, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, shown);
    if (side == 0)
        return;
    const int x = mirrored ? text.left() - linkGap - side : text.right() + 1 + linkGap;
    theme.icons().paint(painter, QRectF(x, rect.center().y() + 1 - side / 2, side, side), button.icon, ink, direction);
}

} // namespace

QSize paintedButtonSize(const Theme &theme, const PaintedButton &button)
{
    if (button.kind == PaintedButton::Kind::Icon)
        return {theme.px(size::iconButtonDense), theme.px(size::iconButtonDense)};
    if (isLink(button.kind)) {
        const QFontMetrics metrics(theme.font(Type::Caption));
        const int arrow = button.icon.isEmpty() ? 0 : theme.px(size::iconText) + linkGap;
        return {metrics.horizontalAdvance(button.text) + 1 + arrow, metrics.height() + 1};
    }
    const int icon = button.icon.isEmpty() ? 0 : theme.px(size::iconSmall) + iconGap;
    const QFontMetrics metrics(theme.font(Type::Name));
    return {metrics.horizontalAdvance(button.text) + icon + 2 * theme.px(paddingOf(button.kind)),
            theme.px(size::buttonSmall)};
}

void paintButton(QPainter &painter, const Theme &theme, const PaintedButton &button, ButtonState state,
                 Qt::LayoutDirection direction)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (isLink(button.kind)) {
        paintLink(painter, theme, button, state, direction);
        painter.restore();
        return;
    }
    paintGround(painter, theme, button, state);
    const QColor ink = inkOf(theme.colours(), button.kind, state);
    if (button.kind == PaintedButton::Kind::Icon) {
        const int side = theme.px(size::iconMenu);
        QRectF icon(0, 0, side, side);
        icon.moveCenter(QRectF(button.rect).center());
        theme.icons().paint(painter, icon, button.icon, ink, direction);
        painter.restore();
        return;
    }
    const int padding = theme.px(paddingOf(button.kind));
    QRect inner = button.rect.adjusted(padding, 0, -padding, 0);
    if (!button.icon.isEmpty()) {
        const int side = theme.px(size::iconSmall);
        const int left = direction == Qt::RightToLeft ? inner.right() + 1 - side : inner.left();
        theme.icons().paint(painter, QRectF(left, inner.center().y() + 1 - side / 2, side, side), button.icon, ink,
                            direction);
        inner.adjust(direction == Qt::RightToLeft ? 0 : side + iconGap, 0,
                     direction == Qt::RightToLeft ? -side - iconGap : 0, 0);
    }
    painter.setPen(ink);
    painter.setFont(theme.font(Type::Name));
    painter.drawText(inner, Qt::AlignCenter | Qt::TextSingleLine, button.text);
    painter.restore();
}

} // namespace ui
