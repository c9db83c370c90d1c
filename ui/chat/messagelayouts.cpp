#include "ui/chat/messagelayouts.h"

namespace ui {
namespace {

constexpr qint64 groupMs = 5 * 60 * 1000;
constexpr qsizetype mostLayouts = 512;
constexpr qint64 keptAround = 160; // messages on each side, when there are too many

QDate dayOf(const model::Message &message)
{
    return QDateTime::fromMSecsSinceEpoch(message.sentAtMs).date();
}

bool isSameGroup(const model::Message &above, const model::Message &below)
{
    return above.direction == below.direction && above.kind != model::MessageKind::Notice
           && below.kind != model::MessageKind::Notice && below.sentAtMs - above.sentAtMs <= groupMs
           && above.state != model::DeliveryState::Failed && dayOf(above) == dayOf(below);
}

} // namespace

MessageLayouts::MessageLayouts(const Theme &theme, const MessagePages &pages, const transfer::TransferQueue &queue,
                               const base::Clock &clock)
    : m_pages(pages)
    , m_queue(queue)
    , m_clock(clock)
    , m_layouter(theme)
{
}

void MessageLayouts::setFrame(int width, Qt::LayoutDirection direction, const QString &peerName)
{
    if (m_width == width && m_direction == direction && m_peerName == peerName)
        return;
    m_width = width;
    m_direction = direction;
    m_peerName = peerName;
    clear();
}

std::shared_ptr<const MessageLayout> MessageLayouts::at(qint64 seq)
{
    if (const auto found = m_layouts.constFind(seq); found != m_layouts.cend())
        return *found;
    const model::Message *message = m_pages.at(seq);
    if (!message)
        return nullptr;
    if (m_layouts.size() >= mostLayouts)
        dropFar(seq);
    if (message->kind == model::MessageKind::Transfer)
        m_transfers.insert(message->transfer, seq);
    const auto layout = m_layouter.layOut(*message, contextOf(*message));
    m_layouts.insert(seq, layout);
    return layout;
}

MessageContext MessageLayouts::contextOf(const model::Message &message) const
{
    const model::Message *above = m_pages.before(message.seq);
    const model::Message *below = m_pages.after(message.seq);
    const bool belowIsUnread = below && below->seq == m_unreadSeq;
    MessageContext context;
    context.width = m_width;
    context.direction = m_direction;
    context.peerName = m_peerName;
    context.today = QDateTime::fromMSecsSinceEpoch(m_clock.wallMs()).date();
    context.unread = message.seq == m_unreadSeq ? m_unread : 0;
    const bool isFirst = message.seq <= m_pages.first();
    context.startsDay = above ? dayOf(*above) != dayOf(message) : isFirst || m_pages.isLoaded(message.seq - 1);
    context.joinsAbove = above && context.unread == 0 && isSameGroup(*above, message);
    context.joinsBelow = below && !belowIsUnread && isSameGroup(message, *below);
    context.unfolded = m_unfolded.contains(message.id);
    context.transfer = transferOf(message);
    if (context.transfer)
        context.secondsLeft = m_timeLeft.seconds(context.transfer->id);
    return context;
}

std::optional<model::Transfer> MessageLayouts::transferOf(const model::Message &message) const
{
    return message.kind == model::MessageKind::Transfer ? m_queue.transfer(message.transfer) : std::nullopt;
}

void MessageLayouts::dropFar(qint64 from)
{
    m_layouts.removeIf([from](const auto &entry) { return std::abs(entry.key() - from) > keptAround; });
}

void MessageLayouts::forget(qint64 seq)
{
    m_layouts.remove(seq);
    if (const model::Message *above = m_pages.before(seq))
        m_layouts.remove(above->seq);
    if (const model::Message *below = m_pages.after(seq))
        m_layouts.remove(below->seq);
}

void MessageLayouts::setUnread(qint64 seq, int count)
{
    if (m_unreadSeq == seq && m_unread == count)
        return;
    if (m_unreadSeq > 0)
        forget(m_unreadSeq);
    m_unreadSeq = count > 0 ? seq : 0;
    m_unread = count;
    if (m_unreadSeq > 0)
        forget(m_unreadSeq);
}

void MessageLayouts::toggleFold(qint64 seq)
{
    const model::Message *message = m_pages.at(seq);
    if (!message)
        return;
    if (!m_unfolded.remove(message->id))
        m_unfolded.insert(message->id);
    m_layouts.remove(seq);
}

qint64 MessageLayouts::transferChanged(const model::Transfer &transfer)
{
    m_timeLeft.update(transfer, m_clock.steady().count());
    const qint64 seq = m_transfers.value(transfer.id, 0);
    if (seq > 0)
        m_layouts.remove(seq);
    return seq;
}

} // namespace ui
