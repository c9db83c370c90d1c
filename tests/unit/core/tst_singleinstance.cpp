#include "core/singleinstance.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using core::SingleInstance;

class TestSingleInstance : public support::Test
{
    Q_OBJECT
private slots:
    void theFirstKeepsTheProfile()
    {
        const QTemporaryDir folder;
        const core::Profile profile(folder.path());
        const SingleInstance first(profile);
        QVERIFY(first.isFirst());

        // However long it runs.
        QFile lock(profile.lockFile());
        QVERIFY(lock.open(QIODevice::ReadWrite));
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
        lock.close();

        QVERIFY(!SingleInstance(profile).isFirst());
        QVERIFY(QFile::exists(profile.lockFile()));
    }

    void anEndFreesIt()
    {
        const QTemporaryDir folder;
        const core::Profile profile(folder.path());
        {
            const SingleInstance first(profile);
            QVERIFY(first.isFirst());
        }
        QVERIFY(SingleInstance(profile).isFirst());
    }

    // Ended between making the file and writing who it is, as a kill or a power cut can do.
    void aLockThatNamesNobodyIsTakenOver()
    {
        const QTemporaryDir folder;
        const core::Profile profile(folder.path());
        QFile lock(profile.lockFile());
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.close();

        QVERIFY(SingleInstance(profile).isFirst());
    }
};

static const support::Register<TestSingleInstance> registered;
#include "tst_singleinstance.moc"
