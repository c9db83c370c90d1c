#pragma once

#include "base/result.h"

#include <QByteArray>

#include <cstdint>
#include <map>
#include <variant>
#include <vector>

namespace wire {

// The CBOR profile of PROTOCOL.md: one strict, bounded reader and one deterministic writer. Pure; any thread.

class CborValue;
using CborArray = std::vector<CborValue>;
using CborMap = std::map<qint64, CborValue>; // integer keys only

// One decoded item. Typed accessors return false (leaving `out` alone) on another type.
class CborValue
{
public:
    using Data = std::variant<quint64, qint64, bool, QByteArray, QString, CborArray, CborMap>; // qint64: negative only

    CborValue() = default;
    CborValue(Data data) : m_data(std::move(data)) { }

    [[nodiscard]] bool to(quint64 &out) const;
    [[nodiscard]] bool to(qint64 &out) const; // any integer that fits
    [[nodiscard]] bool to(bool &out) const;
    [[nodiscard]] bool to(QByteArray &out) const;
    [[nodiscard]] bool to(QString &out) const;
    [[nodiscard]] const CborArray *array() const { return std::get_if<CborArray>(&m_data); }
    [[nodiscard]] const CborMap *map() const { return std::get_if<CborMap>(&m_data); }
    bool operator==(const CborValue &) const = default;

private:
    Data m_data;
};

inline constexpr int deepestNesting = 8;
inline constexpr int mostItems = 262'144;

// Exactly one item that fills `bytes`. Malformed: indefinite length, tag, float, null, repeated key, key that is not
// an integer, invalid UTF-8, trailing or missing bytes, depth over 8, over 262,144 items.
[[nodiscard]] base::Result<CborValue> readCbor(QByteArrayView bytes);
// A sequence of items (manifest pages).
[[nodiscard]] base::Result<std::vector<CborValue>> readCborSequence(QByteArrayView bytes);

// Appends items in the order called; the caller writes map keys in ascending order (checked in debug builds by tests).
class CborWriter
{
public:
    CborWriter &array(quint64 count);
    CborWriter &map(quint64 count);
    CborWriter &key(qint64 key) { return integer(key); }
    CborWriter &number(quint64 value);
    CborWriter &integer(qint64 value);
    CborWriter &boolean(bool value);
    CborWriter &bytes(QByteArrayView value);
    CborWriter &text(const QString &value);
    CborWriter &utf8(QByteArrayView value); // already valid UTF-8
    CborWriter &raw(QByteArrayView encoded);
    [[nodiscard]] const QByteArray &result() const { return m_out; }

private:
    void head(int major, quint64 value);
    QByteArray m_out;
};

} // namespace wire
