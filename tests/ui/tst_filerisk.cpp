#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/filerisk.h"
#include "ui/transfers/transferwords.h"

#include <QFile>
#include <QTest>

class TestFileRisk : public support::Test
{
    Q_OBJECT
private slots:
    void knowsRiskyNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("risky");
        for (const char *name : {"setup.exe", "SETUP.EXE", "run.sh", "photo.jpg.exe", "a.desktop", "b.lnk", "c.url",
                                 "d.scr", "e.jar", "macro.docm", "disk.iso", "x.exe.", "x.exe ", "page.html", "y.js"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name : {"photo.jpg", "report.pdf", "list.xlsx", "notes.txt", "film.mp4", "exe", "a.exe.pdf"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void knowsRiskyNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, risky);

        QCOMPARE(ui::isRiskyName(name), risky);
    }

    void looksInside()
    {
        const support::TempProfile files;
        const QString script = files.write(QStringLiteral("notes.txt"), "#!/bin/sh\nrm -rf /\n");
        const QString binary =
            files.write(QStringLiteral("data"), QByteArray("\x7f"
                                                           "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0",
                                                           20));
        const QString plain = files.write(QStringLiteral("letter.txt"), "Dear Anna\n");
        const QString runnable = files.write(QStringLiteral("tool"), "text");
        QVERIFY(QFile::setPermissions(runnable, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));

        QVERIFY(ui::isRiskyFile(script));
        QVERIFY(ui::isRiskyFile(binary));
        QVERIFY(ui::isRiskyFile(runnable));
        QVERIFY(!ui::isRiskyFile(plain));
        QVERIFY(!ui::isRiskyFile(files.folder(QStringLiteral("photos"))));
        QVERIFY(ui::isRiskyFile(files.file(QStringLiteral("missing"))));
    }

    void showsHiddenCharacters()
    {
        QCOMPARE(ui::shownName(QStringLiteral("report\u202egnp.exe")), QStringLiteral("report‹202e›gnp.exe"));
        QCOMPARE(ui::shownName(QStringLiteral("a\nb\u200bc")), QStringLiteral("a‹000a›b‹200b›c"));
        QCOMPARE(ui::shownName(QStringLiteral("图纸 👍.pdf")), QStringLiteral("图纸 👍.pdf"));
    }
};

static const support::Register<TestFileRisk> registered;
#include "tst_filerisk.moc"
