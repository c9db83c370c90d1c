#include "wire/manifest.h"

#include "wire/cborreader.h"

#include <limits>

using base::Error;
using base::Fault;
using base::Result;
using model::Entry;
using model::EntryKind;

namespace wire {

namespace {

constexpr qsizetype largestName = 255;
constexpr qsizetype largestTarget = 4096;
constexpr int deepestPath = 256;
constexpr quint64 largestFile = quint64(16) << 40;
constexpr quint64 executableFlag = 1;
constexpr quint64 alteredFlag = 2;
constexpr quint64 incompleteFlag = 4;
constexpr size_t plainFields = 6;
constexpr size_t symlinkFields = 7;

void writeEntry(CborWriter &out, const Entry &entry)
{
    const bool isLink = entry.kind == EntryKind::Symlink;
    out.array(isLink ? symlinkFields : plainFields);
    out.number(quint64(entry.kind)).number(entry.parent).utf8(entry.name).number(entry.size).integer(entry.timeMs);
    out.number((entry.executable ? executableFlag : 0) | (entry.nameAltered ? alteredFlag : 0)
               | (entry.incomplete ? incompleteFlag : 0));
    if (isLink)
        out.utf8(entry.target);
}

// toUtf8() keeps room for three times as much: with a million names that counts.
QByteArray compact(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return QByteArray(utf8.constData(), utf8.size());
}

bool isNameSound(const QByteArray &name)
{
    return !name.isEmpty() && name.size() <= largestName && !name.contains('/') && !name.contains('\0') && name != "."
        && name != "..";
}

} // namespace

// Builds a manifest entry by entry, keeping what later entries are checked against.
class ManifestDecoder::Reader
{
public:
    explicit Reader(quint32 expected)
    {
        m_manifest.entries.reserve(expected);
        m_depths.reserve(expected);
    }

    [[nodiscard]] bool addPage(const CborValue &page);
    [[nodiscard]] const Error &error() const { return m_error; }
    [[nodiscard]] model::Manifest take() { return std::move(m_manifest); }

private:
    bool fail(Fault fault, const char *reason);
    bool addEntry(const CborValue &item);
    bool readEntry(const CborValue &item, Entry &entry);
    bool place(const Entry &entry);

