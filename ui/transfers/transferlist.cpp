#include "ui/transfers/transferlist.h"

#include "ui/common/formats.h"
#include "ui/transfers/filedrag.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QToolTip>

namespace ui {

TransferList::TransferList(const Theme &theme, TransferFilter &rows, transfer::TransferQueue &queue,
                           Thumbnails &thumbnails, QWidget *parent)
    : QListView(parent)
    , m_theme(theme)
    , m_rows(rows)
    , m_delegate(new TransferDelegate(theme, rows, thumbnails, this))
    , m_drag(new FileDrag(theme, queue, *this))
{
    setModel(&rows);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(Adjust);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setBackgroundRole(QPalette::NoRole);
    viewport()->setAutoFillBackground(false);
    installPaintedListAccess();
    connect(&theme, &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
    connect(&thumbnails, &Thumbnails::changed, viewport(), qOverload<>(&QWidget::update));
    // A row's height follows its state, which the view would not ask for again by itself.
    connect(&rows, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &first) {
        if (visualRect(first).height() != layoutOf(first.row()).height)
            scheduleDelayedItemsLayout();
    });
    connect(&rows, &QAbstractItemModel::rowsInserted, this, [this] { tellItemsChanged(*this); });
    connect(&rows, &QAbstractItemModel::rowsRemoved, this, [this] { tellItemsChanged(*this); });
    connect(&rows, &QAbstractItemModel::layoutChanged, this, [this] { tellItemsChanged(*this); });
}

void TransferList::choose(const model::TransferId &id)
{
    if (const int row = m_rows.rowOf(id); row >= 0)
        focusItem(row);
}

int TransferList::itemCount() const
{
    return m_rows.rowCount();
}

quint64 TransferList::keyOf(const model::TransferId &id) const
{
    quint64 &key = m_keys[id];
    if (key == 0)
        key = quint64(m_keys.size());
    return key;
}

quint64 TransferList::itemKey(int item) const
{
    return keyOf(m_rows.at(item).transfer.id);
}

int TransferList::itemOfKey(quint64 key) const
{
    for (int row = 0; row < m_rows.rowCount(); ++row) {
        if (itemKey(row) == key)
            return row;
    }
    return -1;
}

QString TransferList::itemName(int item) const
{
    const TransferRowTexts texts = textsOf(m_rows.at(item));
    QStringList parts {texts.look.name, texts.who};
    if (!texts.state.isEmpty())
        parts.append(texts.state);
    if (!texts.stateEnd.isEmpty())
        parts.append(texts.stateEnd);
    return parts.join(QStringLiteral(", "));
}

QRect TransferList::itemRect(int item) const
{
    return visualRect(m_rows.index(item, 0));
}

void TransferList::focusItem(int item)
{
    setFocus();
    setCurrentIndex(m_rows.index(item, 0));
    scrollTo(m_rows.index(item, 0));
}

void TransferList::pressItem(int item)
{
    emit jumpRequested(m_rows.at(item).transfer.id);
}

QList<PaintedList::Button> TransferList::itemButtons(int item) const
{
    QList<Button> buttons;
    for (const PaintedButton &button : layoutOf(item).buttons)
        buttons.append({button.spoken(), button.rect});
    return buttons;
}

void TransferList::pressItemButton(int item, int button)
{
    press({item, button});
}

TransferRowLayout TransferList::layoutOf(int row) const
{
    return m_delegate->layout(itemRect(row), m_rows.at(row), layoutDirection());
}

TransferList::Spot TransferList::spotAt(const QPoint &position) const
{
    const int row = indexAt(position).row();
    if (row < 0)
        return {};
    const auto buttons = layoutOf(row).buttons;
    for (int i = 0; i < buttons.size(); ++i) {
        if (buttons[i].rect.contains(position))
            return {row, i};
    }
    return {row, -1};
}

void TransferList::press(const Spot &spot)
{
    if (spot.row < 0 || spot.row >= m_rows.rowCount())
        return;
    const TransferRowLayout layout = layoutOf(spot.row);
    if (spot.button >= 0 && spot.button < layout.actions.size())
        emit actionRequested(m_rows.at(spot.row).transfer.id, layout.actions[spot.button]);
}

void TransferList::setHover(const Spot &spot, bool pressed)
{
    m_hover = spot;
    m_delegate->setHover(spot, pressed);
    viewport()->update();
}

void TransferList::setFocusedButton(int button)
{
    m_button = button;
    m_delegate->setFocus({currentIndex().row(), button});
    viewport()->update();
}

void TransferList::chooseButton(int step)
{
    if (!currentIndex().isValid())
        return;
    const auto count = int(layoutOf(currentIndex().row()).buttons.size());
    setFocusedButton(std::clamp(m_button + step, -1, count - 1));
}

void TransferList::keyPressEvent(QKeyEvent *event)
{
    if (moveByKey(*event))
        return;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    switch (event->key()) {
    case Qt::Key_Left: return chooseButton(mirrored ? 1 : -1);
    case Qt::Key_Right: return chooseButton(mirrored ? -1 : 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!currentIndex().isValid())
            return;
        if (event->modifiers().testFlag(Qt::AltModifier)) {
            emit actionRequested(m_rows.at(currentIndex().row()).transfer.id, TransferAction::ShowFiles);
            return;
        }
        if (m_button < 0)
            pressItem(currentIndex().row());
        else
            press({currentIndex().row(), m_button});
        return;
    default: QListView::keyPressEvent(event);
    }
}

void TransferList::mousePressEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && spot.button >= 0) {
        m_pressed = spot;
        setHover(spot, true);
        return;
    }
    m_rowPressed = event->button() == Qt::LeftButton ? spot : Spot();
    m_pressedAt = event->position().toPoint();
    const model::Transfer *transfer = spot.row >= 0 ? &m_rows.at(spot.row).transfer : nullptr;
    if (event->button() == Qt::LeftButton && transfer && FileDrag::isPossible(*transfer))
        m_drag->press(event->position().toPoint(), transfer->id);
    QListView::mousePressEvent(event);
}

