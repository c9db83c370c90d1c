#include "files/source.h"

#include "files/scan.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace files;
using base::Fault;

class TestSource : public support::Test
{
    Q_OBJECT
private slots:
    void readsWhatWasScanned()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"top/sub/a"_qs), "hello world");
        Source source(jobFor(dir.filePath(u"top"_qs)));

        const auto opened = source.open(2);

        QVERIFY(opened);
        QCOMPARE(opened->size, quint64(11));
        QVERIFY(!opened->differs);
        QByteArray buffer(20, 'x');
        QCOMPARE(source.read(6, buffer.data(), 20).value(), qsizetype(5));
        QVERIFY(buffer.startsWith("world"));
        QVERIFY(!source.recheck()->differs);
        QCOMPARE(source.pathOf(2), dir.filePath(u"top/sub/a"_qs));
    }

    void seesWhatChangedSinceTheScan()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a"_qs);
        trees::write(path, "one");
        Source source(jobFor(path));
        trees::write(path, "longer");

        const auto opened = source.open(0);

        QVERIFY(opened);
        QVERIFY(opened->differs);
        QCOMPARE(opened->size, quint64(6));
    }

    void seesWhatChangesWhileOpen()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a"_qs);
        trees::write(path, "one");
        Source source(jobFor(path));
        QVERIFY(source.open(0));

        trees::write(path, "longer");

        QVERIFY(source.recheck()->differs);
    }

    void saysVanishedAndUnreadableApart()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"top/a"_qs), "a");
        trees::write(dir.filePath(u"top/b"_qs), "b");
        Source source(jobFor(dir.filePath(u"top"_qs)));
        QFile::remove(dir.filePath(u"top/a"_qs));
        QFile::remove(dir.filePath(u"top/b"_qs));
        QDir().mkpath(dir.filePath(u"top/b"_qs));

        QCOMPARE(source.open(1).error().fault, Fault::Vanished);
        QCOMPARE(source.open(2).error().fault, Fault::Vanished); // a folder is no file
    }

    void followsNoLinkThatTookTheFilesPlace()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"secret"_qs), "s");
        trees::write(dir.filePath(u"top/a"_qs), "a");
        trees::write(dir.filePath(u"top/sub/b"_qs), "b");
        trees::write(dir.filePath(u"elsewhere/b"_qs), "x");
        Source source(jobFor(dir.filePath(u"top"_qs)));
        QFile::remove(dir.filePath(u"top/a"_qs));
        QVERIFY(QFile::link(dir.filePath(u"secret"_qs), dir.filePath(u"top/a"_qs)));
        QVERIFY(QDir(dir.filePath(u"top/sub"_qs)).removeRecursively());
        QVERIFY(QFile::link(dir.filePath(u"elsewhere"_qs), dir.filePath(u"top/sub"_qs)));

        QCOMPARE(source.open(1).error().fault, Fault::SymbolicLink);
        QVERIFY(!source.open(3));
    }

    void doesNotHangOnAPipe()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"a"_qs);
        trees::write(path, "a");
        Source source(jobFor(path));
        QFile::remove(path);
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);

        QCOMPARE(source.open(0).error().fault, Fault::SpecialFile);
    }

    // Even opening one may do something: whoever writes into it would begin.
    void opensNoPipeThatWasListed()
    {
        const QTemporaryDir dir;
        QDir().mkpath(dir.filePath(u"top"_qs));
        const QByteArray path = QFile::encodeName(dir.filePath(u"top/pipe"_qs));
        QCOMPARE(::mkfifo(path.constData(), 0600), 0);
        Source source(jobFor(dir.filePath(u"top"_qs)));
        std::atomic_bool opened = false;
        std::thread writer([&] {
            const int fd = ::open(path.constData(), O_WRONLY | O_CLOEXEC);
            opened = true;
            ::close(fd);
        });

        QCOMPARE(source.open(1).error().fault, Fault::SpecialFile);
        const bool wasOpened = opened;
        const int reader = ::open(path.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); // lets the writer go
        writer.join();
        ::close(reader);
        QVERIFY(!wasOpened);
    }

    void aFileWithoutHolesHasNone()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"dense"_qs);
        trees::write(path, QByteArray(4 * 1024 * 1024, '\0')); // zeros, but written
        Source source(jobFor(path));
        QVERIFY(source.open(0));

        QVERIFY(!source.isHole(0, 1024 * 1024));
        QCOMPARE(source.fileHash(false), trees::fileHash(QByteArray(4 * 1024 * 1024, '\0')));
    }

    void findsHolesAndHashesWithoutReadingThem()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"sparse"_qs);
        constexpr quint64 mib = 1024 * 1024;
        {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(64 * mib) && file.seek(8 * mib));
            QCOMPARE(file.write(trees::noise(mib, 7)), qint64(mib));
        }
        Source source(jobFor(path));
        QVERIFY(source.open(0));
        if (!source.isHole(0, mib))
            QSKIP("this file system keeps no holes");

        QVERIFY(source.isHole(0, 8 * mib));
        QVERIFY(!source.isHole(0, 9 * mib));
        QVERIFY(!source.isHole(8 * mib, mib));
        QVERIFY(source.isHole(9 * mib, 55 * mib));
        QVERIFY(!source.isHole(9 * mib, 56 * mib)); // beyond the end
        QVERIFY(source.isHole(2 * mib, 3 * mib)); // backwards
        QCOMPARE(source.fileHash(false), trees::fileHash(trees::read(path)));
        QVERIFY(source.fileHash(true).isEmpty());
    }

private:
    static model::Job jobFor(const QString &path)
    {
        const auto scanned = scan({path}, std::atomic_bool(false));
        model::Job job;
        job.manifest = scanned->manifest;
        job.sources = std::make_shared<const QStringList>(scanned->sources);
        return job;
    }
};

static const support::Register<TestSource> registered;

#include "tst_source.moc"
