#include "transfer/sourcehashes.h"

#include "files/source.h"
#include "transfer/handover.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QLoggingCategory>
#include <QPromise>
#include <QtConcurrentRun>

#include <functional>
#include <utility>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcHashes, "landline.transfer", QtInfoMsg)

constexpr size_t batch = 1024; // in one frame
constexpr qint64 tellMs = 2000; // an empty frame says: still reading
constexpr int readers = 2; // transfers at a time

using Hashes = std::vector<model::HashesPost::One>;

// Empty when it cannot be read as it was offered.
QByteArray hashOf(files::Source &source, const model::Entry &listed, quint32 entry, const std::atomic_bool &stop,
                  const files::TellRead &read)
{
    if (listed.kind != model::EntryKind::File)
        return {};
    const auto opened = source.open(entry);
    if (!opened || opened->differs)
        return {};
    const QByteArray hash = source.fileHash(stop, read);
    const auto now = source.recheck();
    return now && !now->differs ? hash : QByteArray();
}

using Tell = std::function<void(Hashes hashes)>;

void readAll(const model::Job &job, const model::RangeSet &entries, const std::atomic_bool &stop, const Tell &tell)
{
    files::Source source(job);
    const auto &listed = job.manifest->entries;
    Hashes hashes;
    QElapsedTimer sinceTold;
    sinceTold.start();
    const auto flush = [&] {
        tell(std::exchange(hashes, {}));
        sinceTold.restart();
    };
    const auto tellInTime = [&](quint64 = 0) {
        if (hashes.size() >= batch || sinceTold.hasExpired(tellMs))
            flush();
    };
    for (const model::RangeSet::Range &range : entries.ranges()) {
        for (quint32 entry = range.first; entry - range.first < range.count && entry < listed.size() && !stop; ++entry) {
            const QByteArray hash = hashOf(source, listed[entry], entry, stop, tellInTime);
            if (stop)
                return;
            hashes.push_back({entry, hash});
            tellInTime();
        }
    }
    if (!hashes.empty())
        flush();
}

} // namespace

SourceHashes::SourceHashes(gateway::Gateways &gateways, QObject *parent)
    : QObject(parent)
    , m_gateways(gateways)
{
    m_pool.setMaxThreadCount(readers);
}

SourceHashes::~SourceHashes()
{
    for (const auto &[transfer, question] : m_questions) {
        if (question.stop)
            *question.stop = true;
    }
    m_pool.waitForDone();
}

void SourceHashes::read(const model::Job &job, const model::RangeSet &entries)
{
    Question &question = m_questions[job.transfer];
    question.asked += entries.count();
    if (question.asked > mostTimes * job.manifest->entries.size() || entries.isEmpty()) {
        qCInfo(lcHashes) << "a question for hashes is not answered";
        return;
    }
    if (question.stop)
        question.next = entries;
    else
        answer(job, entries, question);
}

void SourceHashes::answer(const model::Job &job, const model::RangeSet &entries, Question &question)
{
    const auto stop = std::make_shared<std::atomic_bool>(false);
    const auto found = std::make_shared<Handover<Hashes>>();
    question.stop = stop;
    auto *watcher = new QFutureWatcher<void>(this);
    const auto tell = [this, stop, found, peer = job.peer, transfer = job.transfer] {
        for (const Hashes &hashes : found->take()) {
            if (!*stop)
                m_gateways.send(peer, {{}, model::HashesPost{transfer, hashes}});
        }
    };
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this, tell);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, tell, stop, job] {
        watcher->deleteLater();
        tell();
        const auto asked = m_questions.find(job.transfer);
        if (asked == m_questions.end() || asked->second.stop != stop)
            return;
        asked->second.stop.reset();
        const model::RangeSet next = std::exchange(asked->second.next, {});
        if (!next.isEmpty())
            answer(job, next, asked->second);
    });
    watcher->setFuture(QtConcurrent::run(&m_pool, [job, entries, stop, found](QPromise<void> &promise) {
        readAll(job, entries, *stop, [&promise, &found, tick = 0](Hashes hashes) mutable {
            std::vector<Hashes> one;
            one.push_back(std::move(hashes));
            found->put(std::move(one));
            promise.setProgressValue(++tick);
        });
    }));
}

void SourceHashes::stop(const model::TransferId &transfer)
{
    const auto found = m_questions.find(transfer);
    if (found == m_questions.end())
        return;
    found->second.next = {};
    if (found->second.stop)
        *std::exchange(found->second.stop, nullptr) = true;
}

void SourceHashes::forget(const model::TransferId &transfer)
{
    stop(transfer);
    m_questions.erase(transfer);
}

} // namespace transfer
