#include "ui/chat/messageview.h"
#include "ui/common/formats.h"
#include "ui/transfers/filedrag.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QToolTip>

// The parts of MessageView that answer mouse and pointer.
namespace ui {

MessageView::Spot MessageView::spotAt(const QPoint &point) const
{
    Spot spot;
    if (!m_ready || m_index.isEmpty() || point.y() < shift())
        return spot;
    const qint64 seq = seqAtY(point.y());
    const auto layout = m_layouts->at(seq);
    const QRect strip = stripRect(seq);
    if (!layout || !strip.contains(QPoint(strip.left(), point.y())))
        return spot;
    spot.seq = seq;
    const QPointF inside = point - strip.topLeft();
    spot.onBubble = layout->bubble.contains(inside);
    spot.onState = layout->stateRect.united(layout->timeRect).contains(inside);
    for (int i = 0; i < layout->buttons.size(); ++i) {
        if (layout->buttons[i].rect.contains(inside.toPoint()))
            spot.button = i;
    }
    if (layout->text && spot.button < 0)
        spot.link = layout->text->linkAt(inside - layout->textOrigin);
    return spot;
}

// The nearest place of text; above or below all messages the first or last one.
TextPlace MessageView::placeAt(const QPoint &point) const
{
    if (!m_ready || m_index.isEmpty())
        return {};
    const qint64 seq = seqAtY(point.y());
    const auto layout = m_layouts->at(seq);
    if (!layout)
        return {seq, 0};
    const QPointF inside = point - stripRect(seq).topLeft();
    if (layout->text)
        return {seq, layout->text->positionAt(inside - layout->textOrigin)};
    // Cards and notices are chosen as a whole, from their middle on.
    return {seq, inside.y() > layout->bubble.center().y() ? 1 : 0};
}

void MessageView::setHover(const Spot &spot)
{
    if (m_hover == spot)
        return;
    m_hover = spot;
    const auto layout = spot.seq > 0 ? m_layouts->at(spot.seq) : nullptr;
    const bool overText = layout && layout->text && spot.onBubble && spot.button < 0;
    viewport()->setCursor(spot.link >= 0 ? Qt::PointingHandCursor : overText ? Qt::IBeamCursor : Qt::ArrowCursor);
    viewport()->update();
}

void MessageView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Spot spot = spotAt(point);
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = spot;
    m_button = -1;
    if (spot.seq > 0)
        setCurrent(spot.seq);
    if (spot.button < 0 && !prepareDrag(point, spot)) {
        if (event->modifiers().testFlag(Qt::ShiftModifier) && !m_selection.isEmpty())
            m_selection.extendTo(placeAt(point));
        else
            m_selection.start(placeAt(point));
        m_selecting = true;
    }
    viewport()->update();
}

// Picture and name of files that came are what is taken out; the rest of their card is chosen like a message.
bool MessageView::prepareDrag(const QPoint &point, const Spot &spot)
{
    const model::Message *message = spot.seq > 0 ? m_pages->at(spot.seq) : nullptr;
    const auto layout = message ? m_layouts->at(spot.seq) : nullptr;
    if (!layout || !layout->card)
        return false;
    const CardLayout &card = *layout->card;
    const QPointF inside = point - stripRect(spot.seq).topLeft();
    const auto transfer = m_core.transfers().transfer(message->transfer);
    if (!card.tile.united(card.name).contains(inside) || !transfer || !FileDrag::isPossible(*transfer))
        return false;
    m_selection.clear();
    m_drag->press(point, transfer->id);
    return true;
}

void MessageView::mouseMoveEvent(QMouseEvent *event)
{
    m_lastMouse = event->position().toPoint();
    if (m_drag->isPressed()) {
        if (m_drag->move(m_lastMouse))
            m_pressed = {};
        return;
    }
    setHover(spotAt(m_lastMouse));
    if (!m_selecting || !event->buttons().testFlag(Qt::LeftButton))
        return;
    m_selection.extendTo(placeAt(m_lastMouse));
    const bool outside = m_lastMouse.y() < 0 || m_lastMouse.y() >= viewport()->height();
    if (outside && !m_autoScroll.isActive())
        m_autoScroll.start();
    else if (!outside)
        m_autoScroll.stop();
    viewport()->update();
}

void MessageView::mouseReleaseEvent(QMouseEvent *event)
{
    m_autoScroll.stop();
    m_drag->release();
    const bool wasSelecting = std::exchange(m_selecting, false);
    const Spot pressed = std::exchange(m_pressed, Spot());
    viewport()->update();
    if (event->button() != Qt::LeftButton)
        return;
    const Spot spot = spotAt(event->position().toPoint());
    if (wasSelecting && !m_selection.isEmpty()) {
        copySelection(QClipboard::Selection);
        return;
    }
    if (pressed.seq == 0 || spot != pressed)
        return;
    if (spot.button >= 0) {
        press(spot.seq, spot.button);
    } else if (spot.link >= 0) {
        const auto layout = m_layouts->at(spot.seq);
        emit linkActivated(QUrl(layout->text->links()[spot.link].target, QUrl::StrictMode));
    }
}

