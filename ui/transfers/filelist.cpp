#include "ui/transfers/filelist.h"

#include "ui/common/formats.h"
#include "ui/transfers/filedrag.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>

namespace ui {

FileList::FileList(const Theme &theme, FilePages &pages, Boxes boxes, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_pages(pages)
    , m_boxes(boxes)
    , m_painter(theme)
    , m_drag(new FileDrag(theme, pages.queue(), *this))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    installPaintedListAccess();
    connect(&pages, &FilePages::changed, this, &FileList::arrange);
    connect(&theme, &Theme::changed, this, &FileList::arrange);
}

FileRowPainter::Style FileList::style() const
{
    return {m_boxes == Boxes::Shown, m_pages.show() == FilePages::Show::Failed, layoutDirection()};
}

int FileList::rowHeight() const
{
    return m_painter.height(style());
}

void FileList::arrange()
{
    const int height = rowHeight();
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(height);
    const qint64 beyond = qint64(m_pages.count()) * height - viewport()->height();
    bar->setRange(0, int(std::clamp<qint64>(beyond, 0, INT_MAX)));
    if (m_current >= m_pages.count())
        m_current = m_button = -1;
    look();
}

void FileList::look()
{
    const int height = rowHeight();
    const int top = verticalScrollBar()->value();
    const int first = std::min(top / height, std::max(m_pages.count() - 1, 0));
    const int last = std::min((top + viewport()->height()) / height, m_pages.count() - 1);
    const bool differs = first != m_first || last != m_last;
    m_first = first;
    m_last = last;
    m_pages.want(first, std::max(last, first));
    if (differs)
        tellItemsChanged(*this);
    viewport()->update();
}

QRect FileList::rowRect(int row) const
{
    const qint64 y = qint64(row) * rowHeight() - verticalScrollBar()->value();
    return {0, int(std::clamp<qint64>(y, -(1 << 24), 1 << 24)), viewport()->width(), rowHeight()};
}

FileRowLayout FileList::layoutOf(int row) const
{
    const transfer::EntryLine *entry = line(row);
    return entry ? m_painter.layout(rowRect(row), *entry, style()) : FileRowLayout();
}

FileList::Spot FileList::spotAt(const QPoint &point) const
{
    const int row = (verticalScrollBar()->value() + point.y()) / rowHeight();
    if (point.y() < 0 || row >= m_pages.count())
        return {};
    const QList<PaintedButton> buttons = layoutOf(row).buttons;
    for (int i = 0; i < buttons.size(); ++i) {
        if (buttons[i].rect.contains(point))
            return {row, i};
    }
    return {row, -1};
}

void FileList::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    for (int row = m_first; row <= m_last; ++row) {
        const transfer::EntryLine *entry = line(row);
        if (!entry)
            continue;
        FileRowPainter::Marks marks;
        marks.isHovered = m_hover.row == row;
        marks.isCurrent = m_current == row;
        marks.hasFocus = marks.isCurrent && hasFocus() && m_byKeyboard;
        marks.hoveredButton = marks.isHovered ? m_hover.button : -1;
        marks.pressedButton = m_pressed == m_hover ? marks.hoveredButton : -1;
        marks.focusedButton = marks.hasFocus ? m_button : -1;
        m_painter.paint(painter, rowRect(row), *entry, style(), marks);
    }
}

void FileList::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void FileList::scrollContentsBy(int, int)
{
    m_hover = {};
    look();
}

void FileList::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange)
        arrange();
    QAbstractScrollArea::changeEvent(event);
}

void FileList::setCurrent(int row)
{
    if (row < 0 || row >= m_pages.count())
        return;
    m_current = row;
    m_button = -1;
    const QRect rect = rowRect(row);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < 0)
        bar->setValue(bar->value() + rect.top());
    else if (rect.bottom() >= viewport()->height())
        bar->setValue(bar->value() + rect.bottom() + 1 - viewport()->height());
    viewport()->update();
    tellItemFocused(*this, currentItem());
}

int FileList::itemOfKey(quint64 key) const
{
    const qint64 row = qint64(key) - 1;
    return row < m_first || row > m_last ? -1 : int(row - m_first);
}

QString FileList::itemName(int item) const
{
    const transfer::EntryLine *entry = line(m_first + item);
    if (!entry)
        return {};
    QStringList parts {shownPath(*entry)};
    if (entry->kind == model::EntryKind::File)
        parts.append(formats::size(entry->size));
    const QString state = m_boxes == Boxes::Shown ? QString() : fileStateText(*entry);
    if (!state.isEmpty())
        parts.append(state);
    if (m_boxes == Boxes::Shown && isRiskyLine(*entry))
        parts.append(tr("may be a program"));
    return parts.join(QStringLiteral(", "));
}

void FileList::focusItem(int item)
{
    setFocus();
    m_byKeyboard = true;
    setCurrent(m_first + item);
}

QList<PaintedList::Button> FileList::itemButtons(int item) const
{
    QList<Button> buttons;
    for (const PaintedButton &button : layoutOf(m_first + item).buttons)
        buttons.append({button.spoken(), button.rect});
    return buttons;
}

std::optional<Qt::CheckState> FileList::itemCheck(int item) const
{
    const transfer::EntryLine *entry = line(m_first + item);
    return m_boxes == Boxes::Shown && entry ? std::optional(checkOf(*entry)) : std::nullopt;
}

} // namespace ui
