#pragma once

#include "base/clock.h"
#include "transfer/row.h"
#include "transfer/transferstate.h"

#include <QHash>
#include <QObject>

namespace transfer {

// The list of transfers: in memory, in the store, and what the outside is told of it. The only place that changes a
// transfer's state. Main thread; owned by TransferQueue.
class Ledger : public QObject
{
    Q_OBJECT
public:
    Ledger(store::TransferStore &store, const base::Clock &clock, QString stateFolder, QObject *parent = nullptr);
    ~Ledger() override;

    QFuture<base::Result<QList<store::StoredTransfer>>> readStored();
    [[nodiscard]] static std::unique_ptr<Row> makeRow(const store::StoredTransfer &stored);
    Row &add(std::unique_ptr<Row> row); // at the end
    void erase(model::TransferId id); // by value: it may be the row's own

    [[nodiscard]] Row *find(const model::TransferId &id) const; // null: unknown
    // Null unless it is a transfer with that peer in that direction: others must not touch it.
    [[nodiscard]] Row *find(const model::TransferId &id, const model::PeerId &peer, model::Direction direction) const;
    [[nodiscard]] const std::vector<std::unique_ptr<Row>> &rows() const { return m_rows; } // oldest first
    [[nodiscard]] QList<model::TransferId> ids() const; // oldest first
    [[nodiscard]] QList<model::TransferId> idsByRank() const; // who goes first, first
    [[nodiscard]] qint64 lastRank() const; // behind everybody
    // How many transfers of a direction use one of its places now.
    [[nodiscard]] int placesTaken(model::Direction direction) const;

    // Moves the state, saves and tells; false, and only a line in the log, when the event does not fit.
    bool apply(Row &row, Event event, const base::Error &error = {});
    void tell(Row &row);
    void progress(Row &row, quint64 bytesDone); // told at most ten times a second
    void beginRate(Row &row);
    [[nodiscard]] quint64 rateOf(const Row &row) const;

    // With `post`, both or neither.
    QFuture<base::Result<bool>> save(const Row &row, const std::optional<model::Post> &post = {});

    [[nodiscard]] QString folderOf(const model::TransferId &id) const; // of its manifest and part state
    [[nodiscard]] const QString &stateFolder() const { return m_stateFolder; }
    [[nodiscard]] qint64 wallMs() const { return m_clock.wallMs(); }

signals:
    void changed(const model::Transfer &transfer);
    void moved(); // something may go on

private:
    store::TransferStore &m_store;
    const base::Clock &m_clock;
    QString m_stateFolder;
    std::vector<std::unique_ptr<Row>> m_rows;
    QHash<model::TransferId, Row *> m_index;
};

} // namespace transfer
