#include "outbox/window.h"

#include <algorithm>

namespace outbox {

bool Window::add(const store::QueuedPost &post)
{
    if (!hasRoom())
        return false;
    m_items.push_back({post, false});
    m_bytes += post.bytes;
    m_newest = post.number;
    return true;
}

std::optional<model::Post> Window::markSent(const model::PostId &id)
{
    const auto item =
        std::find_if(m_items.begin(), m_items.end(), [&id](const Item &one) { return one.queued.post.id == id; });
    if (item == m_items.end() || item->isSent)
        return {};
    item->isSent = true;
    return item->queued.post;
}

bool Window::contains(const model::PostId &id) const
{
    return std::any_of(m_items.begin(), m_items.end(), [&id](const Item &one) { return one.queued.post.id == id; });
}

QList<model::Post> Window::take(const QSet<model::PostId> &ids)
{
    QList<model::Post> taken;
    std::deque<Item> kept;
    for (Item &item : m_items) {
        if (!ids.contains(item.queued.post.id)) {
            kept.push_back(std::move(item));
            continue;
        }
        m_bytes -= item.queued.bytes;
        taken.append(std::move(item.queued.post));
    }
    m_items = std::move(kept);
    return taken;
}

QList<model::Post> Window::clear()
{
    QList<model::Post> sent;
    for (const Item &item : m_items) {
        if (item.isSent)
            sent.append(item.queued.post);
    }
    *this = {};
    return sent;
}

} // namespace outbox
