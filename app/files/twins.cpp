#include "files/twins.h"

#include "files/blockreader.h"
#include "files/descriptor.h"
#include "files/journal.h"
#include "files/safename.h"
#include "files/targettree.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace files {
namespace {

using model::Entry;
using model::EntryKind;

constexpr int mostNumbers = 8; // "a", "a (2)" ... "a (8)" are looked at
constexpr size_t notedAtOnce = 1000;
constexpr qint64 coarsestMs = 2000; // some disks keep times no finer

enum class Lies { Nowhere, AsFolder, AsFile, AsOther };

Lies liesAt(int folder, const QByteArray &name, struct stat &status)
{
    if (::fstatat(folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        return Lies::Nowhere;
    if (S_ISDIR(status.st_mode))
        return Lies::AsFolder;
    return S_ISREG(status.st_mode) ? Lies::AsFile : Lies::AsOther;
}

bool isAlike(const Entry &listed, const struct stat &status)
{
    const qint64 time = modifiedMs(status);
    return quint64(status.st_size) == listed.size && listed.timeMs >= time - coarsestMs
           && listed.timeMs <= time + coarsestMs;
}

QByteArray numbered(const QByteArray &name, int number)
{
    return number == 1 ? name : numberedName(QString::fromUtf8(name), number).toUtf8();
}

bool joinsAny(const model::Job &job)
{
    return job.sameName == model::SameName::ReplaceOlder;
}

// The first of a file's possible names under which one like it lies.
std::optional<QByteArray> alikeName(int folder, const QByteArray &laidOut, const Entry &listed)
{
    for (int number = 1; number <= mostNumbers; ++number) {
        const QByteArray name = numbered(laidOut, number);
        struct stat status;
        const Lies lies = liesAt(folder, name, status);
        if (lies == Lies::Nowhere)
            return {};
        if (lies == Lies::AsFile && isAlike(listed, status))
            return name;
    }
    return {};
}

// Looks through one part of the manifest: a top-level file, or a top-level folder with everything in it.
class TwinFinder
{
public:
    TwinFinder(const model::Job &job, Twins &twins)
        : m_job(job)
        , m_manifest(*job.manifest)
        , m_twins(twins)
        , m_notes(Journal(job.stateFolder, job.transfer).read(*job.manifest))
    {
    }

    [[nodiscard]] bool open();
    void lookAt(quint32 first, quint32 end);

private:
    [[nodiscard]] bool isWanted(quint32 entry) const;
    void lookAtFile(quint32 entry);
    void lookAtFolder(quint32 first, quint32 end);
    [[nodiscard]] std::optional<QByteArray> bestFolder(quint32 first, quint32 end);
    [[nodiscard]] std::vector<QByteArray> foldersCalled(const QByteArray &laidOut);
    [[nodiscard]] int alikeIn(const QByteArray &name, quint32 first, quint32 end);
    [[nodiscard]] bool placeFolder(quint32 entry);

    const model::Job &m_job;
    const model::Manifest &m_manifest;
    Twins &m_twins;
    const Notes m_notes; // of an earlier look that was broken off
    std::unique_ptr<TargetTree> m_tree;
    std::set<quint32> m_missing; // folders that are not there, and nothing in them
};

bool TwinFinder::open()
{
    m_tree = std::make_unique<TargetTree>(m_job, Missing::Fail);
    for (const auto &[entry, name] : m_notes.folders)
        m_tree->setName(entry, name);
    return m_tree->open().has_value();
}

bool TwinFinder::isWanted(quint32 entry) const
{
    return m_manifest.entries[entry].kind == EntryKind::File && !m_job.skip.contains(entry);
}

void TwinFinder::lookAt(quint32 first, quint32 end)
{
    if (m_manifest.entries[first].kind == EntryKind::Folder)
        lookAtFolder(first, end);
    else if (isWanted(first))
        lookAtFile(first);
}

void TwinFinder::lookAtFile(quint32 entry)
{
    const base::Result<int> folder = m_tree->parentFolder(entry);
    if (!folder)
        return;
    const QByteArray laidOut = m_tree->name(entry);
    const std::optional<QByteArray> name = alikeName(*folder, laidOut, m_manifest.entries[entry]);
    if (!name)
        return;
    m_twins.entries.push_back(entry);
    m_twins.bytes += m_manifest.entries[entry].size;
    if (*name != laidOut)
        m_twins.names[entry] = *name;
}

void TwinFinder::lookAtFolder(quint32 first, quint32 end)
{
    const std::optional<QByteArray> name = bestFolder(first, end);
    if (!name)
        return;
    m_tree->setName(first, *name);
    const size_t before = m_twins.entries.size();
    m_twins.joined[first] = *name;
    m_missing.clear();
    for (quint32 entry = first + 1; entry < end; ++entry) {
        const quint32 parent = m_manifest.entries[entry].parent - 1;
        if (m_missing.contains(parent)) {
            if (m_manifest.entries[entry].kind == EntryKind::Folder)
                m_missing.insert(entry);
        } else if (m_manifest.entries[entry].kind == EntryKind::Folder) {
            if (!placeFolder(entry))
                m_missing.insert(entry);
        } else if (isWanted(entry)) {
            lookAtFile(entry);
        }
    }
    if (m_twins.entries.size() > before || joinsAny(m_job))
        return;
    // Nothing in it is ours: the folder will get a name of its own.
    const auto isBelow = [&](const auto &each) { return each.first >= first && each.first < end; };
    std::erase_if(m_twins.joined, isBelow);
    std::erase_if(m_twins.fresh, isBelow);
}

// Where a folder inside a joined one lies, or would be made. True when it is there.
bool TwinFinder::placeFolder(quint32 entry)
{
    const base::Result<int> above = m_tree->parentFolder(entry);
    if (!above)
        return false;
    const QByteArray laidOut = m_tree->name(entry);
    QByteArray name = laidOut;
    struct stat status;
    Lies lies = liesAt(*above, name, status);
    for (int number = 2; (lies == Lies::AsFile || lies == Lies::AsOther) && number < 1000; ++number) {
        name = numbered(laidOut, number);
        lies = liesAt(*above, name, status);
    }
    if (name != laidOut)
        m_tree->setName(entry, name);
    if (lies != Lies::AsFolder)
        m_twins.fresh[entry] = name;
    else if (name != laidOut)
        m_twins.joined[entry] = name;
    return lies == Lies::AsFolder;
}

// Of the folders "a", "a (2)" ... in the target the one that holds most of this one's files.
std::optional<QByteArray> TwinFinder::bestFolder(quint32 first, quint32 end)
{
    if (m_notes.folders.contains(first))
        return m_tree->name(first);
    const std::vector<QByteArray> names = foldersCalled(m_tree->name(first));
    if (names.size() == 1)
        return names.front(); // looking into it will tell
    std::optional<QByteArray> best;
    int most = -1;
    for (const QByteArray &name : names) {
        const int alike = alikeIn(name, first, end);
        if (alike > most)
            best = name;
        most = std::max(alike, most);
    }
    return best;
}

std::vector<QByteArray> TwinFinder::foldersCalled(const QByteArray &laidOut)
{
    std::vector<QByteArray> names;
    for (int number = 1; number <= mostNumbers; ++number) {
        const QByteArray name = numbered(laidOut, number);
        struct stat status;
        const Lies lies = liesAt(m_tree->target(), name, status);
        if (lies == Lies::Nowhere)
            break;
        if (lies == Lies::AsFolder)
            names.push_back(name);
    }
    return names;
}

int TwinFinder::alikeIn(const QByteArray &name, quint32 first, quint32 end)
{
    m_tree->setName(first, name);
    int alike = 0;
    for (quint32 entry = first + 1; entry < end; ++entry) {
        if (!isWanted(entry))
            continue;
        const base::Result<int> folder = m_tree->parentFolder(entry);
        alike += folder && alikeName(*folder, m_tree->name(entry), m_manifest.entries[entry]) ? 1 : 0;
    }
    return alike;
}

// The hash of a file that is still as it was found.
QByteArray hashOf(TargetTree &tree, quint32 entry, const QByteArray &name, const Entry &listed,
                  const std::atomic_bool &stop, const TellRead &told)
{
    const base::Result<int> folder = tree.parentFolder(entry);
    const base::Result<Descriptor> file = folder ? openFileAt(*folder, name) : tl::unexpected(folder.error());
    struct stat status;
    if (!file || ::fstat(file->get(), &status) != 0 || !isAlike(listed, status))
        return {};
    return BlockReader(file->get(), listed.size).fileHash(stop, told);
}

// Part of the manifest's order: a top-level entry comes right before everything below it, unless a sender mixes them.
std::vector<quint32> topEntries(const model::Manifest &manifest)
{
    std::vector<quint32> tops;
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        if (manifest.entries[entry].parent == 0)
            tops.push_back(entry);
    }
    return tops;
}

// False for a manifest that goes back to a folder before the last one at the top.
bool isInOrder(const model::Manifest &manifest)
{
    quint32 top = 0;
    for (quint32 entry = 0; entry < manifest.entries.size(); ++entry) {
        const quint32 parent = manifest.entries[entry].parent;
        if (parent == 0)
            top = entry;
        else if (parent - 1 < top)
            return false;
    }
    return true;
}

} // namespace

Twins findTwins(const model::Job &job)
{
    Twins twins;
    TwinFinder finder(job, twins);
    if (!isInOrder(*job.manifest) || !finder.open())
        return twins;
    const std::vector<quint32> tops = topEntries(*job.manifest);
    for (size_t i = 0; i < tops.size(); ++i)
        finder.lookAt(tops[i], i + 1 < tops.size() ? tops[i + 1] : quint32(job.manifest->entries.size()));
    return twins;
}

void hashTwins(const model::Job &job, const Twins &twins, const std::atomic_bool &stop, const TellHash &tell,
               const TellRead &read)
{
    TargetTree tree(job, Missing::Fail);
    for (const auto &[entry, name] : twins.joined)
        tree.setName(entry, name);
    const bool isThere = tree.open().has_value();
    for (const quint32 entry : twins.entries) {
        if (stop)
            return;
        const auto other = twins.names.find(entry);
        const QByteArray name = other == twins.names.end() ? tree.name(entry) : other->second;
        const Entry &listed = job.manifest->entries[entry];
        tell(entry, isThere ? hashOf(tree, entry, name, listed, stop, read) : QByteArray());
    }
}

base::Result<bool> keepTwins(const model::Job &job, const Twins &twins, const model::RangeSet &same)
{
    if (same.isEmpty() && !joinsAny(job))
        return true;
    const std::vector<quint32> tops = topEntries(*job.manifest);
    const auto topOf = [&tops](quint32 entry) { return *std::prev(std::upper_bound(tops.begin(), tops.end(), entry)); };
    std::set<quint32> held; // top-level entries whose folders are joined
    if (joinsAny(job))
        held.insert(tops.begin(), tops.end());
    for (const quint32 entry : twins.entries) {
        if (same.contains(entry))
            held.insert(topOf(entry));
    }
    Journal journal(job.stateFolder, job.transfer);
    const Notes notes = journal.read(*job.manifest);
    base::Result<bool> result = journal.open();
    for (auto folder = twins.joined.begin(); result && folder != twins.joined.end(); ++folder) {
        if (held.contains(topOf(folder->first)) && !notes.folders.contains(folder->first))
            result = journal.joinedFolder(folder->first, folder->second);
    }
    for (auto folder = twins.fresh.begin(); result && folder != twins.fresh.end(); ++folder) {
        if (held.contains(topOf(folder->first)) && !notes.folders.contains(folder->first))
            result = journal.madeFolder(folder->first, folder->second);
    }
    std::vector<quint32> asLaidOut;
    for (auto entry = twins.entries.begin(); result && entry != twins.entries.end(); ++entry) {
        if (!same.contains(*entry))
            continue;
        const auto other = twins.names.find(*entry);
        if (other != twins.names.end()) {
            result = journal.done(*entry, other->second);
            continue;
        }
        asLaidOut.push_back(*entry);
        if (asLaidOut.size() >= notedAtOnce)
            result = journal.done(std::exchange(asLaidOut, {}));
    }
    return result ? journal.done(asLaidOut) : result;
}

} // namespace files
