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

#include <limits>

#include <sys/stat.h>
#include <unistd.h>

using namespace files;
using base::Fault;
using trees::Listed;

namespace {

constexpr qsizetype mib = 1024 * 1024;

qint64 modified(const QString &path)
{
    return QFileInfo(path).lastModified().toMSecsSinceEpoch();
}

} // namespace

class TestSink : public support::Test
{
    Q_OBJECT
private slots:
    void writesATree()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 top = listed.folder("Photos");
        listed.folder("empty", top);
        const quint32 sub = listed.folder("sub", top);
        const quint32 small = listed.file("small.txt", 5, sub);
        const quint32 none = listed.file("none", 0, top);
        const quint32 big = listed.file("big.bin", 2 * mib + 7);
        const QByteArray bytes = trees::noise(2 * mib + 7, 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));

        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, small, "hello"));
        QVERIFY(trees::put(sink, none, ""));
        QVERIFY(trees::put(sink, big, bytes));
        QVERIFY(sink.isFinished());
        QVERIFY(sink.finish());

        const QString target = dir.filePath(u"target"_qs);
        QCOMPARE(trees::below(target), QStringList({u"Photos"_qs, u"Photos/empty"_qs, u"Photos/none"_qs,
                                                    u"Photos/sub"_qs, u"Photos/sub/small.txt"_qs, u"big.bin"_qs}));
        QCOMPARE(trees::read(target + u"/Photos/sub/small.txt"_qs), QByteArray("hello"));
        QCOMPARE(trees::read(target + u"/Photos/none"_qs), QByteArray());
        QVERIFY(trees::read(target + u"/big.bin"_qs) == bytes);
        QCOMPARE(modified(target + u"/big.bin"_qs), qint64(1'600'000'000'123));
        QCOMPARE(modified(target + u"/Photos"_qs), qint64(1'500'000'000'000));
        QCOMPARE(modified(target + u"/Photos/sub"_qs), qint64(1'500'000'000'000));
        QCOMPARE(sink.finalPaths(), QStringList({target + u"/Photos"_qs, target + u"/big.bin"_qs}));
        QCOMPARE(sink.entriesDone(), quint32(6));
        QCOMPARE(sink.bytesHeld(), quint64(2 * mib + 12));
    }

    void showsAFileOnlyWhenItIsComplete()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a.bin", 2 * mib);
        const QByteArray bytes = trees::noise(2 * mib, 2);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QVERIFY(trees::putBlock(sink, file, bytes, 0));

        QVERIFY(!QFileInfo::exists(dir.filePath(u"target/a.bin"_qs)));
        QCOMPARE(trees::below(dir.filePath(u"target"_qs)).size(), 1);
        QVERIFY(sink.hasBlock(file, 0));
        QVERIFY(!sink.hasBlock(file, 1));
        QCOMPARE(sink.missingBlocks(file), 1u);
        QVERIFY(!sink.isFinished());
    }

    // A time is only decoration: one that no disk can keep costs no file.
    void takesTimesFromTheEndsOfTheWorld()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 first = listed.file("first", 1);
        const quint32 last = listed.file("last", 1);
        listed.manifest.entries[first].timeMs = std::numeric_limits<qint64>::min();
        listed.manifest.entries[last].timeMs = std::numeric_limits<qint64>::max();
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QVERIFY(trees::put(sink, first, "1"));
        QVERIFY(trees::put(sink, last, "2"));
        QVERIFY(sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList({u"first"_qs, u"last"_qs}));
    }

    void takesBlocksInAnyOrder()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a.bin", 3 * mib - 1);
        const QByteArray bytes = trees::noise(3 * mib - 1, 3);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        for (const quint32 block : {2u, 0u, 1u})
            QVERIFY(trees::putBlock(sink, file, bytes, block));
        QVERIFY(sink.commit(file, trees::fileHash(bytes)));
        QVERIFY(sink.finish());

        QVERIFY(trees::read(dir.filePath(u"target/a.bin"_qs)) == bytes);
    }

    // Whatever the names are, everything lies in the target folder, under names of its own.
    void keepsHostileNamesInside()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"outside.txt"_qs), "mine");
        Listed listed;
        const QList<QByteArray> names {"../outside.txt",
                                       "..\\outside.txt",
                                       "/etc/passwd",
                                       "C:\\boot.ini",
                                       "CON",
                                       "con",
                                       "a\nb",
                                       "x\xE2\x80\xAEtxt.exe",
                                       "same",
                                       "SAME",
                                       "same",
                                       "\xC3\xA9",
                                       "e\xCC\x81",
                                       QByteArray(300, 'n'),
                                       QByteArray(300, 'n'),
                                       "...",
                                       "nul.txt",
                                       "a:b",
                                       "a?b",
                                       ".x.landline-part",
                                       "e\xE2\x80\x8Bvil"};
        for (const QByteArray &name : names)
            listed.file(name, 1);
        const quint32 folder = listed.folder("same");
        listed.file("..", 1, folder);
        const quint32 dots = listed.folder("..");
        listed.file("inner", 1, dots);
        const int count = int(listed.manifest.entries.size());
        Sink sink(trees::receiving(listed.manifest, dir.path()));

        QVERIFY(sink.prepare());
        for (quint32 entry = 0; entry < quint32(count); ++entry) {
            if (listed.manifest.entries[entry].kind == model::EntryKind::File)
                QVERIFY(trees::put(sink, entry, "x"));
        }
        QVERIFY(sink.finish());

        const QStringList paths = trees::below(dir.filePath(u"target"_qs));
        QCOMPARE(paths.size(), count);
        QSet<QString> folded;
        for (const QString &path : paths) {
            folded.insert(path.toCaseFolded());
            QVERIFY2(!path.contains(u"../") && path.section(u'/', -1).toUtf8().size() <= 255, qPrintable(path));
        }
        QCOMPARE(int(folded.size()), count);
        QCOMPARE(trees::read(dir.filePath(u"outside.txt"_qs)), QByteArray("mine"));
        QCOMPARE(trees::below(dir.path()).filter(QRegularExpression(u"^(outside|target$)"_qs)).size(), 2);
    }

    void renamesAFolderThatMeetsAFile()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("thing", 1);
        const quint32 folder = listed.folder("Thing");
        const quint32 inner = listed.file("inner", 1, folder);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, file, "x"));
        QVERIFY(trees::put(sink, inner, "y"));
        QVERIFY(sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)),
                 QStringList({u"Thing (2)"_qs, u"Thing (2)/inner"_qs, u"thing"_qs}));
    }

    void neverOverwrites()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"target/a.txt"_qs), "old");
        trees::write(dir.filePath(u"target/a (2).txt"_qs), "older");
        trees::write(dir.filePath(u"target/Photos/mine.jpg"_qs), "photo");
        QVERIFY(QFile::link(u"nowhere"_qs, dir.filePath(u"target/link"_qs)));
        Listed listed;
        const quint32 a = listed.file("a.txt", 3);
        const quint32 link = listed.file("link", 3);
        const quint32 photos = listed.folder("Photos");
        const quint32 photo = listed.file("mine.jpg", 3, photos);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        for (const quint32 entry : {a, link, photo})
            QVERIFY(trees::put(sink, entry, "new"));
        QVERIFY(sink.finish());

        const QString target = dir.filePath(u"target"_qs);
        QCOMPARE(trees::read(target + u"/a.txt"_qs), QByteArray("old"));
        QCOMPARE(trees::read(target + u"/a (2).txt"_qs), QByteArray("older"));
        QCOMPARE(trees::read(target + u"/a (3).txt"_qs), QByteArray("new"));
        QCOMPARE(trees::read(target + u"/link (2)"_qs), QByteArray("new"));
        QVERIFY(!QFileInfo::exists(target + u"/nowhere"_qs));
        QCOMPARE(trees::below(target + u"/Photos"_qs), QStringList {u"mine.jpg"_qs});
        QCOMPARE(trees::read(target + u"/Photos/mine.jpg"_qs), QByteArray("photo"));
        QCOMPARE(trees::read(target + u"/Photos (2)/mine.jpg"_qs), QByteArray("new"));
        QCOMPARE(sink.finalPaths(),
                 QStringList({target + u"/a (3).txt"_qs, target + u"/link (2)"_qs, target + u"/Photos (2)"_qs}));
    }

    // Somebody swaps a folder of ours for a link while the transfer runs.
    void writesNothingThroughAPlantedFolderLink()
    {
        const QTemporaryDir dir;
        QDir().mkpath(dir.filePath(u"elsewhere"_qs));
        Listed listed;
        const quint32 top = listed.folder("top");
        const quint32 sub = listed.folder("sub", top);
        const quint32 file = listed.file("a", 1, sub);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(QFile::link(dir.filePath(u"elsewhere"_qs), dir.filePath(u"target/top/sub"_qs)));

        const auto put = trees::put(sink, file, "x");

        QCOMPARE(put.error().fault, Fault::CannotWrite);
        QVERIFY(trees::below(dir.filePath(u"elsewhere"_qs)).isEmpty());
    }

    void writesNothingThroughAPlantedPartFile()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"victim"_qs), "precious");
        trees::write(dir.filePath(u"victim2"_qs), "precious");
        Listed listed;
        const quint32 file = listed.file("a", 4);
        const QString part = partOf(listed, file, dir);
        QVERIFY(QFile::link(dir.filePath(u"victim"_qs), part));
        {
            Sink sink(trees::receiving(listed.manifest, dir.path()));
            QVERIFY(sink.prepare());
            QVERIFY(trees::put(sink, file, "evil"));
            QVERIFY(sink.finish());
        }
        QCOMPARE(trees::read(dir.filePath(u"victim"_qs)), QByteArray("precious"));

        QCOMPARE(
            ::link(QFile::encodeName(dir.filePath(u"victim2"_qs)).constData(), QFile::encodeName(part).constData()), 0);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, file, "evil"));
        QVERIFY(sink.finish());
        QCOMPARE(trees::read(dir.filePath(u"victim2"_qs)), QByteArray("precious"));
    }

    void makesNoLinks()
    {
        const QTemporaryDir dir;
        Listed listed;
        model::Entry link;
        link.kind = model::EntryKind::Symlink;
        link.name = "link";
        link.target = "/etc/passwd";
        const quint32 entry = listed.add(link);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QVERIFY(sink.isFinished());
        QVERIFY(!trees::writeBlock(sink, entry, 0, "x", xxh128("x")));
        QVERIFY(sink.finish());
        QVERIFY(trees::below(dir.filePath(u"target"_qs)).isEmpty());
        QCOMPARE(sink.entriesDone(), 0u);
    }

    void honoursExecutablesOnlyWhereAllowed_data()
    {
        QTest::addColumn<bool>("allowed");
        QTest::newRow("verified") << true;
        QTest::newRow("not verified") << false;
    }

    void honoursExecutablesOnlyWhereAllowed()
    {
        QFETCH(bool, allowed);
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("run.sh", 2);
        listed.manifest.entries[file].executable = true;
        model::Job job = trees::receiving(listed.manifest, dir.path());
        job.mayExecute = allowed;
        Sink sink(job);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, file, "#!"));
        QVERIFY(sink.finish());

        QCOMPARE(QFileInfo(dir.filePath(u"target/run.sh"_qs)).isExecutable() && allowed, allowed);
        QCOMPARE(bool(QFile::permissions(dir.filePath(u"target/run.sh"_qs)) & QFile::ExeOwner), allowed);
    }

    // Promises little and sends more.
    void refusesBytesBeyondTheEntry()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", mib);
        const QByteArray block(mib, 'x');
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(trees::writeBlock(sink, file, 0, block, xxh128(block)));

        QCOMPARE(trees::writeBlock(sink, file, mib, block, xxh128(block)).error().fault, Fault::TooMany);
        QCOMPARE(trees::writeBlock(sink, file, 0, block + 'y', xxh128(block)).error().fault, Fault::TooMany);
        QCOMPARE(trees::writeBlock(sink, file, ~quint64(0) - 5, block, xxh128(block)).error().fault, Fault::TooMany);
        QCOMPARE(sink.restart(file, mib + 1, 0).error().fault, Fault::TooLarge);
        const QString part = trees::below(dir.filePath(u"target"_qs)).constFirst();
        QCOMPARE(QFileInfo(dir.filePath(u"target/"_qs) + part).size(), qint64(mib));
    }

    void countsABlockOnlyWhenItIsKept()
    {
        const QTemporaryDir dir;
        Listed listed;
        const QByteArray bytes = trees::noise(2 * mib, 1);
        const quint32 file = listed.file("a", 2 * mib);
        const model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QCOMPARE(sink.keepBlock(file, 0, xxh128({})).error().fault, Fault::Malformed); // nothing was written
            QVERIFY(sink.write(file, 0, bytes.first(1000)));
            QVERIFY(sink.write(file, 1000, bytes.mid(1000, mib - 1000)));
            QVERIFY(sink.write(file, mib, bytes.mid(mib, 10)));
            QCOMPARE(sink.bytesHeld(), quint64(0));
            QVERIFY(sink.keepBlock(file, 0, xxh128(bytes.first(mib))));
            QCOMPARE(sink.bytesHeld(), quint64(mib));
            QVERIFY(sink.hasBlock(file, 0) && !sink.hasBlock(file, 1));
            QCOMPARE(sink.keepBlock(file, 2, xxh128({})).error().fault, Fault::Malformed);
        }

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->bytes, quint64(mib));
        QCOMPARE(claim->partial.at(0).blocks.count(), quint64(1));
    }

    void refusesBlocksOffTheGrid()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", 2 * mib);
        const quint32 top = listed.folder("f");
        const QByteArray block(mib, 'x');
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QCOMPARE(trees::writeBlock(sink, file, 1, block, xxh128(block)).error().fault, Fault::Malformed);
        QCOMPARE(trees::writeBlock(sink, file, 0, block, "hash").error().fault, Fault::Malformed);
        QCOMPARE(trees::writeBlock(sink, top - 1, 0, {}, xxh128({})).error().fault, Fault::Malformed);
        QCOMPARE(trees::writeBlock(sink, 99, 0, block, xxh128(block)).error().fault, Fault::Malformed);
        QCOMPARE(sink.commit(99, xxh128({})).error().fault, Fault::Malformed);
    }

    void givesNoNameToAFileWhoseHashLies()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", 2 * mib);
        const QByteArray bytes = trees::noise(2 * mib, 4);
        const model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::putBlock(sink, file, bytes, 0));
            QCOMPARE(sink.commit(file, trees::fileHash(bytes)).error().fault, Fault::Corrupt);
            QVERIFY(trees::putBlock(sink, file, bytes, 0));
            QVERIFY(trees::putBlock(sink, file, bytes, 1));
            QCOMPARE(sink.commit(file, xxh128("lie")).error().fault, Fault::Corrupt);
            QVERIFY(!sink.hasBlock(file, 0));
            sink.fail(file, Fault::Corrupt);
            QVERIFY(sink.isFinished());
            QVERIFY(sink.finish());
            QCOMPARE(sink.failed(), std::vector<model::FailedEntry>({{file, Fault::Corrupt}}));
        }

        QVERIFY(!QFileInfo::exists(dir.filePath(u"target/a"_qs)));
        QVERIFY(Sink::claim(job)->partial.empty());
    }

    void startsAnewWhenTheSourceChanged()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("a", 2 * mib);
        const QByteArray old = trees::noise(2 * mib, 5);
        const QByteArray fresh = trees::noise(mib + 5, 6);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        QVERIFY(trees::putBlock(sink, file, old, 0));

        QVERIFY(sink.restart(file, quint64(fresh.size()), 1'650'000'000'000));
        QCOMPARE(sink.bytesHeld(), quint64(0));
        QVERIFY(trees::put(sink, file, fresh));
        QVERIFY(sink.finish());

        QVERIFY(trees::read(dir.filePath(u"target/a"_qs)) == fresh);
        QCOMPARE(modified(dir.filePath(u"target/a"_qs)), qint64(1'650'000'000'000));
        QCOMPARE(sink.bytesHeld(), quint64(fresh.size()));
    }

    void saysReadOnlyFolders()
    {
        if (::geteuid() == 0)
            QSKIP("root writes everywhere");
        const QTemporaryDir dir;
        QDir().mkpath(dir.filePath(u"target"_qs));
        QFile::setPermissions(dir.filePath(u"target"_qs), QFile::ReadOwner | QFile::ExeOwner);
        Listed listed;
        const quint32 file = listed.file("a", 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());

        QCOMPARE(trees::put(sink, file, "x").error().fault, Fault::CannotWrite);

        QFile::setPermissions(dir.filePath(u"target"_qs), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(trees::put(sink, file, "x"));
        QVERIFY(sink.finish());
    }

    void saysTargetsThatAreNoFolders()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"target"_qs), "a file");
        Listed listed;
        listed.file("a", 1);
        Sink sink(trees::receiving(listed.manifest, dir.path()));

        QCOMPARE(sink.prepare().error().fault, Fault::CannotWrite);
        QCOMPARE(trees::read(dir.filePath(u"target"_qs)), QByteArray("a file"));
    }

    void takesAThousandFiles()
    {
        const QTemporaryDir dir;
        Listed listed;
        for (int folder = 0; folder < 10; ++folder) {
            const quint32 parent = listed.folder("folder " + QByteArray::number(folder));
            for (int file = 0; file < 100; ++file)
                listed.file(QByteArray::number(file), 1, parent);
        }
        Sink sink(trees::receiving(listed.manifest, dir.path()));
        QVERIFY(sink.prepare());
        for (quint32 entry = 0; entry < listed.manifest.entries.size(); ++entry) {
            if (listed.manifest.entries[entry].kind == model::EntryKind::File)
                QVERIFY(trees::put(sink, entry, "x"));
        }
        QVERIFY(sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)).size(), 1010);
    }

private:
    // Where the sink puts the part file of an entry.
    static QString partOf(const Listed &listed, quint32 entry, const QTemporaryDir &dir)
    {
        const QTemporaryDir other;
        Sink sink(trees::receiving(listed.manifest, other.path()));
        if (!sink.prepare() || !trees::putBlock(sink, entry, QByteArray(qsizetype(sink.size(entry)), 'x'), 0))
            qFatal("no part file");
        QDir().mkpath(dir.filePath(u"target"_qs));
        return dir.filePath(u"target/"_qs) + trees::below(other.filePath(u"target"_qs)).constFirst();
    }
};

static const support::Register<TestSink> registered;

#include "tst_sink.moc"
