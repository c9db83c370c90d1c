#include "transfer/manifestfile.h"

#include "files/diskspace.h"
#include "files/safename.h"
#include "identity/fingerprint.h"
#include "wire/manifest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace transfer {
namespace {

using base::Fault;
using base::Result;

constexpr quint64 largestFile = quint64(16) << 40; // native.md 1

QString fileIn(const QString &folder)
{
    return folder + QStringLiteral("/manifest");
}

base::Error writeError(const QString &folder, qsizetype wanted)
{
    const Result<quint64> space = files::freeSpace(folder);
    const bool full = space && *space <= quint64(wanted);
    return {full ? Fault::DiskFull : Fault::CannotWrite, QStringLiteral("manifest")};
}

Result<bool> writeManifest(const QString &folder, const QByteArray &bytes)
{
    QSaveFile file(fileIn(folder));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()
        || !file.commit())
        return tl::unexpected<base::Error>(writeError(folder, bytes.size()));
    return true;
}

QList<qint64> endsOf(const QList<QByteArray> &pages)
{
    QList<qint64> ends;
    qint64 end = 0;
    for (const QByteArray &page : pages)
        ends.append(end += page.size());
    return ends;
}

// The sum of the file sizes; nothing when one is beyond every limit.
Result<quint64> boundedBytes(const model::Manifest &manifest)
{
    quint64 sum = 0;
    for (const model::Entry &entry : manifest.entries) {
        if (entry.kind != model::EntryKind::File)
            continue;
        if (entry.size > largestFile || sum > std::numeric_limits<quint64>::max() - entry.size)
            return base::failure(Fault::TooLarge, QStringLiteral("size of an entry"));
        sum += entry.size;
    }
    return sum;
}

Loaded loadedFrom(model::Manifest manifest, const QByteArray &bytes)
{
    Loaded loaded;
    loaded.manifest = std::make_shared<const model::Manifest>(std::move(manifest));
    if (quint64(bytes.size()) <= largestInline)
        loaded.inlineBytes = bytes;
    return loaded;
}

Result<Loaded> check(const QByteArray &bytes, const ManifestFacts &facts)
{
    if (quint64(bytes.size()) != facts.length || identity::sha256(bytes) != facts.hash)
        return base::failure(Fault::Corrupt, QStringLiteral("manifest hash"));
    Result<model::Manifest> manifest = wire::decodeManifest(bytes);
    if (!manifest)
        return tl::unexpected<base::Error>(manifest.error());
    const Result<quint64> sum = boundedBytes(*manifest);
    if (!sum)
        return tl::unexpected<base::Error>(sum.error());
    if (manifest->entries.size() != facts.entries || *sum != facts.bytes)
        return base::failure(Fault::Malformed, QStringLiteral("manifest differs from its offer"));
    return loadedFrom(std::move(*manifest), bytes);
}

Result<QByteArray> readAll(const QString &folder, const ManifestFacts &facts)
{
    QFile file(fileIn(folder));
    if (!file.exists())
        return base::failure(Fault::NotFound, QStringLiteral("manifest"));
    if (!file.open(QIODevice::ReadOnly))
        return base::failure(Fault::CannotRead, QStringLiteral("manifest"));
    return file.read(qint64(facts.length) + 1);
}

LoadedPtr shared(Loaded loaded)
{
    return std::make_shared<const Loaded>(std::move(loaded));
}

} // namespace