    model::Manifest m_manifest;
    std::vector<quint16> m_depths; // of each entry; 1 at the top
    quint64 m_bytes = 0;
    Error m_error;
};

bool ManifestDecoder::Reader::fail(Fault fault, const char *reason)
{
    m_error = {fault, QStringLiteral("manifest entry %1: %2").arg(m_depths.size()).arg(QLatin1String(reason))};
    return false;
}

bool ManifestDecoder::Reader::addPage(const CborValue &page)
{
    const CborArray *items = page.array();
    if (!items || items->empty() || items->size() > size_t(entriesPerPage))
        return fail(Fault::Malformed, "page that is no list of entries");
    if (m_depths.size() + items->size() > mostEntries)
        return fail(Fault::TooLarge, "too many entries");
    for (const CborValue &item : *items) {
        if (!addEntry(item))
            return false;
    }
    return true;
}

bool ManifestDecoder::Reader::addEntry(const CborValue &item)
{
    Entry entry;
    if (!readEntry(item, entry) || !place(entry))
        return false;
    m_manifest.entries.push_back(std::move(entry));
    return true;
}

bool ManifestDecoder::Reader::readEntry(const CborValue &item, Entry &entry)
{
    const CborArray *parts = item.array();
    quint64 kind = 0;
    quint64 parent = 0;
    quint64 flags = 0;
    QString name;
    QString target;
    if (!parts || parts->size() < plainFields || !(*parts)[0].to(kind) || !(*parts)[1].to(parent)
        || !(*parts)[2].to(name) || !(*parts)[3].to(entry.size) || !(*parts)[4].to(entry.timeMs)
        || !(*parts)[5].to(flags))
        return fail(Fault::Malformed, "wrong fields");
    if (kind > quint64(EntryKind::Symlink))
        return fail(Fault::Malformed, "unknown type");
    entry.kind = EntryKind(kind);
    const bool isLink = entry.kind == EntryKind::Symlink;
    if (parts->size() != (isLink ? symlinkFields : plainFields) || (isLink && !(*parts)[6].to(target)))
        return fail(Fault::Malformed, "wrong number of fields");
    if (parent > m_depths.size())
        return fail(Fault::Malformed, "parent that does not come before");
    entry.parent = quint32(parent);
    entry.name = compact(name);
    entry.target = compact(target);
    entry.executable = (flags & executableFlag) != 0;
    entry.nameAltered = (flags & alteredFlag) != 0;
    entry.incomplete = (flags & incompleteFlag) != 0;
    return true;
}

bool ManifestDecoder::Reader::place(const Entry &entry)
{
    if (!isNameSound(entry.name))
        return fail(Fault::Malformed, "impossible name");
    if (entry.target.size() > largestTarget)
        return fail(Fault::Malformed, "target too long");
    int depth = 1;
    if (entry.parent > 0) {
        if (m_manifest.entries[entry.parent - 1].kind != EntryKind::Folder)
            return fail(Fault::Malformed, "parent that is no folder");
        depth += m_depths[entry.parent - 1];
    }
    if (depth > deepestPath)
        return fail(Fault::Malformed, "path too deep");
    const quint64 size = entry.kind == EntryKind::File ? entry.size : 0;
    constexpr auto most = quint64(std::numeric_limits<qint64>::max());
    if (size > largestFile || size > most - m_bytes)
        return fail(Fault::TooLarge, "size beyond the limit");
    m_bytes += size;
    m_depths.push_back(quint16(depth));
    return true;
}

ManifestDecoder::ManifestDecoder(quint32 expectedEntries)
    : m_reader(std::make_unique<Reader>(std::min(expectedEntries, mostEntries)))
{
}

ManifestDecoder::~ManifestDecoder() = default;

Result<qsizetype> ManifestDecoder::take(QByteArrayView bytes)
{
    CborReader reader(bytes);
    const Result<CborValue> page = reader.next();
    if (!page)
        return tl::unexpected(page.error());
    if (reader.position() > pageBytes)
        return base::failure(Fault::Malformed, QStringLiteral("manifest page too large"));
    if (!m_reader->addPage(*page))
        return tl::unexpected(m_reader->error());
    return reader.position();
}

model::Manifest ManifestDecoder::result()
{
    return m_reader->take();
}

void encodeManifest(const model::Manifest &manifest, const TakePage &take)
{
    constexpr qsizetype pageHead = 3;
    CborWriter entries;
    quint64 count = 0;
    const auto closePage = [&] {
        take(CborWriter().array(count).raw(entries.result()).result());
        entries = CborWriter();
        count = 0;
    };
    for (const Entry &entry : manifest.entries) {
        CborWriter encoded;
        writeEntry(encoded, entry);
        if (count == quint64(entriesPerPage)
            || (count > 0 && pageHead + entries.result().size() + encoded.result().size() > pageBytes))
            closePage();
        entries.raw(encoded.result());
        ++count;
    }
    if (count > 0)
        closePage();
}

QList<QByteArray> encodeManifest(const model::Manifest &manifest)
{
    QList<QByteArray> pages;
    encodeManifest(manifest, [&pages](const QByteArray &page) { pages.append(page); });
    return pages;
}

Result<model::Manifest> decodeManifest(QByteArrayView bytes)
{
    ManifestDecoder decoder;
    while (!bytes.isEmpty()) {
        const Result<qsizetype> taken = decoder.take(bytes);
        if (!taken)
            return tl::unexpected(taken.error());
        bytes = bytes.sliced(*taken);
    }
    return decoder.result();
}

} // namespace wire
