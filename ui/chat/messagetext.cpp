#include "ui/chat/messagetext.h"

#include <QPainter>
#include <QTextBoundaryFinder>

#include <cmath>

namespace ui {
namespace {

constexpr int longestMarks = 16; // combining marks in a row
constexpr size_t mostBlocks = 400; // paragraphs with a layout of their own; the rest share one
constexpr int mostLargeEmoji = 3;
constexpr qreal emojiFactor = 1.2; // of the letters beside them
constexpr qsizetype mostEmojiRanges = 500; // per paragraph

bool isEmojiStart(char32_t c)
{
    return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || (c >= 0x2b00 && c <= 0x2bff)
           || (c >= 0x2300 && c <= 0x23ff) || c == 0x2764;
}

bool isPictograph(char32_t c)
{
    return c >= 0x1f000 && c <= 0x1faff;
}

bool isEmojiPart(char32_t c)
{
    return isEmojiStart(c) || c == 0x200d || c == 0xfe0f || (c >= 0xe0020 && c <= 0xe007f);
}

// Colour fonts draw emoji smaller than the letters beside them.
QList<QTextLayout::FormatRange> largerEmoji(const QString &text, const QFont &font)
{
    QFont larger = font;
    if (font.pixelSize() > 0)
        larger.setPixelSize(qRound(font.pixelSize() * emojiFactor));
    else
        larger.setPointSizeF(font.pointSizeF() * emojiFactor);
    QTextCharFormat format;
    format.setFont(larger);
    QList<QTextLayout::FormatRange> ranges;
    const auto pointAt = [&text](qsizetype i) {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        return isPair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : char32_t(text[i].unicode());
    };
    for (qsizetype i = 0; i < text.size() && ranges.size() < mostEmojiRanges; ++i) {
        if (!isPictograph(pointAt(i)))
            continue;
        const qsizetype start = i;
        while (i < text.size() && isEmojiPart(pointAt(i)))
            i += QChar::requiresSurrogates(pointAt(i)) ? 2 : 1;
        ranges.append({int(start), int(i - start), format});
    }
    return ranges;
}

// The two backslashes that begin a network path stay together; the rules of line breaking part them.
void keepBackslashesTogether(QTextLine &line, const QString &text, qreal width)
{
    const auto end = [&line] { return line.textStart() + line.textLength(); };
    const qsizetype second = end();
    if (second < 2 || second >= text.size() || text[second] != u'\\' || text[second - 1] != u'\\')
        return;
    const int first = int(second) - 1;
    // A column is a cluster, which may be several characters.
    for (int columns = first - line.textStart(); columns > 0 && end() > first; --columns)
        line.setNumColumns(columns, width);
}

} // namespace

QString displayText(const QString &text)
{
    QString shown;
    shown.reserve(text.size());
    int marks = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isMark = c.isMark();
        marks = isMark ? marks + 1 : 0;
        if (marks > longestMarks)
            continue;
        if (c == u'\r') {
            if (i + 1 >= text.size() || text[i + 1] != u'\n')
                shown += u'\n';
        } else if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator) {
            shown += u'\n';
        } else if (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t') {
            shown += QChar(0x25a1);
        } else {
            shown += c;
        }
    }
    return shown;
}

bool isEmojiOnly(const QString &text)
{
    if (text.isEmpty() || text.size() > 64)
        return false;
    const QList<uint> points = text.toUcs4();
    if (!std::all_of(points.begin(), points.end(), [](uint c) { return isEmojiPart(c); }) || !isEmojiStart(points[0]))
        return false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    int count = 0;
    while (finder.toNextBoundary() > 0)
        ++count;
    return count <= mostLargeEmoji;
}

MessageText::MessageText(const QString &text, const Style &style)
    : m_text(text)
    , m_links(findLinks(text))
    , m_width(style.width)
{
    int linesLeft = style.mostLines > 0 ? style.mostLines : INT_MAX;
    qsizetype start = 0;
    while (start <= m_text.size()) {
        if (linesLeft <= 0) {
            m_cut = true;
            break;
        }
        qsizetype end = m_text.indexOf(u'\n', start);
        if (end < 0 || m_blocks.size() >= mostBlocks)
            end = m_text.size();
        Block block;
        block.start = start;
        block.top = m_size.height();
        linesLeft -= layOut(block, m_text.mid(start, end - start), style, linesLeft);
        m_size.setHeight(block.bottom);
        m_blocks.push_back(std::move(block));
        start = end + 1;
    }
    m_size.setWidth(std::ceil(m_size.width()));
}

