#include "transfer/outgoing.h"

#include "base/then.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

// What the receiver may ask of the list of a sending transfer: Outgoing's third part.
namespace transfer {

using base::Fault;
using base::Result;
using model::Direction;
using model::TransferState;

namespace {

constexpr int mostPagesInFlight = 8; // an honest receiver asks for four

} // namespace

// Reads the manifest back into memory when it is not there.
void Outgoing::withLoaded(Row &row, const std::function<void(Row &)> &then)
{
    if (row.loaded)
        return then(row);
    row.whenLoaded.push_back(then);
    if (row.whenLoaded.size() > 1)
        return;
    row.filesBusy = true;
    row.stopScan = std::make_shared<std::atomic_bool>(false);
    const auto read = [stop = row.stopScan, sources = row.stored.sources, folder = m_ledger.folderOf(row.id()),
                       facts = row.facts()] { return readOwnManifest(folder, facts, sources, *stop); };
    base::then(QtConcurrent::run(read), this, [this, id = row.id()](const Result<LoadedPtr> &result) {
        if (Row *found = m_ledger.find(id))
            loaded(*found, result);
    });
}

void Outgoing::loaded(Row &row, const Result<LoadedPtr> &loaded)
{
    row.filesBusy = false;
    row.stopScan.reset();
    const auto waiting = std::exchange(row.whenLoaded, {});
    if (!loaded) {
        row.pagesInFlight = 0;
        if (!row.transfer().isOver())
            fail(row, loaded.error());
        return;
    }
    row.loaded = *loaded;
    for (const auto &then : waiting)
        then(row);
    emit m_ledger.moved();
}

void Outgoing::pageAsked(const model::PeerId &peer, const model::ManifestRequestPost &request)
{
    Row *row = m_ledger.find(request.transfer, peer, Direction::Out);
    const bool isOver = row && row->transfer().isOver() && !row->isDoneInPart();
    if (!row || isOver || row->is(TransferState::Preparing) || row->pagesInFlight >= mostPagesInFlight)
        return;
    ++row->pagesInFlight;
    withLoaded(*row, [this, page = request.page](Row &ready) { sendPage(ready, page); });
}

// Only before the first answer; whoever wants to know later gets the files.
void Outgoing::hashesAsked(const model::PeerId &peer, const model::HashRequestPost &request)
{
    const auto mayAsk = [](const Row &row) {
        return (row.is(TransferState::Offered) || row.is(TransferState::Waiting)) && row.stored.round == 0 && !row.answer;
    };
    Row *row = m_ledger.find(request.transfer, peer, Direction::Out);
    if (!row || !mayAsk(*row))
        return;
    withLoaded(*row, [this, mayAsk, entries = request.entries](Row &ready) {
        if (mayAsk(ready))
            m_hashes.read(jobFor(ready), entries);
    });
}

void Outgoing::sendPage(Row &row, quint32 page)
{
    const auto read = [folder = m_ledger.folderOf(row.id()), loaded = row.loaded, page] {
        return readPage(folder, *loaded, page);
    };
    base::then(QtConcurrent::run(read), this, [this, id = row.id(), page](const Result<QByteArray> &bytes) {
        Row *found = m_ledger.find(id);
        if (!found)
            return;
        found->pagesInFlight = std::max(0, found->pagesInFlight - 1);
        if (bytes)
            m_courier.gateways().send(found->peer(), {{}, model::ManifestPagePost{id, page, *bytes}});
    });
}

} // namespace transfer
