#include "ui/chat/bubblepainter.h"

#include "ui/chat/messagelayoutwork.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/transfers/thumbnails.h"

#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

struct Corners {
    qreal topLeft, topRight, bottomRight, bottomLeft;
};

QPainterPath roundedPath(const QRectF &rect, const Corners &corners)
{
    QPainterPath path;
    path.moveTo(rect.left() + corners.topLeft, rect.top());
    const auto corner = [&path](qreal x, qreal y, qreal radius, qreal start) {
        if (radius > 0)
            path.arcTo(QRectF(x, y, 2 * radius, 2 * radius), start, -90);
    };
    path.lineTo(rect.right() - corners.topRight, rect.top());
    corner(rect.right() - 2 * corners.topRight, rect.top(), corners.topRight, 90);
    path.lineTo(rect.right(), rect.bottom() - corners.bottomRight);
    corner(rect.right() - 2 * corners.bottomRight, rect.bottom() - 2 * corners.bottomRight, corners.bottomRight, 0);
    path.lineTo(rect.left() + corners.bottomLeft, rect.bottom());
    corner(rect.left(), rect.bottom() - 2 * corners.bottomLeft, corners.bottomLeft, 270);
    path.lineTo(rect.left(), rect.top() + corners.topLeft);
    corner(rect.left(), rect.top(), corners.topLeft, 180);
    path.closeSubpath();
    return path;
}

// At the left end; its own box is size::tailWidth x size::tailHeight.
QPainterPath tailPath()
{
    QPainterPath path(QPointF(7, 0));
    path.cubicTo(7, 6, 5, 10.6, 0.6, 13.3);
    path.cubicTo(-0.3, 13.9, 0.1, 15, 1.2, 15);
    path.lineTo(8, 15);
    path.lineTo(8, 0);
    path.closeSubpath();
    return path.toReversed(); // the way round of roundedPath()
}

Qt::Alignment aligned(Qt::LayoutDirection direction, Qt::Alignment horizontal)
{
    return QStyle::visualAlignment(direction, horizontal | Qt::AlignVCenter);
}

void drawLine(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text,
              Qt::TextElideMode mode = Qt::ElideRight)
{
    const QString shown = QFontMetricsF(painter.font()).elidedText(text, mode, rect.width() + 0.5);
    painter.drawText(rect, int(alignment) | Qt::TextSingleLine, shown);
}

} // namespace

QPainterPath bubblePath(const QSizeF &size, bool atRight, bool joinsAbove, bool joinsBelow)
{
    const qreal round = std::min<qreal>(size::radiusBubble, size.height() / 2);
    const qreal joined = std::min<qreal>(size::bubbleJoined, round);
    // Built for the left side and turned over for the right one.
    const Corners corners {joinsAbove ? joined : round, round, round, joinsBelow ? joined : 0};
    const QRectF rect(QPointF(), size);
    QPainterPath path = roundedPath(rect, corners);
    path.setFillRule(Qt::WindingFill); // the tail overlaps the body
    if (!joinsBelow)
        path.addPath(tailPath().translated(-6, size.height() - size::tailHeight));
    if (!atRight)
        return path;
    return QTransform(-1, 0, 0, 1, size.width(), 0).map(path);
}

void BubblePainter::paint(QPainter &painter, const MessageLayout &layout, const MessageMarks &marks,
                          Qt::LayoutDirection direction) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (!layout.dayPill.isEmpty())
        paintDayPill(painter, layout.dayPill, layout.day);
    if (!layout.unreadLine.isEmpty())
        paintUnreadLine(painter, layout);
    if (!layout.bubble.isEmpty())
        paintBubble(painter, layout, marks);
    if (!layout.noticeRect.isEmpty())
        paintNotice(painter, layout, direction);
    const Colours &colours = m_theme.colours();
    if (layout.text) {
        const MessageText::Ink ink {colours.text, colours.accentText, colours.textSelection};
        layout.text->draw(painter, layout.textOrigin, ink, marks.selectionStart, marks.selectionEnd, marks.hoveredLink);
    }
    if (layout.card)
        paintCard(painter, layout, direction);
    if (!layout.bubble.isEmpty())
        paintMeta(painter, layout);
    for (int i = 0; i < layout.buttons.size(); ++i) {
        const ButtonState state {marks.hoveredButton == i, marks.pressedButton == i, marks.focusedButton == i};
        paintButton(painter, m_theme, layout.buttons[i], state, direction);
    }
}

void BubblePainter::paintDayPill(QPainter &painter, const QRectF &rect, const QString &text) const
{
    fillRound(painter, rect, rect.height() / 2, m_theme.colours().pill);
    painter.setFont(dayFont(m_theme));
    painter.setPen(m_theme.colours().pillText);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
}

void BubblePainter::paintPlaceholder(QPainter &painter, const QRectF &rect) const
{
    fillRound(painter, rect, size::radiusBubble, m_theme.colours().hover);
}

