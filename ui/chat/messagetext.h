#pragma once

#include "ui/chat/linkfinder.h"

#include <QColor>
#include <QFont>
#include <QTextLayout>

#include <memory>
#include <vector>

class QPainter;

namespace ui {

// Peer text made safe to paint: controls become boxes, long runs of combining marks are cut. Never markup.
[[nodiscard]] QString displayText(const QString &text);
// Up to three emoji and nothing else: drawn large.
[[nodiscard]] bool isEmojiOnly(const QString &text);

// Laid-out plain text, one layout per paragraph so that each follows its own direction. Colours come with painting.
class MessageText
{
public:
    struct Style {
        QFont font;
        qreal lineHeight = 0; // pixels, at least
        qreal width = 0;
        int mostLines = 0; // 0: all
    };
    struct Ink {
        QColor text;
        QColor link;
        QColor selection;
    };

    // `text` as from displayText().
    MessageText(const QString &text, const Style &style);

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QSizeF size() const { return m_size; }
    [[nodiscard]] qreal lastLineWidth() const { return m_lastLineWidth; }
    [[nodiscard]] qreal lastLineHeight() const { return m_lastLineHeight; }
    [[nodiscard]] bool endsRightToLeft() const;
    [[nodiscard]] bool isCut() const { return m_cut; } // longer than mostLines
    [[nodiscard]] const QList<TextLink> &links() const { return m_links; }

    // Character before which the point lies; relative to the text's own origin.
    [[nodiscard]] qsizetype positionAt(const QPointF &point) const;
    [[nodiscard]] int linkAt(const QPointF &point) const; // -1: none
    void draw(QPainter &painter, const QPointF &origin, const Ink &ink, qsizetype selectionStart,
              qsizetype selectionEnd, int hoveredLink) const;

private:
    struct Block {
        std::unique_ptr<QTextLayout> layout;
        qsizetype start = 0; // in m_text
        qreal top = 0;
        qreal bottom = 0;
        bool rightToLeft = false;
    };

    int layOut(Block &block, const QString &paragraph, const Style &style, int linesLeft);
    [[nodiscard]] qreal shift(const Block &block) const { return block.rightToLeft ? m_size.width() - m_width : 0; }

    QString m_text;
    QList<TextLink> m_links;
    std::vector<Block> m_blocks;
    qreal m_width = 0;
    QSizeF m_size {0, 0};
    qreal m_lastLineWidth = 0;
    qreal m_lastLineHeight = 0;
    bool m_cut = false;
};

} // namespace ui
