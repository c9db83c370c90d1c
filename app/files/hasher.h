#pragma once

#include <QByteArray>

#include <memory>
#include <vector>

struct XXH3_state_s;

namespace files {

// XXH3-128, seed 0, high half first: 16 bytes (native.md 6.1).
inline constexpr qsizetype hashBytes = 16;
[[nodiscard]] QByteArray xxh128(QByteArrayView bytes);

// The hash of a file: of its block hashes joined in order.
class FileHash
{
public:
    explicit FileHash(quint32 blocks = 0) : m_hashes(size_t(blocks)) { }
    void setBlock(quint32 block, const QByteArray &hash); // 16 bytes
    [[nodiscard]] const QByteArray &block(quint32 block) const { return m_hashes[block]; } // empty: not known
    [[nodiscard]] quint32 blocks() const { return quint32(m_hashes.size()); }
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] QByteArray result() const;

private:
    std::vector<QByteArray> m_hashes;
};

} // namespace files
