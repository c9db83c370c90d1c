#include "identity/epoch.h"

#include "identity/privatefile.h"

#include <QDateTime>

#include <limits>

using base::Result;

namespace identity {

namespace {

// Zero: there is no usable number.
quint32 lastEpoch(const QString &file)
{
    const Result<QByteArray> contents = readPrivateFile(file);
    return contents ? contents->trimmed().toUInt() : 0;
}

quint32 following(quint32 last)
{
    if (last == 0 || last == std::numeric_limits<quint32>::max())
        return quint32(QDateTime::currentSecsSinceEpoch());
    return last + 1;
}

} // namespace

Result<quint32> takeEpoch(const QString &file)
{
    const quint32 epoch = following(lastEpoch(file));
    if (const Result<void> written = writePrivateFile(file, QByteArray::number(epoch) + '\n'); !written)
        return tl::unexpected(written.error());
    return epoch;
}

} // namespace identity
