#pragma once

#include "base/result.h"
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

    // Vanished, CannotRead. One file is open at a time.
    [[nodiscard]] base::Result<Opened> open(quint32 entry);
    // Fills `buffer` from `offset`; fewer bytes than asked only at the end of the file. CannotRead.
    [[nodiscard]] base::Result<qsizetype> read(quint64 offset, char *buffer, qsizetype size);
    // Size or time moved since open()?
    [[nodiscard]] base::Result<Opened> recheck();
    void close();

    [[nodiscard]] QString pathOf(quint32 entry) const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace files
