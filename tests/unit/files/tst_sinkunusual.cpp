#include "files/hasher.h"
#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <sys/stat.h>
#ifdef Q_OS_LINUX
#include <sys/xattr.h>
#endif

using namespace files;
using base::Fault;
using trees::Listed;

namespace {

constexpr quint64 mib = 1024 * 1024;
constexpr quint64 gib = 1024 * mib;

quint64 bytesOnDisk(const QString &path)
{
    struct stat status;
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? quint64(status.st_blocks) * 512 : ~quint64(0);
}

// Of zeros but for one block.
QByteArray sparseHash(quint64 size, quint32 block, const QByteArray &bytes)
{
    FileHash hash(blockCount(size));
    for (quint32 each = 0; each < hash.blocks(); ++each)
        hash.setBlock(each, each == block ? xxh128(bytes) : xxh128(QByteArray(qsizetype(mib), '\0')));
    return hash.result();
}

model::Entry entryOf(model::EntryKind kind, const QByteArray &name, quint32 parent = 0)
{
    model::Entry entry;
    entry.kind = kind;
    entry.name = name;
    entry.parent = parent;
    return entry;
}

} // namespace

// Holes, links, depths and names that need care.
class TestSinkUnusual : public support::Test
{
    Q_OBJECT
private slots:
    void leavesHoles()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("sparse.img", 10 * gib);
        const QByteArray bytes = trees::noise(qsizetype(mib), 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(sink.leaveHole(file, 0, 4 * gib));
        QVERIFY(trees::writeBlock(sink, file, 4 * gib, bytes, xxh128(bytes)));
        QVERIFY(sink.leaveHole(file, 4 * gib + mib, 6 * gib - mib));
        QCOMPARE(sink.missingBlocks(file), 0u);
        QCOMPARE(sink.bytesHeld(), 10 * gib);
        QVERIFY(sink.commit(file, sparseHash(10 * gib, 4096, bytes)));
        QVERIFY(sink.finish());

        const QString path = dir.filePath(u"target/sparse.img"_qs);
        QCOMPARE(quint64(QFileInfo(path).size()), 10 * gib);
        QVERIFY2(bytesOnDisk(path) < 4 * mib, qPrintable(QString::number(bytesOnDisk(path))));
        QFile arrived(path);
        QVERIFY(arrived.open(QIODevice::ReadOnly) && arrived.seek(qint64(4 * gib)));
        QVERIFY(arrived.read(qint64(mib)) == bytes);
        QCOMPARE(arrived.read(16), QByteArray(16, '\0'));
    }

