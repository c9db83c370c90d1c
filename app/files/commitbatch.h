#pragma once

#include "base/worker.h"
#include "files/committer.h"

#include <QElapsedTimer>
#include <QFuture>

namespace files {

// Complete files on the way to their final names. A file of its own costs one flush, a thousand small ones share a few;
// one batch is committed by a thread of its own while the next is collected.
class CommitBatch
{
public:
    CommitBatch(TargetTree &tree, Journal &journal, Notes &notes, model::SameName sameName);
    ~CommitBatch(); // waits for the batch being committed; what was only collected stays a part file

    // Begins a commit when 128 files, 64 MiB or 2 s are together, and waits for the one before. The error is that of
    // the one before, after which nothing more can be added.
    [[nodiscard]] base::Result<bool> add(CompleteFile file);
    // Everything added is in its place.
    [[nodiscard]] base::Result<bool> flush();

private:
    [[nodiscard]] base::Result<bool> begin();
    [[nodiscard]] base::Result<bool> awaitEnd();

    TargetTree &m_tree;
    CompleteFiles m_collected;
    size_t m_files = 0;
    quint64 m_bytes = 0;
    QElapsedTimer m_age;
    base::Worker<Committer> m_committer;
    QFuture<base::Result<bool>> m_running;
};

} // namespace files
