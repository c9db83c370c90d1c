#include "transfer/order.h"

#include <QSet>

#include <algorithm>
#include <iterator>
#include <utility>

namespace transfer::order {

using model::TransferState;

namespace {

// First the next to begin.
std::vector<Row *> waitingWith(const Ledger &ledger, const Row &row)
{
    std::vector<Row *> waiting;
    for (const model::TransferId &id : ledger.idsByRank()) {
        Row *other = ledger.find(id);
        if (other->isOut() == row.isOut() && other->transfer().isInLine())
            waiting.push_back(other);
    }
    return waiting;
}

void setRank(Ledger &ledger, Row &row, qint64 rank)
{
    row.transfer().rank = rank;
    ledger.save(row);
}

void swap(Ledger &ledger, Row &one, Row &other)
{
    const qint64 rank = one.transfer().rank;
    setRank(ledger, one, other.transfer().rank);
    setRank(ledger, other, rank);
}

// Whoever hears of the first may do something to the second.
void tell(Ledger &ledger, const QList<model::TransferId> &ids)
{
    for (const model::TransferId &id : ids) {
        if (Row *row = ledger.find(id))
            ledger.tell(*row);
    }
    emit ledger.moved();
}

} // namespace

bool move(Ledger &ledger, Row &row, Step step)
{
    const std::vector<Row *> waiting = waitingWith(ledger, row);
    const auto here = std::find(waiting.begin(), waiting.end(), &row);
    const bool isLast = here == waiting.end() || std::next(here) == waiting.end();
    if (here == waiting.end() || (step == Step::Down ? isLast : here == waiting.begin()))
        return false;
    if (step == Step::First) {
        setRank(ledger, row, waiting.front()->transfer().rank - 1);
        tell(ledger, {row.id()});
        return true;
    }
    Row &other = step == Step::Up ? **std::prev(here) : **std::next(here);
    swap(ledger, row, other);
    tell(ledger, {row.id(), other.id()});
    return true;
}

bool moveTo(Ledger &ledger, Row &row, const Row &other)
{
    std::vector<Row *> waiting = waitingWith(ledger, row);
    const auto from = std::find(waiting.begin(), waiting.end(), &row);
    const auto to = std::find(waiting.begin(), waiting.end(), &other);
    if (from == waiting.end() || to == waiting.end() || from == to)
        return false;
    const auto first = std::min(from, to);
    const auto end = std::next(std::max(from, to));
    std::vector<qint64> ranks;
    std::transform(first, end, std::back_inserter(ranks), [](const Row *one) { return one->transfer().rank; });
    std::rotate(first, from < to ? std::next(from) : from, end);
    QList<model::TransferId> moved;
    for (auto it = first; it != end; ++it) {
        setRank(ledger, **it, ranks[size_t(it - first)]);
        moved.append((*it)->id());
    }
    tell(ledger, moved);
    return true;
}

QList<model::TransferId> toBegin(const Ledger &ledger, const model::PeerId &peer)
{
    QList<model::TransferId> ids = ledger.idsByRank();
    ids.removeIf([&](const model::TransferId &id) {
        const Row *row = ledger.find(id);
        return !row->isOut() || row->peer() != peer || !row->transfer().isInLine();
    });
    return ids;
}

bool isNatural(const Ledger &ledger, const QList<model::TransferId> &ids)
{
    QList<model::TransferId> asMade = ledger.ids();
    asMade.removeIf([ids = QSet<model::TransferId>(ids.begin(), ids.end())](const auto &id) { return !ids.contains(id); });
    return asMade == ids;
}

void arrange(Ledger &ledger, const model::PeerId &peer, const QList<model::TransferId> &wished)
{
    std::vector<Row *> rows;
    std::vector<qint64> ranks;
    for (const model::TransferId &id : wished) {
        Row *row = ledger.find(id, peer, model::Direction::In);
        const bool waits = row && (row->transfer().isInLine() || row->is(TransferState::Offered));
        if (!waits || std::find(rows.begin(), rows.end(), row) != rows.end())
            continue;
        rows.push_back(row);
        ranks.push_back(row->transfer().rank);
    }
    std::sort(ranks.begin(), ranks.end());
    QList<model::TransferId> moved;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (rows[i]->transfer().rank == ranks[i])
            continue;
        setRank(ledger, *rows[i], ranks[i]);
        moved.append(rows[i]->id());
    }
    tell(ledger, moved);
}

} // namespace transfer::order
