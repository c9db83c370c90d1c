#include "files/twins.h"

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

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace files;
using trees::Listed;

namespace {

constexpr qsizetype mib = 1024 * 1024;

// What was received once, and is offered again.
class Received
{
public:
    Received()
    {
        const quint32 top = listed.folder("Photos");
        small = listed.file("small.txt", 5, top);
        const quint32 sub = listed.folder("sub", top);
        big = listed.file("big.bin", 2 * mib + 7, sub);
        lone = listed.file("lone.txt", 4);
    }

    [[nodiscard]] model::Job job(int number)
    {
        model::Job job = trees::receiving(listed.manifest, dir.path());
        job.stateFolder = dir.filePath(u"state%1"_qs.arg(number));
        return job;
    }
    // As the first time: everything is copied.
    [[nodiscard]] bool receive(int number)
    {
        Sink sink(job(number));
        return sink.prepare() && trees::put(sink, small, "hello") && trees::put(sink, big, bytes)
               && trees::put(sink, lone, "lone") && sink.isFinished() && sink.finish();
    }
    [[nodiscard]] QByteArray hashOf(quint32 entry) const
    {
        return trees::fileHash(entry == small ? "hello" : entry == lone ? "lone" : bytes);
    }
    // Twins whose hash is that of what is offered.
    [[nodiscard]] model::RangeSet same(const model::Job &job, const Twins &twins) const
    {
        model::RangeSet set;
        const auto tell = [&](quint32 entry, const QByteArray &hash) {
            if (hash == hashOf(entry))
                set.insert(entry);
        };
        hashTwins(job, twins, false, tell, [](quint64) {});
        return set;
    }
    [[nodiscard]] QString target(const QString &name) const { return dir.filePath(u"target/"_qs + name); }

    QTemporaryDir dir;
    Listed listed;
    quint32 small = 0;
    quint32 big = 0;
    quint32 lone = 0;
    const QByteArray bytes = trees::noise(2 * mib + 7, 1);
};

void changeTime(const QString &path, qint64 timeMs)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::fromMSecsSinceEpoch(timeMs), QFileDevice::FileModificationTime));
}

// Other bytes, same size, same time.
void changeInside(const QString &path, const QByteArray &bytes)
{
    struct stat before;
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &before), 0);
    trees::write(path, bytes);
    const timespec times[2] {before.st_atim, before.st_mtim};
    QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
}

} // namespace

class TestTwins : public support::Test
{
    Q_OBJECT
private slots:
    void findsNothingInAnEmptyTarget()
    {
        Received all;

        QVERIFY(findTwins(all.job(1)).isEmpty());
        QVERIFY(!QFileInfo::exists(all.dir.filePath(u"target"_qs)));
    }

    void theSameFilesAgainCostNoCopy()
    {
        Received all;
        QVERIFY(all.receive(1));
        const QStringList before = trees::below(all.dir.filePath(u"target"_qs));
        const model::Job job = all.job(2);

        const Twins twins = findTwins(job);
        QCOMPARE(twins.entries, std::vector<quint32>({all.small, all.big, all.lone}));
        QCOMPARE(twins.bytes, quint64(2 * mib + 16));
        const model::RangeSet same = all.same(job, twins);
        QCOMPARE(same.count(), quint64(3));
        QVERIFY(keepTwins(job, twins, same));

        const auto claim = Sink::claim(job);
        QVERIFY(claim && claim->skip == same && claim->bytes == twins.bytes);
        model::Job rest = job;
        rest.skip = claim->skip;
        Sink sink(rest);
        QVERIFY(sink.prepare());
        QVERIFY(sink.isFinished());
        QVERIFY(sink.finish());
        QCOMPARE(sink.entriesDone(), 5u);
        QCOMPARE(sink.bytesHeld(), twins.bytes);
        QCOMPARE(sink.finalPaths(), QStringList({all.target(u"Photos"_qs), all.target(u"lone.txt"_qs)}));
        QCOMPARE(trees::below(all.dir.filePath(u"target"_qs)), before);
    }

