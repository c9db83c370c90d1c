#include "files/sink.h"

#include "files/backgroundflush.h"
#include "files/blockreader.h"
#include "files/commitbatch.h"
#include "files/journal.h"
#include "files/partfiles.h"
#include "files/targettree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace files {
namespace {

using base::Fault;
using model::EntryKind;

enum class EntryState : quint8 { NotWanted, Wanted, Whole, Failed };

} // namespace

class Sink::Private
{
public:
    explicit Private(const model::Job &job);

    [[nodiscard]] const model::Entry &entryAt(quint32 entry) const { return job.manifest->entries[entry]; }
    [[nodiscard]] bool is(quint32 entry, EntryState state) const
    {
        return entry < states.size() && states[entry] == state;
    }

    [[nodiscard]] base::Result<bool> makeTopFolders();
    void countEntries();
    void countOther(quint32 entry, bool skipped);
    [[nodiscard]] base::Result<bool> adoptPartial();
    void removeStaleParts();
    [[nodiscard]] base::Result<bool> ensureBegun(quint32 entry);
    void settle(quint32 entry, EntryState state);
    // On its way to its final name.
    [[nodiscard]] base::Result<bool> keep(quint32 entry, quint64 size, qint64 timeMs, Descriptor file);
    [[nodiscard]] base::Result<bool> setFolderTimes();

    model::Job job;
    Notes notes;
    TargetTree tree;
    Journal journal;
    PartFiles parts;
    CommitBatch batch;
    BackgroundFlush background;
    std::vector<EntryState> states;
    std::vector<model::FailedEntry> failed; // files
    std::vector<model::FailedEntry> leftOut; // links, and folders that did not come whole
    quint32 wantedLeft = 0;
    quint32 done = 0;
    quint64 wholeBytes = 0;
};

Sink::Private::Private(const model::Job &aJob)
    : job(aJob)
    , tree(job, Missing::Make)
    , journal(job.stateFolder, job.transfer)
    , parts(tree, journal)
    , batch(tree, journal, notes, job.sameName)
    , states(job.manifest->entries.size(), EntryState::NotWanted)
{
}

base::Result<bool> Sink::Private::makeTopFolders()
{
    for (const auto &[entry, name] : notes.folders)
        tree.setName(entry, name);
    for (quint32 entry = 0; entry < states.size(); ++entry) {
        const bool isTop = entryAt(entry).parent == 0 && entryAt(entry).kind == EntryKind::Folder;
        if (!isTop || notes.folders.contains(entry) || job.skip.contains(entry))
            continue;
        // Noted before it is made: after a kill in between it would be taken for somebody else's.
        const base::Result<QByteArray> name = tree.makeTopFolder(
            entry, [this, entry](const QByteArray &chosen) { return journal.madeFolder(entry, chosen); });
        if (!name && name.error().fault == Fault::BadName)
            continue; // everything in it fails
        if (!name)
            return tl::unexpected(name.error());
        notes.folders[entry] = *name;
    }
    return true;
}

void Sink::Private::countEntries()
{
    for (quint32 entry = 0; entry < states.size(); ++entry) {
        const bool skipped = job.skip.contains(entry);
        const model::Entry &listed = entryAt(entry);
        if (listed.kind != EntryKind::File) {
            countOther(entry, skipped);
        } else if (!skipped) {
            states[entry] = EntryState::Wanted;
            ++wantedLeft;
        } else if (notes.done.contains(entry)) {
            states[entry] = EntryState::Whole;
            const auto size = notes.finalSizes.find(entry);
            wholeBytes += size == notes.finalSizes.end() ? entryAt(entry).size : size->second;
            ++done;
        }
    }
}

// Links are never made, and what the sender could not list cannot come.
void Sink::Private::countOther(quint32 entry, bool skipped)
{
    const bool isLink = entryAt(entry).kind == EntryKind::Symlink;
    if (!skipped && (isLink || entryAt(entry).incomplete))
        leftOut.push_back({entry, isLink ? Fault::SymbolicLink : Fault::Incomplete});
    else
        ++done;
}

base::Result<bool> Sink::Private::adoptPartial()
{
    for (const model::PartialFile &partial : job.partial) {
        const auto begun = notes.begun.find(partial.entry);
        if (!is(partial.entry, EntryState::Wanted) || begun == notes.begun.end())
            return base::failure(Fault::Malformed, QStringLiteral("claim of nothing"));
        const base::Result<bool> adopted = parts.adopt(partial.entry, begun->second, partial.blocks);
        if (!adopted)
            return adopted;
    }
    return true;
}

