#include "files/foldertree.h"

#include <algorithm>

namespace files {
namespace {

constexpr size_t keptOpen = 32;

} // namespace

FolderTree::FolderTree(const model::Manifest &manifest, NameOf nameOf, OpenTop openTop, Missing missing)
    : m_manifest(manifest)
    , m_nameOf(std::move(nameOf))
    , m_openTop(std::move(openTop))
    , m_missing(missing)
{
}

base::Result<int> FolderTree::open(quint32 folder)
{
    const auto found =
        std::find_if(m_open.begin(), m_open.end(), [folder](const Open &open) { return open.folder == folder; });
    if (found != m_open.end()) {
        found->used = ++m_uses;
        return found->descriptor.get();
    }
    base::Result<Descriptor> descriptor = openFresh(folder);
    if (!descriptor)
        return tl::unexpected(descriptor.error());
    return keep(folder, std::move(*descriptor));
}

base::Result<Descriptor> FolderTree::openFresh(quint32 folder)
{
    const quint32 parent = m_manifest.entries[folder].parent;
    if (parent == 0)
        return m_openTop(folder);
    // Manifests are at most 128 folders deep, and a parent always comes earlier.
    Q_ASSERT(parent - 1 < folder);
    const base::Result<int> above = open(parent - 1);
    if (!above)
        return tl::unexpected(above.error());
    return openFolderAt(*above, m_nameOf(folder), m_missing);
}

int FolderTree::keep(quint32 folder, Descriptor descriptor)
{
    const int fd = descriptor.get();
    Open open {folder, ++m_uses, std::move(descriptor)};
    if (m_open.size() < keptOpen) {
        m_open.push_back(std::move(open));
        return fd;
    }
    const auto oldest =
        std::min_element(m_open.begin(), m_open.end(), [](const Open &a, const Open &b) { return a.used < b.used; });
    *oldest = std::move(open);
    return fd;
}

} // namespace files
