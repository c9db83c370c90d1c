#include "ui/chat/scrollanchor.h"

#include <algorithm>

namespace ui {

void ScrollAnchor::scrollTo(const HeightIndex &index, qint64 value, qint64 maximum)
{
    if (index.isEmpty() || value >= maximum) {
        stickToEnd();
        return;
    }
    m_atEnd = false;
    m_seq = index.seqAt(std::max<qint64>(value, 0));
    m_offset = int(value - index.top(m_seq));
}

void ScrollAnchor::showMessage(qint64 seq, int above)
{
    m_atEnd = false;
    m_seq = seq;
    m_offset = -above;
}

void ScrollAnchor::stickToEnd()
{
    m_atEnd = true;
    m_seq = 0;
    m_offset = 0;
}

qint64 ScrollAnchor::value(const HeightIndex &index, qint64 minimum, qint64 maximum) const
{
    if (m_atEnd || index.isEmpty())
        return maximum;
    // A message that became shorter than the hidden part of it stays at the top with its last pixel.
    const int hidden = std::min(m_offset, std::max(index.height(m_seq) - 1, 0));
    return std::clamp(index.top(m_seq) + hidden, minimum, std::max(minimum, maximum));
}

} // namespace ui
