#include "ui/transfers/transfermodel.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ui {
namespace {

using model::Transfer;
using model::TransferState;

bool waitsItsTurn(const Transfer &transfer)
{
    return transfer.state == TransferState::Waiting && transfer.waitReason == model::WaitReason::Queue;
}

bool hasMoved(const Transfer &before, const Transfer &now)
{
    return before.state != now.state || before.waitReason != now.waitReason || before.rank != now.rank;
}

bool isRunning(const Transfer &transfer)
{
    return transfer.state == TransferState::Running || transfer.state == TransferState::Verifying;
}

enum class Part { Asks, Runs, Waits, Over };

Part partOf(const Transfer &transfer)
{
    if (transfer.isOver())
        return Part::Over;
    if (isRunning(transfer))
        return Part::Runs;
    const bool asks = transfer.state == TransferState::Offered && transfer.direction == model::Direction::In;
    return asks ? Part::Asks : Part::Waits;
}

// The smallest stands first.
auto placeOf(const Transfer &transfer)
{
    const Part part = partOf(transfer);
    return std::tuple(part, part == Part::Over ? -transfer.finishedAtMs : transfer.rank);
}

} // namespace

TransferModel::TransferModel(transfer::TransferQueue &queue, peers::PeerDirectory &peers, const base::Clock &clock,
                             QObject *parent)
    : QAbstractListModel(parent)
    , m_queue(queue)
    , m_peers(peers)
    , m_clock(clock)
{
    connect(&queue, &transfer::TransferQueue::loaded, this, &TransferModel::reload);
    connect(&queue, &transfer::TransferQueue::added, this, &TransferModel::add);
    connect(&queue, &transfer::TransferQueue::changed, this, &TransferModel::change);
    connect(&queue, &transfer::TransferQueue::removed, this, &TransferModel::remove);
    connect(&peers, &peers::PeerDirectory::peerChanged, this, &TransferModel::rename);
    reload();
}

int TransferModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant TransferModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return at(index.row()).transfer.name;
}

int TransferModel::rowOf(const model::TransferId &id) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&id](const TransferRow &row) { return row.transfer.id == id; });
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int TransferModel::unfinished() const
{
    return int(
        std::count_if(m_rows.begin(), m_rows.end(), [](const TransferRow &row) { return !row.transfer.isOver(); }));
}

int TransferModel::running() const
{
    return int(std::ranges::count_if(m_rows, [](const TransferRow &row) { return isRunning(row.transfer); }));
}

void TransferModel::reload()
{
    beginResetModel();
    m_rows.clear();
    QList<model::Transfer> all = m_queue.transfers();
    for (auto it = all.crbegin(); it != all.crend(); ++it)
        m_rows.push_back(makeRow(*it));
    endResetModel();
    countLine();
}

void TransferModel::add(const model::Transfer &transfer)
{
    if (rowOf(transfer.id) >= 0)
        return change(transfer);
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), makeRow(transfer));
    endInsertRows();
    if (waitsItsTurn(transfer))
        countLine();
}

void TransferModel::change(const model::Transfer &transfer)
{
    const int row = rowOf(transfer.id);
    if (row < 0)
        return;
    TransferRow &entry = m_rows[size_t(row)];
    const bool moved = hasMoved(entry.transfer, transfer);
    const std::optional<int> ahead = entry.ahead;
    entry = makeRow(transfer);
    entry.ahead = waitsItsTurn(transfer) ? ahead : std::nullopt;
    emit dataChanged(index(row), index(row));
    if (moved)
        countLine();
}

void TransferModel::remove(const model::TransferId &id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    const bool waited = at(row).ahead.has_value();
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    m_timeLeft.forget(id);
    if (waited)
        countLine();
}

QList<model::TransferId> TransferModel::line(model::Direction direction) const
{
    std::vector<const Transfer *> waiting;
    for (const TransferRow &row : m_rows) {
        if (row.transfer.direction == direction && row.transfer.isInLine())
            waiting.push_back(&row.transfer);
    }
    std::ranges::sort(waiting, {}, &Transfer::rank);
    QList<model::TransferId> ids;
    for (const Transfer *transfer : waiting)
        ids.append(transfer->id);
    return ids;
}

void TransferModel::countLine()
{
    std::vector<std::pair<qint64, int>> waiting; // rank and row
    for (int row = 0; row < rowCount(); ++row) {
        if (waitsItsTurn(at(row).transfer))
            waiting.emplace_back(at(row).transfer.rank, row);
    }
    std::ranges::sort(waiting);
    int in = 0;
    int out = 0;
    int first = rowCount();
    int last = -1;
    for (const auto &[rank, row] : waiting) {
        TransferRow &entry = m_rows[size_t(row)];
        const int ahead = entry.transfer.direction == model::Direction::In ? in++ : out++;
        if (std::exchange(entry.ahead, ahead) == ahead)
            continue;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= 0)
        emit dataChanged(index(first), index(last));
}

void TransferModel::rename(const model::Peer &peer)
{
    for (int row = 0; row < rowCount(); ++row) {
        TransferRow &entry = m_rows[size_t(row)];
        if (entry.transfer.peer == peer.id && entry.peerName != peer.name) {
            entry.peerName = peer.name;
            emit dataChanged(index(row), index(row));
        }
    }
}

TransferRow TransferModel::makeRow(const model::Transfer &transfer)
{
    m_timeLeft.update(transfer, m_clock.steady().count());
    const auto peer = m_peers.peer(transfer.peer);
    return {transfer, peer ? peer->name : transfer.peer.shortText(), m_timeLeft.seconds(transfer.id), {}};
}

TransferFilter::TransferFilter(TransferModel &model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setDynamicSortFilter(true);
    setSourceModel(&model);
    sort(0);
}

void TransferFilter::setShow(Show show)
{
    if (m_show == show)
        return;
    m_show = show;
    invalidateFilter();
}

const TransferRow &TransferFilter::at(int row) const
{
    return m_model.at(mapToSource(index(row, 0)).row());
}

int TransferFilter::rowOf(const model::TransferId &id) const
{
    const int row = m_model.rowOf(id);
    return row < 0 ? -1 : mapFromSource(m_model.index(row)).row();
}

bool TransferFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Part part = partOf(m_model.at(row).transfer);
    switch (m_show) {
    case Show::All: return true;
    case Show::Running: return part == Part::Runs;
    case Show::Waiting: return part == Part::Asks || part == Part::Waits;
    case Show::Done: return part == Part::Over;
    }
    return true;
}

bool TransferFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto one = placeOf(m_model.at(left.row()).transfer);
    const auto other = placeOf(m_model.at(right.row()).transfer);
    return one != other ? one < other : left.row() < right.row();
}

} // namespace ui
