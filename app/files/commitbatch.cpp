#include "files/commitbatch.h"

#include "files/safename.h"

#include <QSet>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace files {
namespace {

constexpr size_t mostFiles = 64;
constexpr quint64 mostBytes = 64 * 1024 * 1024;
constexpr qint64 mostMs = 2000;
constexpr int flushers = 8;
constexpr int mostNumbers = 100'000;

} // namespace

CommitBatch::CommitBatch(TargetTree &tree, Journal &journal, Notes &notes)
    : m_tree(tree)
    , m_journal(journal)
    , m_notes(notes)
{
    m_flushers.setMaxThreadCount(flushers);
}

void CommitBatch::add(quint32 entry, Descriptor file)
{
    struct stat status {
    };
    ::fstat(file.get(), &status);
    // The disk begins at once, so that the flushes find most of the work done.
    startWriteback(file.get());
    if (m_items.empty())
        m_age.start();
    m_items.push_back({entry, std::move(file)});
    m_bytes += quint64(status.st_size);
}

bool CommitBatch::isDue() const
{
    return !m_items.empty() && (m_items.size() >= mostFiles || m_bytes >= mostBytes || m_age.hasExpired(mostMs));
}

base::Result<bool> CommitBatch::flush()
{
    const base::Result<bool> flushed = flushFiles();
    if (!flushed)
        return flushed;
    std::vector<quint32> renamed;
    base::Result<bool> result = true;
    for (const Item &item : m_items) {
        result = rename(item);
        if (!result)
            break;
        renamed.push_back(item.entry);
    }
    m_items.erase(m_items.begin(), m_items.begin() + qsizetype(renamed.size()));
    m_bytes = m_items.empty() ? 0 : m_bytes;
    const base::Result<bool> folders = flushFolders(renamed);
    return result ? folders : result;
}

// Several at a time, so that the file system's journal takes them together (measured on ext4: a tenth of the time).
base::Result<bool> CommitBatch::flushFiles()
{
    if (m_items.size() == 1)
        return files::flush(m_items.front().file.get());
    std::vector<base::Result<bool>> results(m_items.size(), true);
    for (size_t i = 0; i < m_items.size(); ++i)
        m_flushers.start([&result = results[i], file = m_items[i].file.get()] { result = files::flush(file); });
    m_flushers.waitForDone();
    for (const base::Result<bool> &result : results) {
        if (!result)
            return result;
    }
    return true;
}

base::Result<bool> CommitBatch::rename(const Item &item)
{
    const base::Result<int> folder = m_tree.parentFolder(item.entry);
    if (!folder)
        return tl::unexpected(folder.error());
    const QByteArray part = m_tree.partName(item.entry);
    if (isHereAlready(*folder, item)) {
        ::unlinkat(*folder, part.constData(), 0);
        return m_journal.done(item.entry,
                              m_notes.finalNames.contains(item.entry) ? m_notes.finalNames[item.entry] : QByteArray());
    }
    const QByteArray laidOut = m_tree.name(item.entry);
    for (int number = 1; number <= mostNumbers; ++number) {
        const QByteArray name = number == 1 ? laidOut : numberedName(QString::fromUtf8(laidOut), number).toUtf8();
        const base::Result<bool> moved = renameAt(*folder, part, name);
        if (!moved)
            return moved;
        if (!*moved)
            continue;
        m_notes.finalNames.erase(item.entry);
        if (number > 1)
            m_notes.finalNames[item.entry] = name;
        return m_journal.done(item.entry, number > 1 ? name : QByteArray());
    }
    return base::failure(base::Fault::CannotWrite, QStringLiteral("no free file name"));
}

// A claim too long for its frame is cut, and whole files come again: that is no reason for a second copy.
bool CommitBatch::isHereAlready(int folder, const Item &item) const
{
    if (!m_notes.done.contains(item.entry))
        return false;
    const auto other = m_notes.finalNames.find(item.entry);
    const QByteArray name = other == m_notes.finalNames.end() ? m_tree.name(item.entry) : other->second;
    struct stat here;
    struct stat fresh;
    return ::fstatat(folder, name.constData(), &here, AT_SYMLINK_NOFOLLOW) == 0 && ::fstat(item.file.get(), &fresh) == 0
           && S_ISREG(here.st_mode) && here.st_size == fresh.st_size && modifiedMs(here) == modifiedMs(fresh);
}

base::Result<bool> CommitBatch::flushFolders(const std::vector<quint32> &entries)
{
    QSet<quint32> flushed; // parents: a descriptor's number may be another folder's by now
    for (const quint32 entry : entries) {
        if (flushed.contains(m_tree.parent(entry)))
            continue;
        flushed.insert(m_tree.parent(entry));
        const base::Result<int> folder = m_tree.parentFolder(entry);
        if (!folder)
            return tl::unexpected(folder.error());
        const base::Result<bool> done = files::flush(*folder);
        if (!done)
            return done;
    }
    return true;
}

} // namespace files
