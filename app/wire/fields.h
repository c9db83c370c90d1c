#pragma once

#include "base/id.h"
#include "base/result.h"
#include "model/listing.h"
#include "model/peer.h"
#include "wire/cbor.h"

#include <limits>

namespace wire {

// Typed look at one map of the protocol. Every wrong or missing field is remembered; the first one is the error.
// A negative key says "must not be ignored", and we know none.
class Fields
{
public:
    explicit Fields(const CborMap &map);

    [[nodiscard]] bool has(qint64 key) const { return m_map.contains(key); }
    [[nodiscard]] const base::Error &error() const { return m_error; }
    void fail(base::Fault fault, const QString &detail);

    // Required ones; a neutral value when absent or wrong.
    quint64 number(qint64 key, quint64 least = 0, quint64 most = std::numeric_limits<quint64>::max());
    quint32 number32(qint64 key, quint32 least = 0, quint32 most = std::numeric_limits<quint32>::max());
    qint64 integer(qint64 key);
    QByteArray bytes(qint64 key, qsizetype exactly);
    QByteArray bytesUpTo(qint64 key, qsizetype most);
    QString text(qint64 key, qsizetype mostUtf8);
    model::PeerId peer(qint64 key);
    const CborArray &array(qint64 key, size_t most);
    // [gap, length, gap, length ...], every number below `end`.
    model::RangeSet ranges(qint64 key, quint32 end);

    template<typename Id>
    Id id(qint64 key)
    {
        return Id::fromBytes(bytes(key, Id::byteCount));
    }

    // The same where the field may be absent.
    quint64 numberOr(qint64 key, quint64 absent);
    bool booleanOr(qint64 key, bool absent);
    QByteArray bytesOrEmpty(qint64 key, qsizetype exactly);
    QString textOrEmpty(qint64 key, qsizetype mostUtf8);

private:
    template<typename T>
    T take(qint64 key);

    const CborMap &m_map;
    base::Error m_error;
};

// The numbers of a range list; false for anything that is not one, or reaches beyond `end`.
[[nodiscard]] bool readRanges(const CborArray &numbers, quint32 end, model::RangeSet &out);
void writeRanges(CborWriter &out, const model::RangeSet &set);

} // namespace wire
