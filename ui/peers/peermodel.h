#pragma once

#include "core/core.h"
#include "ui/chat/drafts.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace ui {

// One person of the list, with the conversation as far as the list shows it.
struct PeerRow {
    model::Peer peer;
    model::ConversationSummary conversation;
    QString fileName; // of the last message, when it stands for a transfer
    QString draft;

    [[nodiscard]] bool hasConversation() const { return conversation.lastSeq > 0; }
};

// Everybody known, in no order; fed by directory, conversations, transfers and drafts.
class PeerModel : public QAbstractListModel
{
    Q_OBJECT
public:
    PeerModel(core::Core &core, const Drafts &drafts, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    // DisplayRole: the name.
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] const PeerRow &at(int row) const { return m_rows[size_t(row)]; }
    [[nodiscard]] int rowOf(const model::PeerId &peer) const { return m_places.value(peer, -1); } // -1: not there
    [[nodiscard]] int unread() const; // of all conversations
    [[nodiscard]] int reachable() const; // people who can be reached now

private:
    void reload();
    void put(const model::Peer &peer);
    void remove(const model::PeerId &peer);
    void setConversation(const model::ConversationSummary &summary);
    void setDraft(const model::PeerId &peer);
    void nameTransfer(const model::Transfer &transfer);
    void nameTransfers();
    void tellChanged(int row);
    [[nodiscard]] PeerRow makeRow(const model::Peer &peer) const;
    [[nodiscard]] QString fileNameOf(const model::Message &message) const;

    core::Core &m_core;
    const Drafts &m_drafts;
    std::vector<PeerRow> m_rows;
    QHash<model::PeerId, int> m_places;
};

// Conversations newest first, then people who are here by name, then the others by name. Blocked people only when
// there is a conversation with them. The search looks at names.
class PeerFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit PeerFilter(PeerModel &model, QObject *parent = nullptr);

    void setSearch(const QString &words);
    [[nodiscard]] const QString &search() const { return m_search; }
    [[nodiscard]] const PeerRow &at(int row) const;
    [[nodiscard]] int rowOf(const model::PeerId &peer) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    PeerModel &m_model;
    QString m_search;
};

} // namespace ui
