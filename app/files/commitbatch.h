#pragma once

#include "files/descriptor.h"
#include "files/journal.h"
#include "files/targettree.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <unordered_map>
#include <vector>

namespace files {

// Complete files on the way to their final names: flushed to the disk together, then renamed, never over anything, then
// their folders flushed. A file of its own costs one flush, a thousand small ones share a few.
class CommitBatch
{
public:
    CommitBatch(TargetTree &tree, Journal &journal);

    void add(quint32 entry, Descriptor file, quint64 bytes);
    [[nodiscard]] bool isDue() const; // 64 files, 64 MiB or 2 s
    // What could not be renamed stays in the batch.
    [[nodiscard]] base::Result<bool> flush();

    // Files that are not called as laid out.
    [[nodiscard]] const std::unordered_map<quint32, QByteArray> &finalNames() const { return m_finalNames; }

private:
    struct Item {
        quint32 entry = 0;
        Descriptor file;
    };

    [[nodiscard]] base::Result<bool> flushFiles();
    [[nodiscard]] base::Result<bool> rename(quint32 entry);
    [[nodiscard]] base::Result<bool> flushFolders(const std::vector<quint32> &entries);

    TargetTree &m_tree;
    Journal &m_journal;
    std::vector<Item> m_items;
    quint64 m_bytes = 0;
    QElapsedTimer m_age;
    std::unordered_map<quint32, QByteArray> m_finalNames;
    QThreadPool m_flushers;
};

} // namespace files
