#include "ui/transfers/filedrag.h"
#include "ui/transfers/filelist.h"
#include "ui/transfers/transferwords.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>

// The parts of FileList that answer mouse and keyboard.
namespace ui {

void FileList::setHover(const Spot &spot)
{
    if (m_hover == spot)
        return;
    m_hover = spot;
    viewport()->update();
}

void FileList::step(int rows)
{
    if (m_pages.count() == 0)
        return;
    m_byKeyboard = true;
    const int from = m_current < 0 ? (rows > 0 ? m_first - 1 : m_last + 1) : m_current;
    setCurrent(int(std::clamp<qint64>(qint64(from) + rows, 0, m_pages.count() - 1)));
}

void FileList::stepButton(int step)
{
    if (m_current < 0)
        return;
    m_byKeyboard = true;
    m_button = std::clamp(m_button + step, -1, int(layoutOf(m_current).buttons.size()) - 1);
    viewport()->update();
}

void FileList::activate(int row)
{
    const transfer::EntryLine *entry = line(row);
    if (m_boxes == Boxes::Shown)
        tick(row);
    else if (entry && !entry->file.isEmpty())
        emit openRequested(entry->file);
}

void FileList::tick(int row)
{
    if (const transfer::EntryLine *entry = line(row))
        emit tickRequested(entry->entry, checkOf(*entry) != Qt::Checked);
}

void FileList::press(const Spot &spot)
{
    const transfer::EntryLine *entry = line(spot.row);
    if (!entry || entry->file.isEmpty())
        return;
    if (spot.button == 0)
        emit openRequested(entry->file);
    else if (spot.button == 1)
        emit showRequested(entry->file);
}

// Its path, and why it did not arrive.
void FileList::copy(int row) const
{
    if (const transfer::EntryLine *entry = line(row))
        QGuiApplication::clipboard()->setText(failureLine(*entry));
}

void FileList::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copy(m_current);
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const int page = std::max(viewport()->height() / rowHeight() - 1, 1);
    switch (event->key()) {
    case Qt::Key_Up: return step(-1);
    case Qt::Key_Down: return step(1);
    case Qt::Key_PageUp: return step(-page);
    case Qt::Key_PageDown: return step(page);
    case Qt::Key_Home: return step(-m_pages.count());
    case Qt::Key_End: return step(m_pages.count());
    case Qt::Key_Left: return stepButton(-forward);
    case Qt::Key_Right: return stepButton(forward);
    case Qt::Key_Space: return m_button >= 0 ? press({m_current, m_button}) : activate(m_current);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // With boxes Enter belongs to the dialog's main button.
        if (m_boxes == Boxes::Shown)
            break;
        return m_button >= 0 ? press({m_current, m_button}) : activate(m_current);
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void FileList::focusInEvent(QFocusEvent *event)
{
    m_byKeyboard = event->reason() != Qt::MouseFocusReason;
    if (m_current < 0 && m_byKeyboard)
        setCurrent(m_first);
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void FileList::focusOutEvent(QFocusEvent *event)
{
    m_button = -1;
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void FileList::mousePressEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    m_byKeyboard = false;
    m_pressed = event->button() == Qt::LeftButton ? spot : Spot();
    if (spot.row >= 0 && spot.button < 0)
        setCurrent(spot.row);
    if (m_pressed.row >= 0 && spot.button < 0)
        prepareDrag(event->position().toPoint(), spot.row);
    viewport()->update();
}

// Only what is whole.
void FileList::prepareDrag(const QPoint &point, int row)
{
    const transfer::EntryLine *entry = line(row);
    const bool isDone = entry && entry->state == transfer::EntryState::Done && !entry->file.isEmpty();
    if (isDone && (entry->kind != model::EntryKind::Folder || m_pages.isWhole()))
        m_drag->press(point, entry->file);
}

void FileList::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drag->move(event->position().toPoint()))
        m_pressed = {};
    else
        setHover(spotAt(event->position().toPoint()));
}

void FileList::mouseReleaseEvent(QMouseEvent *event)
{
    m_drag->release();
    const Spot pressed = std::exchange(m_pressed, Spot());
    viewport()->update();
    if (event->button() != Qt::LeftButton || pressed.row < 0 || spotAt(event->position().toPoint()) != pressed)
        return;
    if (pressed.button >= 0)
        press(pressed);
    else if (m_boxes == Boxes::Shown)
        tick(pressed.row);
}

void FileList::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    if (m_boxes == Boxes::Shown)
        m_pressed = spot; // the release ticks once more
    else if (spot.row >= 0 && spot.button < 0)
        activate(spot.row);
}

void FileList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = byKey ? m_current : spotAt(event->pos()).row;
    if (!line(row))
        return;
    setCurrent(row);
    showMenu(row, byKey ? viewport()->mapToGlobal(rowRect(row).center()) : event->globalPos());
}

void FileList::showMenu(int row, const QPoint &position)
{
    const transfer::EntryLine &entry = *line(row);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!entry.file.isEmpty()) {
        menu->addAction(m_theme.icon(actionIcon(TransferAction::Open)), actionName(TransferAction::Open), this,
                        [this, path = entry.file] { emit openRequested(path); });
        menu->addAction(m_theme.icon(actionIcon(TransferAction::ShowInFolder)),
                        actionName(TransferAction::ShowInFolder), this,
                        [this, path = entry.file] { emit showRequested(path); });
        menu->addSeparator();
    }
    menu->addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy"), QKeySequence::Copy, this,
                    [this, row] { copy(row); });
    menu->popup(position);
}

bool FileList::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHover({});
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Spot spot = spotAt(help->pos());
    const transfer::EntryLine *entry = line(spot.row);
    if (!entry)
        return true;
    QString text = spot.button >= 0 ? layoutOf(spot.row).buttons[spot.button].text : shownPath(*entry);
    if (spot.button < 0 && entry->state == transfer::EntryState::Failed)
        text += u'\n' + fileStateText(*entry);
    QToolTip::showText(help->globalPos(), text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")), viewport());
    return true;
}

} // namespace ui
