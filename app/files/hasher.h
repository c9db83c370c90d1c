#pragma once

#include <QByteArray>

#include <memory>
#include <vector>

struct XXH3_state_s;

namespace files {

// XXH3-128, seed 0, high half first: 16 bytes (PROTOCOL.md 6.1).
inline constexpr qsizetype hashBytes = 16;
[[nodiscard]] QByteArray xxh128(QByteArrayView bytes);

// Bytes of a block of a file of `fileSize` bytes: 1 MiB, doubled until there are at most 65,536 blocks.
[[nodiscard]] quint64 blockSize(quint64 fileSize);
[[nodiscard]] quint32 blockCount(quint64 fileSize); // 0 for an empty file

// The same hash over bytes that come in pieces.
class BlockHasher
{
public:
    BlockHasher();
    ~BlockHasher();

    void reset();
    void add(QByteArrayView bytes);
    [[nodiscard]] QByteArray result() const;

private:
    struct Free {
        void operator()(XXH3_state_s *state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> m_state;
};

// The hash of a file: of its block hashes joined in order.
class FileHash
{
public:
    explicit FileHash(quint32 blocks = 0);

    void setBlock(quint32 block, QByteArrayView hash); // 16 bytes
    void clearBlock(quint32 block);
    [[nodiscard]] bool hasBlock(quint32 block) const { return block < blocks() && m_known[block]; }
    [[nodiscard]] QByteArray block(quint32 block) const; // empty: not known
    [[nodiscard]] quint32 blocks() const { return quint32(m_known.size()); }
    [[nodiscard]] quint32 missing() const { return m_missing; }
    [[nodiscard]] bool isComplete() const { return m_missing == 0; }
    [[nodiscard]] QByteArray result() const;

private:
    QByteArray m_hashes;
    std::vector<bool> m_known;
    quint32 m_missing = 0;
};

} // namespace files
