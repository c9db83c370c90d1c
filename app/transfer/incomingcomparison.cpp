#include "transfer/incoming.h"

#include "base/then.h"

#include <QLoggingCategory>
#include <QtConcurrentRun>

// How files that are there already are found out: Incoming's fourth part.
namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcComparison, "landline.transfer", QtInfoMsg)

} // namespace

using base::Result;
using model::TransferState;

// Before the first answer only: what a transfer has noted is not looked for again.
void Incoming::compare(Row &row, const files::Twins &twins)
{
    if (twins.entries.empty() || !m_courier.canCompare(row.peer()))
        return compared(row, {twins, {}});
    row.comparison.reset(new Comparison(m_courier.gateways(), m_readers, jobFor(row), twins));
    const model::TransferId id = row.id();
    connect(row.comparison.get(), &Comparison::progressed, this, [this, id](quint64 bytes) {
        Row *found = m_ledger.find(id);
        if (found && found->comparison && found->is(TransferState::Verifying))
            m_ledger.progress(*found, bytes);
    });
    connect(row.comparison.get(), &Comparison::finished, this, [this, id] {
        Row *found = m_ledger.find(id);
        if (!found || !found->comparison)
            return;
        const Compared result{found->comparison->twins(), found->comparison->same()};
        found->comparison.reset();
        qCInfo(lcComparison) << result.same.count() << "of" << result.twins.entries.size()
                             << "files are here already, transfer" << id.toHex().left(8);
        compared(*found, result);
    });
    row.comparison->start();
}

void Incoming::compared(Row &row, const Compared &compared)
{
    row.meter.stop();
    row.transfer().bytesPerSecond = 0;
    prepareAnswer(row, {row.facts(), row.stored.unwanted, row.transfer().failed, row.loaded, false, compared});
}

void Incoming::hashesCame(const model::PeerId &peer, const model::HashesPost &hashes)
{
    Row *row = m_ledger.find(hashes.transfer, peer, model::Direction::In);
    if (row && row->comparison)
        row->comparison->receive(hashes);
}

// What was found so far is not looked for again.
void Incoming::dropComparison(Row &row)
{
    if (!row.comparison)
        return;
    const Compared found{row.comparison->twins(), row.comparison->same()};
    row.comparison.reset();
    row.meter.stop();
    row.transfer().bytesPerSecond = 0;
    if (found.same.isEmpty())
        return;
    row.filesBusy = true;
    const auto keep = [job = jobFor(row), found] { return files::keepTwins(job, found.twins, found.same); };
    base::then(QtConcurrent::run(keep), this, [this, id = row.id()](const Result<bool> &) {
        if (Row *still = m_ledger.find(id)) {
            still->filesBusy = false;
            emit m_ledger.moved();
        }
    });
}

} // namespace transfer
