#include "fuzz/target.h"
#include "wire/cbor.h"

using wire::CborValue;
using wire::CborWriter;

namespace {

void write(CborWriter &out, const CborValue &value)
{
    quint64 number = 0;
    qint64 negative = 0;
    bool yes = false;
    QByteArray bytes;
    QString text;
    if (value.to(number))
        out.number(number);
    else if (value.to(negative))
        out.integer(negative);
    else if (value.to(yes))
        out.boolean(yes);
    else if (value.to(bytes))
        out.bytes(bytes);
    else if (value.to(text))
        out.text(text);
    else if (const wire::CborArray *array = value.array()) {
        out.array(array->size());
        for (const CborValue &item : *array)
            write(out, item);
    } else if (const wire::CborMap *map = value.map()) {
        out.map(map->size());
        for (const auto &[key, field] : *map)
            write(out.key(key), field);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    const auto value = wire::readCbor(bytes);
    const auto sequence = wire::readCborSequence(bytes);
    if (!value)
        return 0;
    fuzz::require(sequence && sequence->size() == 1 && sequence->front() == *value, "one item is a sequence of one");
    CborWriter out;
    write(out, *value);
    fuzz::require(out.result().size() <= bytes.size(), "the shortest form is not longer");
    fuzz::require(wire::readCbor(out.result()) == *value, "what is written is read back");
    return 0;
}
