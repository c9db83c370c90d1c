#pragma once

#include "ui/chat/messagelayout.h"

#include <QFontInfo>

#include <algorithm>

namespace ui {

// One message while it is being laid out from top to bottom.
struct MessageLayouter::Work {
    const model::Message &message;
    const MessageContext &context;
    MessageLayout &layout;
    QRectF column;
    qreal y = 0; // where the next part begins

    [[nodiscard]] qreal widestBubble(const Theme &theme) const
    {
        return std::floor(std::min<qreal>(theme.px(size::bubbleWidth), column.width() * 0.78));
    }
    [[nodiscard]] QRectF inner(const Theme &theme) const
    {
        const int x = theme.px(size::bubblePaddingX);
        const int vertical = theme.px(size::bubblePaddingY);
        return layout.bubble.adjusted(x, vertical, -x, -vertical);
    }
};

// Fonts are sized in points; line heights are factors of pixels.
[[nodiscard]] inline qreal pixelsOf(const QFont &font)
{
    return QFontInfo(font).pixelSize();
}

[[nodiscard]] inline QFont cardNameFont(const Theme &theme)
{
    QFont font = theme.font(Type::Name);
    font.setPointSizeF(font.pointSizeF() * 1.04);
    return font;
}

[[nodiscard]] inline QFont dayFont(const Theme &theme)
{
    QFont font = theme.font(Type::Caption);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace ui
