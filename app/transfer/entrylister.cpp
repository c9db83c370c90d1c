#include "transfer/entrylister.h"

#include "files/safename.h"
#include "files/sink.h"
#include "transfer/claims.h"
#include "transfer/selection.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace transfer {
namespace {

using model::Direction;
using model::Entry;
using model::EntryKind;
using model::TransferState;

// Makes lines out of a manifest's entries.
class EntryLister
{
public:
    EntryLister(const model::ManifestPtr &manifest, const Listed &listed)
        : m_manifest(manifest)
        , m_entries(manifest->entries)
        , m_listed(listed)
        , m_unwanted(selectionOf(*manifest, listed.unwanted).unwanted)
    {
        for (const model::FailedEntry &failed : listed.transfer.failed)
            m_failed.insert(failed.entry, failed.fault);
        for (quint32 entry = 0; entry < m_entries.size(); ++entry) {
            if (m_entries[entry].parent == 0)
                m_tops.push_back(entry);
        }
        if (isReceiving() && !isOver())
            m_here = wholeFiles();
    }

    [[nodiscard]] EntryLine line(quint32 entry) const;

private:
    [[nodiscard]] bool isReceiving() const { return m_listed.transfer.direction == Direction::In; }
    [[nodiscard]] bool isOver() const { return m_listed.transfer.state == TransferState::Done; }
    [[nodiscard]] model::RangeSet wholeFiles() const;
    [[nodiscard]] EntryState stateOf(quint32 entry) const;
    [[nodiscard]] QString shownPath(quint32 entry) const;
    [[nodiscard]] QString fileOf(quint32 entry) const;
    [[nodiscard]] QString topOf(quint32 top) const;

    model::ManifestPtr m_manifest;
    const std::vector<Entry> &m_entries;
    const Listed &m_listed;
    model::RangeSet m_unwanted;
    model::RangeSet m_here;
    std::vector<quint32> m_tops; // entries at the top level
    QHash<quint32, base::Fault> m_failed;
};

// What the notes of the sink tell, and what need not come because it is here already.
model::RangeSet EntryLister::wholeFiles() const
{
    model::Job job;
    job.transfer = m_listed.transfer.id;
    job.manifest = m_manifest;
    job.stateFolder = m_listed.stateFolder;
    return united(files::Sink::finishedEntries(job), m_listed.skipped);
}

EntryLine EntryLister::line(quint32 entry) const
{
    EntryLine line;
    line.entry = entry;
    line.parent = m_entries[entry].parent;
    line.kind = m_entries[entry].kind;
    line.path = shownPath(entry);
    line.size = m_entries[entry].size;
    line.state = stateOf(entry);
    line.fault = m_failed.value(entry, base::Fault::None);
    const bool mayBeHere = !isReceiving() || line.state == EntryState::Done;
    line.file = mayBeHere ? fileOf(entry) : QString();
    return line;
}

EntryState EntryLister::stateOf(quint32 entry) const
{
    if (m_failed.contains(entry))
        return EntryState::Failed;
    if (m_unwanted.contains(entry))
        return EntryState::NotWanted;
    if (isOver() || (m_entries[entry].kind == EntryKind::File && m_here.contains(entry)))
        return EntryState::Done;
    return EntryState::Pending;
}

QString EntryLister::shownPath(quint32 entry) const
{
    QString path = files::safeName(QString::fromUtf8(m_entries[entry].name));
    for (quint32 parent = m_entries[entry].parent; parent > 0; parent = m_entries[parent - 1].parent)
        path = files::safeName(QString::fromUtf8(m_entries[parent - 1].name)) + u'/' + path;
    return path;
}

// Where a source was, or where a received file most likely lies: taken for it only when size and time are the same.
QString EntryLister::fileOf(quint32 entry) const
{
    QString below;
    quint32 top = entry;
    for (; m_entries[top].parent > 0; top = m_entries[top].parent - 1) {
        const QString name = QString::fromUtf8(m_entries[top].name);
        below.prepend(u'/' + (isReceiving() ? files::safeName(name) : name));
    }
    const QString path = topOf(top) + below;
    const QFileInfo file(path);
    if (m_entries[entry].kind == EntryKind::Folder)
        return file.isDir() ? path : QString();
    const bool isSame = file.isFile() && quint64(file.size()) == m_entries[entry].size
                        && file.lastModified().toMSecsSinceEpoch() / 1000 == m_entries[entry].timeMs / 1000;
    return isSame || (file.isFile() && !isReceiving()) ? path : QString();
}

QString EntryLister::topOf(quint32 top) const
{
    const auto before = std::lower_bound(m_tops.begin(), m_tops.end(), top) - m_tops.begin();
    if (!isReceiving())
        return m_listed.sources.value(qsizetype(before));
    // Once done, the path is the only top-level entry itself, under the name it got.
    if (m_tops.size() == 1 && isOver() && m_listed.transfer.path != m_listed.targetFolder)
        return m_listed.transfer.path;
    return m_listed.targetFolder + u'/' + files::safeName(QString::fromUtf8(m_entries[top].name));
}

} // namespace

