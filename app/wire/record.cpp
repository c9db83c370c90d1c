#include "wire/record.h"

#include <QtEndian>

namespace wire {

std::array<char, recordBytes> encodeRecord(const Record &record)
{
    std::array<char, recordBytes> out{};
    out[0] = char(record.type);
    out[1] = char(record.flags);
    qToBigEndian(record.version, &out[2]);
    qToBigEndian(record.entry, &out[4]);
    qToBigEndian(record.a, &out[8]);
    qToBigEndian(record.b, &out[16]);
    return out;
}

base::Result<Record> decodeRecord(const char *bytes)
{
    const auto type = quint8(bytes[0]);
    if (type < quint8(RecordType::Data) || type > quint8(RecordType::Changed))
        return base::failure(base::Fault::Malformed, QStringLiteral("record of unknown type %1").arg(type));
    Record record;
    record.type = RecordType(type);
    record.flags = quint8(bytes[1]);
    record.version = qFromBigEndian<quint16>(bytes + 2);
    record.entry = qFromBigEndian<quint32>(bytes + 4);
    record.a = qFromBigEndian<quint64>(bytes + 8);
    record.b = qFromBigEndian<quint64>(bytes + 16);
    return record;
}

namespace {

quint64 blocksOf(quint64 size, quint64 block)
{
    return size / block + (size % block != 0 ? 1 : 0);
}

} // namespace

quint64 blockSize(quint64 size)
{
    quint64 block = smallestBlock;
    while (blocksOf(size, block) > mostBlocks)
        block *= 2;
    return block;
}

quint32 blockCount(quint64 size)
{
    return quint32(blocksOf(size, blockSize(size)));
}

} // namespace wire