int MessageText::layOut(Block &block, const QString &paragraph, const Style &style, int linesLeft)
{
    QString joined = paragraph;
    joined.replace(u'\n', QChar::LineSeparator);
    block.layout = std::make_unique<QTextLayout>(joined, style.font);
    block.rightToLeft = joined.isRightToLeft();
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(block.rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(block.rightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    block.layout->setTextOption(option);
    block.layout->setCacheEnabled(true);
    block.layout->setFormats(largerEmoji(joined, style.font));
    block.layout->beginLayout();
    int lines = 0;
    qreal y = 0;
    for (QTextLine line = block.layout->createLine(); line.isValid(); line = block.layout->createLine()) {
        if (lines == linesLeft) {
            m_cut = true;
            break;
        }
        line.setLineWidth(style.width);
        keepBackslashesTogether(line, joined, style.width);
        const qreal height = std::ceil(std::max(style.lineHeight, line.height()));
        line.setPosition({0, y + (height - line.height()) / 2});
        y += height;
        ++lines;
        m_lastLineWidth = std::ceil(line.naturalTextWidth());
        m_lastLineHeight = height;
        m_size.setWidth(std::max(m_size.width(), m_lastLineWidth));
    }
    block.layout->endLayout();
    block.bottom = block.top + y;
    return lines;
}

bool MessageText::endsRightToLeft() const
{
    return !m_blocks.empty() && m_blocks.back().rightToLeft;
}

qsizetype MessageText::positionAt(const QPointF &point) const
{
    if (point.y() < 0)
        return 0;
    for (const Block &block : m_blocks) {
        if (point.y() >= block.bottom)
            continue;
        const QPointF inside(point.x() - shift(block), point.y() - block.top);
        for (int i = 0; i < block.layout->lineCount(); ++i) {
            const QTextLine line = block.layout->lineAt(i);
            const bool isLast = i + 1 == block.layout->lineCount();
            if (isLast || inside.y() < block.layout->lineAt(i + 1).position().y())
                return block.start + line.xToCursor(inside.x());
        }
    }
    return m_text.size();
}

int MessageText::linkAt(const QPointF &point) const
{
    if (m_links.isEmpty() || point.y() < 0 || point.y() >= m_size.height() || point.x() < 0
        || point.x() > m_size.width())
        return -1;
    for (const Block &block : m_blocks) {
        if (point.y() >= block.bottom)
            continue;
        const QPointF inside(point.x() - shift(block), point.y() - block.top);
        for (int i = 0; i < block.layout->lineCount(); ++i) {
            const QTextLine line = block.layout->lineAt(i);
            if (!line.naturalTextRect().contains(inside))
                continue;
            const qsizetype position = block.start + line.xToCursor(inside.x(), QTextLine::CursorOnCharacter);
            for (int link = 0; link < m_links.size(); ++link) {
                if (position >= m_links[link].start && position < m_links[link].start + m_links[link].length)
                    return link;
            }
        }
        return -1;
    }
    return -1;
}

void MessageText::draw(QPainter &painter, const QPointF &origin, const Ink &ink, qsizetype selectionStart,
                       qsizetype selectionEnd, int hoveredLink) const
{
    const QRectF clip = painter.hasClipping() ? painter.clipBoundingRect() : QRectF();
    painter.setPen(ink.text);
    for (const Block &block : m_blocks) {
        if (!clip.isNull() && (origin.y() + block.bottom < clip.top() || origin.y() + block.top > clip.bottom()))
            continue;
        QList<QTextLayout::FormatRange> ranges;
        const qsizetype length = block.layout->text().size();
        const auto add = [&](qsizetype start, qsizetype end, const QTextCharFormat &format) {
            const qsizetype from = std::clamp<qsizetype>(start - block.start, 0, length);
            const qsizetype to = std::clamp<qsizetype>(end - block.start, 0, length);
            if (from < to)
                ranges.append({int(from), int(to - from), format});
        };
        for (int i = 0; i < m_links.size(); ++i) {
            QTextCharFormat format;
            format.setForeground(ink.link);
            format.setFontUnderline(i == hoveredLink);
            add(m_links[i].start, m_links[i].start + m_links[i].length, format);
        }
        QTextCharFormat selected;
        selected.setBackground(ink.selection);
        selected.setForeground(ink.text);
        add(selectionStart, selectionEnd, selected);
        block.layout->draw(&painter, origin + QPointF(shift(block), block.top), ranges, clip);
    }
}

} // namespace ui
