#include "transfer/manifestfile.h"

#include "files/diskspace.h"
#include "files/safename.h"
#include "identity/fingerprint.h"
#include "wire/manifest.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace transfer {
namespace {

using base::Fault;
using base::Result;

constexpr quint64 largestFile = quint64(16) << 40; // PROTOCOL.md 1

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

// What the pages hold against what was promised of them.
Result<Loaded> loadedFrom(wire::ManifestDecoder &decoder, const ManifestFacts &facts)
{
    model::Manifest manifest = decoder.result();
    const Result<quint64> sum = boundedBytes(manifest);
    if (!sum)
        return tl::unexpected<base::Error>(sum.error());
    if (manifest.entries.size() != facts.entries || *sum != facts.bytes)
        return base::failure(Fault::Malformed, QStringLiteral("manifest differs from its offer"));
    Loaded loaded;
    loaded.manifest = std::make_shared<const model::Manifest>(std::move(manifest));
    return loaded;
}

Result<Loaded> check(const QByteArray &bytes, const ManifestFacts &facts)
{
    if (quint64(bytes.size()) != facts.length || identity::sha256(bytes) != facts.hash)
        return base::failure(Fault::Corrupt, QStringLiteral("manifest hash"));
    wire::ManifestDecoder decoder(facts.entries);
    for (QByteArrayView rest = bytes; !rest.isEmpty();) {
        const Result<qsizetype> taken = decoder.take(rest);
        if (!taken)
            return tl::unexpected<base::Error>(taken.error());
        rest = rest.sliced(*taken);
    }
    return loadedFrom(decoder, facts).map([&bytes](Loaded loaded) {
        if (quint64(bytes.size()) <= largestInline)
            loaded.inlineBytes = bytes;
        return loaded;
    });
}

// A page at a time: the bytes of a long list are not in memory beside its entries.
Result<Loaded> readPages(QFile &file, const ManifestFacts &facts)
{
    wire::ManifestDecoder decoder(facts.entries);
    QByteArray buffer = file.read(2 * wire::pageBytes);
    const QByteArray inlineBytes = facts.length <= largestInline ? buffer : QByteArray();
    QList<qint64> ends;
    while (!buffer.isEmpty()) {
        const Result<qsizetype> taken = decoder.take(buffer);
        if (!taken)
            return tl::unexpected<base::Error>(taken.error());
        ends.append((ends.isEmpty() ? 0 : ends.last()) + *taken);
        buffer.remove(0, *taken);
        if (buffer.size() < wire::pageBytes)
            buffer += file.read(2 * wire::pageBytes - buffer.size());
    }
    return loadedFrom(decoder, facts).map([&](Loaded loaded) {
        loaded.inlineBytes = inlineBytes;
        loaded.pageEnds = ends;
        return loaded;
    });
}

Result<Loaded> readKept(const QString &folder, const ManifestFacts &facts)
{
    QFile file(fileIn(folder));
    if (!file.exists())
        return base::failure(Fault::NotFound, QStringLiteral("manifest"));
    if (!file.open(QIODevice::ReadOnly))
        return base::failure(Fault::CannotRead, QStringLiteral("manifest"));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const bool isWhole = quint64(file.size()) == facts.length && hash.addData(&file) && hash.result() == facts.hash;
    if (!isWhole || !file.seek(0))
        return base::failure(Fault::Corrupt, QStringLiteral("manifest hash"));
    return readPages(file, facts);
}

// Writes and measures a list of our own, page by page.
Result<Prepared> keepOwn(const files::Scanned &scanned, quint64 bytes, const QString &folder)
{
    QSaveFile file(fileIn(folder));
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly))
        return tl::unexpected<base::Error>(writeError(folder, 0));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    Loaded loaded;
    qint64 length = 0;
    bool isWritten = true;
    wire::encodeManifest(*scanned.manifest, [&](const QByteArray &page) {
        length += page.size();
        hash.addData(page);
        loaded.pageEnds.append(length);
        isWritten = isWritten && file.write(page) == page.size();
        loaded.inlineBytes = quint64(length) <= largestInline ? loaded.inlineBytes + page : QByteArray();
    });
    if (quint64(length) > largestManifest)
        return base::failure(Fault::TooLarge, QStringLiteral("manifest"));
    if (!isWritten || !file.commit())
        return tl::unexpected<base::Error>(writeError(folder, length));
    loaded.manifest = scanned.manifest;
    Prepared prepared;
    prepared.facts = {hash.result(), quint64(length), quint32(scanned.manifest->entries.size()), bytes};
    prepared.loaded = std::make_shared<const Loaded>(std::move(loaded));
    return prepared;
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
    return keepOwn(*scanned, *sum, folder).map([&scanned](Prepared prepared) {
        prepared.sources = scanned->sources;
        prepared.headline = headlineOf(*scanned->manifest);
        return prepared;
    });
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
    return readKept(folder, facts).map(shared);
}

Result<LoadedPtr> readOwnManifest(const QString &folder, const ManifestFacts &facts, const QStringList &sources,
                                  const std::atomic_bool &stop)
{
    Result<LoadedPtr> kept = readManifest(folder, facts);
    if (kept)
        return kept;
    const Result<Prepared> again = prepareManifest(sources, folder, stop, {});
    return again && again->facts == facts ? again->loaded : kept;
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
