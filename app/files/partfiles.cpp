#include "files/partfiles.h"

#include "files/blockreader.h"

#include <algorithm>

namespace files {
namespace {

constexpr size_t keptOpen = 16;

} // namespace

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
        hash = BlockReader(*opened, part.size).hash(block);
    }
    if (hash.size() != hashBytes)
        return base::failure(base::Fault::Corrupt, QStringLiteral("claimed block is not on the disk"));
    hold(part, block, hash);
    return true;
}

base::Result<bool> PartFiles::write(quint32 entry, quint64 offset, QByteArrayView bytes)
{
    return file(entry).and_then([&](int opened) { return writeAt(opened, offset, bytes); });
}

base::Result<bool> PartFiles::keepBlock(quint32 entry, quint32 block, QByteArrayView hash)
{
    const base::Result<bool> noted = m_journal.wroteBlock(entry, block, hash);
    if (noted)
        hold(m_parts[entry], block, hash);
    return noted;
}

base::Result<bool> PartFiles::leaveHole(quint32 entry, quint32 first, quint32 count)
{
    const base::Result<int> opened = file(entry);
    if (!opened)
        return tl::unexpected(opened.error());
    Part &part = m_parts[entry];
    const quint64 begin = first * blockSize(part.size);
    const quint64 end = std::min(part.size, begin + count * blockSize(part.size));
    const base::Result<bool> left = files::leaveHole(*opened, begin, end - begin).and_then([&](bool) {
        return m_journal.leftHole(entry, first, count);
    });
    if (!left)
        return left;
    for (quint32 block = first; block - first < count; ++block)
        hold(part, block, zeroHash(bytesInBlock(part.size, block)));
    return true;
}

void PartFiles::hold(Part &part, quint32 block, QByteArrayView hash)
{
    const quint64 bytes = part.hashes.hasBlock(block) ? 0 : bytesInBlock(part.size, block);
    part.hashes.setBlock(block, hash);
    part.held += bytes;
    m_held += bytes;
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
