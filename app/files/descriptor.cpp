#include "files/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace files {
namespace {

using base::Fault;

constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

base::Error systemError(Fault fault, int error)
{
    return {fault, QString::fromLocal8Bit(std::strerror(error))};
}

tl::unexpected<base::Error> readFailure()
{
    return tl::unexpected(readError(errno));
}

tl::unexpected<base::Error> writeFailure()
{
    return tl::unexpected(writeError(errno));
}

// Where the file system knows neither an exclusive rename nor links: our own empty file keeps the place.
base::Result<bool> renameOverReservation(int folder, const char *from, const char *to)
{
    const Descriptor reserved(::openat(folder, to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!reserved.isValid()) {
        if (errno == EEXIST)
            return false;
        return writeFailure();
    }
    if (::renameat(folder, from, folder, to) != 0)
        return writeFailure();
    return true;
}

// Zeros over what is there.
base::Result<bool> clear(int file, quint64 offset, quint64 length)
{
#ifdef FALLOC_FL_PUNCH_HOLE
    if (::fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off_t(offset), off_t(length)) == 0)
        return true;
    if (errno != EOPNOTSUPP && errno != ENOSYS)
        return writeFailure();
#endif
    constexpr quint64 chunk = 1024 * 1024;
    const QByteArray zeros(qsizetype(std::min(chunk, length)), '\0');
    for (quint64 at = 0; at < length; at += chunk) {
        const auto part = qsizetype(std::min(chunk, length - at));
        const base::Result<bool> written = writeAt(file, offset + at, QByteArrayView(zeros.constData(), part));
        if (!written)
            return written;
    }
    return true;
}

base::Result<bool> renameByLink(int folder, const char *from, const char *to)
{
    if (::linkat(folder, from, folder, to, 0) != 0) {
        if (errno == EEXIST)
            return false;
        if (errno == EPERM || errno == ENOTSUP || errno == ENOSYS || errno == EMLINK)
            return renameOverReservation(folder, from, to);
        return writeFailure();
    }
    if (::unlinkat(folder, from, 0) != 0)
        return writeFailure();
    return true;
}

} // namespace

Descriptor::~Descriptor()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Descriptor Descriptor::duplicateOf(int fd)
{
    return Descriptor(fd >= 0 ? ::fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1);
}

base::Error readError(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return systemError(Fault::Vanished, error);
    case ELOOP: return systemError(Fault::SymbolicLink, error); // we follow none
    case ENXIO: return systemError(Fault::SpecialFile, error);
    default: return systemError(Fault::CannotRead, error);
    }
}

base::Error writeError(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT: return systemError(Fault::DiskFull, error);
    case EFBIG: return systemError(Fault::TooLarge, error);
    case ENAMETOOLONG:
    case EILSEQ:
    case EINVAL: return systemError(Fault::BadName, error);
    default: return systemError(Fault::CannotWrite, error);
    }
}

base::Result<Descriptor> openFolder(const QByteArray &path)
{
    Descriptor folder(::open(path.constData(), folderFlags));
    if (!folder.isValid())
        return readFailure();
    return folder;
}

base::Result<Descriptor> openFolderAt(int folder, const QByteArray &name, Missing missing)
{
    Descriptor child(::openat(folder, name.constData(), folderFlags | O_NOFOLLOW));
    if (!child.isValid() && errno == ENOENT && missing == Missing::Make) {
        if (::mkdirat(folder, name.constData(), 0777) != 0 && errno != EEXIST)
            return writeFailure();
        child = Descriptor(::openat(folder, name.constData(), folderFlags | O_NOFOLLOW));
    }
    if (!child.isValid())
        return missing == Missing::Make ? writeFailure() : readFailure();
    return child;
}

base::Result<Descriptor> openFileAt(int folder, const QByteArray &name)
{
    Descriptor file(::openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isValid())
        return readFailure();
    struct stat status;
    if (::fstat(file.get(), &status) != 0)
        return readFailure();
    if (S_ISDIR(status.st_mode))
        return base::failure(Fault::Vanished, QStringLiteral("a folder by now"));
    if (!S_ISREG(status.st_mode))
        return base::failure(Fault::SpecialFile, QStringLiteral("not a regular file"));
    return file;
}

bool isSpecialFileAt(int folder, const QByteArray &name)
{
    struct stat status;
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(status.st_mode)
           && !S_ISDIR(status.st_mode) && !S_ISLNK(status.st_mode);
}

