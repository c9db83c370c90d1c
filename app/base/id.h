#pragma once

#include <QByteArray>
#include <QHash>
#include <QMetaType>
#include <QString>

#include <array>
#include <compare>

namespace base {

// Fills `size` bytes from the system's cryptographic random source.
void randomBytes(unsigned char *data, qsizetype size);

// A random 128-bit name. The tag keeps a TransferId from being passed as a MessageId.
template<typename Tag>
class Id
{
public:
    static constexpr qsizetype byteCount = 16;

    Id() = default; // null: all zeros

    [[nodiscard]] static Id random()
    {
        Id id;
        randomBytes(id.m_bytes.data(), byteCount);
        return id;
    }

    // A null id when `bytes` does not have exactly 16 bytes.
    [[nodiscard]] static Id fromBytes(QByteArrayView bytes)
    {
        Id id;
        if (bytes.size() == byteCount)
            std::copy(bytes.begin(), bytes.end(), id.m_bytes.begin());
        return id;
    }

    // A null id when `hex` is not 32 hexadecimal digits.
    [[nodiscard]] static Id fromHex(const QString &hex)
    {
        const QByteArray bytes = QByteArray::fromHex(hex.toLatin1());
        return hex.size() == 2 * byteCount ? fromBytes(bytes) : Id();
    }

    [[nodiscard]] bool isNull() const { return m_bytes == std::array<unsigned char, byteCount>{}; }
    [[nodiscard]] QByteArray toBytes() const
    {
        return QByteArray(reinterpret_cast<const char *>(m_bytes.data()), byteCount);
    }
    [[nodiscard]] QString toHex() const { return QString::fromLatin1(toBytes().toHex()); }

    auto operator<=>(const Id &) const = default;

    // Another view of the same bytes, where the protocol gives one id two roles.
    template<typename Other>
    [[nodiscard]] Id<Other> as() const { return Id<Other>::fromBytes(toBytes()); }

    friend size_t qHash(const Id &id, size_t seed = 0)
    {
        return qHashBits(id.m_bytes.data(), byteCount, seed);
    }

private:
    std::array<unsigned char, byteCount> m_bytes{};
};

} // namespace base
