#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace files;
using base::Fault;
using trees::Listed;

namespace {

constexpr qsizetype mib = 1024 * 1024;

// The next round's job: what was claimed is what the answer said.
model::Job resumed(model::Job job, const Claim &claim)
{
    job.round += 1;
    job.skip = claim.skip;
    job.partial = claim.partial;
    return job;
}

model::RangeSet blocks(std::initializer_list<quint32> values)
{
    model::RangeSet set;
    for (const quint32 value : values)
        set.insert(value);
    return set;
}

} // namespace

// A sink destroyed half-way stands for a program that was killed: nothing is written at its end but final names of
// files that are complete.
class TestSinkResume : public support::Test
{
    Q_OBJECT
private slots:
    void claimsWhatItHolds()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);

        const auto claim = Sink::claim(job);

        QVERIFY(claim);
        QCOMPARE(claim->skip, blocks({tree.small}));
        QCOMPARE(int(claim->partial.size()), 1);
        QCOMPARE(claim->partial[0].entry, tree.big);
        QCOMPARE(claim->partial[0].blocks, blocks({0, 2}));
        QCOMPARE(claim->partial[0].check, xxh128(tree.hash(0) + tree.hash(2)));
        QCOMPARE(claim->bytes, quint64(2 * mib + 5));
        QCOMPARE(claim->entries, 1u);
    }

    void goesOnWhereItWas()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"target/top/mine"_qs), "mine");
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);

        Sink sink(resumed(job, *Sink::claim(job)));
        QVERIFY(sink.prepare());
        QVERIFY(sink.isWhole(tree.small));
        QVERIFY(sink.hasBlock(tree.big, 2));
        QVERIFY(!sink.hasBlock(tree.big, 1));
        QCOMPARE(sink.bytesHeld(), quint64(2 * mib + 5));
        for (const quint32 block : {1u, 3u})
            QVERIFY(trees::putBlock(sink, tree.big, tree.bytes, block));
        QVERIFY(sink.commit(tree.big, trees::fileHash(tree.bytes)));
        QVERIFY(sink.isFinished());
        QVERIFY(sink.finish());

        // The folder's second name was decided once.
        QCOMPARE(trees::below(dir.filePath(u"target"_qs)),
                 QStringList({u"top"_qs, u"top (2)"_qs, u"top (2)/big"_qs, u"top (2)/small"_qs, u"top/mine"_qs}));
        QVERIFY(trees::read(dir.filePath(u"target/top (2)/big"_qs)) == tree.bytes);
        QCOMPARE(sink.entriesDone(), 3u);
    }

    // A file of 64 GiB and a byte has blocks of 2 MiB; on the disk it is mostly a hole.
    void claimsBlocksOfHugeFiles()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 file = listed.file("huge", quint64(65'536) * mib + 1);
        const QByteArray block = trees::noise(2 * mib, 4);
        const model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QCOMPARE(trees::writeBlock(sink, file, mib, block, xxh128(block)).error().fault, Fault::Malformed);
            QVERIFY(trees::writeBlock(sink, file, 6 * mib, block, xxh128(block)));
            QVERIFY(trees::writeBlock(sink, file, quint64(65'536) * mib, "x", xxh128("x")));
        }

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->partial[0].blocks, blocks({3, 32'768}));
        QCOMPARE(claim->bytes, quint64(2 * mib + 1));
    }

    void asksAgainForBlocksThatRotted()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        QFile part(partFile(dir));
        QVERIFY(part.open(QIODevice::ReadWrite));
        QVERIFY(part.seek(2 * mib + 100) && part.write("rot") == 3);
        part.close();

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->partial[0].blocks, blocks({0}));
        QCOMPARE(claim->bytes, quint64(mib + 5));
    }

    void claimsNothingOfAPartThatWasCutOff()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        QVERIFY(QFile::resize(partFile(dir), mib - 1));

        QVERIFY(Sink::claim(job)->partial.empty());
    }

    void claimsNothingThroughLinks()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        const QString part = partFile(dir);
        QVERIFY(QFile::rename(part, dir.filePath(u"moved"_qs)));
        QVERIFY(QFile::link(dir.filePath(u"moved"_qs), part));

        QVERIFY(Sink::claim(job)->partial.empty());
    }

    void asksAgainForFilesThatAreGone()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        QVERIFY(QFile::remove(dir.filePath(u"target/top/small"_qs)));

        const auto claim = Sink::claim(job);
        QVERIFY(claim->skip.isEmpty());

        Sink sink(resumed(job, *claim));
        QVERIFY(sink.prepare());
        QVERIFY(sink.isWanted(tree.small));
        QVERIFY(trees::put(sink, tree.small, "small"));
    }

    void survivesATornJournal()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        QFile journal(dir.filePath(u"state/journal"_qs));
        // The last record is the whole small file; a byte less, and garbage after.
        QVERIFY(journal.open(QIODevice::ReadWrite) && journal.resize(journal.size() - 1));
        QVERIFY(journal.seek(journal.size()) && journal.write("garbage") == 7);
        journal.close();

        const auto torn = Sink::claim(job);
        QCOMPARE(torn->partial.back().blocks, blocks({0, 2}));
        {
            Sink sink(resumed(job, *torn));
            QVERIFY(sink.prepare());
            QVERIFY(trees::putBlock(sink, tree.big, tree.bytes, 1));
        }

        // What was noted after the repair can be read.
        QCOMPARE(Sink::claim(job)->partial.back().blocks, blocks({0, 1, 2}));
    }

    // Between the rename and its note the program may end.
    void knowsAFileThatWasRenamedButNotNoted()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        QFile journal(dir.filePath(u"state/journal"_qs));
        QVERIFY(journal.open(QIODevice::ReadWrite) && journal.resize(journal.size() - 1));
        journal.close();

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->skip, blocks({tree.small}));
        Sink sink(resumed(job, *claim));
        QVERIFY(sink.prepare());
        QVERIFY(sink.isWhole(tree.small));
    }

    void ignoresTheJournalOfAnotherTransfer()
    {
        const QTemporaryDir dir;
        const Tree tree;
        model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        job.transfer = model::TransferId::random();

        const auto claim = Sink::claim(job);

        QVERIFY(claim->skip.isEmpty());
        QVERIFY(claim->partial.empty());
    }

    void claimsNothingWithoutState()
    {
        const QTemporaryDir dir;
        const Tree tree;

        const auto claim = Sink::claim(trees::receiving(tree.listed.manifest, dir.path()));

        QVERIFY(claim);
        QCOMPARE(claim->bytes, quint64(0));
        QVERIFY(!QFileInfo::exists(dir.filePath(u"target"_qs)));
    }

    void startsAnewEveryRoundWhatChangedAtTheSender()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(sink.restart(tree.big, 2 * mib, 7));
            QVERIFY(trees::putBlock(sink, tree.big, tree.bytes.left(2 * mib), 0));
        }

        QVERIFY(Sink::claim(job)->partial.empty());
    }

    void claimsChangedFilesThatAreWhole()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(sink.restart(tree.big, 3, 7));
            QVERIFY(trees::put(sink, tree.big, "new"));
        }

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->skip, blocks({tree.big}));
        QCOMPARE(claim->bytes, quint64(3));
        Sink sink(resumed(job, *claim));
        QVERIFY(sink.prepare());
        QCOMPARE(sink.bytesHeld(), quint64(3));
    }

    void refusesClaimsItNeverMade()
    {
        const QTemporaryDir dir;
        const Tree tree;
        model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        job.partial.push_back({tree.big, blocks({0}), xxh128({})});
        QCOMPARE(Sink(job).prepare().error().fault, Fault::Malformed);

        interrupt(trees::receiving(tree.listed.manifest, dir.path()), tree);
        job.partial[0].blocks = blocks({0, 4});
        QCOMPARE(Sink(job).prepare().error().fault, Fault::Malformed);
    }

    void leavesUnwantedEntriesOut()
    {
        const QTemporaryDir dir;
        const Tree tree;
        model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        job.skip.insert(tree.big);
        Sink sink(job);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, tree.small, "small"));

        QVERIFY(sink.isFinished());
        QVERIFY(!sink.isWhole(tree.big));
        QVERIFY(!trees::putBlock(sink, tree.big, tree.bytes, 0));
        QVERIFY(sink.finish());
        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList({u"top"_qs, u"top/small"_qs}));
    }

    void keepsNotesWhenSomethingFailed()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::put(sink, tree.small, "small"));
            QVERIFY(trees::putBlock(sink, tree.big, tree.bytes, 0));
            sink.fail(tree.big, Fault::CannotRead);
            QVERIFY(sink.finish());
        }

        const auto claim = Sink::claim(job);

        QCOMPARE(claim->skip, blocks({tree.small}));
        QCOMPARE(claim->partial[0].blocks, blocks({0}));
    }

    void discardsPartsAndNotesButNothingElse()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"target/mine"_qs), "mine");
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);

        Sink::discard(job);

        QCOMPARE(trees::below(dir.path()),
                 QStringList({u"target"_qs, u"target/mine"_qs, u"target/top"_qs, u"target/top/small"_qs}));
    }

    // The program may end before it has stored that all is there.
    void claimsEverythingAfterTheEnd()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::put(sink, tree.small, "small"));
            QVERIFY(trees::put(sink, tree.big, tree.bytes));
            QVERIFY(sink.finish());
        }

        const auto claim = Sink::claim(job);
        QCOMPARE(claim->skip, blocks({tree.big, tree.small}));
        Sink sink(resumed(job, *claim));
        QVERIFY(sink.prepare());
        QVERIFY(sink.isFinished());
        QVERIFY(sink.finish());
        QCOMPARE(sink.entriesDone(), 3u);
        QCOMPARE(sink.finalPaths(), QStringList {dir.filePath(u"target/top"_qs)});
        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList({u"top"_qs, u"top/big"_qs, u"top/small"_qs}));
    }

    void makesNoSecondCopyOfWhatCouldNotBeClaimed()
    {
        const QTemporaryDir dir;
        const Tree tree;
        model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        Sink sink(job);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, tree.small, "small"));
        QVERIFY(trees::put(sink, tree.big, tree.bytes));
        QVERIFY(sink.finish());

        QCOMPARE(trees::below(dir.filePath(u"target"_qs)), QStringList({u"top"_qs, u"top/big"_qs, u"top/small"_qs}));
    }

    void keepsWhatTheUserMadeOfAFileThatComesAgain()
    {
        const QTemporaryDir dir;
        const Tree tree;
        model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        interrupt(job, tree);
        trees::write(dir.filePath(u"target/top/small"_qs), "SMALL");
        Sink sink(job);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, tree.small, "small"));
        QVERIFY(trees::put(sink, tree.big, tree.bytes));
        QVERIFY(sink.finish());

        QCOMPARE(trees::read(dir.filePath(u"target/top/small"_qs)), QByteArray("SMALL"));
        QCOMPARE(trees::read(dir.filePath(u"target/top/small (2)"_qs)), QByteArray("small"));
    }

    void keepsEmptyFoldersOfAFinishedTransfer()
    {
        const QTemporaryDir dir;
        Listed listed;
        const quint32 top = listed.folder("top");
        const quint32 file = listed.file("a", 1, top);
        const model::Job job = trees::receiving(listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            sink.fail(file, Fault::Vanished);
            QVERIFY(sink.finish());
        }

        Sink::discard(job);

        QCOMPARE(trees::below(dir.path()), QStringList({u"target"_qs, u"target/top"_qs}));
    }

    void discardsFoldersThatStayedEmpty()
    {
        const QTemporaryDir dir;
        const Tree tree;
        const model::Job job = trees::receiving(tree.listed.manifest, dir.path());
        {
            Sink sink(job);
            QVERIFY(sink.prepare());
            QVERIFY(trees::putBlock(sink, tree.big, tree.bytes, 0));
        }

        Sink::discard(job);

        QCOMPARE(trees::below(dir.path()), QStringList {u"target"_qs});
    }

private:
    struct Tree {
        Tree()
        {
            const quint32 top = listed.folder("top");
            big = listed.file("big", quint64(bytes.size()), top);
            small = listed.file("small", 5, top);
        }
        [[nodiscard]] QByteArray hash(qsizetype block) const { return xxh128(bytes.mid(block * mib, mib)); }

        Listed listed;
        quint32 big = 0;
        quint32 small = 0;
        QByteArray bytes = trees::noise(3 * mib + 10, 9);
    };

    static void interrupt(const model::Job &job, const Tree &tree)
    {
        Sink sink(job);
        if (!sink.prepare() || !trees::putBlock(sink, tree.big, tree.bytes, 0)
            || !trees::putBlock(sink, tree.big, tree.bytes, 2) || !trees::put(sink, tree.small, "small"))
            qFatal("cannot begin");
    }

    static QString partFile(const QTemporaryDir &dir)
    {
        const QStringList paths = trees::below(dir.path());
        return dir.filePath(paths.filter(u".landline-part"_qs).constFirst());
    }
};

static const support::Register<TestSinkResume> registered;

#include "tst_sinkresume.moc"
