#include "wire/cborreader.h"

#include <QStringDecoder>

#include <limits>

namespace wire {

namespace {

enum Major { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, Array = 4, Map = 5, Tag = 6, Simple = 7 };

constexpr int simpleFalse = 20;
constexpr int simpleTrue = 21;
constexpr quint64 largestInt64 = quint64(std::numeric_limits<qint64>::max());

} // namespace

base::Result<CborValue> CborReader::next()
{
    m_items = 0;
    CborValue value;
    if (!readItem(value, 1))
        return base::failure(base::Fault::Malformed, QString::fromLatin1(m_reason));
    return value;
}

bool CborReader::fail(const char *reason)
{
    m_reason = reason;
    return false;
}

bool CborReader::readHead(Head &head)
{
    if (atEnd())
        return fail("CBOR ends early");
    const auto first = quint8(m_bytes[m_at++]);
    head.major = first >> 5;
    head.info = first & 31;
    if (head.info < 24) {
        head.value = quint64(head.info);
        return true;
    }
    if (head.info > 27)
        return fail("CBOR of indefinite length or with a reserved head");
    const qsizetype size = qsizetype(1) << (head.info - 24);
    if (m_bytes.size() - m_at < size)
        return fail("CBOR ends early");
    head.value = 0;
    for (qsizetype i = 0; i < size; ++i)
        head.value = head.value << 8 | quint8(m_bytes[m_at++]);
    return true;
}

bool CborReader::readItem(CborValue &out, int depth)
{
    if (depth > deepestNesting)
        return fail("CBOR nested too deeply");
    if (++m_items > mostItems)
        return fail("CBOR with too many items");
    Head head;
    if (!readHead(head))
        return false;
    switch (head.major) {
    case Unsigned:
        out = CborValue(head.value);
        return true;
    case Negative:
        if (head.value > largestInt64)
            return fail("CBOR integer below 64 bits");
        out = CborValue(-1 - qint64(head.value));
        return true;
    case Bytes:
    case Text:
        return readString(head, out);
    case Array:
        return readArray(head.value, out, depth);
    case Map:
        return readMap(head.value, out, depth);
    case Tag:
        return fail("CBOR tag");
    default:
        if (head.info != simpleFalse && head.info != simpleTrue)
            return fail("CBOR float, null or unknown simple value");
        out = CborValue(head.info == simpleTrue);
        return true;
    }
}

bool CborReader::readString(const Head &head, CborValue &out)
{
    if (head.value > quint64(m_bytes.size() - m_at))
        return fail("CBOR string longer than what is there");
    const QByteArrayView bytes = m_bytes.sliced(m_at, qsizetype(head.value));
    m_at += bytes.size();
    if (head.major == Bytes) {
        out = CborValue(bytes.toByteArray());
        return true;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless
                                                     | QStringConverter::Flag::ConvertInitialBom);
    QString text = decoder(bytes);
    if (decoder.hasError())
        return fail("CBOR text that is not UTF-8");
    out = CborValue(std::move(text));
    return true;
}

bool CborReader::canHold(quint64 items) const
{
    return items <= quint64(m_bytes.size() - m_at) && items <= quint64(mostItems - m_items);
}

bool CborReader::readArray(quint64 count, CborValue &out, int depth)
{
    if (!canHold(count))
        return fail("CBOR array longer than what is there");
    // The count is only a claim: room is made as items arrive.
    CborArray array;
    for (quint64 i = 0; i < count; ++i) {
        if (!readItem(array.emplace_back(), depth + 1))
            return false;
    }
    out = CborValue(std::move(array));
    return true;
}

bool CborReader::readKey(qint64 &key)
{
    Head head;
    if (!readHead(head))
        return false;
    if (head.major != Unsigned && head.major != Negative)
        return fail("CBOR map key that is no integer");
    if (head.value > largestInt64)
        return fail("CBOR map key beyond 64 bits");
    key = head.major == Unsigned ? qint64(head.value) : -1 - qint64(head.value);
    return true;
}

bool CborReader::readMap(quint64 count, CborValue &out, int depth)
{
    if (!canHold(count))
        return fail("CBOR map longer than what is there");
    CborMap map;
    for (quint64 i = 0; i < count; ++i) {
        qint64 key = 0;
        if (!readKey(key))
            return false;
        if (++m_items > mostItems)
            return fail("CBOR with too many items");
        const auto [place, isNew] = map.try_emplace(key);
        if (!isNew)
            return fail("CBOR map with a repeated key");
        if (!readItem(place->second, depth + 1))
            return false;
    }
    out = CborValue(std::move(map));
    return true;
}

} // namespace wire
