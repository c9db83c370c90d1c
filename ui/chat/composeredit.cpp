#include "ui/chat/composeredit.h"

#include "ui/transfers/filedrop.h"

#include <QFontMetrics>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include <algorithm>

namespace ui {
namespace {

constexpr int mostLines = 8;
constexpr int paddingX = 12;
constexpr int slack = 4; // room for letters taller than the font's own, inside the viewport

} // namespace

ComposerEdit::ComposerEdit(const Theme &theme, QWidget *parent)
    : SafeTextEdit(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(slack);
    viewport()->setAutoFillBackground(false);
    // Whoever holds the conversation decides on drops.
    setAcceptDrops(false);
    viewport()->setAcceptDrops(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &ComposerEdit::applyTheme);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            [this] { updateGeometry(); });
    applyTheme();
}

void ComposerEdit::applyTheme()
{
    setFont(m_theme.font(Type::Message));
    QPalette colours = palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    colours.setColor(QPalette::Text, m_theme.colours().text);
    colours.setColor(QPalette::PlaceholderText, m_theme.colours().text2);
    setPalette(colours);
    setViewportMargins(paddingX - slack, paddingY() - slack, paddingX - slack, paddingY() - slack);
    updateGeometry();
}

// One line stands in the middle of a field of the usual height.
int ComposerEdit::paddingY() const
{
    return std::max((m_theme.px(size::field) - QFontMetrics(font()).lineSpacing()) / 2, int(size::gap3));
}

// Of the first lines as they are: Chinese or emoji make a line higher than the font alone.
int ComposerEdit::heightOf(int lines) const
{
    qreal text = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines > 0; block = block.next()) {
        const int inBlock = std::max(block.lineCount(), 1);
        const qreal height = document()->documentLayout()->blockBoundingRect(block).height();
        text += inBlock <= lines ? height : height * lines / inBlock;
        lines -= inBlock;
    }
    return std::max(qRound(text) + 2 * paddingY(), m_theme.px(size::field));
}

QSize ComposerEdit::sizeHint() const
{
    return {m_theme.px(200), heightOf(mostLines)};
}

QSize ComposerEdit::minimumSizeHint() const
{
    return {m_theme.px(80), heightOf(1)};
}

void ComposerEdit::resizeEvent(QResizeEvent *event)
{
    SafeTextEdit::resizeEvent(event);
    const bool scrolls = int(document()->size().height()) > mostLines;
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
    fitHint();
}

void ComposerEdit::setHint(const QString &text)
{
    m_hint = text;
    fitHint();
}

// A placeholder would be wrapped into a second line that the field has no room for.
void ComposerEdit::fitHint()
{
    const int room = viewport()->width() - 2 * slack;
    setPlaceholderText(fontMetrics().elidedText(m_hint, Qt::ElideRight, room));
}

void ComposerEdit::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_composing)
            return;
        if (event->modifiers() & Qt::ShiftModifier)
            break;
        emit submitted();
        return;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: emit pageScrolled(event->key() == Qt::Key_PageUp ? -1 : 1); return;
    case Qt::Key_Up:
        if (document()->isEmpty() && event->modifiers() == Qt::NoModifier) {
            emit leftUpwards();
            return;
        }
        break;
    default: break;
    }
    SafeTextEdit::keyPressEvent(event);
}

void ComposerEdit::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    SafeTextEdit::inputMethodEvent(event);
}

void ComposerEdit::focusOutEvent(QFocusEvent *event)
{
    m_composing = false;
    SafeTextEdit::focusOutEvent(event);
}

bool ComposerEdit::takesMore(const QMimeData &source) const
{
    return hasLocalPaths(source) || source.hasImage();
}

bool ComposerEdit::insertMore(const QMimeData &source)
{
    if (const QStringList paths = localPaths(source); !paths.isEmpty()) {
        emit filesPasted(paths);
        return true;
    }
    // Word processors offer a picture of copied text as well; the text is what is meant then.
    if (source.hasImage() && !source.hasText()) {
        emit imagePasted(qvariant_cast<QImage>(source.imageData()));
        return true;
    }
    return false;
}

} // namespace ui