base::Result<Descriptor> createFileAt(int folder, const QByteArray &name)
{
    constexpr int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    Descriptor file(::openat(folder, name.constData(), flags, 0666));
    if (!file.isValid() && errno == EEXIST && ::unlinkat(folder, name.constData(), 0) == 0)
        file = Descriptor(::openat(folder, name.constData(), flags, 0666));
    if (!file.isValid())
        return writeFailure();
    return file;
}

base::Result<Descriptor> reopenFileAt(int folder, const QByteArray &name, Access access)
{
    const int mode = access == Access::Read ? O_RDONLY : O_RDWR;
    Descriptor file(::openat(folder, name.constData(), mode | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (!file.isValid())
        return writeFailure();
    struct stat status;
    if (::fstat(file.get(), &status) != 0)
        return writeFailure();
    // A second name would let us write into somebody else's file.
    if (!S_ISREG(status.st_mode) || status.st_nlink != 1 || status.st_uid != ::geteuid())
        return base::failure(Fault::Corrupt, QStringLiteral("the part file was replaced"));
    return file;
}

bool isTakenAt(int folder, const QByteArray &name)
{
    struct stat status;
    return ::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

base::Result<bool> makeFolderAt(int folder, const QByteArray &name)
{
    if (::mkdirat(folder, name.constData(), 0777) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    return writeFailure();
}

base::Result<bool> renameAt(int folder, const QByteArray &from, const QByteArray &to)
{
#ifdef RENAME_NOREPLACE
    if (::renameat2(folder, from.constData(), folder, to.constData(), RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EEXIST)
        return false;
    if (errno != ENOSYS && errno != EINVAL && errno != ENOTSUP)
        return writeFailure();
#endif
    return renameByLink(folder, from.constData(), to.constData());
}

base::Result<bool> replaceAt(int folder, const QByteArray &from, const QByteArray &to)
{
    if (::renameat(folder, from.constData(), folder, to.constData()) != 0)
        return writeFailure();
    return true;
}

base::Result<qsizetype> readAt(int file, quint64 offset, char *buffer, qsizetype size)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t n = ::pread(file, buffer + done, size_t(size - done), off_t(offset) + off_t(done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return base::failure(Fault::CannotRead, QString::fromLocal8Bit(std::strerror(errno)));
        if (n == 0)
            break;
        done += n;
    }
    return done;
}

base::Result<bool> writeAt(int file, quint64 offset, QByteArrayView bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::pwrite(file, bytes.data() + done, size_t(bytes.size() - done), off_t(offset) + off_t(done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return writeFailure();
        done += n;
    }
    return true;
}

base::Result<bool> leaveHole(int file, quint64 offset, quint64 length)
{
    struct stat status;
    if (::fstat(file, &status) != 0)
        return writeFailure();
    const quint64 end = offset + length;
    const auto size = quint64(status.st_size);
    // Whatever lies there from before goes.
    if (size > offset) {
        const base::Result<bool> emptied = clear(file, offset, std::min(size, end) - offset);
        if (!emptied)
            return emptied;
    }
    if (size < end && ::ftruncate(file, off_t(end)) != 0)
        return writeFailure();
    return true;
}

base::Result<bool> flush(int file)
{
    while (::fsync(file) != 0) {
        // Some file systems have nothing to flush for folders and say so.
        if (errno == EINVAL || errno == ENOTSUP || errno == EBADF)
            return true;
        if (errno != EINTR)
            return writeFailure();
    }
    return true;
}

void startWriteback(int file)
{
#ifdef SYNC_FILE_RANGE_WRITE
    ::sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    Q_UNUSED(file)
#endif
}

base::Result<bool> setModified(int file, qint64 timeMs)
{
    const qint64 rest = timeMs % 1000;
    const qint64 seconds = timeMs / 1000 - (rest < 0 ? 1 : 0);
    const std::array<struct timespec, 2> times {
        timespec {.tv_sec = 0, .tv_nsec = UTIME_OMIT},
        timespec {.tv_sec = time_t(seconds), .tv_nsec = long((rest < 0 ? rest + 1000 : rest) * 1'000'000)}};
    if (::futimens(file, times.data()) != 0)
        return writeFailure();
    return true;
}

qint64 modifiedMs(const struct stat &status)
{
#ifdef Q_OS_MACOS
    const struct timespec time = status.st_mtimespec;
#else
    const struct timespec time = status.st_mtim;
#endif
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

} // namespace files
