#include "native/datareceiver.h"

#include "native/datalog.h"

#include <algorithm>
#include <array>

namespace native {
namespace {

using base::Fault;
using wire::Record;
using wire::RecordType;

constexpr quint64 largestBlock = quint64(256) * 1024 * 1024; // of a file of 16 TiB
constexpr qsizetype pieceBytes = 64 * 1024; // stays in the cache of a core from the socket to the file
constexpr size_t mostBegun = 16; // entries under way at a time: some for every stream
constexpr size_t mostAsked = 1024; // entries with wrong blocks; a disk that bad is given up
constexpr int mostTries = 3;

tl::unexpected<base::Error> malformed(const char *what)
{
    return base::failure(Fault::Malformed, QString::fromLatin1(what));
}

} // namespace

DataReceiver::DataReceiver(const model::Job &job, DataChannel &channel, DataControl &control,
                           const DataTimings &timings)
    : m_job(job)
    , m_channel(channel)
    , m_control(control)
    , m_timings(timings)
    , m_sink(job)
{
    m_sinceReport.start();
}

model::JobOutcome DataReceiver::run()
{
    const base::Result<bool> ended =
        m_sink.prepare().and_then([this](bool) { return receiveAll(); }).and_then([this](bool) {
            return m_sink.finish();
        });
    if (ended)
        m_channel.closeCleanly();
    model::JobOutcome outcome;
    outcome.transfer = m_job.transfer;
    outcome.round = m_job.round;
    if (!ended)
        outcome.error = ended.error();
    if (!ended && m_control.stop)
        outcome.error = {Fault::CancelledHere, {}};
    outcome.entriesDone = m_sink.entriesDone();
    outcome.bytes = m_sink.bytesHeld();
    outcome.failed = m_sink.failed();
    outcome.finalPaths = m_sink.finalPaths();
    return outcome;
}

base::Result<bool> DataReceiver::receiveAll()
{
    while (!m_done || !m_sink.isFinished()) {
        std::array<char, size_t(wire::recordBytes)> head;
        const base::Result<bool> taken = m_channel.read(head.data(), wire::recordBytes).and_then([&](bool) {
            return wire::decodeRecord(head.data()).and_then([this](const Record &record) { return take(record); });
        });
        if (!taken)
            return taken;
        report();
    }
    return true;
}

base::Result<bool> DataReceiver::take(const Record &record)
{
    switch (record.type) {
    case RecordType::Data: return takeData(record);
    case RecordType::End: return takeEnd(record);
    case RecordType::Fail: return takeFail(record);
    case RecordType::Changed: return takeChanged(record);
    case RecordType::Still: return takeStill();
    case RecordType::Done: return takeDone();
    case RecordType::Hole: return takeHole(record);
    }
    Q_UNREACHABLE();
}

base::Result<DataReceiver::Worth> DataReceiver::judge(const Record &record) const
{
    const quint32 entry = record.entry;
    if (!isKnown(entry))
        return malformed("record of no file that was accepted");
    if (record.version > versionOf(entry))
        return malformed("version from the future");
    if (record.version < versionOf(entry))
        return Worth::Skip;
    if (m_sink.isWanted(entry))
        return Worth::Take;
    // What was given up may still be on its way, and an answer to a question asked twice comes twice.
    if (m_sink.isWhole(entry) && !m_asked.contains(entry))
        return malformed("record of a file that is complete");
    return Worth::Skip;
}

base::Result<bool> DataReceiver::takeData(const Record &record)
{
    const base::Result<Worth> worth = judge(record);
    if (!worth)
        return tl::unexpected(worth.error());
    if (*worth == Worth::Skip)
        return skipBlock(record.b);
    const base::Result<bool> right = checkBlock(record);
    if (!right)
        return right;
    if (!*right)
        return skipBlock(record.b);
    return (record.flags & wire::recordWholeFile) != 0 ? takeWhole(record) : takeBlock(record);
}

// Form and place of a block, before a byte of it is read. False: it is held already and came twice.
base::Result<bool> DataReceiver::checkBlock(const Record &record)
{
    const quint64 size = m_sink.size(record.entry);
    const quint64 blockBytes = files::blockSize(size);
    if (record.a > size || record.b > size - record.a)
        return malformed("block beyond the file");
    if (record.a % blockBytes != 0 || record.b != std::min(blockBytes, size - record.a) || (record.b == 0 && size > 0))
        return malformed("block off the grid");
    const bool isWhole = (record.flags & wire::recordWholeFile) != 0;
    if (isWhole != (files::blockCount(size) <= 1) && (isWhole || size == 0))
        return malformed("whole-file flag");
    const auto block = quint32(record.a / blockBytes);
    if (m_sink.hasBlock(record.entry, block) && !isOutstanding(record.entry, block)) {
        if (m_asked.contains(record.entry))
            return false;
        return malformed("block that was not asked for");
    }
    return noteBegun(record.entry);
}

base::Result<bool> DataReceiver::noteBegun(quint32 entry)
{
    if (!m_ended.contains(entry))
        m_begun.insert(entry);
    if (m_begun.size() > mostBegun)
        return malformed("too many files at a time");
    return true;
}

// Blocks of zeros that need no bytes. The hash of the file at its end covers them.
base::Result<bool> DataReceiver::takeHole(const Record &record)
{
    if (!m_job.holes)
        return malformed("hole, which was not agreed");
    const base::Result<Worth> worth = judge(record);
    if (!worth)
        return tl::unexpected(worth.error());
    if (*worth == Worth::Skip)
        return true;
    return checkHole(record).and_then([&](bool) { return noteBegun(record.entry); }).and_then([&](bool) {
        return settle(record.entry, m_sink.leaveHole(record.entry, record.a, record.b));
    });
}

// Everything that a hole covers was missing.
base::Result<bool> DataReceiver::checkHole(const Record &record) const
{
    const quint64 size = m_sink.size(record.entry);
    const quint64 blockBytes = files::blockSize(size);
    if (record.a >= size || record.b == 0 || record.b > size - record.a)
        return malformed("hole beyond the file");
    const bool fitsGrid = record.a % blockBytes == 0 && (record.b % blockBytes == 0 || record.a + record.b == size);
    if (!fitsGrid || files::blockCount(size) <= 1)
        return malformed("hole off the grid");
    const auto first = quint32(record.a / blockBytes);
    const auto end = quint32((record.a + record.b + blockBytes - 1) / blockBytes);
    for (quint32 block = first; block < end; ++block) {
        if (m_sink.hasBlock(record.entry, block) || isOutstanding(record.entry, block))
            return malformed("hole that was not asked for");
    }
    return true;
}

// A file of one block, which exists only once its hash is right.
base::Result<bool> DataReceiver::takeWhole(const Record &record)
{
    const quint32 entry = record.entry;
    m_buffer.resize(qsizetype(record.b));
    const base::Result<QByteArray> hash =
        m_channel.read(m_buffer.data(), m_buffer.size()).and_then([this](bool) { return readHash(); });
    if (!hash)
        return tl::unexpected(hash.error());
    if (files::xxh128(m_buffer) != *hash) {
        askAgain(entry, 0);
        return true;
    }
    const base::Result<bool> put = m_sink.putWhole(entry, m_buffer, *hash);
    if (!put)
        return settle(entry, put);
    const auto asked = m_asked.find(entry);
    if (asked != m_asked.end())
        asked->second.outstanding.erase(0);
    m_begun.erase(entry);
    m_ended.erase(entry);
    return true;
}

// In pieces that are hashed and written while they are in the cache; what lies on the disk counts only when the hash of
// the whole block was right.
base::Result<bool> DataReceiver::takeBlock(const Record &record)
{
    m_buffer.resize(pieceBytes);
    m_hasher.reset();
    for (quint64 done = 0; done < record.b;) {
        const auto piece = qsizetype(std::min<quint64>(pieceBytes, record.b - done));
        const base::Result<bool> read = m_channel.read(m_buffer.data(), piece);
        if (!read)
            return read;
        const QByteArrayView bytes(m_buffer.constData(), piece);
        m_hasher.add(bytes);
        const base::Result<bool> written = m_sink.write(record.entry, record.a + done, bytes);
        done += quint64(piece);
        if (!written) {
            return settle(record.entry, written).and_then([&](bool) {
                return skip(record.b - done + files::hashBytes);
            });
        }
    }
    return endBlock(record);
}

base::Result<bool> DataReceiver::endBlock(const Record &record)
{
    const quint32 entry = record.entry;
    const auto block = quint32(record.a / files::blockSize(m_sink.size(entry)));
    const base::Result<QByteArray> hash = readHash();
    if (!hash)
        return tl::unexpected(hash.error());
    if (m_hasher.result() != *hash) {
        askAgain(entry, block);
        return true;
    }
    const base::Result<bool> kept = m_sink.keepBlock(entry, block, *hash);
    if (!kept)
        return settle(entry, kept);
    const auto asked = m_asked.find(entry);
    if (asked != m_asked.end())
        asked->second.outstanding.erase(block);
    const auto ended = m_ended.find(entry);
    if (ended == m_ended.end() || m_sink.missingBlocks(entry) > 0)
        return true;
    const QByteArray fileHash = ended->second;
    return commit(entry, fileHash);
}

base::Result<QByteArray> DataReceiver::readHash()
{
    QByteArray hash(files::hashBytes, Qt::Uninitialized);
    return m_channel.read(hash.data(), hash.size()).map([&](bool) { return hash; });
}

base::Result<bool> DataReceiver::skipBlock(quint64 length)
{
    return length > largestBlock ? malformed("block larger than any") : skip(length + files::hashBytes);
}

base::Result<bool> DataReceiver::skip(quint64 bytes)
{
    m_buffer.resize(pieceBytes);
    while (bytes > 0) {
        const auto part = qsizetype(std::min<quint64>(bytes, pieceBytes));
        const base::Result<bool> read = m_channel.read(m_buffer.data(), part);
        if (!read)
            return read;
        bytes -= quint64(part);
    }
    return true;
}

void DataReceiver::askAgain(quint32 entry, quint32 block)
{
    if (m_asked.size() >= mostAsked && !m_asked.contains(entry))
        return fail(entry, Fault::Corrupt);
    int &tries = m_asked[entry].outstanding[block];
    if (++tries > mostTries)
        return fail(entry, Fault::Corrupt);
    qCInfo(lcData) << "hash of block" << block << "of entry" << entry << "differs, asking again";
    wire::Again again {m_job.transfer, m_job.round, entry, {}};
    again.blocks.insert(block);
    m_control.askAgain(again);
}

base::Result<bool> DataReceiver::takeEnd(const Record &record)
{
    const base::Result<QByteArray> fileHash = readHash();
    if (!fileHash)
        return tl::unexpected(fileHash.error());
    const base::Result<Worth> worth = judge(record);
    if (!worth)
        return tl::unexpected(worth.error());
    if (*worth == Worth::Skip)
        return true;
    const quint32 entry = record.entry;
    const quint64 size = m_sink.size(entry);
    if (record.a != size || record.b != files::blockCount(size))
        return malformed("end that fits another file");
    m_begun.erase(entry);
    const quint32 missing = m_sink.missingBlocks(entry);
    if (missing == 0)
        return commit(entry, *fileHash);
    const auto asked = m_asked.find(entry);
    if (asked == m_asked.end() || asked->second.outstanding.size() != missing)
        return malformed("end before all blocks");
    m_ended[entry] = *fileHash;
    return true;
}

base::Result<bool> DataReceiver::takeFail(const Record &record)
{
    const base::Result<Worth> worth = judge(record);
    if (!worth)
        return tl::unexpected(worth.error());
    if (*worth == Worth::Take)
        fail(record.entry, record.a == 0 ? Fault::Refused : wire::faultOf(record.a));
    return true;
}

base::Result<bool> DataReceiver::takeChanged(const Record &record)
{
    const quint32 entry = record.entry;
    if (!isKnown(entry) || record.version > versionOf(entry) + 1)
        return malformed("change of no file that was accepted");
    if (record.version <= versionOf(entry))
        return true; // told on another stream before
    if (m_sink.isWhole(entry))
        return malformed("change of a file that is complete");
    m_versions[entry] = record.version;
    if (!m_sink.isWanted(entry))
        return true; // given up
    forget(entry);
    m_begun.insert(entry);
    return m_sink.restart(entry, record.a, qint64(record.b));
}

// While it waits for nothing but repeats, a question may have been lost with the link.
base::Result<bool> DataReceiver::takeStill()
{
    if (m_done) {
        for (const auto &[entry, asked] : m_asked)
            ask(entry, asked);
    }
    return true;
}

void DataReceiver::ask(quint32 entry, const Asked &asked)
{
    if (asked.outstanding.empty() || !m_sink.isWanted(entry))
        return;
    wire::Again again {m_job.transfer, m_job.round, entry, {}};
    for (const auto &[block, tries] : asked.outstanding)
        again.blocks.insert(block);
    m_control.askAgain(again);
}

base::Result<bool> DataReceiver::takeDone()
{
    m_done = true;
    if (m_sink.isFinished())
        return true;
    const bool waits = std::any_of(m_asked.begin(), m_asked.end(), [this](const auto &asked) {
        return !asked.second.outstanding.empty() && m_sink.isWanted(asked.first);
    });
    if (!waits)
        return malformed("done before all files");
    return true;
}

base::Result<bool> DataReceiver::commit(quint32 entry, QByteArrayView fileHash)
{
    m_begun.erase(entry);
    const base::Result<bool> committed = settle(entry, m_sink.commit(entry, fileHash));
    m_ended.erase(entry);
    return committed;
}

base::Result<bool> DataReceiver::settle(quint32 entry, const base::Result<bool> &result)
{
    if (result)
        return result;
    switch (result.error().fault) {
    case Fault::Corrupt:
    case Fault::BadName:
    case Fault::TooLarge: fail(entry, result.error().fault); return true;
    default: return result;
    }
}

void DataReceiver::fail(quint32 entry, Fault fault)
{
    qCInfo(lcData) << "entry" << entry << "of" << m_job.transfer.toHex().left(8)
                   << "does not come:" << base::faultName(fault);
    forget(entry);
    m_sink.fail(entry, fault);
}

void DataReceiver::forget(quint32 entry)
{
    m_begun.erase(entry);
    m_ended.erase(entry);
    const auto asked = m_asked.find(entry);
    if (asked != m_asked.end())
        asked->second.outstanding.clear();
}

bool DataReceiver::isKnown(quint32 entry) const
{
    const auto &entries = m_job.manifest->entries;
    return entry < entries.size() && entries[entry].kind == model::EntryKind::File && !m_job.skip.contains(entry);
}

bool DataReceiver::isOutstanding(quint32 entry, quint32 block) const
{
    const auto asked = m_asked.find(entry);
    return asked != m_asked.end() && asked->second.outstanding.contains(block);
}

quint16 DataReceiver::versionOf(quint32 entry) const
{
    const auto version = m_versions.find(entry);
    return version == m_versions.end() ? quint16(0) : version->second;
}

void DataReceiver::report()
{
    if (!m_sinceReport.hasExpired(m_timings.progress.count()))
        return;
    m_sinceReport.restart();
    m_control.progressed(m_sink.bytesHeld());
}

} // namespace native
