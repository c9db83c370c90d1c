#include "files/source.h"

#include "files/descriptor.h"
#include "files/diskname.h"
#include "files/foldertree.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <map>
#include <optional>

namespace files {
namespace {

constexpr quint64 smallBytes = 64 * 1024; // read in one go, whatever the system is told

// What tells one state of a file from another, as fine as the system keeps it.
struct Stamp {
    quint64 size = 0;
    qint64 seconds = 0;
    qint64 nanoseconds = 0;
    qint64 timeMs = 0;

    bool operator==(const Stamp &) const = default;
};

base::Result<Stamp> stampOf(int file)
{
    struct stat status;
    if (::fstat(file, &status) != 0)
        return tl::unexpected(readError(errno));
#ifdef Q_OS_MACOS
    const struct timespec time = status.st_mtimespec;
#else
    const struct timespec time = status.st_mtim;
#endif
    return Stamp {quint64(status.st_size), time.tv_sec, time.tv_nsec, modifiedMs(status)};
}

} // namespace

class Source::Private
{
public:
    explicit Private(const model::Job &job);

    [[nodiscard]] QByteArray diskNameOf(quint32 entry) const;
    [[nodiscard]] QByteArray topPath(quint32 entry) const;
    [[nodiscard]] base::Result<Descriptor> openEntry(quint32 entry);

    model::ManifestPtr manifest;
    std::map<quint32, QString> tops; // path of each top-level entry
    FolderTree folders;
    Descriptor file;
    Stamp atOpening;
    std::optional<HoleFinder> holes;
};

Source::Private::Private(const model::Job &job)
    : manifest(job.manifest)
    , folders(
          *manifest, [this](quint32 folder) { return diskNameOf(folder); },
          [this](quint32 folder) { return openFolderAt(AT_FDCWD, topPath(folder), Missing::Fail); }, Missing::Fail)
{
    qsizetype next = 0;
    for (quint32 entry = 0; entry < manifest->entries.size(); ++entry) {
        if (manifest->entries[entry].parent == 0 && job.sources && next < job.sources->size())
            tops.emplace(entry, job.sources->at(next++));
    }
}

QByteArray Source::Private::diskNameOf(quint32 entry) const
{
    const model::Entry &listed = manifest->entries[entry];
    return diskName(listed.name, listed.nameAltered);
}

QByteArray Source::Private::topPath(quint32 entry) const
{
    const auto top = tops.find(entry);
    return top == tops.end() ? QByteArray() : QFile::encodeName(top->second);
}

base::Result<Descriptor> Source::Private::openEntry(quint32 entry)
{
    const quint32 parent = manifest->entries[entry].parent;
    const base::Result<int> folder = parent == 0 ? AT_FDCWD : folders.open(parent - 1);
    if (!folder)
        return tl::unexpected(folder.error());
    const QByteArray name = parent == 0 ? topPath(entry) : diskNameOf(entry);
    // They are listed as empty.
    if (manifest->entries[entry].size == 0 && isSpecialFileAt(*folder, name))
        return base::failure(base::Fault::SpecialFile, QStringLiteral("not a regular file"));
    return openFileAt(*folder, name);
}

Source::Source(const model::Job &job)
    : d(std::make_unique<Private>(job))
{
}

Source::~Source() = default;

base::Result<Source::Opened> Source::open(quint32 entry)
{
    close();
    base::Result<Descriptor> file = d->openEntry(entry);
    if (!file)
        return tl::unexpected(file.error());
    const base::Result<Stamp> stamp = stampOf(file->get());
    if (!stamp)
        return tl::unexpected(stamp.error());
    d->file = std::move(*file);
    d->atOpening = *stamp;
    d->holes.emplace(d->file.get(), stamp->size);
#ifdef POSIX_FADV_SEQUENTIAL
    if (stamp->size > smallBytes)
        ::posix_fadvise(d->file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
    const model::Entry &listed = d->manifest->entries[entry];
    return Opened {stamp->size, stamp->timeMs, stamp->size != listed.size || stamp->timeMs != listed.timeMs};
}

bool Source::isHole(quint64 offset, quint64 length)
{
    return d->holes->isHole(offset, length);
}

QByteArray Source::fileHash(const std::atomic_bool &stop, const TellRead &read)
{
    return BlockReader(d->file.get(), d->atOpening.size).fileHash(stop, read);
}

base::Result<qsizetype> Source::read(quint64 offset, char *buffer, qsizetype size)
{
    return readAt(d->file.get(), offset, buffer, size);
}

base::Result<Source::Opened> Source::recheck()
{
    const base::Result<Stamp> now = stampOf(d->file.get());
    if (!now)
        return tl::unexpected(now.error());
    return Opened {now->size, now->timeMs, *now != d->atOpening};
}

void Source::close()
{
    d->file = Descriptor();
}

QString Source::pathOf(quint32 entry) const
{
    const quint32 parent = d->manifest->entries[entry].parent;
    if (parent != 0)
        return pathOf(parent - 1) + u'/' + QFile::decodeName(d->diskNameOf(entry));
    const auto top = d->tops.find(entry);
    return top == d->tops.end() ? QString() : top->second;
}

} // namespace files
