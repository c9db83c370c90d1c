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
#include <climits>
#include <cstring>

namespace files {
namespace {

using base::Fault;
using model::Entry;
using model::EntryKind;

constexpr size_t mostEntries = 1'000'000;
constexpr int deepest = 128;
constexpr qsizetype longestPath = 4096;
constexpr size_t progressEvery = 256;

// Where in the tree an entry goes.
struct Place {
    quint32 parent = 0;
    int depth = 1;
    qsizetype pathBytes = 0; // of the parent
};

struct CloseFolder {
    void operator()(DIR *folder) const { ::closedir(folder); }
};

// Unreadable folders yield nothing.
std::vector<QByteArray> namesIn(int folder)
{
    std::vector<QByteArray> names;
    const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, CloseFolder> stream(own >= 0 ? ::fdopendir(own) : nullptr);
    while (stream) {
        const struct dirent *item = ::readdir(stream.get());
        if (!item)
            break;
        if (std::strcmp(item->d_name, ".") != 0 && std::strcmp(item->d_name, "..") != 0)
            names.emplace_back(item->d_name);
    }
    std::sort(names.begin(), names.end());
    return names;
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
    [[nodiscard]] Scanned take();

private:
    base::Result<bool> add(int folder, const QByteArray &diskName, const ListedName &name, const struct stat &status,
                           const Place &place);
    base::Result<bool> addChildren(int folder, const QByteArray &diskName, const Place &inside);
    base::Result<bool> append(Entry entry, const Place &place);

    const std::atomic_bool &m_stop;
    const ScanProgress &m_progress;
    model::Manifest m_manifest;
    QStringList m_sources;
};

base::Result<bool> Walker::addTop(const QString &path)
{
    QString source = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QByteArray name = QFile::encodeName(QFileInfo(source).fileName());
    if (QFileInfo(source).isSymLink())
        source = QFileInfo(source).canonicalFilePath();
    struct stat status;
    if (source.isEmpty() || ::lstat(QFile::encodeName(source).constData(), &status) != 0)
        return base::failure(Fault::NotFound, path);
    const bool isFolder = S_ISDIR(status.st_mode);
    if (!isFolder && !S_ISREG(status.st_mode))
        return base::failure(Fault::CannotRead, path);
    if (::access(QFile::encodeName(source).constData(), isFolder ? R_OK | X_OK : R_OK) != 0)
        return base::failure(Fault::CannotRead, path);
    if (name.isEmpty())
        name = QByteArrayLiteral("root");
    m_sources.append(source);
    return add(AT_FDCWD, QFile::encodeName(source), listedName(name), status, {});
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
        const Place inside {index + 1, place.depth + 1, place.pathBytes + name.utf8.size() + 1};
        return append(std::move(entry), place).and_then([&](bool) { return addChildren(folder, diskName, inside); });
    }
    if (S_ISLNK(status.st_mode)) {
        entry.kind = EntryKind::Symlink;
        entry.target = linkTarget(folder, diskName);
        return append(std::move(entry), place);
    }
    if (!S_ISREG(status.st_mode))
        return true;
    entry.size = quint64(status.st_size);
    entry.executable = (status.st_mode & S_IXUSR) != 0;
    return append(std::move(entry), place);
}

base::Result<bool> Walker::addChildren(int folder, const QByteArray &diskName, const Place &inside)
{
    const base::Result<Descriptor> opened = openFolderAt(folder, diskName, Missing::Fail);
    if (!opened)
        return true;
    for (const QByteArray &name : namesIn(opened->get())) {
        struct stat status;
        if (::fstatat(opened->get(), name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue; // went away meanwhile
        const base::Result<bool> added = add(opened->get(), name, listedName(name), status, inside);
        if (!added)
            return added;
    }
    return true;
}

base::Result<bool> Walker::append(Entry entry, const Place &place)
{
    if (m_stop)
        return base::failure(Fault::CancelledHere);
    if (entry.name.size() > longestName)
        return base::failure(Fault::BadName, QString::fromUtf8(entry.name));
    if (place.depth > deepest || place.pathBytes + entry.name.size() > longestPath)
        return base::failure(Fault::TooLarge, QString::fromUtf8(entry.name));
    if (m_manifest.entries.size() >= mostEntries)
        return base::failure(Fault::TooMany);
    m_manifest.entries.push_back(std::move(entry));
    if (m_progress && m_manifest.entries.size() % progressEvery == 0)
        m_progress(quint32(m_manifest.entries.size()));
    return true;
}

Scanned Walker::take()
{
    m_manifest.entries.shrink_to_fit();
    return {std::make_shared<const model::Manifest>(std::move(m_manifest)), std::move(m_sources)};
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
