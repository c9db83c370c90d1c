#pragma once

#include <QHostAddress>

#include <functional>
#include <memory>
#include <vector>

namespace native {

// Counts accepted connections whose other end has not proved a key (PROTOCOL.md 3.2): 64 in all, 4 per address. When
// one comes too many, the oldest of the busiest address goes, and those that never said a word go first. Network
// thread.
class Unproved
{
public:
    static constexpr int mostInAll = 64;
    static constexpr int mostPerAddress = 4;

    using Evict = std::function<void()>;

    // Counts as long as it lives.
    class Slot
    {
    public:
        ~Slot();
        Slot(const Slot &) = delete;
        Slot &operator=(const Slot &) = delete;

        // Who ends the connection when its place is needed; called once at most. Empty: it cannot be ended.
        void setEvict(Evict evict) { m_evict = std::move(evict); }
        void markSpoken() { m_spoken = true; } // its preamble was right

    private:
        friend class Unproved;
        struct Table;

        Slot(std::shared_ptr<Table> table, QHostAddress from);

        std::shared_ptr<Table> m_table;
        QHostAddress m_from;
        Evict m_evict;
        bool m_spoken = false;
    };

    Unproved();

    // Null when everything in the way cannot be ended.
    [[nodiscard]] std::shared_ptr<Slot> admit(const QHostAddress &from);
    [[nodiscard]] int count() const;

private:
    [[nodiscard]] int countFrom(const QHostAddress &from) const;
    [[nodiscard]] QHostAddress busiest() const;
    bool evictOne(const QHostAddress &from);

    std::shared_ptr<Slot::Table> m_table;
};

} // namespace native
