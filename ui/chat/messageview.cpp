#include "ui/chat/messageview.h"

#include "base/then.h"
#include "ui/chat/jumpbutton.h"
#include "ui/common/formats.h"
#include "ui/transfers/filedrag.h"
#include "ui/transfers/thumbnails.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto seenAfter = 500ms;
constexpr auto lightsFor = 900ms;
constexpr auto floatsFor = 1s;
constexpr auto scrollEvery = 30ms;
constexpr int unreadScan = 500; // newest messages looked through for the first unread one

} // namespace

MessageView::MessageView(const Theme &theme, core::Core &core, Thumbnails &thumbnails, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_core(core)
    , m_painter(theme, thumbnails)
    , m_jump(new JumpButton(theme, this))
    , m_drag(new FileDrag(theme, core.transfers(), *this))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::ArrowCursor);
    installPaintedListAccess();
    m_jump->hide();
    m_refresh.setSingleShot(true);
    m_seen.setSingleShot(true);
    m_seen.setInterval(seenAfter);
    m_floating.setSingleShot(true);
    m_floating.setInterval(floatsFor);
    m_flash.setSingleShot(true);
    m_flash.setInterval(lightsFor);
    m_autoScroll.setInterval(scrollEvery); // ticks while a selection is dragged past the edge
    connect(&m_refresh, &QTimer::timeout, this, &MessageView::arrange);
    connect(&m_seen, &QTimer::timeout, this, &MessageView::markSeen);
    connect(&m_floating, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    connect(&m_flash, &QTimer::timeout, this, [this] {
        m_lit = 0;
        viewport()->update();
    });
    connect(&m_autoScroll, &QTimer::timeout, this, &MessageView::autoScroll);
    connect(m_jump, &JumpButton::clicked, this, &MessageView::jump);
    connect(&core.transfers(), &transfer::TransferQueue::changed, this, &MessageView::transferChanged);
    connect(&core.transfers(), &transfer::TransferQueue::added, this, &MessageView::transferChanged);
    connect(&core.transfers(), &transfer::TransferQueue::removed, this, [this](const model::TransferId &id) {
        model::Transfer gone;
        gone.id = id;
        transferChanged(gone);
    });
    connect(&core.peers(), &peers::PeerDirectory::peerChanged, this, &MessageView::rename);
    connect(&thumbnails, &Thumbnails::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, [this] {
        if (m_layouts)
            m_layouts->clear();
        refresh();
    });
}

MessageView::~MessageView() = default;

void MessageView::open(const model::PeerId &peer)
{
    close();
    m_pages = std::make_unique<MessagePages>(m_core.chat(), peer);
    m_layouts = std::make_unique<MessageLayouts>(m_theme, *m_pages, m_core.transfers(), m_core.clock());
    m_layoutsMade = 0;
    connectPages();
    m_index.reset(m_pages->first(), m_pages->last(), m_layouts->layouter().usualHeight());
    emit emptyChanged(isEmpty());
    if (isEmpty())
        return startAt({});
    const int unread = m_core.chat().conversation(peer).unread;
    if (unread > 0)
        findUnread(unread);
    else
        startAt(savedAnchor());
}

void MessageView::close()
{
    savePlace();
    m_layouts.reset();
    m_pages.reset();
    m_index.reset(1, 0, 1);
    m_anchor.stickToEnd();
    m_near.clear();
    m_selection.clear();
    m_hover = m_pressed = {};
    m_current = m_lit = 0;
    m_button = -1;
    m_newBelow = 0;
    m_ready = false;
    m_seen.stop();
    m_jump->hide();
    viewport()->update();
}

void MessageView::connectPages()
{
    connect(m_pages.get(), &MessagePages::loaded, this, &MessageView::pageLoaded);
    connect(m_pages.get(), &MessagePages::appended, this, &MessageView::appended);
    connect(m_pages.get(), &MessagePages::changed, this, &MessageView::messageChanged);
    connect(m_pages.get(), &MessagePages::removed, this, &MessageView::messageRemoved);
    connect(m_pages.get(), &MessagePages::failed, this, &MessageView::failed);
}

