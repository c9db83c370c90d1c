#include "transfer/incoming.h"

#include "base/then.h"

#include <QtConcurrentRun>

// How the list of a large offer comes: Incoming's third part.
namespace transfer {

using base::Fault;
using base::Result;
using model::TransferState;

// Accepted, and the bytes cannot begin without it.
void Incoming::fetch(Row &row)
{
    if (!m_courier.isLinked(row.peer()))
        return broke(row);
    m_ledger.apply(row, Event::Fetching);
    startFetch(row);
}

// Not accepted yet, but somebody wants to look at it.
void Incoming::fetchList(const model::TransferId &id)
{
    Row *row = m_ledger.find(id);
    if (!row || !m_courier.isLinked(row->peer())) {
        emit listCame(id, {row ? Fault::Unreachable : Fault::NotFound, QStringLiteral("list of an offer")});
        return;
    }
    if (!row->fetch && !row->filesBusy)
        startFetch(*row);
}

void Incoming::startFetch(Row &row)
{
    const ManifestFetch::Wanted wanted{row.peer(), row.id(), row.stored.manifestLength, row.transfer().entries};
    row.fetch.reset(new ManifestFetch(m_courier.gateways(), wanted, nullptr));
    const model::TransferId id = row.id();
    connect(row.fetch.get(), &ManifestFetch::fetched, this, [this, id](const QByteArray &bytes) {
        if (Row *found = m_ledger.find(id))
            fetched(*found, bytes);
    });
    connect(row.fetch.get(), &ManifestFetch::failed, this, [this, id](const base::Error &error) {
        if (Row *found = m_ledger.find(id))
            fetchFailed(*found, error);
    });
    row.fetch->start();
}

void Incoming::fetched(Row &row, const QByteArray &bytes)
{
    row.fetch.reset();
    row.filesBusy = true;
    base::then(QtConcurrent::run(keepManifest, m_ledger.folderOf(row.id()), bytes, row.facts()), this,
               [this, id = row.id()](const Result<LoadedPtr> &loaded) {
                   Row *found = m_ledger.find(id);
                   if (!found)
                       return;
                   found->filesBusy = false;
                   if (loaded && found->is(TransferState::Preparing))
                       found->loaded = *loaded; // needed at once
                   loaded ? listKept(*found, **loaded) : fetchFailed(*found, loaded.error());
               });
}

void Incoming::listKept(Row &row, const Loaded &loaded)
{
    const model::TransferId id = row.id();
    if (row.is(TransferState::Preparing)) {
        claim(row);
    } else {
        if (row.is(TransferState::Offered))
            describe(row, *loaded.manifest);
        m_ledger.save(row);
        m_ledger.tell(row);
        emit m_ledger.moved();
    }
    emit listCame(id, {});
}

void Incoming::fetchFailed(Row &row, const base::Error &error)
{
    const model::TransferId id = row.id();
    row.fetch.reset();
    if (!row.is(TransferState::Preparing)) {
        emit m_ledger.moved();
    } else {
        switch (severityOf(error.fault)) {
        case Severity::Passing: broke(row); break;
        case Severity::Disk: noRoom(row, error); break;
        case Severity::Final: fail(row, error); break;
        }
    }
    emit listCame(id, error);
}

void Incoming::dropFetch(Row &row)
{
    if (!row.fetch)
        return;
    row.fetch.reset();
    emit listCame(row.id(), {Fault::Unreachable, QStringLiteral("list of an offer")});
}

void Incoming::pageCame(const model::PeerId &peer, const model::ManifestPagePost &page)
{
    Row *row = m_ledger.find(page.transfer, peer, model::Direction::In);
    if (row && row->fetch)
        row->fetch->receive(page);
}

} // namespace transfer
