#include "ui/transfers/transferlist.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <utility>

// The parts of TransferList that change the order of what waits.
namespace ui {
namespace {

constexpr int markWidth = 2;
constexpr float paleness = 0.55F;

struct Move {
    TransferAction action;
    QKeyCombination keys;
};

constexpr Move moves[] = {
    {TransferAction::MoveFirst, Qt::CTRL | Qt::Key_Home},
    {TransferAction::MoveUp, Qt::CTRL | Qt::Key_Up},
    {TransferAction::MoveDown, Qt::CTRL | Qt::Key_Down},
};

bool isPossible(TransferAction action, qsizetype place, qsizetype count)
{
    return action == TransferAction::MoveDown ? place + 1 < count : place > 0;
}

} // namespace

QList<model::TransferId> TransferList::lineOf(int row) const
{
    const model::Transfer &transfer = m_rows.at(row).transfer;
    return transfer.isInLine() ? m_rows.all().line(transfer.direction) : QList<model::TransferId>();
}

void TransferList::addMoves(QMenu &menu, int row)
{
    const QList<model::TransferId> line = lineOf(row);
    if (line.size() < 2)
        return;
    menu.addSeparator();
    const model::TransferId id = m_rows.at(row).transfer.id;
    const qsizetype place = line.indexOf(id);
    for (const Move &move : moves) {
        QAction *action =
            menu.addAction(actionName(move.action), this, [this, id, move] { emit actionRequested(id, move.action); });
        action->setShortcut(move.keys);
        action->setShortcutContext(Qt::WidgetShortcut); // only told: the list itself listens
        action->setEnabled(isPossible(move.action, place, line.size()));
    }
}

bool TransferList::moveByKey(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Escape && isDragging()) {
        m_moving.over = {};
        endDrag();
        return true;
    }
    for (const Move &move : moves) {
        const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
        if (event.key() != move.keys.key() || modifiers != move.keys.keyboardModifiers() || !currentIndex().isValid())
            continue;
        const model::TransferId id = m_rows.at(currentIndex().row()).transfer.id;
        if (!lineOf(currentIndex().row()).isEmpty())
            emit actionRequested(id, move.action);
        choose(id);
        return true;
    }
    return false;
}

void TransferList::beginDrag()
{
    if (isDragging())
        return;
    const int row = m_rowPressed.row < m_rows.rowCount() ? m_rowPressed.row : -1;
    QList<model::TransferId> line = row < 0 ? QList<model::TransferId>() : lineOf(row);
    if (line.size() < 2)
        return;
    m_moving = {m_rows.at(row).transfer.id, std::move(line), {}};
    viewport()->setCursor(Qt::ClosedHandCursor);
}

void TransferList::dragTo(const QPoint &position)
{
    QScrollBar *bar = verticalScrollBar();
    if (position.y() < 0)
        bar->setValue(bar->value() - bar->singleStep());
    else if (position.y() > viewport()->height())
        bar->setValue(bar->value() + bar->singleStep());
    const int y = std::clamp(position.y(), 0, viewport()->height() - 1);
    const int row = indexAt({viewport()->width() / 2, y}).row();
    const model::TransferId over = row < 0 ? model::TransferId() : m_rows.at(row).transfer.id;
    m_moving.over = over != m_moving.id && m_moving.line.contains(over) ? over : model::TransferId();
    viewport()->update();
}

void TransferList::endDrag()
{
    const Moving moved = std::exchange(m_moving, Moving());
    viewport()->unsetCursor();
    viewport()->update();
    if (!moved.over.isNull())
        emit moveRequested(moved.id, moved.over);
}

// The row that is dragged is pale; a line tells where it would come to lie.
void TransferList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    const int dragged = isDragging() ? m_rows.rowOf(m_moving.id) : -1;
    if (dragged < 0)
        return;
    QPainter painter(viewport());
    QColor veil = m_theme.colours().pane;
    veil.setAlphaF(paleness);
    painter.fillRect(itemRect(dragged), veil);
    const int row = m_moving.over.isNull() ? -1 : m_rows.rowOf(m_moving.over);
    if (row < 0)
        return;
    const QRect rect = itemRect(row);
    const bool isUpwards = m_moving.line.indexOf(m_moving.over) < m_moving.line.indexOf(m_moving.id);
    const int y = isUpwards ? rect.top() : rect.bottom() + 1 - markWidth;
    painter.fillRect(rect.left(), y, rect.width(), markWidth, m_theme.colours().accentText);
}

} // namespace ui
