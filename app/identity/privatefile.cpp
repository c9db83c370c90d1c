#include "identity/privatefile.h"

#include <QFile>
#include <QFileInfo>

#include <cstdio>
#include <filesystem>
#include <system_error>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#else
#include <io.h>
#endif

using base::Fault;
using base::Result;

namespace identity {

namespace {

constexpr qint64 largestFile = 1 << 16;
constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

bool flushToDisk(QFile &file)
{
#ifdef Q_OS_UNIX
    return file.flush() && ::fsync(file.handle()) == 0;
#else
    return file.flush() && ::_commit(file.handle()) == 0;
#endif
}

// The rename itself lasts only once the folder is on the disk. Some file systems cannot flush folders: not an error.
void flushFolder(const QString &folder)
{
#ifdef Q_OS_UNIX
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
#else
    Q_UNUSED(folder)
#endif
}

// Leaves nothing half-written behind.
Result<void> cannotWrite(QFile &file)
{
    const base::Error error{file.error() == QFileDevice::ResourceError ? Fault::DiskFull : Fault::CannotWrite,
                            file.errorString()};
    file.remove();
    return tl::unexpected(error);
}

} // namespace

Result<QByteArray> readPrivateFile(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return base::failure(Fault::CannotRead, in.errorString());
    const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
        | QFile::WriteOther | QFile::ExeOther;
    if (in.permissions() & others)
        in.setPermissions(ownerOnly);
    const QByteArray contents = in.read(largestFile + 1);
    if (in.error() != QFileDevice::NoError)
        return base::failure(Fault::CannotRead, in.errorString());
    if (contents.size() > largestFile)
        return base::failure(Fault::Corrupt, QStringLiteral("far too large"));
    return contents;
}

Result<void> writePrivateFile(const QString &file, const QByteArray &contents)
{
    QFile out(file + QStringLiteral(".new"));
    out.remove(); // of a start that was killed here
    if (!out.open(QIODevice::WriteOnly | QIODevice::NewOnly, ownerOnly))
        return cannotWrite(out);
    if (out.write(contents) != contents.size() || !flushToDisk(out))
        return cannotWrite(out);
    out.close();
    std::error_code error;
    std::filesystem::rename(QFileInfo(out).filesystemFilePath(), QFileInfo(file).filesystemFilePath(), error);
    if (error)
        return base::failure(Fault::CannotWrite, QString::fromStdString(error.message()));
    flushFolder(QFileInfo(file).absolutePath());
    return {};
}

} // namespace identity
