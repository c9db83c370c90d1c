#include "files/commitbatch.h"

#include "files/safename.h"

#include <QSet>

namespace files {
namespace {

constexpr size_t mostFiles = 64;
constexpr quint64 mostBytes = 64 * 1024 * 1024;
constexpr qint64 mostMs = 2000;
constexpr int flushers = 8;
constexpr int mostNumbers = 100'000;

} // namespace

CommitBatch::CommitBatch(TargetTree &tree, Journal &journal)
    : m_tree(tree)
    , m_journal(journal)
{
    m_flushers.setMaxThreadCount(flushers);
}

void CommitBatch::add(quint32 entry, Descriptor file, quint64 bytes)
{
    // The disk begins at once, so that the flushes find most of the work done.
    startWriteback(file.get());
    if (m_items.empty())
        m_age.start();
    m_items.push_back({entry, std::move(file)});
    m_bytes += bytes;
}

bool CommitBatch::isDue() const
{
    return !m_items.empty()
        && (m_items.size() >= mostFiles || m_bytes >= mostBytes || m_age.hasExpired(mostMs));
}

base::Result<bool> CommitBatch::flush()
{
    const base::Result<bool> flushed = flushFiles();
    if (!flushed)
        return flushed;
    std::vector<quint32> renamed;
    base::Result<bool> result = true;
    for (const Item &item : m_items) {
        result = rename(item.entry);
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

base::Result<bool> CommitBatch::rename(quint32 entry)
{
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return tl::unexpected(folder.error());
    const QByteArray laidOut = m_tree.name(entry);
    const QByteArray part = m_tree.partName(entry);
    for (int number = 1; number <= mostNumbers; ++number) {
        const QByteArray name =
            number == 1 ? laidOut : numberedName(QString::fromUtf8(laidOut), number).toUtf8();
        const base::Result<bool> moved = renameAt(*folder, part, name);
        if (!moved)
            return moved;
        if (!*moved)
            continue;
        if (number > 1)
            m_finalNames[entry] = name;
        return m_journal.done(entry, number > 1 ? name : QByteArray());
    }
    return base::failure(base::Fault::CannotWrite, QStringLiteral("no free file name"));
}

base::Result<bool> CommitBatch::flushFolders(const std::vector<quint32> &entries)
{
    QSet<int> flushed; // descriptors; a folder opened again meanwhile is flushed again
    for (const quint32 entry : entries) {
        const base::Result<int> folder = m_tree.parentFolder(entry);
        if (!folder)
            return tl::unexpected(folder.error());
        if (flushed.contains(*folder))
            continue;
        flushed.insert(*folder);
        const base::Result<bool> done = files::flush(*folder);
        if (!done)
            return done;
    }
    return true;
}

} // namespace files
