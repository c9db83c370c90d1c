#include "files/sink.h"

#include "files/blockreader.h"
#include "files/journal.h"
#include "files/partfiles.h"
#include "files/targettree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace files {
namespace {

using model::EntryKind;

// Reads what a transfer's journal speaks of.
class ClaimReader
{
public:
    explicit ClaimReader(const model::Job &job);

    [[nodiscard]] Claim read();

private:
    [[nodiscard]] bool isThere(quint32 entry);
    [[nodiscard]] quint64 finalSize(quint32 entry) const;
    void addWhole(quint32 entry, quint64 size);
    void addBegun(quint32 entry, const Notes::Begun &begun);
    [[nodiscard]] model::RangeSet rightBlocks(int file, const Notes::Begun &begun);
    [[nodiscard]] bool wasRenamed(quint32 entry, const Notes::Begun &begun);

    const model::Job &m_job;
    TargetTree m_tree;
    Journal m_journal;
    Notes m_notes;
    Claim m_claim;
};

ClaimReader::ClaimReader(const model::Job &job)
    : m_job(job)
    , m_tree(job, Missing::Fail)
    , m_journal(job.stateFolder, job.transfer)
    , m_notes(m_journal.read(*job.manifest))
{
    for (const auto &[entry, name] : m_notes.folders)
        m_tree.setName(entry, name);
}

Claim ClaimReader::read()
{
    if (!m_tree.open())
        return {}; // the target folder is gone, and everything with it
    for (const model::RangeSet::Range &range : m_notes.done.ranges()) {
        for (quint32 entry = range.first; entry - range.first < range.count; ++entry) {
            if (isThere(entry))
                addWhole(entry, finalSize(entry));
        }
    }
    std::map<quint32, const Notes::Begun *> inOrder;
    for (const auto &[entry, begun] : m_notes.begun)
        inOrder.emplace(entry, &begun);
    for (const auto &[entry, begun] : inOrder)
        addBegun(entry, *begun);
    return std::move(m_claim);
}

// Whole files were hashed before they got their name; that they are still there, with their size, is enough.
bool ClaimReader::isThere(quint32 entry)
{
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return false;
    const auto other = m_notes.finalNames.find(entry);
    const QByteArray name = other == m_notes.finalNames.end() ? m_tree.name(entry) : other->second;
    struct stat status;
    return ::fstatat(*folder, name.constData(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode)
           && quint64(status.st_size) == finalSize(entry);
}

quint64 ClaimReader::finalSize(quint32 entry) const
{
    const auto size = m_notes.finalSizes.find(entry);
    return size == m_notes.finalSizes.end() ? m_job.manifest->entries[entry].size : size->second;
}

void ClaimReader::addWhole(quint32 entry, quint64 size)
{
    m_claim.skip.insert(entry);
    m_claim.bytes += size;
    ++m_claim.entries;
}

void ClaimReader::addBegun(quint32 entry, const Notes::Begun &begun)
{
    if (m_claim.skip.contains(entry))
        return;
    const model::Entry &listed = m_job.manifest->entries[entry];
    if (listed.kind != EntryKind::File)
        return;
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return;
    const base::Result<Descriptor> file = reopenFileAt(*folder, m_tree.partName(entry), Access::Read);
    if (!file && wasRenamed(entry, begun))
        return addWhole(entry, begun.size);
    // One that changed at the sender starts anew in every round.
    if (!file || begun.size != listed.size || begun.timeMs != listed.timeMs)
        return;
    model::PartialFile partial {entry, rightBlocks(file->get(), begun), {}};
    if (partial.blocks.isEmpty())
        return;
    BlockHasher check;
    for (const model::RangeSet::Range &range : partial.blocks.ranges()) {
        for (quint32 block = range.first; block - range.first < range.count; ++block) {
            check.add(begun.blocks.at(block));
            m_claim.bytes += bytesInBlock(begun.size, block);
        }
    }
    partial.check = check.result();
    m_claim.partial.push_back(std::move(partial));
}

model::RangeSet ClaimReader::rightBlocks(int file, const Notes::Begun &begun)
{
    model::RangeSet right;
    BlockReader reader(file, begun.size);
    for (const auto &[block, hash] : begun.blocks) {
        if (block < blockCount(begun.size) && reader.hash(block) == hash)
            right.insert(block);
    }
    return right;
}

// The program may have ended between the rename and its note.
bool ClaimReader::wasRenamed(quint32 entry, const Notes::Begun &begun)
{
    const base::Result<int> folder = m_tree.parentFolder(entry);
    if (!folder)
        return false;
    const QByteArray &name = begun.finalName.isEmpty() ? m_tree.name(entry) : begun.finalName;
    const base::Result<Descriptor> file = openFileAt(*folder, name);
    struct stat status;
    if (!file || ::fstat(file->get(), &status) != 0 || quint64(status.st_size) != begun.size)
        return false;
    // An empty file is told by its time.
    if (begun.size == 0 ? modifiedMs(status) != begun.timeMs
                        : rightBlocks(file->get(), begun).count() != blockCount(begun.size))
        return false;
    return m_journal.open().and_then([&](bool) { return m_journal.done(entry, begun.finalName); }).has_value();
}

} // namespace

base::Result<Claim> Sink::claim(const model::Job &job)
{
    return ClaimReader(job).read();
}

model::RangeSet Sink::finishedEntries(const model::Job &job)
{
    return Journal(job.stateFolder, job.transfer).read(*job.manifest).done;
}

void Sink::discard(const model::Job &job)
{
    Journal journal(job.stateFolder, job.transfer);
    const Notes notes = journal.read(*job.manifest);
    TargetTree tree(job, Missing::Fail);
    for (const auto &[entry, name] : notes.folders)
        tree.setName(entry, name);
    if (tree.open()) {
        for (const auto &[entry, begun] : notes.begun) {
            const base::Result<int> folder = tree.parentFolder(entry);
            if (folder)
                ::unlinkat(*folder, tree.partName(entry).constData(), 0);
        }
        // Only what is empty goes, and only of what we made.
        const bool mayHaveEmpty = !notes.folders.empty() && !notes.finished;
        const std::vector<bool> ours = mayHaveEmpty ? notes.madeByUs(*job.manifest) : std::vector<bool>();
        for (auto entry = quint32(ours.size()); entry-- > 0;) {
            if (!ours[entry])
                continue;
            const base::Result<int> folder = tree.parentFolder(entry);
            if (folder)
                ::unlinkat(*folder, tree.name(entry).constData(), AT_REMOVEDIR);
        }
    }
    journal.remove();
}

} // namespace files