    void onlyContentsDecide()
    {
        Received all;
        QVERIFY(all.receive(1));
        changeInside(all.target(u"Photos/sub/big.bin"_qs), trees::noise(2 * mib + 7, 2));
        changeInside(all.target(u"lone.txt"_qs), "mine");
        const model::Job job = all.job(2);

        const Twins twins = findTwins(job);
        QCOMPARE(int(twins.entries.size()), 3);
        const model::RangeSet same = all.same(job, twins);
        QVERIFY(same.count() == 1 && same.contains(all.small));
        QVERIFY(keepTwins(job, twins, same));
        model::Job rest = job;
        rest.skip = Sink::claim(job)->skip;
        Sink sink(rest);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, all.big, all.bytes));
        QVERIFY(trees::put(sink, all.lone, "lone"));
        QVERIFY(sink.finish());

        QVERIFY(trees::read(all.target(u"Photos/sub/big (2).bin"_qs)) == all.bytes);
        QVERIFY(trees::read(all.target(u"Photos/sub/big.bin"_qs)) == trees::noise(2 * mib + 7, 2));
        QCOMPARE(trees::read(all.target(u"lone.txt"_qs)), QByteArray("mine"));
        QCOMPARE(trees::read(all.target(u"lone (2).txt"_qs)), QByteArray("lone"));
        QCOMPARE(int(trees::below(all.dir.filePath(u"target"_qs)).size()), 7);
    }

    void aNumberedCopyIsFoundWhenTheFirstLooksOther()
    {
        Received all;
        QVERIFY(all.receive(1));
        trees::write(all.target(u"lone.txt"_qs), "longer than before");
        QVERIFY(all.receive(2));
        QCOMPARE(trees::read(all.target(u"lone (2).txt"_qs)), QByteArray("lone"));
        const model::Job job = all.job(3);

        const Twins twins = findTwins(job);

        QCOMPARE(twins.names.at(all.lone), QByteArray("lone (2).txt"));
        QVERIFY(all.same(job, twins).contains(all.lone));
    }

    void aFolderOfAnotherIsLeftAlone()
    {
        Received all;
        trees::write(all.target(u"Photos/other.txt"_qs), "other");
        trees::write(all.target(u"Photos/small.txt"_qs), "longer than before");
        QVERIFY(findTwins(all.job(1)).isEmpty());
        QVERIFY(all.receive(1));
        QCOMPARE(trees::read(all.target(u"Photos (2)/small.txt"_qs)), QByteArray("hello"));

        // Once more: the one with the number is found.
        const Twins twins = findTwins(all.job(2));

        QCOMPARE(twins.joined.begin()->second, QByteArray("Photos (2)"));
        QCOMPARE(int(twins.entries.size()), 3);
    }

    void newFilesGoBesideTheOldOnes()
    {
        const QTemporaryDir dir;
        Listed before;
        before.file("a", 1, before.folder("Photos"));
        {
            Sink sink(trees::receiving(before.manifest, dir.path()));
            QVERIFY(sink.prepare() && trees::put(sink, 1, "a") && sink.finish());
        }
        Listed now;
        const quint32 top = now.folder("Photos");
        const quint32 old = now.file("a", 1, top);
        const quint32 inside = now.file("inside", 1, now.folder("new folder", top));
        model::Job job = trees::receiving(now.manifest, dir.path());
        job.stateFolder = dir.filePath(u"state2"_qs);

        const Twins twins = findTwins(job);
        QCOMPARE(twins.entries, std::vector<quint32> {old});
        model::RangeSet same;
        same.insert(old);
        QVERIFY(keepTwins(job, twins, same));
        job.skip = Sink::claim(job)->skip;
        Sink sink(job);
        QVERIFY(sink.prepare() && trees::put(sink, inside, "1") && sink.finish());

        const QString target = dir.filePath(u"target"_qs);
        QCOMPARE(trees::below(target),
                 QStringList({u"Photos"_qs, u"Photos/a"_qs, u"Photos/new folder"_qs, u"Photos/new folder/inside"_qs}));
        // The new one gets its time, the old one keeps its own.
        const auto timeOf = [&target](const QString &name) {
            return QFileInfo(target + name).lastModified().toMSecsSinceEpoch();
        };
        QCOMPARE(timeOf(u"/Photos/new folder"_qs), qint64(1'500'000'000'000));
        QVERIFY(timeOf(u"/Photos"_qs) > 1'500'000'000'000);
    }

    void aFileInThePlaceOfAFolderIsGoneAround()
    {
        Received all;
        QVERIFY(all.receive(1));
        QVERIFY(QDir(all.target(u"Photos/sub"_qs)).removeRecursively());
        trees::write(all.target(u"Photos/sub"_qs), "a file now");
        const model::Job job = all.job(2);

        const Twins twins = findTwins(job);
        QCOMPARE(int(twins.entries.size()), 2);
        QVERIFY(keepTwins(job, twins, all.same(job, twins)));
        model::Job rest = job;
        rest.skip = Sink::claim(job)->skip;
        Sink sink(rest);
        QVERIFY(sink.prepare());
        QVERIFY(trees::put(sink, all.big, all.bytes));
        QVERIFY(sink.finish());

        QVERIFY(trees::read(all.target(u"Photos/sub (2)/big.bin"_qs)) == all.bytes);
        QCOMPARE(trees::read(all.target(u"Photos/sub"_qs)), QByteArray("a file now"));
    }

    void replacingJoinsAFolderWhateverItHolds()
    {
        Received all;
        trees::write(all.target(u"Photos/small.txt"_qs), "longer than what comes");
        trees::write(all.target(u"Photos/mine.txt"_qs), "mine");
        changeTime(all.target(u"Photos/small.txt"_qs), 1'000'000'000'000);
        model::Job job = all.job(1);
        QVERIFY(findTwins(job).isEmpty());
        job.sameName = model::SameName::ReplaceOlder;

        const Twins twins = findTwins(job);
        QVERIFY(twins.entries.empty());
        QVERIFY(keepTwins(job, twins, {}));
        Sink sink(job);
        QVERIFY(sink.prepare() && trees::put(sink, all.small, "hello") && trees::put(sink, all.big, all.bytes));
        QVERIFY(trees::put(sink, all.lone, "lone") && sink.finish());

        QCOMPARE(trees::below(all.dir.filePath(u"target"_qs)),
                 QStringList({u"Photos"_qs, u"Photos/mine.txt"_qs, u"Photos/small.txt"_qs, u"Photos/sub"_qs,
                              u"Photos/sub/big.bin"_qs, u"lone.txt"_qs}));
        QCOMPARE(trees::read(all.target(u"Photos/small.txt"_qs)), QByteArray("hello"));
    }

    void linksAreNoTwins()
    {
        Received all;
        trees::write(all.dir.filePath(u"elsewhere/lone.txt"_qs), "lone");
        QVERIFY(QDir(all.dir.path()).mkpath(u"target"_qs));
        QVERIFY(QFile::link(all.dir.filePath(u"elsewhere/lone.txt"_qs), all.target(u"lone.txt"_qs)));
        QVERIFY(QFile::link(all.dir.filePath(u"elsewhere"_qs), all.target(u"Photos"_qs)));

        QVERIFY(findTwins(all.job(1)).isEmpty());
    }

    void giveUpWhatIsUnwantedAndWhatIsHeld()
    {
        Received all;
        QVERIFY(all.receive(1));
        model::Job job = all.job(2);
        job.skip.insert(all.big);

        QCOMPARE(findTwins(job).entries, std::vector<quint32>({all.small, all.lone}));
    }

    void aChangeMeanwhileIsNoTwin()
    {
        Received all;
        QVERIFY(all.receive(1));
        const model::Job job = all.job(2);
        const Twins twins = findTwins(job);
        trees::write(all.target(u"lone.txt"_qs), "longer than before");
        QVERIFY(QFile::remove(all.target(u"Photos/small.txt"_qs)));

        const model::RangeSet same = all.same(job, twins);

        QVERIFY(same.count() == 1 && same.contains(all.big));
    }

    void stopsInTheMiddle()
    {
        Received all;
        QVERIFY(all.receive(1));
        const model::Job job = all.job(2);
        std::atomic_bool stop = false;
        int told = 0;

        hashTwins(
            job, findTwins(job), stop, [&told](quint32, const QByteArray &hash) { told += hash.isEmpty() ? 0 : 1; },
            [&stop](quint64 bytes) { stop = bytes == mib; });

        QCOMPARE(told, 1);
    }

    // What was there before stays when the rest does not come.
    void discardingLeavesWhatWasThere()
    {
        Received all;
        QVERIFY(all.receive(1));
        QVERIFY(QDir().mkpath(all.target(u"Photos/sub2"_qs)));
        all.listed.folder("unused");
        const model::Job job = all.job(2);
        const Twins twins = findTwins(job);
        QVERIFY(keepTwins(job, twins, all.same(job, twins)));
        QVERIFY(QFile::remove(all.target(u"Photos/sub/big.bin"_qs)));
        {
            model::Job rest = job;
            rest.skip = Sink::claim(job)->skip;
            Sink sink(rest);
            QVERIFY(sink.prepare());
            QVERIFY(trees::putBlock(sink, all.big, all.bytes, 0));
        }

        Sink::discard(job);

        QVERIFY(QFileInfo::exists(all.target(u"Photos/sub"_qs)));
        QVERIFY(QFileInfo::exists(all.target(u"Photos/small.txt"_qs)));
        QVERIFY(!QFileInfo::exists(all.target(u"unused"_qs)));
        QCOMPARE(trees::below(all.target(u"Photos/sub"_qs)), QStringList());
    }
};

static const support::Register<TestTwins> registered;

#include "tst_twins.moc"
