#include "fuzz/target.h"
#include "wire/record.h"

// Records one after the other, as if none had bytes behind it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    for (qsizetype at = 0; at + wire::recordBytes <= bytes.size(); at += wire::recordBytes) {
        const QByteArrayView head = bytes.sliced(at, wire::recordBytes);
        const auto record = wire::decodeRecord(head.data());
        if (!record)
            return 0;
        const auto again = wire::encodeRecord(*record);
        fuzz::require(QByteArrayView(again.data(), wire::recordBytes) == head, "a record has one form");
        for (const quint64 number : {record->a, record->b}) {
            const quint64 block = wire::blockSize(number);
            const quint64 count = wire::blockCount(number);
            fuzz::require(count <= wire::mostBlocks && block >= wire::smallestBlock, "blocks keep their limits");
            fuzz::require(number == 0 || (count - 1 <= (number - 1) / block && (number - 1) / block < count),
                          "blocks cover the file");
        }
    }
    return 0;
}
