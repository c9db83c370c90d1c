#include "ui/common/controls.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/common/stylepainting.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QStyle>

namespace ui::stylepainting {
namespace {

constexpr int iconGap = 7;

struct ButtonColours {
    QColor ground; // invalid: none
    QColor ink;
    bool bordered = false;
};

ButtonColours filled(const QColor &rest, const QColor &hover, const QColor &pressed, const QColor &ink,
                     QStyle::State state)
{
    const QColor ground = state & QStyle::State_Sunken ? pressed : state & QStyle::State_MouseOver ? hover : rest;
    return {ground, ink};
}

ButtonColours coloursOf(const Colours &c, Button::Kind kind, QStyle::State state)
{
    if (!(state & QStyle::State_Enabled))
        return {kind == Button::Kind::Text ? QColor() : c.sunken, c.textDisabled};
    switch (kind) {
    case Button::Kind::Primary: return filled(c.accent, c.accentHover, c.accentPressed, c.onAccent, state);
    case Button::Kind::Danger: return filled(c.dangerFill, c.dangerHover, c.dangerHover, c.onDanger, state);
    case Button::Kind::Text: return filled({}, c.hover, c.pressed, c.accentText, state);
    case Button::Kind::Quiet:
    case Button::Kind::DangerQuiet: {
        const QColor ink = kind == Button::Kind::Quiet ? c.text : c.danger;
        ButtonColours quiet = filled(c.raised, c.hover, c.pressed, ink, state);
        quiet.bordered = true;
        return quiet;
    }
    }
    return {};
}

struct ButtonMetrics {
    int height;
    int padding;
    qreal radius;
    qreal fontFactor;
};

ButtonMetrics metricsOf(const Button *button)
{
    const Button::Size wanted = button ? button->buttonSize() : Button::Size::Normal;
    const bool isText = button && button->kind() == Button::Kind::Text;
    switch (wanted) {
    case Button::Size::Small: return {size::buttonSmall, isText ? 10 : 12, 9, 0.96};
    case Button::Size::Normal: return {size::button, isText ? 10 : size::buttonPadding, size::radiusButton, 1};
    case Button::Size::Large: return {size::buttonLarge, 18, size::radiusRow, 1.08};
    }
    return {};
}

QFont fontOf(const Theme &theme, const ButtonMetrics &metrics)
{
    QFont font = theme.font(Type::Name);
    font.setPointSizeF(font.pointSizeF() * metrics.fontFactor);
    return font;
}

int iconSide(const Theme &theme, const Button *button)
{
    const bool isLarge = button && button->buttonSize() == Button::Size::Large;
    return theme.px(isLarge ? size::iconButton : size::iconLabel);
}

void label(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const Button *button,
           const QRect &shape, const QColor &ink)
{
    painter.setFont(fontOf(theme, metricsOf(button)));
    const bool hasIcon = button && !button->iconName().isEmpty();
    const int side = iconSide(theme, button);
    // The system's own dialogs mark access keys with an ampersand.
    const int textWidth = painter.fontMetrics().size(Qt::TextHideMnemonic, option.text).width();
    const int gap = hasIcon && !option.text.isEmpty() ? iconGap : 0;
    const int width = (hasIcon ? side : 0) + gap + textWidth;
    int left = shape.left() + std::max(0, (shape.width() - width) / 2);
    if (hasIcon) {
        const QRect icon(left, shape.top() + (shape.height() - side) / 2, side, side);
        theme.icons().paint(painter, QStyle::visualRect(option.direction, shape, icon), button->iconName(), ink,
                            option.direction);
        left += side + gap;
    }
    const QRect text(left, shape.top(), std::min(textWidth + 1, shape.right() - left + 1), shape.height());
    painter.setPen(ink);
    painter.drawText(QStyle::visualRect(option.direction, shape, text),
                     Qt::AlignCenter | Qt::TextSingleLine | Qt::TextHideMnemonic,
                     painter.fontMetrics().elidedText(option.text, Qt::ElideRight, text.width(), Qt::TextShowMnemonic));
}

} // namespace

void pushButton(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const Button *button)
{
    const Button::Kind kind = button ? button->kind() : Button::Kind::Quiet;
    const ButtonMetrics metrics = metricsOf(button);
    const ButtonColours colours = coloursOf(theme.colours(), kind, option.state);
    const QRect shape = option.rect.adjusted(size::ring, size::ring, -size::ring, -size::ring);
    painter.save();
    if (colours.bordered && !(option.state & QStyle::State_Sunken))
        paintShadow(painter, shape, metrics.radius, Depth::Button, theme.colours().shadow);
    if (colours.ground.isValid())
        fillRound(painter, shape, metrics.radius, colours.ground);
    if (colours.bordered)
        strokeRound(painter, shape, metrics.radius, theme.colours().border, hairline(painter));
    label(painter, theme, option, button, shape, colours.ink);
    if (option.state & QStyle::State_HasFocus)
        paintFocusRing(painter, shape, metrics.radius, theme.colours());
    painter.restore();
}

QSize pushButtonSize(const Theme &theme, const QStyleOptionButton &option, const Button *button)
{
    const ButtonMetrics metrics = metricsOf(button);
    const QFontMetrics font(fontOf(theme, metrics));
    int width = 2 * theme.px(metrics.padding) + font.horizontalAdvance(option.text) + 1;
    if (button && !button->iconName().isEmpty())
        width += iconSide(theme, button) + (option.text.isEmpty() ? 0 : iconGap);
    const int height = std::max(theme.px(metrics.height), font.height() + 8);
    return {width + 2 * size::ring, height + 2 * size::ring};
}

void segment(QPainter &painter, const Theme &theme, const QStyleOptionButton &option)
{
    const Colours &colours = theme.colours();
    const bool chosen = option.state & QStyle::State_On;
    painter.save();
    if (chosen) {
        paintShadow(painter, option.rect, size::radiusEntry, Depth::Button, colours.shadow);
        fillRound(painter, option.rect, size::radiusEntry, colours.raised);
    }
    if (option.state & QStyle::State_HasFocus)
        strokeRound(painter, option.rect, size::radiusEntry, colours.focus, size::ringWidth);
    painter.setFont(theme.font(chosen ? Type::Name : Type::Label));
    painter.setPen(chosen || option.state & QStyle::State_MouseOver ? colours.text : colours.text2);
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextSingleLine, option.text);
    painter.restore();
}

