#include "fuzz/target.h"
#include "wire/manifest.h"

using model::EntryKind;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto manifest = wire::decodeManifest(fuzz::view(data, size));
    if (!manifest)
        return 0;
    for (size_t i = 0; i < manifest->entries.size(); ++i) {
        const model::Entry &entry = manifest->entries[i];
        fuzz::require(entry.parent <= i, "parents come before");
        fuzz::require(entry.parent == 0 || manifest->entries[entry.parent - 1].kind == EntryKind::Folder,
                      "parents are folders");
        fuzz::require(!entry.name.isEmpty() && entry.name.size() <= 255 && !entry.name.contains('/')
                          && !entry.name.contains('\0') && entry.name != "." && entry.name != "..",
                      "names are one component");
    }
    const QList<QByteArray> pages = wire::encodeManifest(*manifest);
    for (const QByteArray &page : pages)
        fuzz::require(page.size() <= wire::pageBytes, "pages keep their limit");
    fuzz::require(wire::decodeManifest(pages.join()) == *manifest, "what is written is read back");
    return 0;
}
