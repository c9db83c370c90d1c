#include "files/blockreader.h"

#include "files/descriptor.h"
#include "files/hasher.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

namespace files {
namespace {

constexpr quint64 chunkBytes = 1024 * 1024;
constexpr quint64 smallBytes = 64 * 1024; // reading them is as cheap as asking for holes
constexpr size_t sampleBytes = 4096;
constexpr quint64 diskUnit = 512; // of st_blocks, everywhere

} // namespace

// A file that takes as much room as it is long has no holes.
HoleFinder::HoleFinder(int file, quint64 size)
    : m_file(file)
    , m_size(size)
    , m_canTell(size > smallBytes)
{
    struct stat status;
    if (m_canTell && ::fstat(file, &status) == 0)
        m_canTell = quint64(status.st_blocks) * diskUnit < size;
}

bool HoleFinder::isHole(quint64 offset, quint64 length)
{
    if (!m_canTell || length == 0 || offset >= m_size || length > m_size - offset)
        return false;
    if (offset < m_from || offset >= m_data)
        lookFrom(offset);
    return m_canTell && offset + length <= m_data;
}

void HoleFinder::lookFrom(quint64 offset)
{
#ifdef SEEK_DATA
    const off_t data = ::lseek(m_file, off_t(offset), SEEK_DATA);
    m_from = offset;
    m_data = data >= 0 ? quint64(data) : m_size; // ENXIO: nothing but a hole up to the end
    const bool isKnown = data >= 0 || errno == ENXIO;
    const quint64 sample = std::min<quint64>(sampleBytes, m_data - m_from);
    m_canTell = isKnown && readsAsZeros(m_from, sample) && readsAsZeros(m_data - sample, sample);
#else
    Q_UNUSED(offset)
    m_canTell = false;
#endif
}

bool HoleFinder::readsAsZeros(quint64 offset, quint64 length) const
{
    std::array<char, sampleBytes> bytes;
    const base::Result<qsizetype> read = readAt(m_file, offset, bytes.data(), qsizetype(length));
    return read && quint64(*read) == length
           && std::all_of(bytes.begin(), bytes.begin() + qsizetype(length), [](char byte) { return byte == 0; });
}

quint64 bytesInBlock(quint64 fileSize, quint32 block)
{
    const quint64 offset = block * blockSize(fileSize);
    return offset < fileSize ? std::min(blockSize(fileSize), fileSize - offset) : 0;
}

QByteArray zeroHash(quint64 length)
{
    static thread_local std::map<quint64, QByteArray> known;
    if (known.size() > 64)
        known.clear(); // last blocks have any length
    QByteArray &hash = known[length];
    if (hash.isEmpty()) {
        const QByteArray zeros(qsizetype(std::min(length, chunkBytes)), '\0');
        BlockHasher hasher;
        for (quint64 left = length; left > 0;) {
            const auto part = qsizetype(std::min(left, chunkBytes));
            hasher.add(QByteArrayView(zeros.constData(), part));
            left -= quint64(part);
        }
        hash = hasher.result();
    }
    return hash;
}

const std::atomic_bool BlockReader::never = false;

BlockReader::BlockReader(int file, quint64 size)
    : m_file(file)
    , m_size(size)
    , m_holes(file, size)
{
}

QByteArray BlockReader::hash(quint32 block, const std::atomic_bool &stop)
{
    const quint64 begin = block * blockSize(m_size);
    const quint64 length = bytesInBlock(m_size, block);
    if (m_holes.isHole(begin, length))
        return zeroHash(length);
    m_buffer.resize(qsizetype(std::min(m_size, chunkBytes)));
    BlockHasher hasher;
    for (quint64 at = 0; at < length;) {
        const auto wanted = qsizetype(std::min(chunkBytes, length - at));
        const base::Result<qsizetype> read = readAt(m_file, begin + at, m_buffer.data(), wanted);
        if (!read || *read != wanted || stop)
            return {};
        hasher.add(QByteArrayView(m_buffer.constData(), wanted));
        at += quint64(wanted);
    }
    return hasher.result();
}

QByteArray BlockReader::fileHash(const std::atomic_bool &stop, const TellRead &read)
{
    FileHash whole(blockCount(m_size));
    for (quint32 block = 0; block < whole.blocks(); ++block) {
        const QByteArray one = hash(block, stop);
        if (one.isEmpty())
            return {};
        whole.setBlock(block, one);
        if (read)
            read(bytesInBlock(m_size, block));
    }
    return whole.result();
}

} // namespace files