// What was begun again although it was whole.
void Sink::Private::removeStaleParts()
{
    for (const auto &[entry, begun] : notes.begun) {
        if (!is(entry, EntryState::Whole))
            continue;
        const base::Result<int> folder = tree.parentFolder(entry);
        if (folder)
            ::unlinkat(*folder, tree.partName(entry).constData(), 0);
    }
}

base::Result<bool> Sink::Private::ensureBegun(quint32 entry)
{
    if (parts.find(entry))
        return true;
    return parts.begin(entry, entryAt(entry).size, entryAt(entry).timeMs);
}

void Sink::Private::settle(quint32 entry, EntryState state)
{
    states[entry] = state;
    --wantedLeft;
    done += state == EntryState::Whole ? 1 : 0;
}

base::Result<bool> Sink::Private::keep(quint32 entry, quint64 size, qint64 timeMs, Descriptor file)
{
    settle(entry, EntryState::Whole);
    wholeBytes += size;
    return batch.add({entry, size, timeMs, job.mayExecute && entryAt(entry).executable, std::move(file)});
}

base::Result<bool> Sink::Private::setFolderTimes()
{
    // Making a folder moves the time of its parent: all are made first, then timed from the deepest. Those that were
    // there before us keep theirs.
    std::vector<bool> timed = notes.madeByUs(*job.manifest);
    for (quint32 entry = 0; entry < states.size(); ++entry) {
        if (entryAt(entry).kind != EntryKind::Folder || job.skip.contains(entry))
            continue;
        const base::Result<int> made = tree.folder(entry);
        if (!made && made.error().fault != Fault::BadName)
            return tl::unexpected(made.error());
        if (made)
            continue;
        leftOut.push_back({entry, Fault::BadName});
        --done;
        timed[entry] = false;
    }
    for (quint32 entry = quint32(states.size()); entry-- > 0;) {
        if (!timed[entry] || job.skip.contains(entry))
            continue;
        const base::Result<int> folder = tree.folder(entry);
        if (!folder)
            return tl::unexpected(folder.error());
        // A disk that keeps no folder times is no reason to fail.
        std::ignore = setModified(*folder, entryAt(entry).timeMs);
    }
    return flush(tree.target());
}

Sink::Sink(const model::Job &job)
    : d(std::make_unique<Private>(job))
{
}

Sink::~Sink()
{
    std::ignore = d->batch.flush();
}

base::Result<bool> Sink::prepare()
{
    return d->tree.open()
        .and_then([this](bool) {
            d->notes = d->journal.read(*d->job.manifest);
            return d->journal.open();
        })
        .and_then([this](bool) { return d->makeTopFolders(); })
        .and_then([this](bool) {
            d->countEntries();
            d->removeStaleParts();
            return d->adoptPartial();
        });
}

base::Result<bool> Sink::write(quint32 entry, quint64 offset, QByteArrayView bytes)
{
    if (!isWanted(entry))
        return base::failure(Fault::Malformed, QStringLiteral("piece of an entry that is not wanted"));
    const quint64 fileSize = size(entry);
    if (offset > fileSize || quint64(bytes.size()) > fileSize - offset)
        return base::failure(Fault::TooMany, QStringLiteral("piece beyond the entry"));
    if (offset % blockSize(fileSize) + quint64(bytes.size()) > blockSize(fileSize))
        return base::failure(Fault::Malformed, QStringLiteral("piece of two blocks"));
    return d->ensureBegun(entry).and_then([&](bool) { return d->parts.write(entry, offset, bytes); });
}

base::Result<bool> Sink::keepBlock(quint32 entry, quint32 block, QByteArrayView hash)
{
    if (!isWanted(entry) || hash.size() != hashBytes || block >= blockCount(size(entry)) || !d->parts.find(entry))
        return base::failure(Fault::Malformed, QStringLiteral("no block of an entry that is wanted"));
    const base::Result<bool> kept = d->parts.keepBlock(entry, block, hash);
    if (kept)
        d->background.wrote(d->parts.find(entry)->file, d->journal.handle(), bytesInBlock(size(entry), block));
    return kept;
}

base::Result<bool> Sink::leaveHole(quint32 entry, quint64 offset, quint64 length)
{
    if (!isWanted(entry))
        return base::failure(Fault::Malformed, QStringLiteral("hole of an entry that is not wanted"));
    const quint64 fileSize = size(entry);
    const quint64 block = blockSize(fileSize);
    const bool isInside = offset < fileSize && length > 0 && length <= fileSize - offset;
    const bool fitsGrid = offset % block == 0 && (length % block == 0 || offset + length == fileSize);
    if (!isInside || !fitsGrid)
        return base::failure(Fault::Malformed, QStringLiteral("hole off the grid"));
    const auto first = quint32(offset / block);
    const auto count = quint32((length + block - 1) / block);
    return d->ensureBegun(entry).and_then([&](bool) { return d->parts.leaveHole(entry, first, count); });
}

