#include "files/journal.h"

#include "files/blockreader.h"
#include "files/descriptor.h"
#include "files/hasher.h"

#include <QDir>
#include <QtEndian>

#include <xxhash.h>

#include <cerrno>
#include <optional>

namespace files {
namespace {

// Record: type (1), zero (1), body length (2), body, check (4: XXH3-64 of all before, lower half). Big-endian.
enum RecordType : quint8 { Begin = 1, Folder = 2, Part = 3, Block = 4, Done = 5, Finished = 6, Hole = 7, Joined = 8, Naming = 9 };

constexpr qsizetype headBytes = 4;
constexpr qsizetype checkBytes = 4;

template<typename T>
void put(QByteArray &out, T value)
{
    const T big = qToBigEndian(value);
    out.append(reinterpret_cast<const char *>(&big), sizeof big);
}

template<typename... T>
QByteArray joined(T... values)
{
    QByteArray body;
    (put(body, values), ...);
    return body;
}

template<typename T>
T take(QByteArrayView &body)
{
    if (body.size() < qsizetype(sizeof(T)))
        return {};
    const T value = qFromBigEndian<T>(body.data());
    body = body.sliced(sizeof(T));
    return value;
}

quint32 checkOf(QByteArrayView bytes)
{
    return quint32(XXH3_64bits(bytes.data(), size_t(bytes.size())));
}

QByteArray record(quint8 type, const QByteArray &body)
{
    QByteArray bytes;
    put(bytes, type);
    put(bytes, quint8(0));
    put(bytes, quint16(body.size()));
    bytes += body;
    put(bytes, checkOf(bytes));
    return bytes;
}

struct Record {
    quint8 type = 0;
    QByteArrayView body;
    qsizetype size = 0; // of all of it
};

std::optional<Record> recordAt(QByteArrayView bytes)
{
    if (bytes.size() < headBytes + checkBytes)
        return {};
    const qsizetype length = qFromBigEndian<quint16>(bytes.data() + 2);
    const qsizetype checked = headBytes + length;
    if (bytes.size() < checked + checkBytes)
        return {};
    if (qFromBigEndian<quint32>(bytes.data() + checked) != checkOf(bytes.first(checked)))
        return {};
    return Record {quint8(bytes[0]), bytes.sliced(headBytes, length), checked + checkBytes};
}

void applyDone(quint32 entry, QByteArrayView finalName, const model::Manifest &manifest, Notes &notes)
{
    notes.done.insert(entry);
    const auto begun = notes.begun.find(entry);
    if (begun != notes.begun.end() && begun->second.size != manifest.entries[entry].size)
        notes.finalSizes[entry] = begun->second.size;
    notes.begun.erase(entry);
    if (!finalName.isEmpty())
        notes.finalNames[entry] = finalName.toByteArray();
}

void applyHole(quint32 first, quint32 count, Notes::Begun &begun)
{
    const quint32 blocks = blockCount(begun.size);
    for (quint32 block = first; block < blocks && block - first < count; ++block)
        begun.blocks[block] = zeroHash(bytesInBlock(begun.size, block));
}

void apply(const Record &record, const model::Manifest &manifest, Notes &notes)
{
    QByteArrayView body = record.body;
    if (record.type == Begin)
        return;
    notes.finished = record.type == Finished;
    if (notes.finished)
        return;
    const auto entry = take<quint32>(body);
    if (entry >= manifest.entries.size())
        return;
    switch (record.type) {
    case Joined: notes.joined.insert(entry); [[fallthrough]];
    case Folder: notes.folders[entry] = body.toByteArray(); break;
    case Part: {
        const auto size = take<quint64>(body);
        notes.begun[entry] = {size, take<qint64>(body), {}};
        break;
    }
    case Block: {
        const auto block = take<quint32>(body);
        notes.begun[entry].blocks[block] = body.toByteArray();
        break;
    }
    case Hole: {
        const auto first = take<quint32>(body);
        applyHole(first, take<quint32>(body), notes.begun[entry]);
        break;
    }
    case Naming: notes.begun[entry].finalName = body.toByteArray(); break;
    case Done: applyDone(entry, body, manifest, notes); break;
    default: break;
    }
}

} // namespace

std::vector<bool> Notes::madeByUs(const model::Manifest &manifest) const
{
    std::vector<bool> ours(manifest.entries.size());
    for (quint32 entry = 0; entry < ours.size(); ++entry) {
        const model::Entry &listed = manifest.entries[entry];
        const bool isBelowOurs = listed.parent != 0 && ours[listed.parent - 1];
        ours[entry] = listed.kind == model::EntryKind::Folder && !joined.contains(entry)
                      && (isBelowOurs || folders.contains(entry));
    }
    return ours;
}

Journal::Journal(const QString &stateFolder, const model::TransferId &transfer)
    : m_folder(stateFolder)
    , m_transfer(transfer)
    , m_file(stateFolder + QStringLiteral("/journal"))
{
}

Notes Journal::read(const model::Manifest &manifest)
{
    Notes notes;
    m_goodBytes = 0;
    QFile file(m_file.fileName());
    if (!file.open(QIODevice::ReadOnly))
        return notes;
    const QByteArray bytes = file.readAll();
    QByteArrayView rest = bytes;
    std::optional<Record> record = recordAt(rest);
    if (!record || record->type != Begin || record->body != m_transfer.toBytes())
        return notes;
    for (; record; record = recordAt(rest)) {
        apply(*record, manifest, notes);
        rest = rest.sliced(record->size);
        m_goodBytes += record->size;
    }
    return notes;
}

base::Result<bool> Journal::open()
{
    if (m_file.isOpen())
        return true;
    if (!QDir().mkpath(m_folder))
        return tl::unexpected(writeError(errno));
    if (!m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered) || !m_file.resize(m_goodBytes)
        || !m_file.seek(m_goodBytes))
        return base::failure(base::Fault::CannotWrite, m_file.errorString());
    m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (m_goodBytes == 0)
        return append(record(Begin, m_transfer.toBytes()));
    return true;
}

