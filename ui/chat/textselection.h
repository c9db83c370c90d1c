#pragma once

#include <QtGlobal>

#include <utility>

namespace ui {

// A place in a conversation: a message and a character of its shown text.
struct TextPlace {
    qint64 seq = 0; // 0: nowhere
    qsizetype position = 0;

    auto operator<=>(const TextPlace &) const = default;
};

// Text chosen with the mouse, inside one message or across several. Plain value.
class TextSelection
{
public:
    void start(const TextPlace &place) { m_anchor = m_head = place; }
    void extendTo(const TextPlace &place) { m_head = place; }
    void set(const TextPlace &from, const TextPlace &to)
    {
        m_anchor = from;
        m_head = to;
    }
    void clear() { m_anchor = m_head = {}; }

    [[nodiscard]] bool isEmpty() const { return m_anchor == m_head || m_anchor.seq == 0; }
    [[nodiscard]] const TextPlace &first() const { return std::min(m_anchor, m_head); }
    [[nodiscard]] const TextPlace &last() const { return std::max(m_anchor, m_head); }
    [[nodiscard]] bool isWithinOne() const { return m_anchor.seq == m_head.seq; }
    [[nodiscard]] bool covers(qint64 seq) const { return !isEmpty() && seq >= first().seq && seq <= last().seq; }
    // Characters of that message, [start, end); `length` is that of its whole text.
    [[nodiscard]] std::pair<qsizetype, qsizetype> range(qint64 seq, qsizetype length) const
    {
        if (!covers(seq))
            return {0, 0};
        return {seq == first().seq ? first().position : 0, seq == last().seq ? last().position : length};
    }

private:
    TextPlace m_anchor;
    TextPlace m_head;
};

} // namespace ui
