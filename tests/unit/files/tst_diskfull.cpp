#include "files/diskspace.h"
#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "trees.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_LINUX
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace files;
using base::Fault;
using trees::Listed;

namespace {

constexpr qsizetype mib = 1024 * 1024;
constexpr int notPermitted = 77;

// Counts expectations; the first that is not met is what a child process can tell.
class Expectations
{
public:
    void expect(bool met)
    {
        ++m_count;
        if (!met && m_failed == 0)
            m_failed = m_count;
    }
    [[nodiscard]] int failed() const { return m_failed; }

private:
    int m_count = 0;
    int m_failed = 0;
};

Fault faultOf(const base::Result<bool> &result)
{
    return result ? Fault::None : result.error().fault;
}

model::Job jobOn(const QString &disk, const QString &state, const Listed &listed)
{
    model::Job job = trees::receiving(listed.manifest, disk);
    job.stateFolder = state;
    return job;
}

int fillTheDisk(const QString &disk, const QString &state)
{
    Listed listed;
    const quint32 file = listed.file("big", 5 * mib);
    const QByteArray bytes = trees::noise(5 * mib, 1);
    const model::Job job = jobOn(disk, state, listed);
    Expectations all;
    {
        Sink sink(job);
        all.expect(sink.prepare().has_value());
        quint32 block = 0;
        Fault fault = Fault::None;
        while (block < 5 && fault == Fault::None)
            fault = faultOf(trees::putBlock(sink, file, bytes, block++));
        all.expect(fault == Fault::DiskFull);
        all.expect(block >= 2);
    }
    const auto claim = Sink::claim(job);
    all.expect(claim && claim->bytes >= quint64(mib));
    all.expect(!QFile::exists(job.targetFolder + u"/big"_qs));
    const auto space = freeSpace(job.targetFolder + u"/not/there/yet"_qs);
    all.expect(space && *space < quint64(mib));
    return all.failed();
}

#ifdef Q_OS_LINUX
int writeToAReadOnlyDisk(const QString &disk, const QString &state)
{
    Listed listed;
    const quint32 file = listed.file("big", 2 * mib);
    const QByteArray bytes = trees::noise(2 * mib, 1);
    const QByteArray path = QFile::encodeName(disk);
    const model::Job job = jobOn(disk, state, listed);
    Expectations all;
    {
        Sink sink(job);
        all.expect(sink.prepare().has_value());
        all.expect(trees::putBlock(sink, file, bytes, 0).has_value());
    }
    all.expect(::mount("none", path.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0);
    model::Job next = job;
    next.partial = Sink::claim(job)->partial;
    {
        Sink sink(next);
        const Fault prepared = faultOf(sink.prepare());
        all.expect((prepared == Fault::None ? faultOf(trees::putBlock(sink, file, bytes, 1)) : prepared)
                   == Fault::CannotWrite);
    }
    all.expect(::mount("none", path.constData(), nullptr, MS_REMOUNT, nullptr) == 0);
    Sink sink(next);
    all.expect(sink.prepare().has_value() && sink.hasBlock(file, 0));
    all.expect(trees::putBlock(sink, file, bytes, 1) && sink.commit(file, trees::fileHash(bytes)));
    return all.failed();
}

// Runs `job` in a child process with a disk of 3 MiB of its own, which goes with it.
int withASmallDisk(int (*job)(const QString &disk, const QString &state))
{
    const QTemporaryDir dir;
    const QString disk = dir.filePath(u"disk"_qs);
    QDir().mkpath(disk);
    const pid_t child = ::fork();
    if (child == 0) {
        const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
        if (::unshare(spaces) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || ::mount("none", QFile::encodeName(disk).constData(), "tmpfs", 0, "size=3m") != 0)
            ::_exit(notPermitted);
        ::_exit(job(disk, dir.filePath(u"state"_qs)));
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#else
int writeToAReadOnlyDisk(const QString &, const QString &)
{
    return notPermitted;
}

int withASmallDisk(int (*)(const QString &disk, const QString &state))
{
    return notPermitted;
}
#endif

} // namespace

class TestDiskFull : public support::Test
{
    Q_OBJECT
private slots:
    void keepsThePartFileOnAFullDisk()
    {
        const int failed = withASmallDisk(fillTheDisk);
        if (failed == notPermitted)
            QSKIP("this system lets nobody mount a small disk");
        QCOMPARE(failed, 0);
    }

    void goesOnWhenADiskCanBeWrittenAgain()
    {
        const int failed = withASmallDisk(writeToAReadOnlyDisk);
        if (failed == notPermitted)
            QSKIP("this system lets nobody mount a small disk");
        QCOMPARE(failed, 0);
    }

    void tellsFreeSpaceOfWhatIsNotThereYet()
    {
        const QTemporaryDir dir;

        const auto space = freeSpace(dir.filePath(u"a/b/c"_qs));

        QVERIFY(space);
        QVERIFY(*space > 0);
    }
};

static const support::Register<TestDiskFull> registered;

#include "tst_diskfull.moc"
