#include "files/committer.h"

#include "files/receivedmark.h"
#include "files/safename.h"

#include <QSemaphore>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

namespace files {
namespace {

constexpr int flushers = 8;
constexpr int mostNumbers = 100'000;

// Whoever may read it may run it.
void makeExecutable(int file)
{
    struct stat status;
    if (::fstat(file, &status) == 0)
        ::fchmod(file, (status.st_mode & 0777) | ((status.st_mode & 0444) >> 2));
}

base::Result<bool> dressAndFlush(const CompleteFile &file)
{
    if (file.executable)
        makeExecutable(file.descriptor.get());
    markReceived(file.descriptor.get());
    // A disk that cannot keep this time is no reason to fail.
    std::ignore = setModified(file.descriptor.get(), file.timeMs);
    return flush(file.descriptor.get());
}

} // namespace

Committer::Committer(const TargetTree &tree, Journal &journal, Notes &notes, model::SameName sameName)
    : m_tree(tree)
    , m_journal(journal)
    , m_notes(notes)
    , m_sameName(sameName)
{
    m_flushers.setMaxThreadCount(flushers);
}

base::Result<bool> Committer::commit(const CompleteFiles &batch)
{
    const base::Result<bool> flushed = flushFiles(batch);
    if (!flushed)
        return flushed;
    std::vector<quint32> renamed;
    const base::Result<bool> result = renameAll(batch, renamed);
    const base::Result<bool> noted = m_journal.done(renamed);
    return result ? noted : result;
}

// Several at a time, so that the file system's journal takes them together (measured on ext4: a tenth of the time).
base::Result<bool> Committer::flushFiles(const CompleteFiles &batch)
{
    std::vector<const CompleteFile *> files;
    for (const auto &[parent, folder] : batch) {
        for (const CompleteFile &file : folder.files)
            files.push_back(&file);
    }
    std::vector<base::Result<bool>> results(files.size(), true);
    std::atomic<size_t> next = 0;
    const auto work = [&] {
        for (size_t i = next++; i < files.size(); i = next++)
            results[i] = dressAndFlush(*files[i]);
    };
    const int helpers = int(std::min<size_t>(flushers, files.size())) - 1;
    QSemaphore ended; // waitForDone() would end the threads, to be started again by the next batch
    for (int i = 0; i < helpers; ++i) {
        m_flushers.start([&work, &ended] {
            work();
            ended.release();
        });
    }
    work();
    ended.acquire(helpers);
    const auto failed = std::find_if(results.begin(), results.end(), [](const auto &result) { return !result; });
    return failed == results.end() ? true : *failed;
}

base::Result<bool> Committer::renameAll(const CompleteFiles &batch, std::vector<quint32> &renamed)
{
    for (const auto &[parent, folder] : batch) {
        const int descriptor = folder.descriptor.get();
        base::Result<bool> result = true;
        for (auto file = folder.files.begin(); result && file != folder.files.end(); ++file)
            result = rename(descriptor, *file, renamed);
        const base::Result<bool> flushed = flush(descriptor);
        if (!result || !flushed)
            return result ? flushed : result;
    }
    return true;
}

base::Result<bool> Committer::rename(int folder, const CompleteFile &file, std::vector<quint32> &renamed)
{
    const QByteArray part = m_tree.partName(file.entry);
    if (isHereAlready(folder, file)) {
        ::unlinkat(folder, part.constData(), 0);
        const auto other = m_notes.finalNames.find(file.entry);
        return m_journal.done(file.entry, other == m_notes.finalNames.end() ? QByteArray() : other->second);
    }
    const QByteArray laidOut = m_tree.name(file.entry);
    const base::Result<bool> moved =
        mayReplace(folder, laidOut, file) ? replaceAt(folder, part, laidOut) : renameAt(folder, part, laidOut);
    if (!moved)
        return moved;
    if (!*moved)
        return renameNumbered(folder, file, part);
    m_notes.finalNames.erase(file.entry);
    renamed.push_back(file.entry);
    return true;
}

base::Result<bool> Committer::renameNumbered(int folder, const CompleteFile &file, const QByteArray &part)
{
    const QString laidOut = QString::fromUtf8(m_tree.name(file.entry));
    for (int number = 2; number <= mostNumbers; ++number) {
        const QByteArray name = numberedName(laidOut, number).toUtf8();
        if (isTakenAt(folder, name))
            continue;
        // Before: after a kill in between nothing else would tell which of the numbered files it is.
        const base::Result<bool> moved =
            m_journal.naming(file.entry, name).and_then([&](bool) { return renameAt(folder, part, name); });
        if (!moved)
            return moved;
        if (!*moved)
            continue;
        m_notes.finalNames[file.entry] = name;
        return m_journal.done(file.entry, name);
    }
    return base::failure(base::Fault::CannotWrite, QStringLiteral("no free file name"));
}

bool Committer::mayReplace(int folder, const QByteArray &name, const CompleteFile &file) const
{
    struct stat here;
    return m_sameName == model::SameName::ReplaceOlder
           && ::fstatat(folder, name.constData(), &here, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(here.st_mode)
           && modifiedMs(here) < file.timeMs;
}

// A claim too long for its frame is cut, and whole files come again: that is no reason for a second copy.
bool Committer::isHereAlready(int folder, const CompleteFile &file) const
{
    if (!m_notes.done.contains(file.entry))
        return false;
    const auto other = m_notes.finalNames.find(file.entry);
    const QByteArray name = other == m_notes.finalNames.end() ? m_tree.name(file.entry) : other->second;
    struct stat here;
    struct stat fresh;
    return ::fstatat(folder, name.constData(), &here, AT_SYMLINK_NOFOLLOW) == 0
           && ::fstat(file.descriptor.get(), &fresh) == 0 && S_ISREG(here.st_mode) && here.st_size == fresh.st_size
           && modifiedMs(here) == modifiedMs(fresh);
}

} // namespace files