void segmentTrack(QPainter &painter, const Theme &theme, const QRect &rect)
{
    painter.save();
    fillRound(painter, rect, size::radiusButton, theme.colours().sunken);
    painter.restore();
}

namespace {

void countDot(QPainter &painter, const Theme &theme, const QRect &shape, const IconButton &button,
              Qt::LayoutDirection direction)
{
    QFont font = theme.font(Type::Count);
    font.setPointSizeF(font.pointSizeF() * 0.9);
    const QString text = QString::number(std::min(99, button.count()));
    const int height = theme.px(15);
    const int width = std::max(height, QFontMetrics(font).horizontalAdvance(text) + 8);
    const QRect logical(shape.right() + 1 - width, shape.top(), width, height);
    const QRect dot = QStyle::visualRect(direction, shape, logical);
    fillRound(painter, dot, height / 2.0, theme.colours().tone);
    painter.setFont(font);
    painter.setPen(theme.colours().onTone);
    painter.drawText(dot, Qt::AlignCenter, text);
}

} // namespace

void iconButton(QPainter &painter, const Theme &theme, const QStyleOptionToolButton &option, const IconButton &button)
{
    const Colours &c = theme.colours();
    const bool isOn = option.state & QStyle::State_On;
    const bool isOver = option.state & QStyle::State_MouseOver && option.state & QStyle::State_Enabled;
    const bool isDown = option.state & QStyle::State_Sunken;
    const qreal radius = button.isFilled()                                ? size::radiusRow
                         : button.buttonSize() == IconButton::Size::Dense ? size::radiusEntry
                                                                          : size::radiusButton;
    QColor ground = isDown ? c.pressed : isOn ? c.accentSoft : isOver ? c.hover : QColor();
    QColor ink = isOn ? c.accentText : isOver || isDown ? c.text : c.text2;
    if (button.isFilled()) {
        ground = isDown ? c.accentPressed : isOver ? c.accentHover : c.accent;
        ink = c.onAccent;
    }
    if (!(option.state & QStyle::State_Enabled)) {
        ink = c.textDisabled;
        ground = button.isFilled() ? c.sunken : QColor();
    }
    painter.save();
    if (ground.isValid())
        fillRound(painter, option.rect, radius, ground);
    const int side = theme.px(button.buttonSize() == IconButton::Size::Dense ? size::iconMenu : size::iconButton);
    QRectF icon(0, 0, side, side);
    icon.moveCenter(QRectF(option.rect).center());
    theme.icons().paint(painter, icon, button.iconName(), ink, option.direction);
    if (option.state & QStyle::State_HasFocus)
        strokeRound(painter, option.rect, radius, button.isFilled() ? c.text : c.focus, size::ringWidth);
    if (button.count() > 0)
        countDot(painter, theme, option.rect, button, option.direction);
    painter.restore();
}

