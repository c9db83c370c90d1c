#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QTemporaryDir>
#include <QTest>

using files::Sink;
using trees::Listed;

// Only some of what was offered is wanted.
class TestSinkSelection : public support::Test
{
    Q_OBJECT
private slots:
    void makesNothingOfWhatIsNotWanted()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 left = listed.folder("left out");
        const quint32 inside = listed.file("inside", 3, left);
        const quint32 below = listed.folder("below", left);
        const quint32 wanted = listed.folder("wanted");
        const quint32 file = listed.file("file", 5, wanted);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        for (const quint32 entry : {left - 1, inside, below - 1})
            job.skip.insert(entry);
        Sink sink(job);

        QVERIFY(sink.prepare() && trees::put(sink, file, "bytes") && sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), (QStringList {u"wanted"_qs, u"wanted/file"_qs}));
        QCOMPARE(sink.finalPaths(), QStringList {dir.filePath(u"target/wanted"_qs)});
        QCOMPARE(sink.bytesHeld(), 5u);
        QVERIFY(sink.failed().empty());
    }

    // A later round may want other entries than the one before: what failed then.
    void addsToWhatIsThereAlready()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 folder = listed.folder("folder");
        const quint32 first = listed.file("first", 3, folder);
        const quint32 second = listed.file("second", 4, folder);
        model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare() && trees::put(sink, first, "one"));
            sink.fail(second, base::Fault::CannotRead);
            QVERIFY(sink.finish());
        }
        QVERIFY(Sink::finishedEntries(job).contains(first));
        QVERIFY(!Sink::finishedEntries(job).contains(second));
        QVERIFY(QFile::remove(dir.filePath(u"target/folder/first"_qs))); // its owner has put it elsewhere
        job.round = 2;
        job.skip.insert(first);
        Sink sink(job);

        QVERIFY(sink.prepare());
        QCOMPARE(sink.bytesHeld(), 3u);
        QVERIFY(trees::put(sink, second, "next") && sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), (QStringList {u"folder"_qs, u"folder/second"_qs}));
        QCOMPARE(sink.bytesHeld(), 7u);
        QVERIFY(sink.failed().empty());
    }
};

static const support::Register<TestSinkSelection> registered;

#include "tst_sinkselection.moc"