void BubblePainter::paintUnreadLine(QPainter &painter, const MessageLayout &layout) const
{
    const QRectF &rect = layout.unreadLine;
    const QColor tone = m_theme.colours().toneText;
    QFont font = m_theme.font(Type::Caption);
    font.setWeight(QFont::DemiBold);
    const qreal text = std::ceil(QFontMetricsF(font).horizontalAdvance(layout.unread));
    constexpr qreal coil = 34;
    constexpr qreal gap = 10;
    const QRectF middle(rect.center().x() - text / 2, rect.top(), text, rect.height());
    painter.setFont(font);
    painter.setPen(tone);
    painter.drawText(middle, Qt::AlignCenter | Qt::TextSingleLine, layout.unread);
    const QRectF left(middle.left() - gap - coil, rect.top(), coil, rect.height());
    const QRectF right(middle.right() + gap, rect.top(), coil, rect.height());
    paintCoil(painter, left, tone);
    paintCoil(painter, right, tone);
    QColor faint = tone;
    faint.setAlphaF(0.38f);
    const qreal y = rect.center().y() - 0.75;
    painter.fillRect(QRectF(rect.left(), y, std::max<qreal>(left.left() - gap - rect.left(), 0), 1.5), faint);
    painter.fillRect(QRectF(right.right() + gap, y, std::max<qreal>(rect.right() - right.right() - gap, 0), 1.5),
                     faint);
}

void BubblePainter::paintNotice(QPainter &painter, const MessageLayout &layout, Qt::LayoutDirection direction) const
{
    const Colours &colours = m_theme.colours();
    painter.setFont(m_theme.font(Type::Caption));
    if (layout.noticeIcon.isEmpty()) {
        painter.setPen(colours.danger);
        drawLine(painter, layout.noticeRect, aligned(direction, Qt::AlignTrailing), layout.notice);
        return;
    }
    const int side = m_theme.px(15);
    QRectF icon(layout.noticeRect.left(), layout.noticeRect.center().y() - side / 2.0, side, side);
    QRectF text = layout.noticeRect.adjusted(side + 6, 0, 0, 0);
    if (direction == Qt::RightToLeft) {
        icon.moveRight(layout.noticeRect.right());
        text = layout.noticeRect.adjusted(0, 0, -side - 6, 0);
    }
    m_theme.icons().paint(painter, icon, layout.noticeIcon, colours.text2, direction);
    painter.setPen(colours.text2);
    layout.noticeLines->draw(&painter, text.topLeft());
}

void BubblePainter::paintBubble(QPainter &painter, const MessageLayout &layout, const MessageMarks &marks) const
{
    const Colours &colours = m_theme.colours();
    const QPainterPath path = bubblePath(layout.bubble.size(), layout.atRight, layout.joinsAbove, layout.joinsBelow);
    painter.save();
    painter.translate(layout.bubble.topLeft());
    painter.fillPath(path.translated(0, 1), colours.shadow);
    painter.fillPath(path, layout.out ? colours.bubbleOut : colours.bubbleIn);
    if (marks.isLit || marks.isSelected) {
        QColor veil = marks.isSelected ? colours.textSelection : colours.accentText;
        veil.setAlphaF(marks.isSelected ? 0.6f : 0.1f);
        painter.fillPath(path, veil);
    }
    painter.restore();
    if (marks.isCurrent && marks.focusedButton < 0)
        strokeRound(painter, layout.bubble.adjusted(-2, -2, 2, 2), size::radiusBubble + 2, colours.focus,
                    size::ringWidth);
}

void BubblePainter::paintCard(QPainter &painter, const MessageLayout &layout, Qt::LayoutDirection direction) const
{
    const Colours &colours = m_theme.colours();
    const CardLayout &card = *layout.card;
    QColor tile = colours.*card.look.tile;
    QColor tileInk = colours.*card.look.tileInk;
    // Inside an own bubble both soft grounds are too close to the bubble's.
    if (layout.out && (card.look.tile == &Colours::accentSoft || card.look.tile == &Colours::successSoft)) {
        tile = mixed(colours.accentText, colours.bubbleOut, 0.16);
        tileInk = colours.accentText;
    }
    if (!paintThumbnail(painter, card.tile, size::radiusCard, m_thumbnails, card.look.picture)) {
        fillRound(painter, card.tile, size::radiusCard, tile);
        const qreal inset = (card.tile.width() - m_theme.px(size::iconTile)) / 2;
        m_theme.icons().paint(painter, card.tile.adjusted(inset, inset, -inset, -inset), card.look.icon, tileInk,
                              direction);
    }

    const Qt::Alignment start = aligned(direction, Qt::AlignLeading);
    const QColor meta = layout.out ? colours.bubbleOutMeta : colours.bubbleInMeta;
    painter.setFont(cardNameFont(m_theme));
    painter.setPen(colours.text);
    drawLine(painter, card.name, start, card.look.name, Qt::ElideMiddle);
    painter.setFont(m_theme.font(Type::Caption));
    painter.setPen(meta);
    if (!card.isAmountLinked)
        drawLine(painter, card.amount, start, card.amountText);
    if (!card.cord.isEmpty())
        paintCord(painter, m_theme, card.cord, card.look.cord, card.look.fraction, direction);
    if (!card.state.isEmpty()) {
        painter.setPen(card.look.stateInk == &Colours::text2 ? meta : colours.*card.look.stateInk);
        drawLine(painter, card.state, start, card.stateText);
    }
}

void BubblePainter::paintMeta(QPainter &painter, const MessageLayout &layout) const
{
    const Colours &colours = m_theme.colours();
    const QColor meta = layout.out ? colours.bubbleOutMeta : colours.bubbleInMeta;
    painter.setFont(m_theme.font(Type::Micro));
    painter.setPen(meta);
    painter.drawText(layout.timeRect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, layout.time);
    if (!layout.stateIcon.isEmpty()) {
        m_theme.icons().paint(painter, layout.stateRect, layout.stateIcon,
                              layout.stateInk ? colours.*layout.stateInk : meta);
    }
}

} // namespace ui
