#include "transfer/ledger.h"

#include "base/then.h"

#include <QLoggingCategory>

#include <algorithm>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcLedger, "landline.transfer", QtInfoMsg)

constexpr std::chrono::milliseconds progressInterval{100};

} // namespace

Ledger::Ledger(store::TransferStore &store, const base::Clock &clock, QString stateFolder, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_stateFolder(std::move(stateFolder))
{
}

Ledger::~Ledger()
{
    for (const auto &row : m_rows) {
        if (row->stopScan)
            *row->stopScan = true;
    }
}

QFuture<base::Result<QList<store::StoredTransfer>>> Ledger::readStored()
{
    return m_store.all();
}

std::unique_ptr<Row> Ledger::makeRow(const store::StoredTransfer &stored)
{
    auto row = std::make_unique<Row>();
    row->stored = stored;
    return row;
}

Row &Ledger::add(std::unique_ptr<Row> row)
{
    m_rows.push_back(std::move(row));
    Row &added = *m_rows.back();
    m_index.insert(added.id(), &added);
    return added;
}

void Ledger::erase(model::TransferId id)
{
    m_index.remove(id);
    std::erase_if(m_rows, [&id](const auto &row) { return row->id() == id; });
    base::then(m_store.remove(id), this, [](const base::Result<bool> &removed) {
        if (!removed)
            qCWarning(lcLedger) << "cannot forget a transfer -" << base::faultName(removed.error().fault);
    });
}

Row *Ledger::find(const model::TransferId &id) const
{
    return m_index.value(id, nullptr);
}

Row *Ledger::find(const model::TransferId &id, const model::PeerId &peer, model::Direction direction) const
{
    Row *row = find(id);
    return row && row->peer() == peer && row->transfer().direction == direction ? row : nullptr;
}

QList<model::TransferId> Ledger::ids() const
{
    QList<model::TransferId> ids;
    ids.reserve(qsizetype(m_rows.size()));
    for (const auto &row : m_rows)
        ids.append(row->id());
    return ids;
}

QList<model::TransferId> Ledger::idsByRank() const
{
    std::vector<const Row *> rows;
    rows.reserve(m_rows.size());
    for (const auto &row : m_rows)
        rows.push_back(row.get());
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row *a, const Row *b) { return a->transfer().rank < b->transfer().rank; });
    QList<model::TransferId> ids;
    ids.reserve(qsizetype(rows.size()));
    for (const Row *row : rows)
        ids.append(row->id());
    return ids;
}

qint64 Ledger::lastRank() const
{
    qint64 last = 0;
    for (const auto &row : m_rows)
        last = std::max(last, row->transfer().rank);
    return last + 1;
}

int Ledger::placesTaken(model::Direction direction) const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(), [direction](const auto &row) {
        if (row->transfer().direction != direction)
            return false;
        const bool starting =
            row->isOut() ? row->filesBusy && row->answer : row->isAccepted() && (row->fetch || row->filesBusy);
        return row->jobActive || starting;
    }));
}

bool Ledger::apply(Row &row, Event event, const base::Error &error)
{
    model::Transfer &transfer = row.transfer();
    const std::optional<Phase> phase = next(phaseOf(transfer), event);
    if (!phase) {
        qCInfo(lcLedger) << "transfer" << row.id().toHex().left(8) << "is" << model::toText(transfer.state)
                         << "- ignoring event" << int(event);
        return false;
    }
    transfer.state = phase->state;
    transfer.waitReason = phase->waitReason;
    transfer.pausedBy = phase->pausedBy;
    transfer.error = error;
    transfer.finishedAtMs = transfer.isOver() ? m_clock.wallMs() : 0;
    if (!row.is(model::TransferState::Running)) {
        row.meter.stop();
        transfer.bytesPerSecond = 0;
    }
    save(row);
    tell(row);
    emit moved();
    return true;
}

void Ledger::tell(Row &row)
{
    row.shownAt = m_clock.steady();
    if (!row.arriving)
        emit changed(row.transfer());
}

void Ledger::progress(Row &row, quint64 bytesDone)
{
    row.transfer().bytesDone = std::min(bytesDone, row.transfer().bytesTotal);
    row.meter.add(m_clock.steady(), row.transfer().bytesDone);
    row.transfer().bytesPerSecond = rateOf(row);
    if (m_clock.steady() - row.shownAt >= progressInterval)
        tell(row);
}

void Ledger::beginRate(Row &row)
{
    row.bytesBefore = row.transfer().bytesDone;
    row.meter.start(m_clock.steady(), row.transfer().bytesDone);
}

quint64 Ledger::rateOf(const Row &row) const
{
    return row.meter.bytesPerSecond(m_clock.steady());
}

QFuture<base::Result<bool>> Ledger::save(const Row &row, const std::optional<model::Post> &post)
{
    // An offer is stored when its manifest is, not before.
    if (row.arriving && row.filesBusy)
        return QtFuture::makeReadyFuture(base::Result<bool>(true));
    return base::then(m_store.save(row.stored, post), this, [](const base::Result<bool> &saved) {
        if (!saved)
            qCWarning(lcLedger) << "cannot save a transfer -" << base::faultName(saved.error().fault);
        return saved;
    });
}

QString Ledger::folderOf(const model::TransferId &id) const
{
    return m_stateFolder + u'/' + id.toHex();
}

} // namespace transfer
