#include "ui/peers/peerlist.h"

#include "ui/common/avatar.h"
#include "ui/common/formats.h"
#include "ui/transfers/filedrop.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QToolTip>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto lookAfter = 300ms;
constexpr auto dragOpensAfter = 700ms;

} // namespace

PeerList::PeerList(const Theme &theme, PeerFilter &rows, const base::Clock &clock, QWidget *parent)
    : QListView(parent)
    , m_rows(rows)
    , m_delegate(new PeerDelegate(theme, rows, clock, this))
{
    setModel(&rows);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setAutoFillBackground(false);
    setAcceptDrops(true);
    setDragDropMode(DropOnly);
    installPaintedListAccess();
    m_lookAround.setSingleShot(true);
    m_lookAround.setInterval(lookAfter);
    m_dragOpens.setSingleShot(true);
    m_dragOpens.setInterval(dragOpensAfter);
    connect(&m_lookAround, &QTimer::timeout, this, &PeerList::tellInSight);
    connect(&m_dragOpens, &QTimer::timeout, this, [this] { openRow(m_dropTarget); });
    const auto lookAgain = [this] {
        if (!m_lookAround.isActive())
            m_lookAround.start();
    };
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, lookAgain);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, lookAgain);
    const auto rowsChanged = [this, lookAgain] {
        // The chosen person stays chosen wherever the row moves.
        choose(m_chosen);
        tellItemsChanged(*this);
        lookAgain();
    };
    connect(&rows, &QAbstractItemModel::rowsInserted, this, rowsChanged);
    connect(&rows, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
    connect(&rows, &QAbstractItemModel::layoutChanged, this, rowsChanged);
    connect(&rows, &QAbstractItemModel::modelReset, this, rowsChanged);
    connect(&theme, &Theme::changed, this, [this] { scheduleDelayedItemsLayout(); });
}

model::PeerId PeerList::peerAt(int row) const
{
    return row >= 0 && row < m_rows.rowCount() ? m_rows.at(row).peer.id : model::PeerId();
}

void PeerList::choose(const model::PeerId &peer)
{
    m_chosen = peer;
    const int row = peer.isNull() ? -1 : m_rows.rowOf(peer);
    if (row >= 0 && row == currentIndex().row() && selectionModel()->isSelected(currentIndex()))
        return;
    m_choosing = true;
    if (row >= 0) {
        setCurrentIndex(m_rows.index(row, 0));
    } else {
        clearSelection();
        selectionModel()->clearCurrentIndex();
    }
    m_choosing = false;
}

model::PeerId PeerList::chosen() const
{
    return m_chosen;
}

void PeerList::step(int rows)
{
    if (m_rows.rowCount() == 0)
        return;
    const int from = m_chosen.isNull() ? (rows > 0 ? -1 : m_rows.rowCount()) : m_rows.rowOf(m_chosen);
    openRow(std::clamp(from + rows, 0, m_rows.rowCount() - 1));
}

void PeerList::openRow(int row)
{
    const model::PeerId peer = peerAt(row);
    if (peer.isNull())
        return;
    choose(peer);
    scrollTo(m_rows.index(row, 0));
    emit opened(peer);
}

int PeerList::itemCount() const
{
    return m_rows.rowCount();
}

quint64 PeerList::itemKey(int item) const
{
    const model::PeerId peer = peerAt(item);
    quint64 &key = m_keys[peer];
    if (key == 0) {
        key = quint64(m_keys.size());
        m_peersByKey.insert(key, peer);
    }
    return key;
}

int PeerList::itemOfKey(quint64 key) const
{
    const model::PeerId peer = m_peersByKey.value(key);
    return peer.isNull() ? -1 : m_rows.rowOf(peer);
}

QString PeerList::itemName(int item) const
{
    return describe(m_rows.at(item), m_delegate->now());
}

QRect PeerList::itemRect(int item) const
{
    return visualRect(m_rows.index(item, 0));
}

void PeerList::focusItem(int item)
{
    setFocus();
    setCurrentIndex(m_rows.index(item, 0));
}

void PeerList::pressItem(int item)
{
    openRow(item);
}

void PeerList::setPressed(int row)
{
    m_pressed = row;
    m_delegate->setPressed(row);
    viewport()->update();
}

void PeerList::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setPressed(indexAt(event->position().toPoint()).row());
    else
        event->ignore();
}

void PeerList::mouseReleaseEvent(QMouseEvent *event)
{
    const int pressed = m_pressed;
    setPressed(-1);
    if (event->button() == Qt::LeftButton && pressed >= 0 && indexAt(event->position().toPoint()).row() == pressed)
        openRow(pressed);
}

void PeerList::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: return openRow(currentIndex().row());
    default: QListView::keyPressEvent(event);
    }
}

void PeerList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    if (!m_choosing && current.isValid() && hasFocus())
        tellItemFocused(*this, current.row());
}

void PeerList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    emit menuRequested(peerAt(index.row()),
                       byKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos());
}

void PeerList::setDropTarget(int row)
{
    if (m_dropTarget == row)
        return;
    m_dropTarget = row;
    m_delegate->setDropTarget(row);
    if (row >= 0)
        m_dragOpens.start();
    else
        m_dragOpens.stop();
    viewport()->update();
}

void PeerList::dragEnterEvent(QDragEnterEvent *event)
{
    if (!hasLocalPaths(*event->mimeData()))
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void PeerList::dragMoveEvent(QDragMoveEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool takes = index.isValid() && hasLocalPaths(*event->mimeData())
                       && m_rows.at(index.row()).peer.trust != model::Trust::Blocked;
    setDropTarget(takes ? index.row() : -1);
    if (!takes) {
        QToolTip::hideText();
        return event->ignore();
    }
    const QString text = tr("Send to %1").arg(formats::isolated(m_rows.at(index.row()).peer.name));
    QToolTip::showText(viewport()->mapToGlobal(event->position().toPoint()), text.toHtmlEscaped(), viewport());
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void PeerList::dragLeaveEvent(QDragLeaveEvent *)
{
    setDropTarget(-1);
    QToolTip::hideText();
}

void PeerList::dropEvent(QDropEvent *event)
{
    const model::PeerId peer = peerAt(indexAt(event->position().toPoint()).row());
    setDropTarget(-1);
    QToolTip::hideText();
    const QStringList paths = localPaths(*event->mimeData());
    if (peer.isNull() || paths.isEmpty())
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    emit filesDropped(peer, paths);
}

bool PeerList::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QListView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QModelIndex index = indexAt(help->pos());
    if (!index.isValid())
        return true;
    const PeerRow &row = m_rows.at(index.row());
    const QString text = row.peer.name + QStringLiteral(" · ") + formats::presence(row.peer, m_delegate->now());
    QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), viewport(), visualRect(index));
    return true;
}

void PeerList::showEvent(QShowEvent *event)
{
    QListView::showEvent(event);
    m_lookAround.start();
}

void PeerList::hideEvent(QHideEvent *event)
{
    QListView::hideEvent(event);
    m_lookAround.start();
}

void PeerList::tellInSight()
{
    QSet<model::PeerId> now;
    if (isVisible()) {
        const int first = std::max(indexAt(QPoint(1, 1)).row(), 0);
        const int height = std::max(sizeHintForRow(0), 1);
        const int last = std::min(first + viewport()->height() / height + 1, m_rows.rowCount() - 1);
        for (int row = first; row <= last; ++row)
            now.insert(peerAt(row));
    }
    if (now == m_inSight)
        return;
    m_inSight = now;
    emit inSightChanged(m_inSight);
}

} // namespace ui
