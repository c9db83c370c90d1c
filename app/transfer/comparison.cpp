#include "transfer/comparison.h"

#include "transfer/handover.h"

#include <QElapsedTimer>
#include <QPromise>
#include <QtConcurrentRun>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace transfer {
namespace {

constexpr size_t mostRanges = 40'000; // in one question: they fit a frame
constexpr size_t readBatch = 512; // files told at once
constexpr qint64 tellMs = 200;

} // namespace

struct Comparison::Shared {
    struct Read {
        quint32 entry = 0;
        QByteArray hash;
    };

    std::atomic_bool stop = false;
    std::atomic<quint64> bytes = 0; // read
    Handover<Read> read;
};

Comparison::Comparison(gateway::Gateways &gateways, QThreadPool &pool, model::Job job, files::Twins twins)
    : m_gateways(gateways)
    , m_pool(pool)
    , m_job(std::move(job))
    , m_twins(std::move(twins))
    , m_hashes(m_twins.entries.size())
    , m_known(m_twins.entries.size(), Nothing)
    , m_shared(std::make_shared<Shared>())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, &Comparison::askAgain);
    connect(&m_reading, &QFutureWatcherBase::progressValueChanged, this, [this] {
        take();
        emit progressed(m_shared->bytes);
    });
    connect(&m_reading, &QFutureWatcherBase::finished, this, [this] {
        take();
        endWhenDone();
    });
}

Comparison::~Comparison()
{
    m_shared->stop = true;
}

void Comparison::stop()
{
    m_shared->stop = true;
    m_isOver = true;
    m_patience.stop();
}

void Comparison::start()
{
    const auto read = [job = m_job, twins = m_twins, shared = m_shared](QPromise<void> &promise) {
        std::vector<Shared::Read> batch;
        QElapsedTimer sinceTold;
        sinceTold.start();
        int tick = 0;
        const auto flush = [&] {
            shared->read.put(std::exchange(batch, {}));
            promise.setProgressValue(++tick);
            sinceTold.restart();
        };
        const auto tell = [&](quint32 entry, const QByteArray &hash) {
            batch.push_back({entry, hash});
            if (batch.size() >= readBatch || sinceTold.hasExpired(tellMs))
                flush();
        };
        const auto count = [&](quint64 bytes) {
            shared->bytes += bytes;
            if (sinceTold.hasExpired(tellMs))
                flush();
        };
        files::hashTwins(job, twins, shared->stop, tell, count);
        shared->read.put(std::move(batch));
    };
    m_reading.setFuture(QtConcurrent::run(&m_pool, read));
    ask();
}

// The next that fit one frame; the rest when these are answered.
void Comparison::ask()
{
    if (m_asked == m_twins.entries.size())
        return;
    model::HashRequestPost request{m_job.transfer, {}};
    for (; m_asked < m_twins.entries.size() && request.entries.ranges().size() < mostRanges; ++m_asked)
        request.entries.insert(m_twins.entries[m_asked]);
    m_patience.start();
    m_gateways.send(m_job.peer, {{}, request});
}

// The question or its answer may have been lost with a link. A sender that stays silent is not asked for ever.
void Comparison::askAgain()
{
    if (++m_repeats > mostRepeats) {
        m_told = m_asked = m_twins.entries.size();
        return endWhenDone();
    }
    model::HashRequestPost request{m_job.transfer, {}};
    for (size_t i = 0; i < m_asked; ++i) {
        if ((m_known[i] & Theirs) == 0)
            request.entries.insert(m_twins.entries[i]);
    }
    m_patience.start();
    m_gateways.send(m_job.peer, {{}, request});
}

void Comparison::receive(const model::HashesPost &post)
{
    if (m_isOver || m_told == m_asked)
        return;
    m_repeats = 0;
    m_patience.start();
    for (const model::HashesPost::One &one : post.hashes)
        learn(one.entry, one.hash, Theirs);
    if (m_told == m_asked) {
        m_patience.stop();
        ask();
        endWhenDone();
    }
}

void Comparison::take()
{
    for (const Shared::Read &read : m_shared->read.take())
        learn(read.entry, read.hash, Ours);
}

void Comparison::learn(quint32 entry, const QByteArray &hash, Known whose)
{
    const auto found = std::lower_bound(m_twins.entries.begin(), m_twins.entries.end(), entry);
    const auto index = size_t(found - m_twins.entries.begin());
    const bool isExpected = found != m_twins.entries.end() && *found == entry && (whose == Ours || index < m_asked);
    if (!isExpected || (m_known[index] & whose) != 0)
        return;
    quint8 &known = m_known[index];
    m_told += whose == Theirs ? 1 : 0;
    if (size_t(hash.size()) != hashBytes)
        known |= Unreadable;
    else if ((known & (Ours | Theirs)) == 0)
        std::memcpy(m_hashes[index].data(), hash.constData(), hashBytes);
    else if ((known & Unreadable) == 0 && std::memcmp(m_hashes[index].data(), hash.constData(), hashBytes) == 0)
        known |= Same;
    known = quint8(known | whose);
}

model::RangeSet Comparison::same() const
{
    model::RangeSet same;
    for (size_t i = 0; i < m_known.size(); ++i) {
        if ((m_known[i] & Same) != 0)
            same.insert(m_twins.entries[i]);
    }
    return same;
}

void Comparison::endWhenDone()
{
    const bool isAnswered = m_told == m_twins.entries.size();
    if (m_isOver || !isAnswered || !m_reading.isFinished())
        return;
    m_isOver = true;
    m_patience.stop();
    emit finished();
}

} // namespace transfer