void TransferList::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drag->move(event->position().toPoint()))
        return;
    const QPoint position = event->position().toPoint();
    const bool isHeld = event->buttons().testFlag(Qt::LeftButton) && m_rowPressed.row >= 0;
    if (isHeld && (position - m_pressedAt).manhattanLength() >= QApplication::startDragDistance())
        beginDrag();
    if (isDragging())
        return dragTo(position);
    const Spot spot = spotAt(position);
    if (spot != m_hover)
        setHover(spot, m_pressed.button >= 0 && spot == m_pressed);
    if (m_pressed.button < 0 && !isHeld)
        QListView::mouseMoveEvent(event);
}

void TransferList::mouseReleaseEvent(QMouseEvent *event)
{
    m_drag->release();
    const Spot pressed = std::exchange(m_pressed, Spot());
    const Spot clicked = std::exchange(m_rowPressed, Spot());
    if (isDragging())
        return endDrag();
    const Spot spot = spotAt(event->position().toPoint());
    setHover(spot, false);
    if (pressed.button >= 0) {
        if (spot == pressed)
            press(spot);
        return;
    }
    QListView::mouseReleaseEvent(event);
    if (clicked.row >= 0 && spot == clicked)
        pressItem(spot.row);
}

void TransferList::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Spot spot = spotAt(event->position().toPoint());
    if (spot.row >= 0 && spot.button < 0)
        emit openRequested(m_rows.at(spot.row).transfer.id);
}

void TransferList::leaveEvent(QEvent *event)
{
    setHover({}, false);
    QListView::leaveEvent(event);
}

void TransferList::resizeEvent(QResizeEvent *event)
{
    m_delegate->setRowWidth(viewport()->width());
    scheduleDelayedItemsLayout();
    QListView::resizeEvent(event);
}

void TransferList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    setCurrentIndex(index);
    const model::TransferId id = m_rows.at(index.row()).transfer.id;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const TransferRow &row = m_rows.at(index.row());
    for (const TransferAction action : menuActions(row.transfer, textsOf(row).look)) {
        QAction *entry =
            menu->addAction(actionName(action), this, [this, id, action] { emit actionRequested(id, action); });
        if (action == TransferAction::ShowFiles)
            entry->setShortcut(Qt::ALT | Qt::Key_Return);
    }
    addMoves(*menu, index.row());
    menu->addSeparator();
    menu->addAction(tr("Show in the conversation"), this, [this, id] { emit jumpRequested(id); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void TransferList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    setFocusedButton(-1);
}

bool TransferList::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QListView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Spot spot = spotAt(help->pos());
    if (spot.row < 0)
        return true;
    const TransferRowLayout layout = layoutOf(spot.row);
    const QString text = spot.button >= 0 ? layout.buttons[spot.button].spoken() : textsOf(m_rows.at(spot.row)).look.name;
    QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), viewport());
    return true;
}

} // namespace ui
