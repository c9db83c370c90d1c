#include "native/datasender.h"

#include "native/datalog.h"
#include "wire/codec.h"

#include <algorithm>
#include <cstring>

namespace native {
namespace {

using base::Fault;
using files::bytesInBlock;
using model::EntryKind;
using wire::RecordType;

constexpr qsizetype pieceBytes = 64 * 1024; // stays in the cache of a core from the file to the socket
constexpr quint16 mostChanges = 3;
constexpr qint64 flushMs = 1000; // so that a slow source does not keep finished records here

} // namespace

DataSender::DataSender(const model::Job &job, DataChannel &channel, DataControl &control, const DataTimings &timings)
    : m_job(job)
    , m_channel(channel)
    , m_control(control)
    , m_timings(timings)
    , m_source(job)
    , m_buffer(qsizetype(files::blockSize(0)), Qt::Uninitialized) // a file of one block
{
    for (const model::PartialFile &claim : job.partial)
        m_claims.emplace(claim.entry, &claim);
    m_sinceReport.start();
    m_sinceRecord.start();
    m_sinceFlush.start();
}

model::JobOutcome DataSender::run()
{
    const base::Result<bool> ended = sendAll().and_then([this](bool) { return stay(); });
    model::JobOutcome outcome;
    outcome.transfer = m_job.transfer;
    outcome.round = m_job.round;
    if (!ended)
        outcome.error = ended.error();
    if (!ended && m_control.stop)
        outcome.error = {Fault::CancelledHere, {}};
    outcome.bytes = m_settledBytes + m_currentBytes;
    outcome.entriesDone = quint32(m_job.manifest->entries.size() - m_failed.size());
    outcome.failed = std::move(m_failed);
    return outcome;
}

base::Result<bool> DataSender::sendAll()
{
    const auto &entries = m_job.manifest->entries;
    for (quint32 entry = 0; entry < entries.size(); ++entry) {
        if (entries[entry].kind != EntryKind::File)
            continue;
        if (m_job.skip.contains(entry)) {
            m_settledBytes += entries[entry].size;
            continue;
        }
        const base::Result<bool> sent =
            sendFile(entry, Start::AsClaimed).and_then([this](bool) { return serveRequests(); });
        if (!sent)
            return sent;
    }
    return writeRecord({RecordType::Done}).and_then([this](bool) { return m_channel.flush(); });
}

// The receiver closes when it has everything; until then it may ask for blocks again.
base::Result<bool> DataSender::stay()
{
    m_control.progressed(m_settledBytes);
    for (;;) {
        const base::Result<DataChannel::Event> event = m_channel.wait(m_control.requests.descriptor(), m_timings.still);
        if (!event)
            return tl::unexpected(event.error());
        switch (*event) {
        case DataChannel::Event::Closed: return true;
        case DataChannel::Event::Request:
        case DataChannel::Event::Quiet: {
            const base::Result<bool> said =
                (*event == DataChannel::Event::Request ? serveRequests() : writeRecord({RecordType::Still}))
                    .and_then([this](bool) { return m_channel.flush(); });
            if (!said)
                return said;
            break;
        }
        }
    }
}

base::Result<bool> DataSender::serveRequests()
{
    for (const DataRequests::Request &request : m_control.requests.take()) {
        // Bytes count once, however often they go.
        const quint64 settled = m_settledBytes;
        const base::Result<bool> served = serve(request);
        m_settledBytes = settled;
        m_currentBytes = 0;
        if (!served)
            return served;
    }
    return true;
}

base::Result<bool> DataSender::serve(const DataRequests::Request &request)
{
    const auto &entries = m_job.manifest->entries;
    if (request.entry >= entries.size() || entries[request.entry].kind != EntryKind::File
        || m_job.skip.contains(request.entry) || hasFailed(request.entry))
        return true;
    const base::Result<Opened> opened = m_source.open(request.entry);
    if (!opened)
        return sendFail(request.entry, opened.error().fault);
    if (!isAsSent(request.entry, *opened))
        return sendFile(request.entry, Start::Anew);
    return resend(request.entry, *opened, request);
}

base::Result<bool> DataSender::resend(quint32 entry, const Opened &opened, const DataRequests::Request &request)
{
    const quint32 blocks = files::blockCount(opened.size);
    if (blocks <= 1) {
        return sendSmall(entry, opened).and_then([&](Try done) -> base::Result<bool> {
            return done == Try::Sent ? true : sendFile(entry, Start::Anew);
        });
    }
    files::FileHash hashes(blocks); // the end was told before
    const quint32 end = quint32(std::min<quint64>(blocks, quint64(request.first) + request.count));
    for (quint32 block = request.first; block < end; ++block) {
        const base::Result<Try> sent = sendBlock(entry, opened, block, hashes);
        if (!sent)
            return tl::unexpected(sent.error());
        if (*sent == Try::Failed)
            return sendFail(entry, Fault::CannotRead);
        if (*sent == Try::Changed)
            return sendFile(entry, Start::Anew);
    }
    const base::Result<Opened> now = m_source.recheck();
    return now && now->differs ? sendFile(entry, Start::Anew) : true;
}

base::Result<bool> DataSender::sendFile(quint32 entry, Start start)
{
    const quint64 settledBefore = m_settledBytes;
    for (bool changed = start == Start::Anew;; changed = true) {
        m_currentBytes = 0;
        m_settledBytes = settledBefore;
        const base::Result<Opened> opened = m_source.open(entry);
        if (!opened)
            return sendFail(entry, opened.error().fault);
        const model::PartialFile *claim = changed ? nullptr : claimOf(entry);
        const base::Result<files::FileHash> held = claimedHashes(claim, *opened);
        if (!held)
            return tl::unexpected(held.error());
        const bool claimIsWrong = claim && held->missing() == held->blocks() && !claim->blocks.isEmpty();
        if (changed || opened->differs || claimIsWrong) {
            const base::Result<bool> told = sendChanged(entry, *opened);
            if (!told || !*told)
                return told;
        }
        const base::Result<Try> sent = trySending(entry, *opened, *held);
        if (!sent)
            return tl::unexpected(sent.error());
        switch (*sent) {
        case Try::Sent:
            m_settledBytes += m_currentBytes;
            m_currentBytes = 0;
            report();
            return true;
        case Try::Failed: return sendFail(entry, Fault::CannotRead);
        case Try::Changed: break;
        }
    }
}

base::Result<DataSender::Try> DataSender::trySending(quint32 entry, const Opened &opened, files::FileHash hashes)
{
    if (hashes.blocks() <= 1 && hashes.missing() == hashes.blocks())
        return sendSmall(entry, opened);
    return sendBlocks(entry, opened, std::move(hashes));
}

// One record holds it all, and nothing has left before the file was read and looked at again.
base::Result<DataSender::Try> DataSender::sendSmall(quint32 entry, const Opened &opened)
{
    const base::Result<qsizetype> read = m_source.read(0, m_buffer.data(), qsizetype(opened.size));
    if (!read)
        return Try::Failed;
    const base::Result<Opened> now = m_source.recheck();
    if (quint64(*read) != opened.size || !now || now->differs)
        return Try::Changed;
    const QByteArrayView bytes(m_buffer.constData(), *read);
    wire::Record data = record(RecordType::Data, entry);
    data.flags = wire::recordWholeFile;
    data.b = opened.size;
    m_currentBytes = opened.size;
    return writeRecord(data)
        .and_then([&](bool) { return m_channel.write(bytes); })
        .and_then([&](bool) { return m_channel.write(files::xxh128(bytes)); })
        .and_then([this](bool) { return stayAlive(); })
        .map([](bool) { return Try::Sent; });
}

base::Result<DataSender::Try> DataSender::sendBlocks(quint32 entry, const Opened &opened, files::FileHash hashes)
{
    for (quint32 block = 0; block < hashes.blocks();) {
        const quint32 holes = holesAt(block, opened, hashes);
        base::Result<Try> sent = Try::Sent;
        if (holes > 0)
            sent = sendHole(entry, opened, block, holes, hashes);
        else if (!hashes.hasBlock(block))
            sent = sendBlock(entry, opened, block, hashes);
        if (!sent || *sent != Try::Sent)
            return sent;
        for (const quint32 end = block + std::max(holes, 1u); block < end; ++block)
            m_currentBytes += bytesInBlock(opened.size, block);
        report();
    }
    const base::Result<Opened> now = m_source.recheck();
    if (!now || now->differs)
        return Try::Changed;
    wire::Record end = record(RecordType::End, entry);
    end.a = opened.size;
    end.b = hashes.blocks();
    return writeRecord(end).and_then([&](bool) { return m_channel.write(hashes.result()); }).map([](bool) {
        return Try::Sent;
    });
}

quint32 DataSender::holesAt(quint32 block, const Opened &opened, const files::FileHash &hashes)
{
    const quint64 size = files::blockSize(opened.size);
    quint32 count = 0;
    while (m_job.holes && block + count < hashes.blocks() && !hashes.hasBlock(block + count)
           && m_source.isHole((block + count) * size, bytesInBlock(opened.size, block + count)))
        ++count;
    return count;
}

base::Result<DataSender::Try> DataSender::sendHole(quint32 entry, const Opened &opened, quint32 block, quint32 count,
                                                   files::FileHash &hashes)
{
    wire::Record hole = record(RecordType::Hole, entry);
    hole.a = block * files::blockSize(opened.size);
    hole.b = std::min(count * files::blockSize(opened.size), opened.size - hole.a);
    for (quint32 each = block; each - block < count; ++each)
        hashes.setBlock(each, files::zeroHash(bytesInBlock(opened.size, each)));
    return writeRecord(hole).and_then([this](bool) { return stayAlive(); }).map([](bool) { return Try::Sent; });
}

// What the header promised must come: bytes that are missing in a file that shrank are zeros, and CHANGED follows.
base::Result<DataSender::Try> DataSender::sendBlock(quint32 entry, const Opened &opened, quint32 block,
                                                    files::FileHash &hashes)
{
    const quint64 offset = block * files::blockSize(opened.size);
    const quint64 length = bytesInBlock(opened.size, block);
    wire::Record data = record(RecordType::Data, entry);
    data.a = offset;
    data.b = length;
    base::Result<bool> written = writeRecord(data);
    m_hasher.reset();
    Try result = Try::Sent;
    for (quint64 at = 0; written && at < length;) {
        const auto wanted = qsizetype(std::min<quint64>(pieceBytes, length - at));
        const base::Result<qsizetype> read = m_source.read(offset + at, m_buffer.data(), wanted);
        const qsizetype got = read ? *read : 0;
        if (!read)
            result = Try::Failed;
        else if (got < wanted)
            result = Try::Changed;
        std::memset(m_buffer.data() + got, 0, size_t(wanted - got));
        const QByteArrayView bytes(m_buffer.constData(), wanted);
        m_hasher.add(bytes);
        written = m_channel.write(bytes);
        at += quint64(wanted);
    }
    const QByteArray hash = m_hasher.result();
    hashes.setBlock(block, hash);
    return written.and_then([&](bool) { return m_channel.write(hash); })
        .and_then([this](bool) { return stayAlive(); })
        .map([result](bool) { return result; });
}

base::Result<bool> DataSender::sendFail(quint32 entry, Fault fault)
{
    qCInfo(lcData) << "entry" << entry << "of" << m_job.transfer.toHex().left(8)
                   << "does not go:" << base::faultName(fault);
    m_currentBytes = 0;
    m_failed.push_back({entry, fault});
    wire::Record fail = record(RecordType::Fail, entry);
    fail.a = wire::codeOf(fault);
    return writeRecord(fail);
}

// False: it has changed too often, or outgrew what was accepted, and was given up.
base::Result<bool> DataSender::sendChanged(quint32 entry, const Opened &opened)
{
    Changed &changed = m_changed[entry];
    if (changed.version >= mostChanges || opened.size > m_job.manifest->entries[entry].size)
        return sendFail(entry, Fault::Changed).map([](bool) { return false; });
    changed = {quint16(changed.version + 1), opened.size, opened.timeMs};
    wire::Record record {RecordType::Changed};
    record.version = changed.version;
    record.entry = entry;
    record.a = opened.size;
    record.b = quint64(opened.timeMs);
    return writeRecord(record);
}

base::Result<files::FileHash> DataSender::claimedHashes(const model::PartialFile *claim, const Opened &opened)
{
    files::FileHash hashes(files::blockCount(opened.size));
    if (!claim || opened.differs)
        return hashes;
    files::BlockHasher check;
    for (const model::RangeSet::Range &range : claim->blocks.ranges()) {
        for (quint32 block = range.first; block - range.first < range.count; ++block) {
            const QByteArray hash = block < hashes.blocks() ? hashFromSource(opened, block) : QByteArray();
            if (hash.isEmpty())
                return files::FileHash(hashes.blocks());
            hashes.setBlock(block, hash);
            check.add(hash);
            const base::Result<bool> alive = stayAlive();
            if (!alive)
                return tl::unexpected(alive.error());
        }
    }
    return check.result() == claim->check ? hashes : files::FileHash(hashes.blocks());
}

QByteArray DataSender::hashFromSource(const Opened &opened, quint32 block)
{
    const quint64 begin = block * files::blockSize(opened.size);
    const quint64 end = begin + bytesInBlock(opened.size, block);
    if (m_source.isHole(begin, end - begin))
        return files::zeroHash(end - begin);
    m_hasher.reset();
    for (quint64 at = begin; at < end;) {
        const auto wanted = qsizetype(std::min<quint64>(pieceBytes, end - at));
        const base::Result<qsizetype> read = m_source.read(at, m_buffer.data(), wanted);
        if (!read || *read != wanted || m_control.stop)
            return {};
        m_hasher.add(QByteArrayView(m_buffer.constData(), wanted));
        at += quint64(wanted);
    }
    return m_hasher.result();
}

const model::PartialFile *DataSender::claimOf(quint32 entry) const
{
    const auto claim = m_claims.find(entry);
    return claim == m_claims.end() ? nullptr : claim->second;
}

bool DataSender::hasFailed(quint32 entry) const
{
    return std::any_of(m_failed.begin(), m_failed.end(),
                       [entry](const model::FailedEntry &failed) { return failed.entry == entry; });
}

bool DataSender::isAsSent(quint32 entry, const Opened &opened) const
{
    const auto changed = m_changed.find(entry);
    if (changed == m_changed.end())
        return !opened.differs;
    return changed->second.size == opened.size && changed->second.timeMs == opened.timeMs;
}

base::Result<bool> DataSender::writeRecord(const wire::Record &record)
{
    if (m_control.stop)
        return base::failure(Fault::CancelledHere);
    m_sinceRecord.restart();
    const auto bytes = wire::encodeRecord(record);
    return m_channel.write(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

base::Result<bool> DataSender::stayAlive()
{
    if (m_sinceRecord.hasExpired(m_timings.still.count())) {
        const base::Result<bool> said = writeRecord({RecordType::Still});
        if (!said)
            return said;
        m_sinceFlush.invalidate();
    }
    if (m_sinceFlush.isValid() && !m_sinceFlush.hasExpired(flushMs))
        return true;
    m_sinceFlush.start();
    return m_channel.flush();
}

wire::Record DataSender::record(RecordType type, quint32 entry) const
{
    wire::Record record {type};
    record.entry = entry;
    const auto changed = m_changed.find(entry);
    record.version = changed == m_changed.end() ? quint16(0) : changed->second.version;
    return record;
}

void DataSender::report()
{
    if (!m_sinceReport.hasExpired(m_timings.progress.count()))
        return;
    m_sinceReport.restart();
    m_control.progressed(m_settledBytes + m_currentBytes);
}

} // namespace native
