#include "files/partfiles.h"

#include <algorithm>

namespace files {
namespace {

constexpr size_t keptOpen = 16;

} // namespace

quint64 bytesInBlock(quint64 fileSize, quint32 block)
{
    const quint64 offset = block * blockSize(fileSize);
    return offset < fileSize ? std::min(blockSize(fileSize), fileSize - offset) : 0;
}

QByteArray hashOnDisk(int file, quint64 fileSize, quint32 block, QByteArray &buffer)
{
    constexpr quint64 chunk = 1024 * 1024;
    const quint64 begin = block * blockSize(fileSize);
    const quint64 end = begin + bytesInBlock(fileSize, block);
    buffer.resize(qsizetype(chunk));
    BlockHasher hasher;
    for (quint64 at = begin; at < end;) {
        const auto wanted = qsizetype(std::min(chunk, end - at));
        const base::Result<qsizetype> read = readAt(file, at, buffer.data(), wanted);
        if (!read || *read != wanted)
            return {};
        hasher.add(QByteArrayView(buffer.constData(), wanted));
        at += quint64(wanted);
    }
    return hasher.result();
}

PartFiles::PartFiles(TargetTree &tree, Journal &journal)
    : m_tree(tree)
    , m_journal(journal)
{
}

base::Result<bool> PartFiles::begin(quint32 entry, quint64 size, qint64 timeMs)
{
    drop(entry);
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return tl::unexpected(folder.error());
    base::Result<Descriptor> file = createFileAt(*folder, m_tree.partName(entry));
    if (!file)
        return tl::unexpected(file.error());
    const base::Result<bool> noted = m_journal.began(entry, size, timeMs);
    if (!noted)
        return noted;
    m_parts[entry] = Part {size, timeMs, FileHash(blockCount(size)), 0, std::move(*file)};
    noteOpen(entry);
    return true;
}

base::Result<bool> PartFiles::adopt(quint32 entry, const Notes::Begun &begun, const model::RangeSet &blocks)
{
    const quint32 count = blockCount(begun.size);
    const auto &ranges = blocks.ranges();
    if (!ranges.empty() && quint64(ranges.back().first) + ranges.back().count > count)
        return base::failure(base::Fault::Malformed, QStringLiteral("claim beyond the file"));
    m_parts[entry] = Part {begun.size, begun.timeMs, FileHash(count), 0, Descriptor()};
    for (const model::RangeSet::Range &range : ranges) {
        for (quint32 block = range.first; block < range.first + range.count; ++block) {
            const base::Result<bool> adopted = adoptBlock(entry, m_parts[entry], begun, block);
            if (!adopted)
                return adopted;
        }
    }
    return true;
}

base::Result<bool> PartFiles::adoptBlock(quint32 entry, Part &part, const Notes::Begun &begun, quint32 block)
{
    const auto noted = begun.blocks.find(block);
    QByteArray hash = noted == begun.blocks.end() ? QByteArray() : noted->second;
    if (hash.size() != hashBytes) {
        const base::Result<int> opened = file(entry);
        if (!opened)
            return tl::unexpected(opened.error());
        QByteArray buffer;
        hash = hashOnDisk(*opened, part.size, block, buffer);
    }
    if (hash.size() != hashBytes)
        return base::failure(base::Fault::Corrupt, QStringLiteral("claimed block is not on the disk"));
    part.hashes.setBlock(block, hash);
    part.held += bytesInBlock(part.size, block);
    m_held += bytesInBlock(part.size, block);
    return true;
}

base::Result<bool> PartFiles::write(quint32 entry, quint32 block, QByteArrayView bytes, QByteArrayView hash)
{
    const base::Result<int> opened = file(entry);
    if (!opened)
        return tl::unexpected(opened.error());
    Part &part = m_parts[entry];
    const base::Result<bool> written = writeAt(*opened, block * blockSize(part.size), bytes);
    if (!written)
        return written;
    const base::Result<bool> noted = m_journal.wroteBlock(entry, block, hash);
    if (!noted)
        return noted;
    if (!part.hashes.hasBlock(block)) {
        part.held += quint64(bytes.size());
        m_held += quint64(bytes.size());
    }
    part.hashes.setBlock(block, hash);
    return true;
}

base::Result<Descriptor> PartFiles::putWhole(quint32 entry, qint64 timeMs, QByteArrayView bytes, QByteArrayView hash)
{
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return tl::unexpected(folder.error());
    base::Result<Descriptor> file = createFileAt(*folder, m_tree.partName(entry));
    if (!file)
        return file;
    const base::Result<bool> written = writeAt(file->get(), 0, bytes).and_then([&](bool) {
        return m_journal.wroteWhole(entry, quint64(bytes.size()), timeMs, hash);
    });
    if (!written)
        return tl::unexpected(written.error());
    return file;
}

base::Result<int> PartFiles::file(quint32 entry)
{
    Part &part = m_parts[entry];
    if (part.file.isValid())
        return part.file.get();
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return tl::unexpected(folder.error());
    base::Result<Descriptor> file = reopenFileAt(*folder, m_tree.partName(entry), Access::ReadWrite);
    if (!file)
        return tl::unexpected(file.error());
    part.file = std::move(*file);
    noteOpen(entry);
    return part.file.get();
}

const PartFiles::Part *PartFiles::find(quint32 entry) const
{
    const auto part = m_parts.find(entry);
    return part == m_parts.end() ? nullptr : &part->second;
}

PartFiles::Part PartFiles::take(quint32 entry)
{
    Part part = std::move(m_parts[entry]);
    m_held -= part.held;
    m_parts.erase(entry);
    std::erase(m_openOrder, entry);
    return part;
}

void PartFiles::drop(quint32 entry)
{
    if (find(entry))
        std::ignore = take(entry);
}

void PartFiles::noteOpen(quint32 entry)
{
    m_openOrder.push_back(entry);
    if (m_openOrder.size() <= keptOpen)
        return;
    m_parts[m_openOrder.front()].file = Descriptor();
    m_openOrder.erase(m_openOrder.begin());
}

} // namespace files
