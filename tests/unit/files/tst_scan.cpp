#include "files/scan.h"
#include "files/source.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace files;
using base::Fault;
using model::EntryKind;

class TestScan : public support::Test
{
    Q_OBJECT
private slots:
    void listsATreeParentsFirst()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"top/b.txt"_qs), "bb");
        trees::write(dir.filePath(u"top/a/inner.txt"_qs), "");
        QDir().mkpath(dir.filePath(u"top/empty"_qs));
        trees::write(dir.filePath(u"lone"_qs), "lone!");

        const auto scanned = scan({dir.filePath(u"top"_qs), dir.filePath(u"lone"_qs)}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList({u"0 top 0"_qs, u"0 a 1"_qs, u"1 inner.txt 2"_qs, u"1 b.txt 1"_qs,
                                               u"0 empty 1"_qs, u"1 lone 0"_qs}));
        QCOMPARE(scanned->sources, QStringList({dir.filePath(u"top"_qs), dir.filePath(u"lone"_qs)}));
        QCOMPARE(scanned->manifest->bytes(), quint64(7));
    }

    void notesTimesAndExecutables()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"run.sh"_qs);
        trees::write(path, "#!");
        QFile::setPermissions(path, QFile::ReadOwner | QFile::ExeOwner);
        const timespec times[2] {{0, UTIME_OMIT}, {1'600'000'000, 123'456'789}};
        QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);

        const auto scanned = scan({path}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(scanned->manifest->entries[0].timeMs, qint64(1'600'000'000'123));
        QVERIFY(scanned->manifest->entries[0].executable);
    }

    void listsLinksBelowWithoutFollowingThem()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"secret/key"_qs), "k");
        QDir().mkpath(dir.filePath(u"top"_qs));
        QVERIFY(QFile::link(dir.filePath(u"secret"_qs), dir.filePath(u"top/link"_qs)));
        QVERIFY(QFile::link(u"nowhere"_qs, dir.filePath(u"top/dangling"_qs)));

        const auto scanned = scan({dir.filePath(u"top"_qs)}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList({u"0 top 0"_qs, u"2 dangling 1"_qs, u"2 link 1"_qs}));
        QCOMPARE(scanned->manifest->entries[2].target, dir.filePath(u"secret"_qs).toUtf8());
    }

    void takesAChosenLinkForWhatItPointsAt()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"real.txt"_qs), "real");
        QVERIFY(QFile::link(dir.filePath(u"real.txt"_qs), dir.filePath(u"shortcut.txt"_qs)));

        const auto scanned = scan({dir.filePath(u"shortcut.txt"_qs)}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList {u"1 shortcut.txt 0"_qs});
        QCOMPARE(scanned->manifest->entries[0].size, quint64(4));
        QCOMPARE(scanned->sources, QStringList {dir.filePath(u"real.txt"_qs)});
    }

    void listsPipesAsEmptyFiles()
    {
        const QTemporaryDir dir;
        QDir().mkpath(dir.filePath(u"top"_qs));
        QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"top/pipe"_qs)).constData(), 0600), 0);

        const auto scanned = scan({dir.filePath(u"top"_qs)}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList({u"0 top 0"_qs, u"1 pipe 1"_qs}));
        QCOMPARE(scanned->manifest->entries[1].size, quint64(0));
        const auto pipe = scan({dir.filePath(u"top/pipe"_qs)}, m_stop);
        QCOMPARE(pipe.error().fault, Fault::SpecialFile);
    }

    void saysWhatIsNotThere()
    {
        const QTemporaryDir dir;
        QVERIFY(QFile::link(u"nowhere"_qs, dir.filePath(u"dangling"_qs)));

        QCOMPARE(scan({dir.filePath(u"missing"_qs)}, m_stop).error().fault, Fault::NotFound);
        QCOMPARE(scan({dir.filePath(u"dangling"_qs)}, m_stop).error().fault, Fault::NotFound);
    }

    void onePathThatIsGoneKeepsNoOtherBack()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"here"_qs), "here");

        const auto scanned = scan({dir.filePath(u"gone"_qs), dir.filePath(u"here"_qs)}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList({u"1 gone 0"_qs, u"1 here 0"_qs}));
        QCOMPARE(scanned->sources, QStringList({dir.filePath(u"gone"_qs), dir.filePath(u"here"_qs)}));
        model::Job job;
        job.manifest = scanned->manifest;
        job.sources = std::make_shared<const QStringList>(scanned->sources);
        Source source(job);
        QCOMPARE(source.open(0).error().fault, Fault::Vanished);
        QVERIFY(source.open(1));
    }

    void marksUnreadableFolders()
    {
        if (::geteuid() == 0)
            QSKIP("root reads everything");
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"top/closed/file"_qs), "x");
        const QString closed = dir.filePath(u"top/closed"_qs);
        QFile::setPermissions(closed, {});

        const auto scanned = scan({dir.filePath(u"top"_qs)}, m_stop);
        const auto top = scan({closed}, m_stop);
        QFile::setPermissions(closed, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

        QVERIFY(scanned);
        QCOMPARE(lines(*scanned), QStringList({u"0 top 0"_qs, u"0 closed 1"_qs}));
        QVERIFY(scanned->manifest->entries[1].incomplete && !scanned->manifest->entries[0].incomplete);
        QCOMPARE(top.error().fault, Fault::CannotRead);
    }

    void writesNamesThatAreNotUtf8AndFindsThemAgain()
    {
        const QTemporaryDir dir;
        const QByteArray raw = QFile::encodeName(dir.filePath(u"top"_qs)) + "/50%\xFF\xC3\xA9";
        QDir().mkpath(dir.filePath(u"top"_qs));
        const int fd = ::open(raw.constData(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (fd < 0)
            QSKIP("this file system takes no such names");
        QCOMPARE(::write(fd, "odd", 3), ssize_t(3));
        ::close(fd);

        const auto scanned = scan({dir.filePath(u"top"_qs)}, m_stop);
        const model::Entry odd = scanned->manifest->entries.at(1);
        model::Job job;
        job.manifest = scanned->manifest;
        job.sources = std::make_shared<const QStringList>(scanned->sources);
        const bool isFound = Source(job).open(1).has_value();
        ::unlink(raw.constData()); // Qt could not
        QVERIFY(isFound);
        QCOMPARE(odd.name, QByteArray("50%25%FF\xC3\xA9"));
        QVERIFY(odd.nameAltered);
    }

    void endsEarlyWhenStopped()
    {
        const QTemporaryDir dir;
        trees::write(dir.filePath(u"a"_qs), "a");

        QCOMPARE(scan({dir.filePath(u"a"_qs)}, std::atomic_bool(true)).error().fault, Fault::CancelledHere);
    }

    void listsPathsLongerThanTheSystemTakes()
    {
        const QTemporaryDir dir;
        const trees::Deep deep(dir.path(), 200, QByteArray(60, 'd'));
        QVERIFY(deep.write("file", "far down"));

        const auto scanned = scan({deep.top()}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(int(scanned->manifest->entries.size()), 201);
        model::Job job;
        job.manifest = scanned->manifest;
        job.sources = std::make_shared<const QStringList>(scanned->sources);
        Source source(job);
        QByteArray bytes(8, Qt::Uninitialized);
        QVERIFY(source.open(200) && source.read(0, bytes.data(), 8));
        QCOMPARE(bytes, QByteArray("far down"));
    }

    void marksWhatIsDeeperThanTheProtocol()
    {
        const QTemporaryDir dir;
        const trees::Deep deep(dir.path(), 258, "d");

        const auto scanned = scan({deep.top()}, m_stop);

        QVERIFY(scanned);
        QCOMPARE(int(scanned->manifest->entries.size()), 256);
        QVERIFY(scanned->manifest->entries.back().incomplete);
        QVERIFY(!scanned->manifest->entries.front().incomplete);
    }

    void tellsHowFarItIs()
    {
        const QTemporaryDir dir;
        for (int i = 0; i < 600; ++i)
            trees::write(dir.filePath(u"top/%1"_qs.arg(i)), {});
        quint32 last = 0;

        const auto scanned = scan({dir.filePath(u"top"_qs)}, m_stop, [&last](quint32 entries) { last = entries; });

        QVERIFY(scanned);
        QCOMPARE(int(scanned->manifest->entries.size()), 601);
        QVERIFY(last >= 256);
    }

private:
    // "kind name parent"
    static QStringList lines(const Scanned &scanned)
    {
        QStringList lines;
        for (const model::Entry &entry : scanned.manifest->entries) {
            lines.append(QString::number(int(entry.kind)) + u' ' + QString::fromUtf8(entry.name) + u' '
                         + QString::number(entry.parent));
        }
        return lines;
    }

    const std::atomic_bool m_stop = false;
};

static const support::Register<TestScan> registered;

#include "tst_scan.moc"
