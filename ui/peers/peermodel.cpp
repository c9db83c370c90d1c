#include "ui/peers/peermodel.h"

#include "ui/transfers/transferwords.h"

#include <algorithm>

namespace ui {

PeerModel::PeerModel(core::Core &core, const Drafts &drafts, QObject *parent)
    : QAbstractListModel(parent)
    , m_core(core)
    , m_drafts(drafts)
{
    peers::PeerDirectory &directory = core.peers();
    connect(&directory, &peers::PeerDirectory::loaded, this, &PeerModel::reload);
    connect(&directory, &peers::PeerDirectory::peerAdded, this, &PeerModel::put);
    connect(&directory, &peers::PeerDirectory::peerChanged, this, &PeerModel::put);
    connect(&directory, &peers::PeerDirectory::peerRemoved, this, &PeerModel::remove);
    connect(&core.chat(), &chat::ChatService::loaded, this, &PeerModel::reload);
    connect(&core.chat(), &chat::ChatService::conversationChanged, this, &PeerModel::setConversation);
    connect(&core.transfers(), &transfer::TransferQueue::loaded, this, &PeerModel::nameTransfers);
    connect(&core.transfers(), &transfer::TransferQueue::added, this, &PeerModel::nameTransfer);
    connect(&core.transfers(), &transfer::TransferQueue::changed, this, &PeerModel::nameTransfer);
    connect(&drafts, &Drafts::changed, this, &PeerModel::setDraft);
    reload();
}

int PeerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant PeerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::DisplayRole)
        return {};
    return at(index.row()).peer.name;
}

int PeerModel::unread() const
{
    int sum = 0;
    for (const PeerRow &row : m_rows)
        sum += row.peer.trust == model::Trust::Blocked ? 0 : row.conversation.unread;
    return sum;
}

int PeerModel::reachable() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [](const PeerRow &row) {
        return row.peer.reach >= model::Reach::Online && row.peer.trust != model::Trust::Blocked;
    }));
}

void PeerModel::reload()
{
    beginResetModel();
    m_rows.clear();
    m_places.clear();
    const QList<model::Peer> all = m_core.peers().peers();
    for (const model::Peer &peer : all) {
        m_places.insert(peer.id, int(m_rows.size()));
        m_rows.push_back(makeRow(peer));
    }
    endResetModel();
}

PeerRow PeerModel::makeRow(const model::Peer &peer) const
{
    const model::ConversationSummary conversation = m_core.chat().conversation(peer.id);
    return {peer, conversation, fileNameOf(conversation.last), m_drafts.of(peer.id)};
}

QString PeerModel::fileNameOf(const model::Message &message) const
{
    if (message.kind != model::MessageKind::Transfer)
        return {};
    const auto transfer = m_core.transfers().transfer(message.transfer);
    return transfer ? shownName(transfer->name) : QString();
}

void PeerModel::put(const model::Peer &peer)
{
    const int row = rowOf(peer.id);
    if (row < 0) {
        const int end = rowCount();
        beginInsertRows({}, end, end);
        m_places.insert(peer.id, end);
        m_rows.push_back(makeRow(peer));
        endInsertRows();
        return;
    }
    PeerRow &entry = m_rows[size_t(row)];
    if (entry.peer == peer)
        return;
    entry.peer = peer;
    tellChanged(row);
}

void PeerModel::remove(const model::PeerId &peer)
{
    const int row = rowOf(peer);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    m_places.remove(peer);
    for (int i = row; i < rowCount(); ++i)
        m_places.insert(m_rows[size_t(i)].peer.id, i);
    endRemoveRows();
}

void PeerModel::setConversation(const model::ConversationSummary &summary)
{
    const int row = rowOf(summary.peer);
    if (row < 0)
        return;
    PeerRow &entry = m_rows[size_t(row)];
    entry.conversation = summary;
    entry.fileName = fileNameOf(summary.last);
    tellChanged(row);
}

void PeerModel::setDraft(const model::PeerId &peer)
{
    const int row = rowOf(peer);
    if (row < 0)
        return;
    m_rows[size_t(row)].draft = m_drafts.of(peer);
    tellChanged(row);
}

void PeerModel::nameTransfer(const model::Transfer &transfer)
{
    const int row = rowOf(transfer.peer);
    if (row < 0 || m_rows[size_t(row)].conversation.last.transfer != transfer.id)
        return;
    const QString name = shownName(transfer.name);
    if (std::exchange(m_rows[size_t(row)].fileName, name) != name)
        tellChanged(row);
}

void PeerModel::nameTransfers()
{
    const QList<model::Transfer> all = m_core.transfers().transfers();
    for (const model::Transfer &transfer : all)
        nameTransfer(transfer);
}

void PeerModel::tellChanged(int row)
{
    emit dataChanged(index(row), index(row));
}

PeerFilter::PeerFilter(PeerModel &model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setDynamicSortFilter(true);
    setSourceModel(&model);
    sort(0);
}

void PeerFilter::setSearch(const QString &words)
{
    const QString trimmed = words.simplified();
    if (m_search == trimmed)
        return;
    m_search = trimmed;
    invalidateFilter();
}

const PeerRow &PeerFilter::at(int row) const
{
    return m_model.at(mapToSource(index(row, 0)).row());
}

int PeerFilter::rowOf(const model::PeerId &peer) const
{
    const int row = m_model.rowOf(peer);
    return row < 0 ? -1 : mapFromSource(m_model.index(row)).row();
}

bool PeerFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const PeerRow &entry = m_model.at(row);
    if (entry.peer.trust == model::Trust::Blocked && !entry.hasConversation())
        return false;
    const QStringList words = m_search.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&entry](const QString &word) { return entry.peer.name.contains(word, Qt::CaseInsensitive); });
}

bool PeerFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const PeerRow &one = m_model.at(left.row());
    const PeerRow &other = m_model.at(right.row());
    if (one.hasConversation() != other.hasConversation())
        return one.hasConversation();
    if (one.hasConversation())
        return one.conversation.last.arrivedAtMs > other.conversation.last.arrivedAtMs;
    const bool oneHere = one.peer.reach != model::Reach::Gone;
    const bool otherHere = other.peer.reach != model::Reach::Gone;
    if (oneHere != otherHere)
        return oneHere;
    const int byName = QString::localeAwareCompare(one.peer.name, other.peer.name);
    return byName != 0 ? byName < 0 : one.peer.id < other.peer.id;
}

} // namespace ui