Result<Prepared> prepareManifest(const QStringList &paths, const QString &folder, const std::atomic_bool &stop,
                                 const files::ScanProgress &progress)
{
    const Result<files::Scanned> scanned = files::scan(paths, stop, progress);
    if (!scanned)
        return tl::unexpected<base::Error>(scanned.error());
    const Result<quint64> sum = boundedBytes(*scanned->manifest);
    if (!sum)
        return tl::unexpected<base::Error>(sum.error());
    const QList<QByteArray> pages = wire::encodeManifest(*scanned->manifest);
    const QByteArray bytes = pages.join();
    if (quint64(bytes.size()) > largestManifest)
        return base::failure(Fault::TooLarge, QStringLiteral("manifest"));
    if (const Result<bool> written = writeManifest(folder, bytes); !written)
        return tl::unexpected<base::Error>(written.error());

    Prepared prepared;
    prepared.facts = {identity::sha256(bytes), quint64(bytes.size()), quint32(scanned->manifest->entries.size()), *sum};
    prepared.sources = scanned->sources;
    prepared.headline = headlineOf(*scanned->manifest);
    Loaded loaded;
    loaded.manifest = scanned->manifest;
    loaded.pageEnds = endsOf(pages);
    if (prepared.facts.length <= largestInline)
        loaded.inlineBytes = bytes;
    prepared.loaded = shared(std::move(loaded));
    return prepared;
}

Result<LoadedPtr> checkManifest(const QByteArray &bytes, const ManifestFacts &facts)
{
    return check(bytes, facts).map(shared);
}

Result<LoadedPtr> keepManifest(const QString &folder, const QByteArray &bytes, const ManifestFacts &facts)
{
    Result<LoadedPtr> loaded = checkManifest(bytes, facts);
    if (!loaded)
        return loaded;
    if (const Result<bool> written = writeManifest(folder, bytes); !written)
        return tl::unexpected<base::Error>(written.error());
    return loaded;
}

Result<LoadedPtr> readManifest(const QString &folder, const ManifestFacts &facts)
{
    return readAll(folder, facts).and_then([&facts](const QByteArray &bytes) { return checkManifest(bytes, facts); });
}

Result<LoadedPtr> readOwnManifest(const QString &folder, const ManifestFacts &facts)
{
    const Result<QByteArray> bytes = readAll(folder, facts);
    if (!bytes)
        return tl::unexpected<base::Error>(bytes.error());
    return check(*bytes, facts).map([](Loaded loaded) {
        // Encoding is deterministic: the same entries give the same pages again.
        loaded.pageEnds = endsOf(wire::encodeManifest(*loaded.manifest));
        return shared(std::move(loaded));
    });
}

Result<QByteArray> readPage(const QString &folder, const Loaded &loaded, quint32 page)
{
    if (qint64(page) >= loaded.pageEnds.size())
        return base::failure(Fault::NotFound, QStringLiteral("page"));
    const qint64 begin = page == 0 ? 0 : loaded.pageEnds[qsizetype(page) - 1];
    const qint64 size = loaded.pageEnds[qsizetype(page)] - begin;
    QFile file(fileIn(folder));
    if (!file.open(QIODevice::ReadOnly) || !file.seek(begin))
        return base::failure(Fault::CannotRead, QStringLiteral("manifest"));
    QByteArray bytes = file.read(size);
    if (bytes.size() != size)
        return base::failure(Fault::CannotRead, QStringLiteral("manifest"));
    return bytes;
}

void removeAllButManifest(const QString &folder)
{
    QDir dir(folder);
    const QString kept = QFileInfo(fileIn(folder)).fileName();
    for (const QString &name : dir.entryList(QDir::Files | QDir::Hidden | QDir::System)) {
        if (name != kept)
            dir.remove(name);
    }
}

void removeState(const QString &folder)
{
    QDir(folder).removeRecursively();
}

Headline headlineOf(const model::Manifest &manifest)
{
    Headline headline;
    std::vector<qsizetype> top(manifest.entries.size()); // the top-level entry above each
    qsizetype tops = 0;
    for (size_t i = 0; i < manifest.entries.size(); ++i) {
        const model::Entry &entry = manifest.entries[i];
        top[i] = entry.parent == 0 ? tops++ : top[entry.parent - 1];
        if (entry.parent == 0 && headline.preview.size() < mostPreviews)
            headline.preview.append({files::safeName(QString::fromUtf8(entry.name)), 0});
        if (entry.kind == model::EntryKind::File && top[i] < headline.preview.size())
            headline.preview[top[i]].size += entry.size;
    }
    if (!headline.preview.isEmpty())
        headline.title = headline.preview.first().name;
    return headline;
}

} // namespace transfer
