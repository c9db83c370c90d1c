#include "files/commitbatch.h"

#include <utility>

namespace files {
namespace {

constexpr size_t mostFiles = 128;
constexpr quint64 mostBytes = 64 * 1024 * 1024;
constexpr qint64 mostMs = 2000;
constexpr quint64 largeFile = 1024 * 1024;

} // namespace

CommitBatch::CommitBatch(TargetTree &tree, Journal &journal, Notes &notes, model::SameName sameName)
    : m_tree(tree)
    , m_committer([&tree, &journal, &notes, sameName] {
        return std::make_unique<Committer>(tree, journal, notes, sameName);
    })
{
}

CommitBatch::~CommitBatch()
{
    std::ignore = awaitEnd();
}

base::Result<bool> CommitBatch::add(CompleteFile file)
{
    CompleteFolder &folder = m_collected[m_tree.parent(file.entry)];
    if (!folder.descriptor.isValid()) {
        const base::Result<int> opened = m_tree.parentFolder(file.entry);
        if (!opened)
            return tl::unexpected(opened.error());
        folder.descriptor = Descriptor::duplicateOf(*opened);
        if (!folder.descriptor.isValid())
            return tl::unexpected(writeError(errno));
    }
    // The disk begins at once, so that the flush finds most of the work done.
    if (file.size >= largeFile)
        startWriteback(file.descriptor.get());
    if (m_files == 0)
        m_age.start();
    ++m_files;
    m_bytes += file.size;
    folder.files.push_back(std::move(file));
    const bool isDue = m_files >= mostFiles || m_bytes >= mostBytes || m_age.hasExpired(mostMs);
    return isDue ? begin() : true;
}

base::Result<bool> CommitBatch::flush()
{
    return begin().and_then([this](bool) { return awaitEnd(); });
}

base::Result<bool> CommitBatch::begin()
{
    const base::Result<bool> before = awaitEnd();
    if (!before || m_files == 0)
        return before;
    m_files = 0;
    m_bytes = 0;
    const auto batch = std::make_shared<const CompleteFiles>(std::exchange(m_collected, {}));
    m_running = m_committer.post([batch](Committer &committer) { return committer.commit(*batch); });
    return true;
}

base::Result<bool> CommitBatch::awaitEnd()
{
    if (!m_running.isValid())
        return true;
    m_running.waitForFinished();
    return m_running.result();
}

} // namespace files
