#include "identity/safetycode.h"

#include "identity/opensslptr.h"

#include <QStringList>
#include <QtConcurrentRun>

namespace identity {

namespace {

constexpr qsizetype groups = 6;
constexpr qsizetype bytesPerGroup = 5;
constexpr quint64 groupLimit = 100'000;
constexpr uint64_t memoryLimit = 1 << 26;

QString computeCode(const QByteArray &smaller, const QByteArray &larger)
{
    const QByteArray password = smaller + larger;
    const QByteArray salt = QByteArrayLiteral("Landline safety code 1");
    QByteArray raw(groups * bytesPerGroup, '\0');
    if (EVP_PBE_scrypt(password.constData(), size_t(password.size()), octets(QByteArrayView(salt)),
                       size_t(salt.size()), 32768, 8, 1, memoryLimit, octets(raw), size_t(raw.size())) != 1)
        return {};
    QStringList code;
    for (qsizetype at = 0; at < raw.size(); at += bytesPerGroup) {
        quint64 number = 0;
        for (qsizetype i = 0; i < bytesPerGroup; ++i)
            number = number << 8 | quint8(raw.at(at + i));
        code.append(QStringLiteral("%1").arg(number % groupLimit, 5, 10, QLatin1Char('0')));
    }
    return code.join(QLatin1Char(' '));
}

} // namespace

QFuture<QString> safetyCode(const model::PeerId &one, const model::PeerId &other)
{
    const auto [smaller, larger] = std::minmax(one.key(), other.key());
    return QtConcurrent::run(computeCode, QByteArray(smaller), QByteArray(larger));
}

} // namespace identity
