#pragma once

#include "transfer/entrylister.h"
#include "transfer/ledger.h"

#include <QObject>
#include <QPromise>
#include <QTimer>

namespace transfer {

// The lists of what transfers hold, a page at a time: the manifest is read on the pool and kept for a while, so that
// scrolling through a long list reads it once. Main thread; owned by TransferQueue.
class EntryList : public QObject
{
    Q_OBJECT
public:
    using Result = base::Result<EntryPage>;
    static constexpr quint32 mostLines = 1000; // of a page
    static constexpr std::chrono::milliseconds kept{30'000}; // unused

    explicit EntryList(Ledger &ledger, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result> page(const model::TransferId &id, Which which, quint32 from, quint32 count);
    [[nodiscard]] QFuture<Result> page(const model::TransferId &id, const Choice &choice, quint32 from, quint32 count);
    // The list of an offer has come, or will not: Fault::None, or why.
    void listCame(const model::TransferId &id, const base::Error &error);

signals:
    void missing(const model::TransferId &id); // an offer's list would have to come from the sender

private:
    struct Request {
        model::TransferId transfer;
        Which which = Which::All;
        quint32 from = 0;
        quint32 count = 0;
        std::shared_ptr<QPromise<Result>> promise;
        std::optional<Choice> choice;
        bool isSecond = false; // the list was asked for at the sender
    };

    [[nodiscard]] QFuture<Result> start(Request request);
    void serve(const Request &request);
    void read(const Request &request, const Row &row);
    void loaded(const model::TransferId &id, const base::Result<LoadedPtr> &result);
    void list(const Request &request, const Row &row, const LoadedPtr &loaded);
    static void finish(const Request &request, const Result &result);

    Ledger &m_ledger;
    std::vector<Request> m_waiting; // for a manifest from the disk
    std::vector<Request> m_early; // for a manifest from the sender
    model::TransferId m_keptFor;
    LoadedPtr m_kept;
    QTimer m_forget;
};

} // namespace transfer