    void resumesAmongHoles()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("sparse.img", 10 * gib + 5);
        const QByteArray bytes = trees::noise(qsizetype(mib), 1);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::writeBlock(sink, file, 0, bytes, xxh128(bytes)));
            QVERIFY(sink.leaveHole(file, mib, 5 * gib));
        }

        const auto claim = Sink::claim(job);
        QCOMPARE(claim->bytes, 5 * gib + mib);
        QCOMPARE(claim->partial.at(0).blocks.count(), quint64(5121));
        job.partial = claim->partial;
        Sink sink(job);
        QVERIFY(sink.prepare());
        QVERIFY(sink.hasBlock(file, 5120) && !sink.hasBlock(file, 5121));
        QVERIFY(sink.leaveHole(file, 5 * gib + mib, 5 * gib - mib + 5));
        FileHash hash(10241);
        for (quint32 block = 0; block < 10240; ++block)
            hash.setBlock(block, block == 0 ? xxh128(bytes) : xxh128(QByteArray(qsizetype(mib), '\0')));
        hash.setBlock(10240, xxh128(QByteArray(5, '\0')));
        QVERIFY(sink.commit(file, hash.result()));
        QVERIFY(sink.finish());
        QVERIFY(bytesOnDisk(dir.filePath(u"target/sparse.img"_qs)) < 4 * mib);
    }

    // A part file may hold bytes that nobody noted: a hole is zeros all the same.
    void aHoleIsZerosWhateverLayThere()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", 3 * mib);
        const QByteArray bytes = trees::noise(qsizetype(mib), 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(trees::writeBlock(sink, file, 0, bytes, xxh128(bytes)));
        const QString part = trees::below(dir.filePath(u"target"_qs)).at(0);
        QFile written(dir.filePath(u"target/"_qs + part));
        QVERIFY(written.open(QIODevice::ReadWrite) && written.seek(qint64(mib)));
        QCOMPARE(written.write(bytes.repeated(2)), qint64(2 * mib));
        written.close();

        QVERIFY(sink.leaveHole(file, mib, 2 * mib));
        QVERIFY(sink.commit(file, sparseHash(3 * mib, 0, bytes)));
        QVERIFY(sink.finish());

        QVERIFY(trees::read(dir.filePath(u"target/a"_qs)) == bytes + QByteArray(qsizetype(2 * mib), '\0'));
    }

    void refusesHolesOffTheGrid_data()
    {
        QTest::addColumn<quint64>("offset");
        QTest::addColumn<quint64>("length");
        QTest::newRow("nothing") << quint64(0) << quint64(0);
        QTest::newRow("offset") << quint64(1) << mib;
        QTest::newRow("length") << quint64(0) << mib - 1;
        QTest::newRow("beyond") << 2 * mib << 2 * mib;
        QTest::newRow("far beyond") << ~quint64(0) - mib + 1 << mib;
        QTest::newRow("endless") << mib << ~quint64(0) - mib + 1;
        QTest::newRow("at the end") << 3 * mib << mib;
    }
    void refusesHolesOffTheGrid()
    {
        QFETCH(quint64, offset);
        QFETCH(quint64, length);
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", 3 * mib);
        const quint32 folder = listed.folder("b") - 1;
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QCOMPARE(sink.leaveHole(file, offset, length).error().fault, Fault::Malformed);
        QCOMPARE(sink.leaveHole(folder, 0, mib).error().fault, Fault::Malformed);
        QCOMPARE(sink.leaveHole(99, 0, mib).error().fault, Fault::Malformed);
    }

    void makesNoLinksAndSaysSo()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 top = listed.folder("top");
        const quint32 file = listed.file("file", 1, top);
        model::Entry link = entryOf(model::EntryKind::Symlink, "link", top);
        link.target = "/etc/passwd";
        const quint32 first = listed.add(link);
        link.name = "unwanted";
        const quint32 second = listed.add(link);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        job.skip.insert(second);
        Sink sink(job);
        QVERIFY(sink.prepare());

        QVERIFY(trees::put(sink, file, "1"));
        QVERIFY(sink.isFinished() && sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList({u"top"_qs, u"top/file"_qs}));
        QCOMPARE(sink.failed(), std::vector<model::FailedEntry>({{first, Fault::SymbolicLink}}));
        QCOMPARE(sink.entriesDone(), 3u);
    }

    void tellsOfFoldersThatAreNotListedWhole()
    {
        const QTemporaryDir dir;
        Listed listed;
        model::Entry closed = entryOf(model::EntryKind::Folder, "closed");
        closed.incomplete = true;
        const quint32 folder = listed.add(closed);
        const quint32 file = listed.file("gone", 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        sink.fail(file, Fault::Vanished);
        QVERIFY(sink.isFinished() && sink.finish());

        // Files first: where a list is cut, they are told.
        QCOMPARE(sink.failed(),
                 std::vector<model::FailedEntry>({{file, Fault::Vanished}, {folder, Fault::Incomplete}}));
        QVERIFY(QFileInfo(dir.filePath(u"target/closed"_qs)).isDir());
        QCOMPARE(sink.entriesDone(), 0u);
    }

    void replacesOnlyWhatIsOlderAndOnlyWhereAsked_data()
    {
        QTest::addColumn<int>("sameName");
        QTest::addColumn<qint64>("hereMs");
        QTest::addColumn<bool>("isReplaced");
        const int replace = int(model::SameName::ReplaceOlder);
        const qint64 offered = 1'600'000'000'123;
        QTest::newRow("older") << replace << offered - 1 << true;
        QTest::newRow("as old") << replace << offered << false;
        QTest::newRow("newer") << replace << offered + 1 << false;
        QTest::newRow("older, both kept") << int(model::SameName::KeepBoth) << offered - 1 << false;
        QTest::newRow("older, other content") << int(model::SameName::SkipIdentical) << offered - 1 << false;
    }
    void replacesOnlyWhatIsOlderAndOnlyWhereAsked()
    {
        QFETCH(int, sameName);
        QFETCH(qint64, hereMs);
        QFETCH(bool, isReplaced);
        const QTemporaryDir dir;
        const QString here = dir.filePath(u"target/a"_qs);
        trees::write(here, "here before");
        {
            QFile file(here);
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.setFileTime(QDateTime::fromMSecsSinceEpoch(hereMs), QFileDevice::FileModificationTime);
        }
        Listed listed;
        const quint32 entry = listed.file("a", 3);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        job.sameName = model::SameName(sameName);
        Sink sink(job);

        QVERIFY(sink.prepare() && trees::put(sink, entry, "new") && sink.finish());

        QCOMPARE(trees::read(here), isReplaced ? QByteArray("new") : QByteArray("here before"));
        QCOMPARE(int(trees::below(dir.filePath(u"target"_qs)).size()), isReplaced ? 1 : 2);
        QCOMPARE(sink.finalPaths(), QStringList {isReplaced ? here : dir.filePath(u"target/a (2)"_qs)});
    }

    void replacesNoFolderAndNoLink()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"elsewhere"_qs), "mine");
        QVERIFY(QDir(dir.path()).mkpath(u"target/folder"_qs));
        QVERIFY(QFile::link(dir.filePath(u"elsewhere"_qs), dir.filePath(u"target/link"_qs)));
        Listed listed;
        model::Entry entry = entryOf(model::EntryKind::File, "folder");
        entry.size = 1;
        entry.timeMs = QDateTime::currentMSecsSinceEpoch() + 1'000'000;
        listed.add(entry);
        entry.name = "link";
        listed.add(entry);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        job.sameName = model::SameName::ReplaceOlder;
        Sink sink(job);

        QVERIFY(sink.prepare() && trees::put(sink, 0, "1") && trees::put(sink, 1, "2") && sink.finish());

        QCOMPARE(trees::read(dir.filePath(u"elsewhere"_qs)), QByteArray("mine"));
        QCOMPARE(trees::read(dir.filePath(u"target/folder (2)"_qs)), QByteArray("1"));
        QCOMPARE(trees::read(dir.filePath(u"target/link (2)"_qs)), QByteArray("2"));
    }

