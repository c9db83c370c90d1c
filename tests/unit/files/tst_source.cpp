#include "files/source.h"

#include "files/scan.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

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
        QCOMPARE(source.open(2).error().fault, Fault::CannotRead);
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

        QVERIFY(!source.open(1));
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

        QCOMPARE(source.open(0).error().fault, Fault::CannotRead);
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
