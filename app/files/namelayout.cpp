#include "files/namelayout.h"

#include "files/safename.h"

#include <xxhash.h>

#include <unordered_set>

namespace files {
namespace {

// Names in use as numbers: a million of them stay small. Two that fall together by chance cost a " (2)".
class TakenNames
{
public:
    [[nodiscard]] bool contains(quint32 parent, const QByteArray &folded) const
    {
        return m_taken.contains(key(parent, folded));
    }
    bool insert(quint32 parent, const QByteArray &folded) { return m_taken.insert(key(parent, folded)).second; }
    void reserve(size_t count) { m_taken.reserve(count); }

private:
    [[nodiscard]] static quint64 key(quint32 parent, const QByteArray &folded)
    {
        return XXH3_64bits_withSeed(folded.constData(), size_t(folded.size()), parent);
    }

    std::unordered_set<quint64> m_taken;
};

QByteArray chosenName(const model::Entry &entry, TakenNames &taken)
{
    const bool isPlain = isPlainSafeName(entry.name);
    if (isPlain && taken.insert(entry.parent, entry.name.toLower()))
        return entry.name;
    const QString safe = isPlain ? QString::fromLatin1(entry.name) : safeName(QString::fromUtf8(entry.name));
    const QString free =
        freeName(safe, [&](const QString &folded) { return taken.contains(entry.parent, folded.toUtf8()); });
    taken.insert(entry.parent, foldedName(free).toUtf8());
    return free.toUtf8();
}

} // namespace

NameLayout::NameLayout(const model::Manifest &manifest)
    : m_manifest(manifest)
{
    TakenNames taken;
    taken.reserve(manifest.entries.size());
    for (quint32 index = 0; index < manifest.entries.size(); ++index) {
        const model::Entry &entry = manifest.entries[index];
        QByteArray name = chosenName(entry, taken);
        if (name != entry.name)
            m_changed.emplace(index, std::move(name));
    }
}

QByteArray NameLayout::name(quint32 entry) const
{
    const auto changed = m_changed.find(entry);
    return changed == m_changed.end() ? m_manifest.entries[entry].name : changed->second;
}

} // namespace files
