#include "wire/fields.h"

using base::Fault;

namespace wire {

namespace {

const CborArray noItems;

} // namespace

Fields::Fields(const CborMap &map)
    : m_map(map)
{
    if (!map.empty() && map.begin()->first < 0)
        fail(Fault::Malformed, QStringLiteral("key %1 must not be ignored").arg(map.begin()->first));
}

void Fields::fail(Fault fault, const QString &detail)
{
    if (m_error.fault == Fault::None)
        m_error = {fault, detail};
}

template<typename T>
T Fields::take(qint64 key)
{
    T value{};
    const auto field = m_map.find(key);
    if (field == m_map.end())
        fail(Fault::Malformed, QStringLiteral("key %1 is missing").arg(key));
    else if (!field->second.to(value))
        fail(Fault::Malformed, QStringLiteral("key %1 has another type").arg(key));
    return value;
}

quint64 Fields::number(qint64 key, quint64 least, quint64 most)
{
    const auto value = take<quint64>(key);
    if (value >= least && value <= most)
        return value;
    fail(Fault::Malformed, QStringLiteral("key %1 is out of range").arg(key));
    return least;
}

quint32 Fields::number32(qint64 key, quint32 least, quint32 most)
{
    return quint32(number(key, least, most));
}

qint64 Fields::integer(qint64 key)
{
    return take<qint64>(key);
}

QByteArray Fields::bytes(qint64 key, qsizetype exactly)
{
    QByteArray value = take<QByteArray>(key);
    if (value.size() != exactly)
        fail(Fault::Malformed, QStringLiteral("key %1 does not have %2 bytes").arg(key).arg(exactly));
    return value;
}

QByteArray Fields::bytesUpTo(qint64 key, qsizetype most)
{
    QByteArray value = take<QByteArray>(key);
    if (value.size() > most)
        fail(Fault::TooLarge, QStringLiteral("key %1 has more than %2 bytes").arg(key).arg(most));
    return value;
}

QString Fields::text(qint64 key, qsizetype mostUtf8)
{
    QString value = take<QString>(key);
    // A UTF-16 unit takes at most three bytes: most texts need no counting.
    if (value.size() * 3 > mostUtf8 && value.toUtf8().size() > mostUtf8)
        fail(Fault::TooLarge, QStringLiteral("key %1 has more than %2 bytes").arg(key).arg(mostUtf8));
    return value;
}

model::PeerId Fields::peer(qint64 key)
{
    return model::PeerId::landline(bytes(key, model::PeerId::landlineBytes));
}

const CborArray &Fields::array(qint64 key, size_t most)
{
    const auto field = m_map.find(key);
    const CborArray *items = field == m_map.end() ? nullptr : field->second.array();
    if (!items)
        fail(Fault::Malformed, QStringLiteral("key %1 is no array").arg(key));
    else if (items->size() > most)
        fail(Fault::TooLarge, QStringLiteral("key %1 has more than %2 items").arg(key).arg(most));
    else
        return *items;
    return noItems;
}

model::RangeSet Fields::ranges(qint64 key, quint32 end)
{
    model::RangeSet set;
    if (!readRanges(array(key, mostItems), end, set))
        fail(Fault::Malformed, QStringLiteral("key %1 is no list of ranges").arg(key));
    return set;
}

quint64 Fields::numberOr(qint64 key, quint64 absent)
{
    return has(key) ? number(key) : absent;
}

bool Fields::booleanOr(qint64 key, bool absent)
{
    return has(key) ? take<bool>(key) : absent;
}

QByteArray Fields::bytesOrEmpty(qint64 key, qsizetype exactly)
{
    return has(key) ? bytes(key, exactly) : QByteArray();
}

QString Fields::textOrEmpty(qint64 key, qsizetype mostUtf8)
{
    return has(key) ? text(key, mostUtf8) : QString();
}

bool readRanges(const CborArray &numbers, quint32 end, model::RangeSet &out)
{
    if (numbers.size() % 2 != 0)
        return false;
    quint64 at = 0;
    for (size_t i = 0; i < numbers.size(); i += 2) {
        quint64 gap = 0;
        quint64 length = 0;
        if (!numbers[i].to(gap) || !numbers[i + 1].to(length) || gap > end || length > end)
            return false;
        at += gap;
        if (at + length > end)
            return false;
        out.insert({quint32(at), quint32(length)});
        at += length;
    }
    return true;
}

void writeRanges(CborWriter &out, const model::RangeSet &set)
{
    out.array(set.ranges().size() * 2);
    quint64 at = 0;
    for (const model::RangeSet::Range &range : set.ranges()) {
        out.number(range.first - at).number(range.count);
        at = quint64(range.first) + range.count;
    }
}

} // namespace wire
