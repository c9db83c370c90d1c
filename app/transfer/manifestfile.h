#pragma once

#include "base/result.h"
#include "files/scan.h"
#include "model/offer.h"

#include <QStringList>

#include <atomic>

// Manifests as they are kept below the profile while a transfer lives: <state folder>/manifest holds the bytes of the
// wire. Everything here blocks on the disk and runs on the pool.
namespace transfer {

inline constexpr quint64 largestInline = quint64(64) * 1024; // bytes of a manifest that travels inside its offer
inline constexpr quint64 largestManifest = quint64(64) * 1024 * 1024;
inline constexpr qsizetype mostPreviews = 20;

// What an offer promises of its manifest.
struct ManifestFacts {
    QByteArray hash; // SHA-256
    quint64 length = 0;
    quint32 entries = 0;
    quint64 bytes = 0; // of all files

    bool operator==(const ManifestFacts &) const = default;
};

// A manifest in memory.
struct Loaded {
    model::ManifestPtr manifest;
    QByteArray inlineBytes; // when short enough for an offer
    QList<qint64> pageEnds; // where each page ends in the file, when it was written or read there
};
using LoadedPtr = std::shared_ptr<const Loaded>;

// How a transfer is called and what its top level holds; names are safe to show.
struct Headline {
    QString title;
    QList<model::Offer::Preview> preview; // the size of a folder is that of all files below
};

struct Prepared {
    LoadedPtr loaded;
    ManifestFacts facts;
    QStringList sources;
    Headline headline;
};

// Walks `paths`, keeps the manifest in `folder`. As files::scan(), and TooLarge, DiskFull, CannotWrite.
[[nodiscard]] base::Result<Prepared> prepareManifest(const QStringList &paths, const QString &folder,
                                                     const std::atomic_bool &stop, const files::ScanProgress &progress);

// Bytes from outside against what was promised. Corrupt: length or hash. Malformed: not a manifest, or other counts
// or sums.
[[nodiscard]] base::Result<LoadedPtr> checkManifest(const QByteArray &bytes, const ManifestFacts &facts);
[[nodiscard]] base::Result<LoadedPtr> keepManifest(const QString &folder, const QByteArray &bytes,
                                                   const ManifestFacts &facts);
// NotFound when it was never kept; else as checkManifest().
[[nodiscard]] base::Result<LoadedPtr> readManifest(const QString &folder, const ManifestFacts &facts);
// The same with page ends, to serve pages. One that is lost or damaged is made again from `sources`, which must not have
// changed since.
[[nodiscard]] base::Result<LoadedPtr> readOwnManifest(const QString &folder, const ManifestFacts &facts,
                                                      const QStringList &sources, const std::atomic_bool &stop);
[[nodiscard]] base::Result<QByteArray> readPage(const QString &folder, const Loaded &loaded, quint32 page);

// What else lies in a state folder, or all of it.
void removeAllButManifest(const QString &folder);
void removeState(const QString &folder);

[[nodiscard]] Headline headlineOf(const model::Manifest &manifest);

} // namespace transfer