base::Result<bool> Journal::madeFolder(quint32 entry, const QByteArray &name)
{
    return append(record(Folder, joined(entry) + name));
}

base::Result<bool> Journal::joinedFolder(quint32 entry, const QByteArray &name)
{
    return append(record(Joined, joined(entry) + name));
}

base::Result<bool> Journal::began(quint32 entry, quint64 size, qint64 timeMs)
{
    return append(record(Part, joined(entry, size, timeMs)));
}

base::Result<bool> Journal::wroteBlock(quint32 entry, quint32 block, QByteArrayView hash)
{
    return append(record(Block, joined(entry, block).append(hash)));
}

base::Result<bool> Journal::wroteWhole(quint32 entry, quint64 size, qint64 timeMs, QByteArrayView hash)
{
    return append(record(Part, joined(entry, size, timeMs)) + record(Block, joined(entry, quint32(0)).append(hash)));
}

base::Result<bool> Journal::leftHole(quint32 entry, quint32 firstBlock, quint32 blocks)
{
    return append(record(Hole, joined(entry, firstBlock, blocks)));
}

base::Result<bool> Journal::naming(quint32 entry, const QByteArray &finalName)
{
    return append(record(Naming, joined(entry) + finalName));
}

base::Result<bool> Journal::done(quint32 entry, const QByteArray &finalName)
{
    return append(record(Done, joined(entry) + finalName));
}

base::Result<bool> Journal::done(const std::vector<quint32> &entries)
{
    QByteArray records;
    for (const quint32 entry : entries)
        records += record(Done, joined(entry));
    return append(records);
}

base::Result<bool> Journal::finished()
{
    return append(record(Finished, {})).and_then([this](bool) { return flush(m_file.handle()); });
}

base::Result<bool> Journal::append(const QByteArray &records)
{
    const std::lock_guard lock(m_appending);
    errno = 0;
    if (m_file.write(records) != records.size())
        return tl::unexpected(writeError(errno));
    return true;
}

void Journal::remove()
{
    m_file.close();
    QFile::remove(m_file.fileName());
    QDir().rmdir(m_folder);
}

} // namespace files
