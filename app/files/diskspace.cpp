#include "files/diskspace.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#ifdef Q_OS_UNIX
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#endif

namespace files {
namespace {

QString nearestExisting(const QString &folder)
{
    QString path = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    while (!QFileInfo::exists(path) && QFileInfo(path).absolutePath() != path)
        path = QFileInfo(path).absolutePath();
    return path;
}

} // namespace

base::Result<quint64> freeSpace(const QString &folder)
{
    const QString path = nearestExisting(folder);
#ifdef Q_OS_UNIX
    struct statvfs space;
    if (::statvfs(QFile::encodeName(path).constData(), &space) != 0)
        return base::failure(base::Fault::CannotRead, QString::fromLocal8Bit(std::strerror(errno)));
    return quint64(space.f_bavail) * quint64(space.f_frsize);
#else
    const QStorageInfo storage(path);
    if (!storage.isValid() || storage.bytesAvailable() < 0)
        return base::failure(base::Fault::CannotRead);
    return quint64(storage.bytesAvailable());
#endif
}

} // namespace files
