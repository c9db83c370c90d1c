#pragma once

#include "model/transfer.h"

#include <QHash>

#include <optional>

namespace ui {

// Time left of running transfers, calm enough to read: nothing during the first two seconds, and no step of more than
// a third from one value to the next. Plain value.
class TimeLeft
{
public:
    // `nowMs` never goes back.
    void update(const model::Transfer &transfer, qint64 nowMs);
    void forget(const model::TransferId &id) { m_entries.remove(id); }
    [[nodiscard]] std::optional<qint64> seconds(const model::TransferId &id) const;

private:
    struct Entry {
        qint64 sinceMs = 0;
        double seconds = -1;
    };

    QHash<model::TransferId, Entry> m_entries;
};

} // namespace ui
