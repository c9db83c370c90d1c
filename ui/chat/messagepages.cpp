#include "ui/chat/messagepages.h"

#include "base/then.h"

namespace ui {
namespace {

// Pages kept on each side of what is wanted.
constexpr qint64 keptAround = 6;
constexpr int longestGap = 256; // deleted messages in a row that are looked past

} // namespace

MessagePages::MessagePages(chat::ChatService &chat, const model::PeerId &peer, QObject *parent)
    : QObject(parent)
    , m_timeline(chat, peer)
    , m_last(m_timeline.lastSeq())
{
    connect(&m_timeline, &chat::Timeline::appended, this, &MessagePages::append);
    connect(&m_timeline, &chat::Timeline::changed, this, &MessagePages::change);
    connect(&m_timeline, &chat::Timeline::removed, this, &MessagePages::remove);
}

void MessagePages::want(qint64 from, qint64 to)
{
    const qint64 firstPage = pageOf(std::max(from, first()));
    const qint64 lastPage = pageOf(std::min(to, m_last));
    for (qint64 page = lastPage; page >= firstPage; --page)
        request(page);
    dropFar(firstPage, lastPage);
}

void MessagePages::request(qint64 page)
{
    if (m_loaded.contains(page) || m_asked.contains(page))
        return;
    m_asked.insert(page);
    base::then(m_timeline.page(page * pageSize + 1, int(pageSize)), this,
               [this, page](const base::Result<QList<model::Message>> &messages) {
                   m_asked.remove(page);
                   if (messages)
                       take(page, *messages);
                   else
                       emit failed(messages.error());
               });
}

void MessagePages::take(qint64 page, const QList<model::Message> &messages)
{
    m_loaded.insert(page);
    for (const model::Message &message : messages)
        put(message);
    emit loaded(page * pageSize + 1, (page + 1) * pageSize);
}

void MessagePages::put(const model::Message &message)
{
    m_messages.insert_or_assign(message.seq, message);
    m_numbers.insert(message.id, message.seq);
    m_last = std::max(m_last, message.seq);
}

void MessagePages::dropPage(qint64 page)
{
    const auto begin = m_messages.lower_bound(page * pageSize + 1);
    const auto end = m_messages.upper_bound((page + 1) * pageSize);
    for (auto it = begin; it != end; ++it)
        m_numbers.remove(it->second.id);
    m_messages.erase(begin, end);
}

void MessagePages::dropFar(qint64 firstPage, qint64 lastPage)
{
    m_loaded.removeIf([&](qint64 page) {
        const bool far = page < firstPage - keptAround || page > lastPage + keptAround;
        if (far)
            dropPage(page);
        return far;
    });
}

const model::Message *MessagePages::at(qint64 seq) const
{
    const auto found = m_messages.find(seq);
    return found == m_messages.end() ? nullptr : &found->second;
}

const model::Message *MessagePages::before(qint64 seq) const
{
    for (qint64 at = seq - 1; at >= first() && at > seq - longestGap && isLoaded(at); --at) {
        if (const model::Message *message = this->at(at))
            return message;
    }
    return nullptr;
}

const model::Message *MessagePages::after(qint64 seq) const
{
    for (qint64 at = seq + 1; at <= m_last && at < seq + longestGap && isLoaded(at); ++at) {
        if (const model::Message *message = this->at(at))
            return message;
    }
    return nullptr;
}

QList<const model::Message *> MessagePages::range(qint64 from, qint64 to) const
{
    QList<const model::Message *> messages;
    for (auto it = m_messages.lower_bound(from); it != m_messages.end() && it->first <= to; ++it)
        messages.append(&it->second);
    return messages;
}

void MessagePages::append(const model::Message &message)
{
    const qint64 page = pageOf(message.seq);
    // A message that opens a page is the whole of it so far.
    if (!m_loaded.contains(page) && !m_asked.contains(page) && pageOf(m_last) < page)
        m_loaded.insert(page);
    m_last = std::max(m_last, message.seq);
    if (m_loaded.contains(page))
        put(message);
    emit appended(message);
}

void MessagePages::change(const model::Message &message)
{
    if (!m_messages.contains(message.seq))
        return;
    put(message);
    emit changed(message.seq);
}

void MessagePages::remove(const model::MessageId &id)
{
    const qint64 seq = m_numbers.take(id);
    if (seq == 0)
        return;
    m_messages.erase(seq);
    emit removed(seq);
}

} // namespace ui