base::Result<bool> Sink::commit(quint32 entry, QByteArrayView fileHash)
{
    if (!isWanted(entry))
        return base::failure(Fault::Malformed, QStringLiteral("end of an entry that is not wanted"));
    const base::Result<bool> begun = d->ensureBegun(entry);
    if (!begun)
        return begun;
    const base::Result<int> file = d->parts.file(entry);
    if (!file)
        return tl::unexpected(file.error());
    const PartFiles::Part &found = *d->parts.find(entry);
    if (!found.hashes.isComplete() || found.hashes.result() != fileHash) {
        const base::Result<bool> forgotten = d->parts.begin(entry, found.size, found.timeMs);
        return forgotten ? base::failure(Fault::Corrupt, QStringLiteral("file hash differs")) : forgotten;
    }
    PartFiles::Part part = d->parts.take(entry);
    return d->keep(entry, part.size, part.timeMs, std::move(part.file));
}

base::Result<bool> Sink::putWhole(quint32 entry, QByteArrayView bytes, QByteArrayView hash)
{
    const PartFiles::Part *begun = d->parts.find(entry);
    const qint64 timeMs = begun ? begun->timeMs : d->entryAt(entry).timeMs;
    if (!isWanted(entry) || hash.size() != hashBytes || quint64(bytes.size()) != size(entry)
        || blockCount(size(entry)) > 1)
        return base::failure(Fault::Malformed, QStringLiteral("no whole file of an entry that is wanted"));
    d->parts.drop(entry);
    base::Result<Descriptor> file = d->parts.putWhole(entry, timeMs, bytes, hash);
    if (!file)
        return tl::unexpected(file.error());
    return d->keep(entry, quint64(bytes.size()), timeMs, std::move(*file));
}

base::Result<bool> Sink::restart(quint32 entry, quint64 size, qint64 timeMs)
{
    if (!isWanted(entry))
        return base::failure(Fault::Malformed, QStringLiteral("change of an entry that is not wanted"));
    if (size > d->entryAt(entry).size)
        return base::failure(Fault::TooLarge, QStringLiteral("the file outgrew what was accepted"));
    return d->parts.begin(entry, size, timeMs);
}

void Sink::fail(quint32 entry, base::Fault fault)
{
    if (!isWanted(entry))
        return;
    d->settle(entry, EntryState::Failed);
    d->parts.drop(entry);
    d->failed.push_back({entry, fault});
}

base::Result<bool> Sink::finish()
{
    Q_ASSERT(isFinished());
    return d->batch.flush().and_then([this](bool) { return d->setFolderTimes(); }).and_then([this](bool) {
        return d->journal.finished();
    });
}

bool Sink::isWanted(quint32 entry) const
{
    return d->is(entry, EntryState::Wanted);
}

bool Sink::isWhole(quint32 entry) const
{
    return d->is(entry, EntryState::Whole);
}

bool Sink::hasBlock(quint32 entry, quint32 block) const
{
    const PartFiles::Part *part = d->parts.find(entry);
    return isWhole(entry) || (part && part->hashes.hasBlock(block));
}

quint32 Sink::missingBlocks(quint32 entry) const
{
    const PartFiles::Part *part = d->parts.find(entry);
    return part ? part->hashes.missing() : blockCount(d->entryAt(entry).size);
}

quint64 Sink::size(quint32 entry) const
{
    const PartFiles::Part *part = d->parts.find(entry);
    return part ? part->size : d->entryAt(entry).size;
}

bool Sink::isFinished() const
{
    return d->wantedLeft == 0;
}

quint64 Sink::bytesHeld() const
{
    return d->wholeBytes + d->parts.held();
}

quint32 Sink::entriesDone() const
{
    return d->done;
}

std::vector<model::FailedEntry> Sink::failed() const
{
    std::vector<model::FailedEntry> all = d->failed;
    all.insert(all.end(), d->leftOut.begin(), d->leftOut.end());
    return all;
}

QStringList Sink::finalPaths() const
{
    QStringList paths;
    for (quint32 entry = 0; entry < d->states.size(); ++entry) {
        const model::Entry &listed = d->entryAt(entry);
        const bool isThere = d->notes.folders.contains(entry) || isWhole(entry);
        if (listed.parent != 0 || !isThere)
            continue;
        const auto other = d->notes.finalNames.find(entry);
        const QByteArray name = other == d->notes.finalNames.end() ? d->tree.name(entry) : other->second;
        paths.append(d->job.targetFolder + u'/' + QString::fromUtf8(name));
    }
    return paths;
}

} // namespace files