void MessageView::findUnread(int unread)
{
    const qint64 from = std::max(m_pages->first(), m_pages->last() - unreadScan + 1);
    // The pages are the context: whoever opens another conversation meanwhile cancels this.
    base::then(m_pages->read(from, unreadScan), m_pages.get(),
               [this, unread](const base::Result<QList<model::Message>> &messages) {
                   ScrollAnchor anchor;
                   int left = unread;
                   if (messages) {
                       for (auto it = messages->crbegin(); it != messages->crend() && left > 0; ++it) {
                           if (it->direction != model::Direction::In || it->state == model::DeliveryState::Read)
                               continue;
                           --left;
                           m_layouts->setUnread(it->seq, unread);
                       }
                   }
                   if (m_layouts->unreadSeq() > 0)
                       anchor.showMessage(m_layouts->unreadSeq(), viewport()->height() / 4);
                   if (m_ready) // somebody jumped meanwhile
                       refresh();
                   else
                       startAt(anchor);
               });
}

void MessageView::jumpTo(const model::MessageId &id)
{
    if (!m_pages)
        return;
    base::then(m_core.chat().message(id), m_pages.get(),
               [this](const base::Result<std::optional<model::Message>> &found) {
                   if (found && *found && (*found)->peer == peer())
                       land((*found)->seq);
               });
}

// It comes to lie in the upper half; what can be seen as a whole stays where it is.
void MessageView::land(qint64 seq)
{
    if (!m_ready || !viewport()->rect().contains(bubbleRect(seq)) || bubbleRect(seq).isEmpty()) {
        ScrollAnchor anchor;
        anchor.showMessage(seq, viewport()->height() / 4);
        startAt(anchor);
    }
    m_current = m_lit = seq;
    m_flash.start();
    viewport()->update();
}

void MessageView::startAt(const ScrollAnchor &anchor)
{
    m_anchor = anchor;
    m_ready = true;
    arrange();
}

void MessageView::pageLoaded(qint64 from, qint64 to)
{
    // Grouping at the borders of a page depends on both sides.
    m_layouts->forget(from);
    m_layouts->forget(to);
    for (qint64 seq = from; seq <= std::min(to, m_index.last()); ++seq) {
        if (!m_pages->at(seq))
            m_index.setHeight(seq, 0);
    }
    refresh();
}

void MessageView::appended(const model::Message &message)
{
    const bool wasEmpty = m_index.isEmpty();
    if (wasEmpty)
        m_index.reset(message.seq, message.seq, m_layouts->layouter().usualHeight());
    m_index.extendTo(message.seq);
    m_layouts->forget(message.seq);
    if (message.direction == model::Direction::Out) {
        clearUnreadLine();
        m_anchor.stickToEnd();
    } else {
        if (!isActiveWindow() && m_layouts->unreadSeq() == 0)
            m_layouts->setUnread(message.seq, 1);
        else if (m_layouts->unreadSeq() > 0)
            m_layouts->setUnread(m_layouts->unreadSeq(), m_layouts->unread() + 1);
        if (!m_anchor.isAtEnd())
            ++m_newBelow;
    }
    if (wasEmpty)
        emit emptyChanged(false);
    arrange();
    tellItemsChanged(*this);
    if (message.direction == model::Direction::In)
        announce(*this, itemOfKey(quint64(message.seq)));
}

void MessageView::messageChanged(qint64 seq)
{
    m_layouts->forget(seq);
    refresh();
}

void MessageView::messageRemoved(qint64 seq)
{
    m_layouts->forget(seq);
    m_index.setHeight(seq, 0);
    if (m_current == seq)
        setCurrent(0);
    refresh();
}

