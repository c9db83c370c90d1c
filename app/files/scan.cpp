#include "files/scan.h"

#include "files/descriptor.h"
#include "files/diskname.h"
#include "files/safename.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>

namespace files {
namespace {

using base::Fault;
using model::Entry;
using model::EntryKind;

constexpr size_t mostEntries = 1'000'000;
constexpr int deepest = 256; // each level holds a descriptor open
constexpr size_t progressEvery = 256;

// Where in the tree an entry goes.
struct Place {
    quint32 parent = 0;
    int depth = 1;
};

struct CloseFolder {
    void operator()(DIR *folder) const { ::closedir(folder); }
};

// Sorted. False when they could not all be read.
bool readNames(int folder, std::vector<QByteArray> &names)
{
    const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, CloseFolder> stream(own >= 0 ? ::fdopendir(own) : nullptr);
    errno = stream ? 0 : errno;
    while (stream) {
        const struct dirent *item = ::readdir(stream.get());
        if (!item)
            break;
        if (std::strcmp(item->d_name, ".") != 0 && std::strcmp(item->d_name, "..") != 0)
            names.emplace_back(item->d_name);
    }
    const bool isWhole = stream && errno == 0;
    std::sort(names.begin(), names.end());
    return isWhole;
}

QByteArray linkTarget(int folder, const QByteArray &name)
{
    QByteArray target(PATH_MAX, Qt::Uninitialized);
    const ssize_t size = ::readlinkat(folder, name.constData(), target.data(), size_t(target.size()));
    return listedName(target.left(std::max<ssize_t>(size, 0))).utf8;
}

class Walker
{
public:
    Walker(const std::atomic_bool &stop, const ScanProgress &progress)
        : m_stop(stop)
        , m_progress(progress)
    {
    }

    base::Result<bool> addTop(const QString &path);
    [[nodiscard]] base::Result<Scanned> take();

private:
    base::Result<bool> add(int folder, const QByteArray &diskName, const ListedName &name, const struct stat &status,
                           const Place &place);
    base::Result<bool> addChildren(int folder, const QByteArray &diskName, const Place &inside);
    base::Result<bool> addChild(int folder, const QByteArray &diskName, const Place &inside);
    base::Result<bool> addMissing(const QByteArray &name, base::Error why);
    base::Result<bool> append(Entry entry);
    void markIncomplete(const Place &inside) { m_manifest.entries[inside.parent - 1].incomplete = true; }

    const std::atomic_bool &m_stop;
    const ScanProgress &m_progress;
    model::Manifest m_manifest;
    QStringList m_sources;
    std::optional<base::Error> m_missing; // why the first path that cannot be sent cannot
    bool m_found = false; // one that can
};

base::Result<bool> Walker::addTop(const QString &path)
{
    QString source = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QByteArray name = QFile::encodeName(QFileInfo(source).fileName());
    if (QFileInfo(source).isSymLink())
        source = QFileInfo(source).canonicalFilePath();
    if (name.isEmpty())
        name = QByteArrayLiteral("root");
    m_sources.append(source.isEmpty() ? path : source);
    struct stat status;
    if (source.isEmpty() || ::lstat(QFile::encodeName(source).constData(), &status) != 0)
        return addMissing(name, {Fault::NotFound, path});
    const bool isFolder = S_ISDIR(status.st_mode);
    if (!isFolder && !S_ISREG(status.st_mode))
        return addMissing(name, {Fault::SpecialFile, path});
    if (::access(QFile::encodeName(source).constData(), isFolder ? R_OK | X_OK : R_OK) != 0)
        return addMissing(name, {Fault::CannotRead, path});
    m_found = true;
    ListedName listed = listedName(name);
    listed.utf8 = cutUtf8(listed.utf8, longestName); // its source is known by path
    return add(AT_FDCWD, QFile::encodeName(source), listed, status, {});
}

// One of several that cannot be sent does not keep the others back: it fails when its turn comes.
base::Result<bool> Walker::addMissing(const QByteArray &name, base::Error why)
{
    if (!m_missing)
        m_missing = std::move(why);
    Entry entry;
    entry.name = cutUtf8(listedName(name).utf8, longestName);
    return append(std::move(entry));
}

base::Result<bool> Walker::add(int folder, const QByteArray &diskName, const ListedName &name,
                               const struct stat &status, const Place &place)
{
    Entry entry;
    entry.parent = place.parent;
    entry.name = name.utf8;
    entry.nameAltered = name.altered;
    entry.timeMs = modifiedMs(status);
    if (S_ISDIR(status.st_mode)) {
        entry.kind = EntryKind::Folder;
        const quint32 index = quint32(m_manifest.entries.size());
        const Place inside {index + 1, place.depth + 1};
        return append(std::move(entry)).and_then([&](bool) { return addChildren(folder, diskName, inside); });
    }
    if (S_ISLNK(status.st_mode)) {
        entry.kind = EntryKind::Symlink;
        entry.target = linkTarget(folder, diskName);
        return append(std::move(entry));
    }
    // Pipes and the like are listed as empty files, so that both sides see them fail.
    if (S_ISREG(status.st_mode)) {
        entry.size = quint64(status.st_size);
        entry.executable = (status.st_mode & S_IXUSR) != 0;
    }
    return append(std::move(entry));
}

base::Result<bool> Walker::addChildren(int folder, const QByteArray &diskName, const Place &inside)
{
    const base::Result<Descriptor> opened = openFolderAt(folder, diskName, Missing::Fail);
    std::vector<QByteArray> names;
    if (!opened || !readNames(opened->get(), names))
        markIncomplete(inside);
    for (const QByteArray &name : names) {
        const base::Result<bool> added = addChild(opened->get(), name, inside);
        if (!added)
            return added;
    }
    return true;
}

base::Result<bool> Walker::addChild(int folder, const QByteArray &diskName, const Place &inside)
{
    struct stat status;
    const ListedName name = listedName(diskName);
    const bool isListable = inside.depth <= deepest && name.utf8.size() <= longestName;
    if (isListable && ::fstatat(folder, diskName.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0)
        return add(folder, diskName, name, status, inside);
    const bool wentAway = isListable && errno == ENOENT;
    if (!wentAway)
        markIncomplete(inside);
    return true;
}

base::Result<bool> Walker::append(Entry entry)
{
    if (m_stop)
        return base::failure(Fault::CancelledHere);
    if (m_manifest.entries.size() >= mostEntries)
        return base::failure(Fault::TooMany);
    m_manifest.entries.push_back(std::move(entry));
    if (m_progress && m_manifest.entries.size() % progressEvery == 0)
        m_progress(quint32(m_manifest.entries.size()));
    return true;
}

base::Result<Scanned> Walker::take()
{
    if (m_missing && !m_found)
        return tl::unexpected(*m_missing);
    return Scanned {std::make_shared<const model::Manifest>(std::move(m_manifest)), std::move(m_sources)};
}

} // namespace

base::Result<Scanned> scan(const QStringList &paths, const std::atomic_bool &stop, const ScanProgress &progress)
{
    Walker walker(stop, progress);
    for (const QString &path : paths) {
        const base::Result<bool> added = walker.addTop(path);
        if (!added)
            return tl::unexpected(added.error());
    }
    return walker.take();
}

} // namespace files
