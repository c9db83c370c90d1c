#pragma once

#include "base/result.h"
#include "model/listing.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <memory>

namespace wire {

inline constexpr quint32 mostEntries = 1'000'000;
inline constexpr int entriesPerPage = 4096;
inline constexpr qsizetype pageBytes = 1 << 19;

// A manifest as its pages (PROTOCOL.md 6.2), one after the other. Joined they are what is hashed and sent.
using TakePage = std::function<void(const QByteArray &page)>;
void encodeManifest(const model::Manifest &manifest, const TakePage &take);
[[nodiscard]] QList<QByteArray> encodeManifest(const model::Manifest &manifest);

// The way back, page by page, so that the bytes need not be in memory all at once.
class ManifestDecoder
{
public:
    explicit ManifestDecoder(quint32 expectedEntries = 0); // at most mostEntries; only saves memory
    ~ManifestDecoder();

    // One page from the beginning of `bytes`, which hold at least pageBytes unless they are the last ones; how long it
    // was. Malformed and TooLarge as decodeManifest(), after which nothing more may be taken.
    [[nodiscard]] base::Result<qsizetype> take(QByteArrayView bytes);
    [[nodiscard]] model::Manifest result(); // of the pages taken; once

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
};

// All pages joined. Malformed: bad name, parent that is no earlier folder, depth over 256, too many entries.
[[nodiscard]] base::Result<model::Manifest> decodeManifest(QByteArrayView bytes);

} // namespace wire
