#pragma once

#include "ui/chat/messagelayout.h"

#include <QPainterPath>

namespace ui {

class Thumbnails;

// What of a message is marked, hovered or chosen while it is painted.
struct MessageMarks {
    qsizetype selectionStart = 0; // characters of the text
    qsizetype selectionEnd = 0;
    bool isSelected = false; // as a whole: cards and notices
    bool isCurrent = false; // the keyboard is here
    bool isLit = false; // its menu is open, or it was just jumped to
    int hoveredLink = -1;
    int hoveredButton = -1;
    int pressedButton = -1;
    int focusedButton = -1;
};

// Paints messages from their layouts; nothing is computed, read or asked here.
class BubblePainter
{
public:
    BubblePainter(const Theme &theme, Thumbnails &thumbnails)
        : m_theme(theme)
        , m_thumbnails(thumbnails)
    {
    }

    // The painter's origin is the top left of the message's strip.
    void paint(QPainter &painter, const MessageLayout &layout, const MessageMarks &marks,
               Qt::LayoutDirection direction) const;
    void paintDayPill(QPainter &painter, const QRectF &rect, const QString &text) const;
    void paintPlaceholder(QPainter &painter, const QRectF &rect) const;

private:
    void paintUnreadLine(QPainter &painter, const MessageLayout &layout) const;
    void paintNotice(QPainter &painter, const MessageLayout &layout, Qt::LayoutDirection direction) const;
    void paintBubble(QPainter &painter, const MessageLayout &layout, const MessageMarks &marks) const;
    void paintCard(QPainter &painter, const MessageLayout &layout, Qt::LayoutDirection direction) const;
    void paintMeta(QPainter &painter, const MessageLayout &layout) const;

    const Theme &m_theme;
    Thumbnails &m_thumbnails;
};

// Rounded rectangle with corners that touch a neighbour squeezed, and a tail at the last of a group.
[[nodiscard]] QPainterPath bubblePath(const QSizeF &size, bool atRight, bool joinsAbove, bool joinsBelow);

} // namespace ui
