#pragma once

#include "peers/peerdirectory.h"
#include "transfer/transferqueue.h"
#include "ui/transfers/timeleft.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

namespace ui {

struct TransferRow {
    model::Transfer transfer;
    QString peerName;
    std::optional<qint64> secondsLeft;
    std::optional<int> ahead; // of one that waits its turn: how many begin before it
};

// All transfers as rows, fed by the queue's signals; the newest first.
class TransferModel : public QAbstractListModel
{
    Q_OBJECT
public:
    TransferModel(transfer::TransferQueue &queue, peers::PeerDirectory &peers, const base::Clock &clock,
                  QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    // DisplayRole: the name.
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] const TransferRow &at(int row) const { return m_rows[size_t(row)]; }
    [[nodiscard]] int rowOf(const model::TransferId &id) const; // -1: not there
    [[nodiscard]] int unfinished() const; // neither over nor waiting for the user
    [[nodiscard]] int running() const;
    // All of one direction whose order can be changed, the next one first.
    [[nodiscard]] QList<model::TransferId> line(model::Direction direction) const;

private:
    void reload();
    void add(const model::Transfer &transfer);
    void change(const model::Transfer &transfer);
    void remove(const model::TransferId &id);
    void rename(const model::Peer &peer);
    void countLine(); // who is ahead of whom
    [[nodiscard]] TransferRow makeRow(const model::Transfer &transfer);

    transfer::TransferQueue &m_queue;
    peers::PeerDirectory &m_peers;
    const base::Clock &m_clock;
    TimeLeft m_timeLeft;
    std::vector<TransferRow> m_rows;
};

// Offers to the user, what runs, what waits in its true order, and what is over, the last one first; all or a part.
class TransferFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Show { All, Running, Waiting, Done };

    explicit TransferFilter(TransferModel &model, QObject *parent = nullptr);

    void setShow(Show show);
    [[nodiscard]] const TransferRow &at(int row) const;
    [[nodiscard]] int rowOf(const model::TransferId &id) const;
    [[nodiscard]] const TransferModel &all() const { return m_model; }

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    TransferModel &m_model;
    Show m_show = Show::All;
};

} // namespace ui
