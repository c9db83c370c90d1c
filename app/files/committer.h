#pragma once

#include "files/descriptor.h"
#include "files/journal.h"
#include "files/targettree.h"

#include <QThreadPool>

#include <map>
#include <vector>

namespace files {

// A file that has all its bytes, under the name of a part.
struct CompleteFile {
    quint32 entry = 0;
    quint64 size = 0;
    qint64 timeMs = 0;
    bool executable = false;
    Descriptor descriptor;
};

// Those of one folder, which stays open until they have their names.
struct CompleteFolder {
    Descriptor descriptor;
    std::vector<CompleteFile> files;
};

using CompleteFiles = std::map<quint32, CompleteFolder>; // by parent

// Gives complete files their final names: dressed (time, executable bit, mark), flushed together, then renamed, never
// over anything, then their folders flushed, then noted. One thread of its own; the tree's names do not change meanwhile.
class Committer
{
public:
    // Final names that are not as laid out go into `notes`. Nothing that is there is replaced unless `sameName` says so,
    // and then only an older file.
    Committer(const TargetTree &tree, Journal &journal, Notes &notes, model::SameName sameName);

    // DiskFull, CannotWrite; what has no final name then is a part file still.
    [[nodiscard]] base::Result<bool> commit(const CompleteFiles &batch);

private:
    [[nodiscard]] base::Result<bool> flushFiles(const CompleteFiles &batch);
    [[nodiscard]] base::Result<bool> renameAll(const CompleteFiles &batch, std::vector<quint32> &renamed);
    [[nodiscard]] base::Result<bool> rename(int folder, const CompleteFile &file, std::vector<quint32> &renamed);
    [[nodiscard]] base::Result<bool> renameNumbered(int folder, const CompleteFile &file, const QByteArray &part);
    [[nodiscard]] bool mayReplace(int folder, const QByteArray &name, const CompleteFile &file) const;
    [[nodiscard]] bool isHereAlready(int folder, const CompleteFile &file) const;

    const TargetTree &m_tree;
    Journal &m_journal;
    Notes &m_notes;
    model::SameName m_sameName;
    QThreadPool m_flushers;
};

} // namespace files
