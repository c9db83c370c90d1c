#pragma once

#include "files/descriptor.h"
#include "files/journal.h"
#include "files/targettree.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <vector>

namespace files {

// Complete files on the way to their final names: flushed to the disk together, then renamed, never over anything, then
// their folders flushed. A file of its own costs one flush, a thousand small ones share a few.
class CommitBatch
{
public:
    // Final names that are not as laid out go into `notes`.
    CommitBatch(TargetTree &tree, Journal &journal, Notes &notes);

    void add(quint32 entry, Descriptor file);
    [[nodiscard]] bool isDue() const; // 64 files, 64 MiB or 2 s
    // What could not be renamed stays in the batch.
    [[nodiscard]] base::Result<bool> flush();

private:
    struct Item {
        quint32 entry = 0;
        Descriptor file;
    };

    [[nodiscard]] base::Result<bool> flushFiles();
    [[nodiscard]] base::Result<bool> rename(const Item &item);
    [[nodiscard]] bool isHereAlready(int folder, const Item &item) const;
    [[nodiscard]] base::Result<bool> flushFolders(const std::vector<quint32> &entries);

    TargetTree &m_tree;
    Journal &m_journal;
    Notes &m_notes;
    std::vector<Item> m_items;
    quint64 m_bytes = 0;
    QElapsedTimer m_age;
    QThreadPool m_flushers;
};

} // namespace files