void MessageView::transferChanged(const model::Transfer &transfer)
{
    if (m_layouts && m_layouts->transferChanged(transfer) > 0)
        refresh();
}

void MessageView::savePlace()
{
    if (!m_pages || !m_ready)
        return;
    if (m_anchor.isAtEnd())
        m_places.remove(peer());
    else
        m_places.insert(peer(), {m_anchor.seq(), -m_anchor.offset()});
}

ScrollAnchor MessageView::savedAnchor() const
{
    ScrollAnchor anchor;
    const SavedPlace place = m_places.value(peer());
    if (place.seq > 0)
        anchor.showMessage(place.seq, place.above);
    return anchor;
}

void MessageView::rename(const model::Peer &changed)
{
    if (m_pages && changed.id == peer() && m_layouts->peerName() != changed.name)
        refresh();
}

void MessageView::scrollToEnd()
{
    m_anchor.stickToEnd();
    arrange();
}

void MessageView::clearUnreadLine()
{
    if (!m_layouts || m_layouts->unreadSeq() == 0)
        return;
    m_layouts->setUnread(0, 0);
    refresh();
}

// First to the unread line, if it lies below; then to the end.
void MessageView::jump()
{
    const qint64 unread = m_layouts ? m_layouts->unreadSeq() : 0;
    if (unread > 0 && m_index.top(unread) > m_top + viewport()->height()) {
        m_anchor.showMessage(unread, viewport()->height() / 4);
        arrange();
        return;
    }
    scrollToEnd();
}

// Read is what was at least half visible for half a second in the active window.
void MessageView::markSeen()
{
    if (!m_pages || !m_ready || !isActiveWindow() || !isVisible())
        return;
    for (auto seq = m_near.crbegin(); seq != m_near.crend(); ++seq) {
        const model::Message *message = m_pages->at(*seq);
        const QRect bubble = bubbleRect(*seq);
        const QRect visible = bubble & viewport()->rect();
        const bool half = 2 * visible.height() >= std::min(bubble.height(), viewport()->height());
        if (!message || message->direction != model::Direction::In || visible.isEmpty() || !half)
            continue;
        if (m_core.chat().conversation(peer()).unread > 0)
            m_core.chat().markRead(peer(), *seq);
        return;
    }
}

void MessageView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.colours().canvas);
    if (!m_ready || m_index.isEmpty())
        return;
    const int height = viewport()->height();
    const QRectF column = m_layouts->layouter().column(viewport()->width());
    qint64 floatingDay = 0;
    for (qint64 seq = seqAtY(0); seq <= m_index.last(); ++seq) {
        const QRect strip = stripRect(seq);
        if (strip.top() >= height)
            break;
        if (strip.bottom() < 0 || strip.height() == 0)
            continue;
        if (floatingDay == 0)
            floatingDay = seq;
        if (!strip.intersects(event->rect()))
            continue;
        const auto layout = m_layouts->at(seq);
        painter.save();
        painter.translate(strip.topLeft());
        if (layout)
            m_painter.paint(painter, *layout, marksOf(seq, *layout), layoutDirection());
        else
            m_painter.paintPlaceholder(painter, QRectF(column.left(), 5, column.width() / 2, strip.height() - 10));
        painter.restore();
    }
    const model::Message *message = m_pages->at(floatingDay);
    if (!m_floating.isActive() || !message || m_top <= 0)
        return;
    const QString day = formats::day(QDateTime::fromMSecsSinceEpoch(message->sentAtMs).date(),
                                     QDateTime::fromMSecsSinceEpoch(m_core.clock().wallMs()).date());
    const qreal width = painter.fontMetrics().horizontalAdvance(day) + 2 * size::gap5;
    m_painter.paintDayPill(
        painter, QRectF(std::floor((viewport()->width() - width) / 2), size::gap3, width, m_theme.px(size::dayPill)),
        day);
}

} // namespace ui