void switchControl(QPainter &painter, const Theme &theme, const QStyleOptionButton &option)
{
    const Colours &c = theme.colours();
    const bool isOn = option.state & QStyle::State_On;
    QRectF track(0, 0, size::switchWidth, size::switchHeight);
    track.moveCenter(QRectF(option.rect).center());
    const qreal radius = track.height() / 2;
    painter.save();
    if (!(option.state & QStyle::State_Enabled))
        painter.setOpacity(0.45);
    fillRound(painter, track, radius, isOn ? c.accent : c.pane);
    if (!isOn)
        strokeRound(painter, track, radius, c.borderStrong, 1.75);
    const qreal knob = isOn ? 16 : 12;
    const bool atEnd = isOn != (option.direction == Qt::RightToLeft);
    const qreal inset = (track.height() - knob) / 2;
    const QRectF place(atEnd ? track.right() - inset - knob : track.left() + inset, track.top() + inset, knob, knob);
    fillRound(painter, place, knob / 2, isOn ? c.onAccent : c.borderStrong);
    if (option.state & QStyle::State_HasFocus)
        paintFocusRing(painter, track, radius, c);
    painter.restore();
}

void checkBox(QPainter &painter, const Theme &theme, const QStyleOption &option)
{
    const Colours &c = theme.colours();
    const bool isOn = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    const QRectF box = option.rect;
    painter.save();
    fillRound(painter, box, size::radiusBox, !isEnabled ? c.sunken : isOn ? c.accent : c.raised);
    if (!isOn || !isEnabled)
        strokeRound(painter, box, size::radiusBox, isEnabled ? c.borderStrong : c.textDisabled, 1.75);
    if (isOn) {
        const QString mark = option.state & QStyle::State_NoChange ? QStringLiteral("minus") : QStringLiteral("check");
        theme.icons().paint(painter, box.adjusted(2, 2, -2, -2), mark, isEnabled ? c.onAccent : c.textDisabled);
    }
    if (option.state & QStyle::State_HasFocus)
        paintFocusRing(painter, box, size::radiusBox, c);
    painter.restore();
}

void radioButton(QPainter &painter, const Theme &theme, const QStyleOption &option)
{
    const Colours &c = theme.colours();
    const bool isOn = option.state & QStyle::State_On;
    const QRectF box = option.rect;
    const qreal radius = box.width() / 2;
    painter.save();
    fillRound(painter, box, radius, isOn ? c.accent : c.raised);
    if (isOn)
        fillRound(painter, QRectF(box.center() - QPointF(4, 4), QSizeF(8, 8)), 4, c.onAccent);
    else
        strokeRound(painter, box, radius, c.borderStrong, 1.75);
    if (option.state & QStyle::State_HasFocus)
        paintFocusRing(painter, box, radius, c);
    painter.restore();
}

} // namespace ui::stylepainting
