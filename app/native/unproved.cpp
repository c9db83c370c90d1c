#include "native/unproved.h"

#include <QHash>

#include <algorithm>

namespace native {

struct Unproved::Slot::Table {
    std::vector<Slot *> places; // oldest first
};

Unproved::Slot::Slot(std::shared_ptr<Table> table, QHostAddress from)
    : m_table(std::move(table))
    , m_from(std::move(from))
{
    m_table->places.push_back(this);
}

Unproved::Slot::~Slot()
{
    std::erase(m_table->places, this);
}

Unproved::Unproved()
    : m_table(std::make_shared<Slot::Table>())
{
}

std::shared_ptr<Unproved::Slot> Unproved::admit(const QHostAddress &from)
{
    while (countFrom(from) >= mostPerAddress) {
        if (!evictOne(from))
            return nullptr;
    }
    while (count() >= mostInAll) {
        if (!evictOne(busiest()))
            return nullptr;
    }
    return std::shared_ptr<Slot>(new Slot(m_table, from));
}

int Unproved::count() const
{
    return int(m_table->places.size());
}

int Unproved::countFrom(const QHostAddress &from) const
{
    return int(std::count_if(m_table->places.begin(), m_table->places.end(),
                             [&from](const Slot *slot) { return slot->m_from == from; }));
}

// Only addresses where something can be ended count.
QHostAddress Unproved::busiest() const
{
    QHash<QHostAddress, int> counts;
    for (const Slot *slot : m_table->places) {
        if (slot->m_evict)
            ++counts[slot->m_from];
    }
    QHostAddress found;
    int most = 0;
    for (const Slot *slot : m_table->places) {
        const int here = counts.value(slot->m_from);
        if (here > most) {
            most = here;
            found = slot->m_from;
        }
    }
    return found;
}

bool Unproved::evictOne(const QHostAddress &from)
{
    Slot *victim = nullptr;
    for (Slot *slot : m_table->places) {
        const bool candidate = slot->m_from == from && slot->m_evict;
        if (candidate && (!victim || (victim->m_spoken && !slot->m_spoken)))
            victim = slot;
    }
    if (!victim)
        return false;
    // Out of the count first: its owner may keep the slot for a moment, or drop it in the call.
    std::erase(m_table->places, victim);
    const Evict evict = std::exchange(victim->m_evict, {});
    evict();
    return true;
}

} // namespace native
