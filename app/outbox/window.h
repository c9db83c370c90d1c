#pragma once

#include "store/poststore.h"

#include <QSet>

#include <deque>

namespace outbox {

// The oldest posts of one peer that are on their way on the present link, in order. A plain value.
class Window
{
public:
    static constexpr int mostPosts = 256; // PROTOCOL.md 1: unacknowledged per link
    static constexpr qint64 mostBytes = 4 * 1024 * 1024;

    [[nodiscard]] qsizetype size() const { return qsizetype(m_items.size()); }
    [[nodiscard]] qint64 newest() const { return m_newest; } // number of the last one taken; 0: none yet
    [[nodiscard]] bool hasRoom() const { return size() < mostPosts && m_bytes < mostBytes; }

    // Takes it if there is room.
    bool add(const store::QueuedPost &post);
    // Returns it when this was news.
    std::optional<model::Post> markSent(const model::PostId &id);
    [[nodiscard]] bool contains(const model::PostId &id) const;
    // Removes and returns those of `ids` that are here, in order.
    QList<model::Post> take(const QSet<model::PostId> &ids);
    // The link is over: empties it and returns what had been sent.
    QList<model::Post> clear();

private:
    struct Item {
        store::QueuedPost queued;
        bool isSent = false;
    };

    std::deque<Item> m_items;
    qint64 m_bytes = 0;
    qint64 m_newest = 0;
};

} // namespace outbox
