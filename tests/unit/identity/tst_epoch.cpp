#include "identity/epoch.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class TestEpoch : public support::Test
{
    Q_OBJECT
private slots:
    void risesWithEveryStart()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("epoch"));

        const auto first = identity::takeEpoch(file);
        const auto second = identity::takeEpoch(file);
        const auto third = identity::takeEpoch(file);

        QVERIFY(first && second && third);
        QCOMPARE(*second, *first + 1);
        QCOMPARE(*third, *first + 2);
    }

    void countsFromTheClockWithoutAUsableFile_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("empty") << QByteArrayLiteral("");
        QTest::newRow("rubbish") << QByteArrayLiteral("abc");
        QTest::newRow("negative") << QByteArrayLiteral("-5");
        QTest::newRow("zero") << QByteArrayLiteral("0\n");
        QTest::newRow("beyond 32 bits") << QByteArrayLiteral("4294967296");
        QTest::newRow("used up") << QByteArrayLiteral("4294967295");
        QTest::newRow("zeros after a power cut") << QByteArray(11, '\0');
    }
    void countsFromTheClockWithoutAUsableFile()
    {
        QFETCH(QByteArray, contents);
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("epoch")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
        file.close();
        const qint64 before = QDateTime::currentSecsSinceEpoch();

        const auto epoch = identity::takeEpoch(file.fileName());

        QVERIFY(epoch && *epoch >= before && *epoch <= QDateTime::currentSecsSinceEpoch());
        QCOMPARE(*identity::takeEpoch(file.fileName()), *epoch + 1);
    }

    void aLostFileLocksNobodyOut()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("epoch"));
        const quint32 before = *identity::takeEpoch(file);

        QVERIFY(QFile::remove(file));

        QVERIFY(*identity::takeEpoch(file) >= before);
    }

    void saysWhenItCannotWrite()
    {
        const QTemporaryDir folder;

        const auto epoch = identity::takeEpoch(folder.filePath(QStringLiteral("none/epoch")));

        QVERIFY(!epoch);
        QCOMPARE(epoch.error().fault, base::Fault::CannotWrite);
    }
};

static const support::Register<TestEpoch> registered;

#include "tst_epoch.moc"
