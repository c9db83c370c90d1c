#include "ui/chat/jumpbutton.h"

#include "ui/common/badge.h"
#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QPainter>

namespace ui {
namespace {

constexpr int diameter = 42;
constexpr int above = 11; // room for the count

} // namespace

JumpButton::JumpButton(const Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::ArrowCursor);
    retranslate();
    connect(&theme, &Theme::changed, this, [this] { resize(sizeHint()); });
    resize(sizeHint());
}

void JumpButton::setCount(int count)
{
    if (m_count == count)
        return;
    m_count = count;
    retranslate();
    update();
}

QSize JumpButton::sizeHint() const
{
    const int extent = shadowExtent(Depth::Float);
    const int side = m_theme.px(diameter) + 2 * extent;
    return {side, side + above - extent};
}

void JumpButton::retranslate()
{
    const QString text = m_count > 0 ? tr("%n new message(s) below", nullptr, m_count) : tr("Go to the newest message");
    setAccessibleName(text);
    setToolTip(text);
}

void JumpButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    const int side = m_theme.px(diameter);
    const QRectF circle((width() - side) / 2.0, above, side, side);
    paintShadow(painter, circle, side / 2.0, Depth::Float, colours.shadow);
    fillRound(painter, circle, side / 2.0, isDown() ? colours.pressed : underMouse() ? colours.hover : colours.raised);
    strokeRound(painter, circle, side / 2.0, colours.border, hairline(painter));
    const int icon = m_theme.px(size::iconButton);
    m_theme.icons().paint(painter,
                          QRectF(circle.center().x() - icon / 2.0, circle.center().y() - icon / 2.0, icon, icon),
                          QStringLiteral("jump-down"), colours.text2);
    if (hasFocus())
        strokeRound(painter, circle.adjusted(2, 2, -2, -2), side / 2.0 - 2, colours.focus, size::ringWidth);
    if (m_count > 0) {
        const QString text = formats::count(m_count);
        const QSize pill = countSize(m_theme, text);
        paintCount(painter, m_theme, QRect(QPoint((width() - pill.width()) / 2, 0), pill), text);
    }
}

void JumpButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QAbstractButton::changeEvent(event);
}

void JumpButton::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void JumpButton::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

} // namespace ui
