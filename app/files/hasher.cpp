#include "files/hasher.h"

#ifdef LANDLINE_XXHASH_DISPATCH
#include <xxh_x86dispatch.h> // gives the names of xxhash.h to functions that choose
#else
#include <xxhash.h>
#endif

#include <cstring>

namespace files {
namespace {

constexpr quint64 smallestBlock = 1024 * 1024;
constexpr quint64 mostBlocks = 65'536;

QByteArray toBytes(XXH128_hash_t hash)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    return QByteArray(reinterpret_cast<const char *>(canonical.digest), hashBytes);
}

} // namespace

QByteArray xxh128(QByteArrayView bytes)
{
    return toBytes(XXH3_128bits(bytes.data(), size_t(bytes.size())));
}

quint64 blockSize(quint64 fileSize)
{
    quint64 block = smallestBlock;
    while (fileSize / block + (fileSize % block != 0) > mostBlocks)
        block *= 2;
    return block;
}

quint32 blockCount(quint64 fileSize)
{
    const quint64 block = blockSize(fileSize);
    return quint32(fileSize / block + (fileSize % block != 0));
}

void BlockHasher::Free::operator()(XXH3_state_s *state) const
{
    XXH3_freeState(state);
}

BlockHasher::BlockHasher()
    : m_state(XXH3_createState())
{
    reset();
}

BlockHasher::~BlockHasher() = default;

void BlockHasher::reset()
{
    XXH3_128bits_reset(m_state.get());
}

void BlockHasher::add(QByteArrayView bytes)
{
    XXH3_128bits_update(m_state.get(), bytes.data(), size_t(bytes.size()));
}

QByteArray BlockHasher::result() const
{
    return toBytes(XXH3_128bits_digest(m_state.get()));
}

FileHash::FileHash(quint32 blocks)
    : m_hashes(qsizetype(blocks) * hashBytes, Qt::Uninitialized)
    , m_known(blocks)
    , m_missing(blocks)
{
}

void FileHash::setBlock(quint32 block, QByteArrayView hash)
{
    Q_ASSERT(block < blocks() && hash.size() == hashBytes);
    std::memcpy(m_hashes.data() + qsizetype(block) * hashBytes, hash.data(), size_t(hashBytes));
    m_missing -= m_known[block] ? 0 : 1;
    m_known[block] = true;
}

void FileHash::clearBlock(quint32 block)
{
    m_missing += hasBlock(block) ? 1 : 0;
    m_known[block] = false;
}

QByteArray FileHash::block(quint32 block) const
{
    return hasBlock(block) ? m_hashes.mid(qsizetype(block) * hashBytes, hashBytes) : QByteArray();
}

QByteArray FileHash::result() const
{
    Q_ASSERT(isComplete());
    return xxh128(m_hashes);
}

} // namespace files
