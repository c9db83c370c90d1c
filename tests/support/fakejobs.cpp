#include "support/fakejobs.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

namespace support {
namespace {

QString freePath(const QString &folder, const QString &name)
{
    QString path = QDir(folder).filePath(name);
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = QDir(folder).filePath(QStringLiteral("%1 (%2)").arg(name).arg(number));
    return path;
}

bool copyEntry(const model::Entry &entry, const QString &from, const QString &to)
{
    if (entry.kind == model::EntryKind::Folder)
        return QDir().mkpath(to);
    if (entry.kind == model::EntryKind::Symlink)
        return false;
    QFile::remove(to);
    if (!QFile::copy(from, to))
        return false;
    QFile copy(to);
    return copy.open(QIODevice::ReadWrite)
           && copy.setFileTime(QDateTime::fromMSecsSinceEpoch(entry.timeMs), QFileDevice::FileModificationTime);
}

} // namespace

model::JobOutcome copyFiles(const model::Job &sending, const model::Job &receiving)
{
    model::JobOutcome outcome;
    outcome.transfer = sending.transfer;
    outcome.round = sending.round;
    const std::vector<model::Entry> &entries = sending.manifest->entries;
    QStringList from(qsizetype(entries.size()));
    QStringList to(qsizetype(entries.size()));
    qsizetype top = 0;
    QDir().mkpath(receiving.targetFolder);
    for (size_t i = 0; i < entries.size(); ++i) {
        const model::Entry &entry = entries[i];
        const QString name = QString::fromUtf8(entry.name);
        const auto at = qsizetype(i);
        if (entry.parent == 0) {
            from[at] = sending.sources->value(top++);
            to[at] = freePath(receiving.targetFolder, name);
            outcome.finalPaths.append(to[at]);
        } else {
            from[at] = from[qsizetype(entry.parent) - 1] + u'/' + name;
            to[at] = to[qsizetype(entry.parent) - 1] + u'/' + name;
        }
        const bool skipped = receiving.skip.contains(quint32(i));
        if (!skipped && !copyEntry(entry, from[at], to[at])) {
            outcome.failed.push_back({quint32(i), base::Fault::CannotRead});
            continue;
        }
        ++outcome.entriesDone;
        outcome.bytes += entry.kind == model::EntryKind::File ? entry.size : 0;
    }
    return outcome;
}

} // namespace support
