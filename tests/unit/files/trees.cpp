#include "trees.h"

#include "files/hasher.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

namespace trees {

void write(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("cannot be read");
}

QByteArray noise(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.generate());
    return bytes;
}

QStringList below(const QString &folder)
{
    QStringList paths;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        paths.append(QDir(folder).relativeFilePath(it.next()));
    paths.sort();
    return paths;
}

quint32 Listed::folder(const QByteArray &name, quint32 parent)
{
    model::Entry entry;
    entry.kind = model::EntryKind::Folder;
    entry.name = name;
    entry.parent = parent;
    entry.timeMs = 1'500'000'000'000;
    return add(entry) + 1;
}

quint32 Listed::file(const QByteArray &name, quint64 size, quint32 parent)
{
    model::Entry entry;
    entry.name = name;
    entry.parent = parent;
    entry.size = size;
    entry.timeMs = 1'600'000'000'123;
    return add(entry);
}

quint32 Listed::add(model::Entry entry)
{
    manifest.entries.push_back(std::move(entry));
    return quint32(manifest.entries.size() - 1);
}

model::Job receiving(const model::Manifest &manifest, const QString &base)
{
    model::Job job;
    job.transfer = model::TransferId::fromBytes(QByteArray(16, '\x2a'));
    job.direction = model::Direction::In;
    job.manifest = std::make_shared<const model::Manifest>(manifest);
    job.targetFolder = base + QStringLiteral("/target");
    job.stateFolder = base + QStringLiteral("/state");
    return job;
}

base::Result<bool> putBlock(files::Sink &sink, quint32 entry, const QByteArray &file, quint32 block)
{
    const auto size = qsizetype(files::blockSize(quint64(file.size())));
    const QByteArray bytes = file.mid(qsizetype(block) * size, size);
    return sink.write(entry, quint64(block) * quint64(size), bytes, files::xxh128(bytes));
}

QByteArray fileHash(const QByteArray &bytes)
{
    files::FileHash hash(files::blockCount(quint64(bytes.size())));
    const auto size = qsizetype(files::blockSize(quint64(bytes.size())));
    for (quint32 block = 0; block < hash.blocks(); ++block)
        hash.setBlock(block, files::xxh128(bytes.mid(qsizetype(block) * size, size)));
    return hash.result();
}

base::Result<bool> put(files::Sink &sink, quint32 entry, const QByteArray &bytes)
{
    const quint32 blocks = files::blockCount(quint64(bytes.size()));
    for (quint32 block = 0; block < blocks; ++block) {
        const base::Result<bool> written = putBlock(sink, entry, bytes, block);
        if (!written)
            return written;
    }
    return sink.commit(entry, fileHash(bytes));
}

} // namespace trees