// Two clicks choose a word, a third the message; on a card two clicks open it.
void MessageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const Spot spot = spotAt(point);
    if (spot.seq == 0 || spot.button >= 0)
        return;
    const auto layout = m_layouts->at(spot.seq);
    if (!layout->text) {
        activate(spot.seq);
        return;
    }
    const TextPlace place = placeAt(point);
    const auto [start, end] = m_selection.range(spot.seq, layout->text->text().size());
    if (start < end && place.position >= start && place.position <= end)
        selectMessage(spot.seq);
    else
        selectWord(place);
    copySelection(QClipboard::Selection);
}

void MessageView::selectWord(const TextPlace &place)
{
    const auto layout = m_layouts->at(place.seq);
    if (!layout || !layout->text)
        return;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, layout->text->text());
    finder.setPosition(place.position);
    if (!finder.isAtBoundary())
        finder.toPreviousBoundary();
    const qsizetype start = std::max<qsizetype>(finder.position(), 0);
    const qsizetype end = finder.toNextBoundary();
    m_selection.set({place.seq, start}, {place.seq, end < 0 ? layout->text->text().size() : end});
    viewport()->update();
}

void MessageView::selectMessage(qint64 seq)
{
    const auto layout = m_layouts->at(seq);
    if (!layout)
        return;
    m_selection.set({seq, 0}, {seq, layout->text ? layout->text->text().size() : 1});
    viewport()->update();
}

void MessageView::autoScroll()
{
    const int beyond = m_lastMouse.y() < 0 ? m_lastMouse.y() : m_lastMouse.y() - viewport()->height() + 1;
    if (!m_selecting || beyond == 0) {
        m_autoScroll.stop();
        return;
    }
    moveBy(std::clamp(beyond, -80, 80));
    m_selection.extendTo(placeAt(m_lastMouse));
}

void MessageView::press(qint64 seq, int button)
{
    const auto layout = m_layouts->at(seq);
    const model::Message *message = m_pages->at(seq);
    if (!layout || !message || button < 0 || button >= layout->actions.size())
        return;
    const ButtonAction action = layout->actions[button];
    if (const auto *asked = std::get_if<TransferAction>(&action)) {
        emit transferActionRequested(message->transfer, *asked);
        return;
    }
    switch (std::get<MessageAction>(action)) {
    case MessageAction::Retry: emit retryRequested(message->id); return;
    case MessageAction::Delete: emit deleteRequested(message->id); return;
    case MessageAction::Unfold:
        // The top of the message stays where it is.
        m_anchor.showMessage(seq, stripRect(seq).top());
        m_layouts->toggleFold(seq);
        arrange();
        return;
    }
}

void MessageView::activate(qint64 seq)
{
    const model::Message *message = m_pages->at(seq);
    if (!message || message->kind != model::MessageKind::Transfer)
        return;
    const auto transfer = m_core.transfers().transfer(message->transfer);
    if (!transfer || transfer->direction != model::Direction::In)
        return;
    if (transfer->state == model::TransferState::Offered)
        emit offerRequested(transfer->id);
    else if (transfer->state == model::TransferState::Done)
        emit transferActionRequested(transfer->id, TransferAction::Open);
}

void MessageView::showFiles(qint64 seq)
{
    const model::Message *message = m_pages->at(seq);
    if (message && message->kind == model::MessageKind::Transfer)
        emit transferActionRequested(message->transfer, TransferAction::ShowFiles);
}

QString MessageView::toolTipAt(const Spot &spot) const
{
    const model::Message *message = spot.seq > 0 ? m_pages->at(spot.seq) : nullptr;
    const auto layout = message ? m_layouts->at(spot.seq) : nullptr;
    if (!layout)
        return {};
    if (spot.button >= 0)
        return layout->buttons[spot.button].spoken();
    if (spot.link >= 0)
        return layout->text->links()[spot.link].target;
    if (!spot.onState)
        return {};
    const QString moment = formats::moment(QDateTime::fromMSecsSinceEpoch(message->sentAtMs));
    const QString state = stateText(*message, m_layouts->peerName());
    return state.isEmpty() || layout->stateIcon.isEmpty() ? moment : moment + QStringLiteral(" · ") + state;
}

bool MessageView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHover({});
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QString text = toolTipAt(spotAt(help->pos()));
    QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), viewport());
    return true;
}

void MessageView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const qint64 seq = m_current > 0 ? m_current : m_near.isEmpty() ? 0 : m_near.last();
        if (seq > 0)
            showMenu(seq, viewport()->mapToGlobal(bubbleRect(seq).center()), -1);
        return;
    }
    const Spot spot = spotAt(event->pos());
    if (spot.seq > 0)
        showMenu(spot.seq, event->globalPos(), spot.link);
}

MessageMarks MessageView::marksOf(qint64 seq, const MessageLayout &layout) const
{
    MessageMarks marks;
    const qsizetype length = layout.text ? layout.text->text().size() : 1;
    const auto [start, end] = m_selection.range(seq, length);
    marks.selectionStart = start;
    marks.selectionEnd = end;
    marks.isSelected = !layout.text && start < end;
    marks.isLit = m_lit == seq;
    marks.isCurrent = m_current == seq && hasFocus() && m_button < 0 && m_byKeyboard;
    if (m_current == seq && hasFocus() && m_byKeyboard)
        marks.focusedButton = m_button;
    if (m_hover.seq == seq) {
        marks.hoveredLink = m_hover.link;
        marks.hoveredButton = m_hover.button;
        marks.pressedButton = m_pressed == m_hover ? m_hover.button : -1;
    }
    return marks;
}

} // namespace ui
