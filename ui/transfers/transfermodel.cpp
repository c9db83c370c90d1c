#include "ui/transfers/transfermodel.h"

#include <algorithm>

namespace ui {

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

void TransferModel::reload()
{
    beginResetModel();
    m_rows.clear();
    QList<model::Transfer> all = m_queue.transfers();
    for (auto it = all.crbegin(); it != all.crend(); ++it)
        m_rows.push_back(makeRow(*it));
    endResetModel();
}

void TransferModel::add(const model::Transfer &transfer)
{
    if (rowOf(transfer.id) >= 0)
        return change(transfer);
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), makeRow(transfer));
    endInsertRows();
}

void TransferModel::change(const model::Transfer &transfer)
{
    const int row = rowOf(transfer.id);
    if (row < 0)
        return;
    m_rows[size_t(row)] = makeRow(transfer);
    emit dataChanged(index(row), index(row));
}

void TransferModel::remove(const model::TransferId &id)
{
    const int row = rowOf(id);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
    m_timeLeft.forget(id);
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
    return {transfer, peer ? peer->name : transfer.peer.shortText(), m_timeLeft.seconds(transfer.id)};
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
    const bool isOver = m_model.at(row).transfer.isOver();
    switch (m_show) {
    case Show::All: return true;
    case Show::Running: return !isOver;
    case Show::Done: return isOver;
    }
    return true;
}

bool TransferFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const bool leftOver = m_model.at(left.row()).transfer.isOver();
    const bool rightOver = m_model.at(right.row()).transfer.isOver();
    return leftOver != rightOver ? !leftOver : left.row() < right.row();
}

} // namespace ui
