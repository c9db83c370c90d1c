#pragma once

#include <QByteArray>

#include <atomic>
#include <functional>

namespace files {

// What of a file is only a hole, as the system tells without reading; looked at in samples, for some systems have told
// of holes where bytes were not yet on the disk. Borrows the descriptor, moves its position.
class HoleFinder
{
public:
    HoleFinder(int file, quint64 size);

    // All of it is a hole, and reads as zeros. Never where the system cannot tell. Cheapest in ascending order.
    [[nodiscard]] bool isHole(quint64 offset, quint64 length);

private:
    void lookFrom(quint64 offset);
    [[nodiscard]] bool readsAsZeros(quint64 offset, quint64 length) const;

    int m_file;
    quint64 m_size;
    quint64 m_from = 0; // a hole from here
    quint64 m_data = 0; // to here
    bool m_canTell;
};

[[nodiscard]] quint64 bytesInBlock(quint64 fileSize, quint32 block);
// Of a block that is all zeros; made once for each length.
[[nodiscard]] QByteArray zeroHash(quint64 length);

using TellRead = std::function<void(quint64 bytes)>;

// Hashes of an open file as it lies on the disk. Holes cost no reading. Borrows the descriptor.
class BlockReader
{
public:
    BlockReader(int file, quint64 size);

    // Empty when the block cannot be read whole, or `stop` came between.
    [[nodiscard]] QByteArray hash(quint32 block, const std::atomic_bool &stop = never);
    // The whole file; `read` is told of the bytes of every block.
    [[nodiscard]] QByteArray fileHash(const std::atomic_bool &stop, const TellRead &read = {});

private:
    static const std::atomic_bool never;

    int m_file;
    quint64 m_size;
    HoleFinder m_holes;
    QByteArray m_buffer;
};

} // namespace files