#ifdef Q_OS_LINUX
    void marksWhatCame()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"probe"_qs), {});
        const QByteArray probe = QFile::encodeName(dir.filePath(u"probe"_qs));
        if (::setxattr(probe.constData(), "user.probe", "1", 1, 0) != 0)
            QSKIP("this file system keeps no marks");
        Listed listed;
        const quint32 small = listed.file("small", 5);
        const quint32 big = listed.file("big", 2 * mib);
        Sink sink(trees::receiving(listed.manifest, dir.path()));

        QVERIFY(sink.prepare() && trees::put(sink, small, "small"));
        QVERIFY(trees::put(sink, big, QByteArray(qsizetype(2 * mib), 'x')) && sink.finish());

        for (const QString &name : {u"target/small"_qs, u"target/big"_qs}) {
            QByteArray mark(64, '\0');
            const QByteArray path = QFile::encodeName(dir.filePath(name));
            const auto size = ::getxattr(path.constData(), "user.xdg.origin.url", mark.data(), size_t(mark.size()));
            QCOMPARE(mark.left(std::max<qsizetype>(size, 0)), QByteArray("landline:received"));
        }
    }
#endif

    void writesDeeperThanAPathMayBeLong()
    {
        const QTemporaryDir dir;
        Listed listed;
        const QByteArray name(60, 'd');
        quint32 parent = 0;
        for (int i = 0; i < 200; ++i)
            parent = listed.folder(name, parent);
        const quint32 file = listed.file("file", 8, parent);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        const QString top = dir.filePath(u"target/"_qs) + QString::fromLatin1(name);
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::put(sink, file, "far down"));
            QVERIFY(sink.finish());
        }
        const QByteArray arrived = trees::Deep::read(top, 200, name);
        const auto claim = Sink::claim(job);
        trees::Deep::remove(dir.filePath(u"target"_qs), 200, name);

        QCOMPARE(arrived, QByteArray("far down"));
        QVERIFY(claim && claim->skip.contains(file));
    }

    void discardsDeepPartFiles()
    {
        const QTemporaryDir dir;
        Listed listed;
        quint32 parent = 0;
        for (int i = 0; i < 256; ++i)
            parent = listed.folder(QByteArray(60, 'd'), parent);
        const quint32 file = listed.file("file", 2 * mib, parent);
        const model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::putBlock(sink, file, QByteArray(qsizetype(2 * mib), 'x'), 0));
        }

        Sink::discard(job);

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList());
    }
};

static const support::Register<TestSinkUnusual> registered;

#include "tst_sinkunusual.moc"
