#pragma once

#include "ui/chat/heightindex.h"

namespace ui {

// Where the reader is: a message and how many of its pixels are above the viewport, or the end of the conversation.
// The scroll bar's value is derived from it, so that nothing that happens elsewhere moves the line being read.
class ScrollAnchor
{
public:
    // The user moved the view so that pixel `value` of the messages is at its top; below 0 lies a margin. From
    // `maximum` on it is the end.
    void scrollTo(const HeightIndex &index, qint64 value, qint64 maximum);
    // Shows `seq` with its upper edge `above` pixels below the top of the viewport.
    void showMessage(qint64 seq, int above = 0);
    void stickToEnd();

    [[nodiscard]] bool isAtEnd() const { return m_atEnd; }
    [[nodiscard]] qint64 seq() const { return m_seq; } // meaningless at the end
    [[nodiscard]] int offset() const { return m_offset; }
    // The pixel to show at the top, within minimum..maximum.
    [[nodiscard]] qint64 value(const HeightIndex &index, qint64 minimum, qint64 maximum) const;

    bool operator==(const ScrollAnchor &) const = default;

private:
    bool m_atEnd = true;
    qint64 m_seq = 0;
    int m_offset = 0;
};

} // namespace ui
