#include "files/targettree.h"

#include "files/safename.h"

#include <QDir>
#include <QFile>

#include <cerrno>

namespace files {
namespace {

constexpr int mostNumbers = 10'000;

} // namespace

TargetTree::TargetTree(const model::Job &job, Missing missing)
    : m_manifest(job.manifest)
    , m_targetFolder(job.targetFolder)
    , m_partTag(job.transfer.toBytes().left(4).toHex())
    , m_missing(missing)
    , m_layout(*m_manifest)
    , m_folders(
          *m_manifest, [this](quint32 entry) { return name(entry); },
          [this](quint32 entry) { return openFolderAt(m_target.get(), name(entry), m_missing); }, missing)
{
}

base::Result<bool> TargetTree::open()
{
    errno = 0;
    if (m_missing == Missing::Make && !QDir().mkpath(m_targetFolder))
        return tl::unexpected(writeError(errno));
    base::Result<Descriptor> target = openFolder(QFile::encodeName(m_targetFolder));
    if (!target)
        return base::failure(base::Fault::CannotWrite, target.error().detail);
    m_target = std::move(*target);
    return true;
}

void TargetTree::setName(quint32 folder, const QByteArray &name)
{
    m_names[folder] = name;
    m_folders.closeAll();
}

base::Result<QByteArray> TargetTree::makeTopFolder(quint32 entry, const Note &note)
{
    const QString laidOut = QString::fromUtf8(m_layout.name(entry));
    for (int number = 1; number <= mostNumbers; ++number) {
        const QByteArray candidate = number == 1 ? m_layout.name(entry) : numberedName(laidOut, number).toUtf8();
        if (isTakenAt(m_target.get(), candidate))
            continue;
        const base::Result<bool> made =
            note(candidate).and_then([&](bool) { return makeFolderAt(m_target.get(), candidate); });
        if (!made)
            return tl::unexpected(made.error());
        if (*made) {
            setName(entry, candidate);
            return candidate;
        }
    }
    return base::failure(base::Fault::CannotWrite, QStringLiteral("no free folder name"));
}

QByteArray TargetTree::name(quint32 entry) const
{
    const auto given = m_names.find(entry);
    return given == m_names.end() ? m_layout.name(entry) : given->second;
}

// Told apart by transfer and entry: two transfers of one file name do not meet, and a round finds its own again.
QByteArray TargetTree::partName(quint32 entry) const
{
    const QByteArray end = '.' + m_partTag + '-' + QByteArray::number(entry) + partSuffix;
    return '.' + cutUtf8(m_layout.name(entry), longestName - 1 - end.size()) + end;
}

base::Result<int> TargetTree::folder(quint32 entry)
{
    return m_folders.open(entry);
}

base::Result<int> TargetTree::parentFolder(quint32 entry)
{
    const quint32 parent = m_manifest->entries[entry].parent;
    if (parent == 0)
        return m_target.get();
    return m_folders.open(parent - 1);
}

} // namespace files
