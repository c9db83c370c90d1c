#pragma once

#include "files/descriptor.h"
#include "model/listing.h"

#include <functional>
#include <vector>

namespace files {

// The folders of a manifest as open descriptors. Each is opened one step below its parent, never by path; the most
// recently used stay open.
class FolderTree
{
public:
    using NameOf = std::function<QByteArray(quint32 folder)>;
    using OpenTop = std::function<base::Result<Descriptor>(quint32 folder)>;

    FolderTree(const model::Manifest &manifest, NameOf nameOf, OpenTop openTop, Missing missing);

    // Borrowed until the next call.
    [[nodiscard]] base::Result<int> open(quint32 folder);
    void closeAll() { m_open.clear(); } // after names have changed

private:
    struct Open {
        quint32 folder = 0;
        quint64 used = 0;
        Descriptor descriptor;
    };

    [[nodiscard]] base::Result<Descriptor> openFresh(quint32 folder);
    int keep(quint32 folder, Descriptor descriptor);

    const model::Manifest &m_manifest;
    NameOf m_nameOf;
    OpenTop m_openTop;
    Missing m_missing;
    std::vector<Open> m_open;
    quint64 m_uses = 0;
};

} // namespace files
