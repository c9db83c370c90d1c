#pragma once

#include "base/result.h"
#include "files/blockreader.h"
#include "files/hasher.h"
#include "model/transfer.h"

#include <QByteArray>

#include <memory>

namespace files {

// Reads the files of a sending job, for one carrier thread. Opens without following links, compares size and time with
// the manifest at opening and at the end, and says so when a file changed. Blocks; one thread.
class Source
{
public:
    struct Opened {
        quint64 size = 0;
        qint64 timeMs = 0;
        bool differs = false; // open(): from the manifest; recheck(): from what open() found
    };

    explicit Source(const model::Job &job);
    ~Source();

    // Vanished, CannotRead, SymbolicLink, SpecialFile. One file is open at a time.
    [[nodiscard]] base::Result<Opened> open(quint32 entry);
    // Fills `buffer` from `offset`; fewer bytes than asked only at the end of the file. CannotRead.
    [[nodiscard]] base::Result<qsizetype> read(quint64 offset, char *buffer, qsizetype size);
    // All of that stretch of the open file is a hole: it reads as zeros, which need no reading.
    [[nodiscard]] bool isHole(quint64 offset, quint64 length);
    // The hash of the open file; empty when it cannot be read whole, or `stop` came between. `read` is told of every
    // block.
    [[nodiscard]] QByteArray fileHash(const std::atomic_bool &stop, const TellRead &read = {});
    // Size or time moved since open()?
    [[nodiscard]] base::Result<Opened> recheck();
    void close();

    [[nodiscard]] QString pathOf(quint32 entry) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace files
