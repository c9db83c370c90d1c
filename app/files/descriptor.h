#pragma once

#include "base/result.h"

#include <QByteArray>

#include <utility>

struct stat;

namespace files {

// An open file or folder of the system, closed with its owner. Everything below a chosen folder is opened relative to
// such a descriptor and without following links, so that a swapped-in link leads nowhere.
class Descriptor
{
public:
    explicit Descriptor(int fd = -1)
        : m_fd(fd)
    {
    }
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Descriptor();

    [[nodiscard]] bool isValid() const { return m_fd >= 0; }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] static Descriptor duplicateOf(int fd); // invalid when there are no descriptors left
    [[nodiscard]] Descriptor duplicate() const { return duplicateOf(m_fd); }

private:
    int m_fd;
};

enum class Missing { Fail, Make };

// What an errno means while reading or writing. The detail is the system's word for it, without a path.
[[nodiscard]] base::Error readError(int error);
[[nodiscard]] base::Error writeError(int error);

// A folder by path; links in the path are followed (the user chose it).
[[nodiscard]] base::Result<Descriptor> openFolder(const QByteArray &path);
// One step below `folder`, no link followed.
[[nodiscard]] base::Result<Descriptor> openFolderAt(int folder, const QByteArray &name, Missing missing);
// A regular file for reading. Never hangs on a pipe. Vanished, also for a folder; SymbolicLink, SpecialFile, CannotRead.
[[nodiscard]] base::Result<Descriptor> openFileAt(int folder, const QByteArray &name);

// A pipe, socket or device: even opening one may do something.
[[nodiscard]] bool isSpecialFileAt(int folder, const QByteArray &name);

// A fresh file of ours for writing; whatever lay there under our reserved name is removed first.
[[nodiscard]] base::Result<Descriptor> createFileAt(int folder, const QByteArray &name);
// A file of ours from before: regular, one name only, owned by us. Corrupt otherwise. Read also works where the disk
// cannot be written just now.
enum class Access { Read, ReadWrite };
[[nodiscard]] base::Result<Descriptor> reopenFileAt(int folder, const QByteArray &name, Access access);

// Whether there is anything of this name.
[[nodiscard]] bool isTakenAt(int folder, const QByteArray &name);
// A new folder; false when something of that name exists.
[[nodiscard]] base::Result<bool> makeFolderAt(int folder, const QByteArray &name);
// Within one folder, atomically; false when `to` exists. Never replaces anything.
[[nodiscard]] base::Result<bool> renameAt(int folder, const QByteArray &from, const QByteArray &to);

// Within one folder, atomically; what was called `to` is gone.
[[nodiscard]] base::Result<bool> replaceAt(int folder, const QByteArray &from, const QByteArray &to);

[[nodiscard]] base::Result<qsizetype> readAt(int file, quint64 offset, char *buffer, qsizetype size); // up to the end
[[nodiscard]] base::Result<bool> writeAt(int file, quint64 offset, QByteArrayView bytes); // all of them
// A stretch of zeros that takes no room where the file system can do that; the file becomes long enough for it.
[[nodiscard]] base::Result<bool> leaveHole(int file, quint64 offset, quint64 length);
[[nodiscard]] base::Result<bool> flush(int file); // data and what is needed to find it
void startWriteback(int file); // a hint; does not wait
[[nodiscard]] base::Result<bool> setModified(int file, qint64 timeMs);

[[nodiscard]] qint64 modifiedMs(const struct stat &status);

} // namespace files
