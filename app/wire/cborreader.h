#pragma once

#include "wire/cbor.h"

namespace wire {

// Reads one item after the other from a buffer that outlives it, under the limits of the profile. The item limit
// counts anew for each call of next(). Pure.
class CborReader
{
public:
    explicit CborReader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] qsizetype position() const { return m_at; }
    // The next whole item. After a failure the reader is of no further use.
    [[nodiscard]] base::Result<CborValue> next();

private:
    struct Head {
        int major = 0;
        int info = 0;
        quint64 value = 0;
    };

    [[nodiscard]] bool fail(const char *reason);
    [[nodiscard]] bool readHead(Head &head);
    [[nodiscard]] bool readItem(CborValue &out, int depth);
    [[nodiscard]] bool readString(const Head &head, CborValue &out);
    [[nodiscard]] bool readArray(quint64 count, CborValue &out, int depth);
    [[nodiscard]] bool readMap(quint64 count, CborValue &out, int depth);
    [[nodiscard]] bool readKey(qint64 &key);
    // False when a container of that many items cannot be here: each takes at least one byte.
    [[nodiscard]] bool canHold(quint64 items) const;

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    int m_items = 0;
    const char *m_reason = "";
};

} // namespace wire