Listed listedFrom(const Row &row, const QString &stateFolder)
{
    return {row.transfer(),        row.stored.sources,  stateFolder,
            row.stored.targetFolder, row.stored.unwanted, row.is(TransferState::Running) ? row.skipped : model::RangeSet()};
}

EntryPage makePage(const model::ManifestPtr &manifest, const Listed &listed, Which which, quint32 from, quint32 count)
{
    const EntryLister lister(manifest, listed);
    const QList<model::FailedEntry> &failed = listed.transfer.failed;
    EntryPage page;
    page.from = from;
    page.total = which == Which::All ? quint32(manifest->entries.size()) : quint32(failed.size());
    const quint64 end = std::min<quint64>(quint64(from) + count, page.total);
    for (quint64 at = from; at < end; ++at) {
        const quint32 entry = which == Which::All ? quint32(at) : failed[qsizetype(at)].entry;
        if (entry < manifest->entries.size())
            page.lines.append(lister.line(entry));
    }
    return page;
}

EntryPage makeChoicePage(const model::ManifestPtr &manifest, Listed listed, const Choice &choice, quint32 from,
                         quint32 count)
{
    const Selection selection = selectionOf(*manifest, choice.unwanted, choice.wanted);
    listed.unwanted = selection.unwanted;
    EntryPage page = makePage(manifest, listed, Which::All, from, count);
    std::vector<bool> isPartial(manifest->entries.size());
    for (const model::RangeSet::Range &range : selection.unwanted.ranges()) {
        for (quint32 entry = range.first; entry < range.first + range.count; ++entry) {
            for (quint32 above = manifest->entries[entry].parent; above > 0 && !isPartial[above - 1];
                 above = manifest->entries[above - 1].parent)
                isPartial[above - 1] = true;
        }
    }
    for (EntryLine &line : page.lines)
        line.isPartial = isPartial[line.entry] && line.state != EntryState::NotWanted;
    page.unwanted = selection.unwanted;
    page.files = manifest->files() - selection.unwantedFiles;
    page.bytes = manifest->bytes() - selection.unwantedBytes;
    return page;
}

EntryPage makeOnlyLine(const Listed &listed, Which which)
{
    const model::Transfer &transfer = listed.transfer;
    EntryLine line;
    line.path = transfer.name;
    line.size = transfer.bytesTotal;
    line.state = transfer.state == TransferState::Done ? EntryState::Done : EntryState::Pending;
    const bool isHere = transfer.direction == Direction::Out || line.state == EntryState::Done;
    line.file = isHere && QFileInfo(transfer.path).isFile() ? transfer.path : QString();
    EntryPage page;
    if (which == Which::All) {
        page.total = 1;
        page.lines.append(line);
    }
    return page;
}

} // namespace transfer
