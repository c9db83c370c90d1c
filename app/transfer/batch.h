#pragma once

#include "transfer/ledger.h"
#include "transfer/overall.h"

#include <QSet>

namespace transfer {

// Remembers what belongs together, so that the bar does not jump back at the end of each transfer. Plain value.
class Batch
{
public:
    void update(const Ledger &ledger); // after every change of a state
    [[nodiscard]] Overall overall(const Ledger &ledger) const;

private:
    QSet<model::TransferId> m_members;
};

} // namespace transfer
