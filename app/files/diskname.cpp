#include "files/diskname.h"

#include <QString>

namespace files {
namespace {

// Length of the valid UTF-8 character at `at`, 0 when there is none.
qsizetype characterAt(QByteArrayView bytes, qsizetype at)
{
    for (qsizetype size = 1; size <= 4 && at + size <= bytes.size(); ++size) {
        if (bytes.sliced(at, size).isValidUtf8())
            return size;
    }
    return 0;
}

} // namespace

ListedName listedName(const QByteArray &diskName)
{
    if (diskName.isValidUtf8()) {
#ifdef Q_OS_MACOS
        return {QString::fromUtf8(diskName).normalized(QString::NormalizationForm_C).toUtf8(), false};
#else
        return {diskName, false};
#endif
    }
    QByteArray listed;
    for (qsizetype at = 0; at < diskName.size();) {
        const qsizetype size = characterAt(diskName, at);
        if (size == 0 || diskName[at] == '%')
            listed += '%' + diskName.sliced(at, 1).toHex().toUpper();
        else
            listed += diskName.sliced(at, size);
        at += std::max<qsizetype>(size, 1);
    }
    return {listed, true};
}

QByteArray diskName(const QByteArray &listed, bool altered)
{
    return altered ? QByteArray::fromPercentEncoding(listed) : listed;
}

} // namespace files
