#include "transfer/entrylist.h"

#include "base/then.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace transfer {

using base::Fault;
using model::TransferId;
using model::TransferState;

EntryList::EntryList(Ledger &ledger, QObject *parent)
    : QObject(parent)
    , m_ledger(ledger)
{
    m_forget.setSingleShot(true);
    m_forget.setInterval(kept);
    connect(&m_forget, &QTimer::timeout, this, [this] { m_kept.reset(); });
}

QFuture<EntryList::Result> EntryList::page(const TransferId &id, Which which, quint32 from, quint32 count)
{
    return start({id, which, from, count, nullptr, {}});
}

QFuture<EntryList::Result> EntryList::page(const TransferId &id, const Choice &choice, quint32 from, quint32 count)
{
    return start({id, Which::All, from, count, nullptr, choice});
}

QFuture<EntryList::Result> EntryList::start(Request request)
{
    request.count = std::min(request.count, mostLines);
    request.promise = std::make_shared<QPromise<Result>>();
    request.promise->start();
    serve(request);
    return request.promise->future();
}

void EntryList::serve(const Request &request)
{
    const Row *row = m_ledger.find(request.transfer);
    if (!row || row->arriving || row->stored.manifestHash.isEmpty())
        return finish(request, base::failure(Fault::NotFound, QStringLiteral("no list of this transfer")));
    if (row->loaded)
        return list(request, *row, row->loaded);
    if (m_kept && m_keptFor == request.transfer)
        return list(request, *row, m_kept);
    const bool isReading = std::any_of(m_waiting.begin(), m_waiting.end(), [&request](const Request &other) {
        return other.transfer == request.transfer;
    });
    m_waiting.push_back(request);
    if (!isReading)
        read(request, *row);
}

void EntryList::read(const Request &request, const Row &row)
{
    base::then(QtConcurrent::run(readManifest, m_ledger.folderOf(row.id()), row.facts()), this,
               [this, id = request.transfer](const base::Result<LoadedPtr> &result) { loaded(id, result); });
}

void EntryList::loaded(const TransferId &id, const base::Result<LoadedPtr> &result)
{
    const auto isOther = [&id](const Request &request) { return request.transfer != id; };
    const auto mine = std::stable_partition(m_waiting.begin(), m_waiting.end(), isOther);
    const std::vector<Request> ready(std::make_move_iterator(mine), std::make_move_iterator(m_waiting.end()));
    m_waiting.erase(mine, m_waiting.end());
    if (result) {
        m_keptFor = id;
        m_kept = *result;
        m_forget.start();
    }
    for (const Request &request : ready) {
        const Row *row = m_ledger.find(id);
        if (!row) {
            finish(request, base::failure(Fault::NotFound, QStringLiteral("no such transfer")));
        } else if (result) {
            list(request, *row, *result);
        } else if (!row->isOut() && row->is(TransferState::Offered) && !request.isSecond) {
            m_early.push_back(request);
            emit missing(id);
        } else if (row->transfer().entries == 1 && row->is(TransferState::Done)) {
            finish(request, makeOnlyLine(listedFrom(*row, {}), request.which));
        } else {
            finish(request, tl::unexpected<base::Error>(result.error()));
        }
    }
}

void EntryList::listCame(const TransferId &id, const base::Error &error)
{
    std::vector<Request> ready;
    for (Request &request : std::exchange(m_early, {}))
        (request.transfer == id ? ready : m_early).push_back(request);
    for (Request &request : ready) {
        request.isSecond = true;
        error.fault == Fault::None ? serve(request) : finish(request, tl::unexpected<base::Error>(error));
    }
}

void EntryList::list(const Request &request, const Row &row, const LoadedPtr &loaded)
{
    if (m_kept && m_keptFor == request.transfer)
        m_forget.start();
    const auto make = [manifest = loaded->manifest, listed = listedFrom(row, m_ledger.folderOf(row.id())), request] {
        return request.choice ? makeChoicePage(manifest, listed, *request.choice, request.from, request.count)
                              : makePage(manifest, listed, request.which, request.from, request.count);
    };
    base::then(QtConcurrent::run(make), this, [request](const EntryPage &page) { finish(request, page); });
}

void EntryList::finish(const Request &request, const Result &result)
{
    request.promise->addResult(result);
    request.promise->finish();
}

} // namespace transfer
