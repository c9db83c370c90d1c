#include "ui/chat/jumpbutton.h"
#include "ui/chat/messageview.h"

#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

// The parts of MessageView that decide where everything is shown.
namespace ui {
namespace {

constexpr int marginTop = 12;
constexpr int marginBottom = 14;
constexpr int mostPasses = 6; // until measured heights no longer move the view
constexpr int linesPerStep = 3;

} // namespace

void MessageView::refresh()
{
    if (!m_refresh.isActive())
        m_refresh.start(0);
}

void MessageView::arrange()
{
    m_refresh.stop();
    if (!m_ready)
        return;
    const auto person = m_core.peers().peer(peer());
    m_layouts->setFrame(viewport()->width(), layoutDirection(), person ? person->name : peer().shortText());
    for (int pass = 0; pass < mostPasses; ++pass) {
        m_top = m_anchor.value(m_index, smallestTop(), largestTop());
        if (!measure())
            break;
    }
    m_top = m_anchor.value(m_index, smallestTop(), largestTop());
    if (m_anchor.isAtEnd())
        m_newBelow = 0;
    syncBar();
    wantAround();
    collectNear();
    placeOverlays();
    if (!m_seen.isActive())
        m_seen.start();
    viewport()->update();
}

// Real heights of everything within a screen of the viewport. True: something differed.
bool MessageView::measure()
{
    if (m_index.isEmpty())
        return false;
    const int height = std::max(viewport()->height(), 1);
    const qint64 from = m_index.seqAt(m_top - height);
    const qint64 until = m_top + 2 * height;
    bool differed = false;
    for (qint64 seq = from; seq <= m_index.last() && m_index.top(seq) < until; ++seq) {
        const auto layout = m_layouts->at(seq);
        if (!layout && !m_pages->isLoaded(seq))
            continue;
        const int measured = layout ? layout->height : 0;
        if (m_index.height(seq) == measured)
            continue;
        m_index.setHeight(seq, measured);
        differed = true;
        ++m_layoutsMade;
    }
    return differed;
}

void MessageView::syncBar()
{
    m_syncing = true;
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(m_theme.px(size::iconButton));
    bar->setRange(0, int(std::min<qint64>(largestTop() - smallestTop(), INT_MAX)));
    bar->setValue(int(m_top - smallestTop()));
    m_syncing = false;
}

void MessageView::wantAround()
{
    if (m_index.isEmpty())
        return;
    const int height = std::max(viewport()->height(), 1);
    m_pages->want(m_index.seqAt(m_top - 2 * height), m_index.seqAt(m_top + 3 * height));
}

void MessageView::collectNear()
{
    QList<qint64> near;
    if (!m_index.isEmpty()) {
        const int height = viewport()->height();
        const qint64 from = m_index.seqAt(m_top - height);
        const qint64 to = m_index.seqAt(m_top + 2 * height);
        const auto messages = m_pages->range(from, to);
        for (const model::Message *message : messages)
            near.append(message->seq);
    }
    if (std::ranges::equal(near, m_near))
        return;
    m_near = near;
    tellItemsChanged(*this);
}

qint64 MessageView::smallestTop() const
{
    return -marginTop;
}

qint64 MessageView::largestTop() const
{
    return std::max(smallestTop(), m_index.total() + marginBottom - viewport()->height());
}

int MessageView::shift() const
{
    return int(std::max<qint64>(viewport()->height() - marginTop - marginBottom - m_index.total(), 0));
}

QRect MessageView::stripRect(qint64 seq) const
{
    const qint64 y = std::clamp<qint64>(m_index.top(seq) - m_top + shift(), -(1 << 24), 1 << 24);
    return {0, int(y), viewport()->width(), m_index.height(seq)};
}

QRect MessageView::bubbleRect(qint64 seq) const
{
    const auto layout = m_layouts && m_ready ? m_layouts->at(seq) : nullptr;
    if (!layout)
        return {};
    const QRectF part = layout->bubble.isEmpty() ? layout->noticeRect : layout->bubble;
    return part.toAlignedRect().translated(stripRect(seq).topLeft());
}

qint64 MessageView::seqAtY(int y) const
{
    return m_index.seqAt(m_top + y - shift());
}

void MessageView::placeOverlays()
{
    const bool wanted = !m_anchor.isAtEnd() && largestTop() - m_top > viewport()->height() / 4;
    const bool shown = wanted || m_newBelow > 0;
    m_jump->setCount(m_newBelow);
    m_jump->setVisible(shown);
    if (!shown)
        return;
    const QSize size = m_jump->sizeHint();
    const int x = layoutDirection() == Qt::RightToLeft ? size::gap3 : viewport()->width() - size.width() - size::gap3;
    m_jump->setGeometry(QRect(QPoint(x, height() - size.height() - size::gap2), size));
    m_jump->raise();
}

void MessageView::moveBy(qint64 pixels)
{
    if (!m_ready || m_index.isEmpty())
        return;
    m_anchor.scrollTo(m_index, std::clamp(m_top + pixels, smallestTop(), largestTop()), largestTop());
    m_floating.start();
    arrange();
}

void MessageView::showMessage(qint64 seq)
{
    const QRect strip = stripRect(seq);
    const int height = viewport()->height();
    if (strip.top() < 0)
        moveBy(strip.top() - marginTop);
    else if (strip.bottom() > height - 1)
        moveBy(std::min(strip.bottom() - height + marginBottom, strip.top()));
}

void MessageView::scrollContentsBy(int, int)
{
    if (m_syncing)
        return;
    const qint64 wanted = verticalScrollBar()->value() + smallestTop();
    moveBy(wanted - m_top);
}

void MessageView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore();
        return;
    }
    if (!event->pixelDelta().isNull())
        moveBy(-event->pixelDelta().y());
    else
        moveBy(-event->angleDelta().y() * linesPerStep * m_theme.px(size::iconButton) / 120);
    event->accept();
}

void MessageView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void MessageView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    arrange();
}

} // namespace ui
