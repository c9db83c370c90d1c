#pragma once

#include "base/result.h"
#include "files/hasher.h"
#include "model/transfer.h"

#include <QByteArray>

#include <memory>

namespace files {

// What a receiver already holds of a transfer, read from the disk and hashed again, so that a note cannot lie.
struct Claim {
    model::RangeSet skip; // whole files
    std::vector<model::PartialFile> partial;
    quint64 bytes = 0; // held in all
    quint32 entries = 0; // whole files
};

// Writes a receiving job's entries below its target folder, for one carrier thread. Every name is made safe and unique
// first; nothing is written over something that exists, but for older files where the user said so; a file gets its final name only when it is complete,
// verified and flushed; links are never followed nor made. What is held is noted in the job's state folder after every
// block, so that a killed program loses at most the open block. Blocks; one thread.
//
// Faults of one entry only, after which the others go on: BadName (this disk cannot store the name), TooLarge (nor the
// size), Corrupt. Faults that end the job, part files kept: DiskFull, CannotWrite, Malformed, TooMany. (restart():
// any.)
class Sink
{
public:
    explicit Sink(const model::Job &job);
    ~Sink(); // keeps part files; what is complete gets its name

    // Makes the target folder and lays out names. Before anything else.
    [[nodiscard]] base::Result<bool> prepare();
    // A piece of a block of a file. Malformed when it reaches into the next block; TooMany when it goes beyond the entry's
    // size. Counts for nothing before keepBlock().
    [[nodiscard]] base::Result<bool> write(quint32 entry, quint64 offset, QByteArrayView bytes);
    // All pieces of this block are there, and the caller has checked its hash. Malformed: no block of the entry.
    [[nodiscard]] base::Result<bool> keepBlock(quint32 entry, quint32 block, QByteArrayView hash);
    // Whole blocks of zeros, up to the end if need be, that take no room where the disk can do that. Malformed off the
    // grid.
    [[nodiscard]] base::Result<bool> leaveHole(quint32 entry, quint64 offset, quint64 length);
    // A file of at most one block, hash checked by the caller: write(), keepBlock() and commit() in one.
    [[nodiscard]] base::Result<bool> putWhole(quint32 entry, QByteArrayView bytes, QByteArrayView hash);
    // All blocks are there and `fileHash` agrees: final name with the next flush (128 files, 64 MiB, 2 s, finish()).
    // Corrupt otherwise, and what was held of the entry is forgotten. The error may be that of files before.
    [[nodiscard]] base::Result<bool> commit(quint32 entry, QByteArrayView fileHash);
    // The source changed: forget what is held of this entry; its size and time are these from here on. TooLarge when
    // that is more than was accepted.
    [[nodiscard]] base::Result<bool> restart(quint32 entry, quint64 size, qint64 timeMs);
    void fail(quint32 entry, base::Fault fault);
    // Names for what is complete, empty folders, folder times, last flush. Call when every wanted entry is there or
    // failed. The notes stay, so that a program killed before it has remembered the end finds everything claimed;
    // discard() them, or remove the state folder, after that.
    [[nodiscard]] base::Result<bool> finish();

    [[nodiscard]] bool isWanted(quint32 entry) const; // a file of this job that is neither whole nor failed
    [[nodiscard]] bool isWhole(quint32 entry) const;
    [[nodiscard]] bool hasBlock(quint32 entry, quint32 block) const;
    [[nodiscard]] quint32 missingBlocks(quint32 entry) const; // of a wanted one
    [[nodiscard]] quint64 size(quint32 entry) const; // as announced last
    [[nodiscard]] bool isFinished() const; // every wanted entry whole or failed
    [[nodiscard]] quint64 bytesHeld() const;
    [[nodiscard]] quint32 entriesDone() const; // whole files and folders
    [[nodiscard]] std::vector<model::FailedEntry> failed() const; // files first, then links and incomplete folders
    [[nodiscard]] QStringList finalPaths() const; // of the top-level entries that are there

    // For the answer to a repeated offer; reads and hashes what is there. `transfer`, `manifest`, `targetFolder` and
    // `stateFolder` of the job count. Blocks long: run it on the pool.
    [[nodiscard]] static base::Result<Claim> claim(const model::Job &job);
    // What the notes tell of as whole, without looking at the disk. Blocks, but not long.
    [[nodiscard]] static model::RangeSet finishedEntries(const model::Job &job);
    // Removes the notes and part files of a transfer that will not go on, and what folders of it are empty, unless it
    // was finished. Not while a job of it runs. Blocks.
    static void discard(const model::Job &job);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace files
