#pragma once

#include "base/result.h"

#include <QByteArray>

#include <array>

namespace wire {

enum class RecordType : quint8 { Data = 1, Hole = 2, End = 3, Fail = 4, Done = 5, Still = 6, Changed = 7 };

inline constexpr quint8 recordWholeFile = 1; // flag of Data: the file has no other block
inline constexpr qsizetype recordBytes = 24;
inline constexpr quint64 smallestBlock = 1 << 20;
inline constexpr quint64 mostBlocks = 65'536;

// Header of a record on a data connection (PROTOCOL.md 6.4).
struct Record {
    RecordType type = RecordType::Data;
    quint8 flags = 0;
    quint16 version = 0;
    quint32 entry = 0;
    quint64 a = 0;
    quint64 b = 0;

    bool operator==(const Record &) const = default;
};

[[nodiscard]] std::array<char, recordBytes> encodeRecord(const Record &record);
[[nodiscard]] base::Result<Record> decodeRecord(const char *bytes); // reads recordBytes; unknown type: Malformed

// Bytes of a block of a file of `size` bytes: 1 MiB, doubled until there are at most 65,536 of them.
[[nodiscard]] quint64 blockSize(quint64 size);
[[nodiscard]] quint32 blockCount(quint64 size);

} // namespace wire
