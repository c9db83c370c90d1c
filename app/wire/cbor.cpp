#include "wire/cbor.h"

#include "wire/cborreader.h"

#include <limits>

namespace wire {

namespace {

template<typename T>
bool take(const CborValue::Data &data, T &out)
{
    const T *value = std::get_if<T>(&data);
    if (value)
        out = *value;
    return value != nullptr;
}

} // namespace

bool CborValue::to(quint64 &out) const { return take(m_data, out); }
bool CborValue::to(bool &out) const { return take(m_data, out); }
bool CborValue::to(QByteArray &out) const { return take(m_data, out); }
bool CborValue::to(QString &out) const { return take(m_data, out); }

bool CborValue::to(qint64 &out) const
{
    quint64 positive = 0;
    if (!take(m_data, positive))
        return take(m_data, out);
    if (positive > quint64(std::numeric_limits<qint64>::max()))
        return false;
    out = qint64(positive);
    return true;
}

base::Result<CborValue> readCbor(QByteArrayView bytes)
{
    CborReader reader(bytes);
    base::Result<CborValue> value = reader.next();
    if (value && !reader.atEnd())
        return base::failure(base::Fault::Malformed, QStringLiteral("bytes after the CBOR item"));
    return value;
}

base::Result<std::vector<CborValue>> readCborSequence(QByteArrayView bytes)
{
    std::vector<CborValue> values;
    CborReader reader(bytes);
    while (!reader.atEnd()) {
        base::Result<CborValue> value = reader.next();
        if (!value)
            return tl::unexpected(value.error());
        values.push_back(std::move(*value));
    }
    return values;
}

CborWriter &CborWriter::array(quint64 count)
{
    head(4, count);
    return *this;
}

CborWriter &CborWriter::map(quint64 count)
{
    head(5, count);
    return *this;
}

CborWriter &CborWriter::number(quint64 value)
{
    head(0, value);
    return *this;
}

CborWriter &CborWriter::integer(qint64 value)
{
    if (value >= 0)
        head(0, quint64(value));
    else
        head(1, quint64(-(value + 1)));
    return *this;
}

CborWriter &CborWriter::boolean(bool value)
{
    m_out.append(value ? '\xf5' : '\xf4');
    return *this;
}

CborWriter &CborWriter::bytes(QByteArrayView value)
{
    head(2, quint64(value.size()));
    m_out.append(value);
    return *this;
}

CborWriter &CborWriter::text(const QString &value)
{
    return utf8(value.toUtf8());
}

CborWriter &CborWriter::utf8(QByteArrayView value)
{
    head(3, quint64(value.size()));
    m_out.append(value);
    return *this;
}

CborWriter &CborWriter::raw(QByteArrayView encoded)
{
    m_out.append(encoded);
    return *this;
}

void CborWriter::head(int major, quint64 value)
{
    int size = 0; // bytes after the first
    int info = int(value);
    if (value >= 24) {
        const int power = value > 0xffffffff ? 3 : value > 0xffff ? 2 : value > 0xff ? 1 : 0;
        info = 24 + power;
        size = 1 << power;
    }
    m_out.append(char(major << 5 | info));
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8)
        m_out.append(char(value >> shift & 0xff));
}

} // namespace wire
