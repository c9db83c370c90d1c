#include "trees.h"

#include "files/hasher.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

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

namespace {

// The folder `depth` steps below `top`, all called `name`; -1 when it is not there.
int openDeep(const QString &top, int depth, const QByteArray &name)
{
    int folder = ::open(QFile::encodeName(top).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; folder >= 0 && i < depth; ++i) {
        const int next = ::openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::close(folder);
        folder = next;
    }
    return folder;
}

} // namespace

Deep::Deep(const QString &base, int depth, const QByteArray &name)
    : m_base(base)
    , m_name(name)
    , m_depth(depth)
{
    int folder = ::open(QFile::encodeName(base).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 0; i < depth; ++i) {
        if (::mkdirat(folder, name.constData(), 0700) != 0)
            qFatal("cannot make a deep folder");
        const int next = ::openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::close(folder);
        folder = next;
    }
    ::close(folder);
}

Deep::~Deep()
{
    remove(m_base, m_depth, m_name);
}

// From the deepest: Qt could not reach it by path.
void Deep::remove(const QString &base, int depth, const QByteArray &name)
{
    for (; depth > 0; --depth) {
        const int above = openDeep(base, depth - 1, name);
        const int own = ::openat(above, name.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        ::unlinkat(own, "file", 0);
        ::close(own);
        ::unlinkat(above, name.constData(), AT_REMOVEDIR);
        ::close(above);
    }
}

QString Deep::top() const
{
    return m_base + u'/' + QString::fromUtf8(m_name);
}

bool Deep::write(const QByteArray &name, const QByteArray &bytes) const
{
    const int folder = openDeep(top(), m_depth - 1, m_name);
    const int file = ::openat(folder, name.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const bool written = ::write(file, bytes.constData(), size_t(bytes.size())) == bytes.size();
    ::close(file);
    ::close(folder);
    return written;
}

QByteArray Deep::read(const QString &top, int depth, const QByteArray &name)
{
    const int folder = openDeep(top, depth - 1, name);
    const int file = ::openat(folder, "file", O_RDONLY | O_CLOEXEC);
    QByteArray bytes(4096, Qt::Uninitialized);
    bytes.resize(std::max<ssize_t>(::read(file, bytes.data(), size_t(bytes.size())), 0));
    ::close(file);
    ::close(folder);
    return bytes;
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
    return writeBlock(sink, entry, quint64(block) * quint64(size), bytes, files::xxh128(bytes));
}

base::Result<bool> writeBlock(files::Sink &sink, quint32 entry, quint64 offset, const QByteArray &bytes,
                              const QByteArray &hash)
{
    return sink.write(entry, offset, bytes).and_then([&](bool) {
        return sink.keepBlock(entry, quint32(offset / files::blockSize(sink.size(entry))), hash);
    });
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
