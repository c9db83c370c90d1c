#include "files/safename.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace files;

class TestSafeName : public support::Test
{
    Q_OBJECT
private slots:
    void makesNamesSafe_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("safe");
        const auto row = [](const char *what, const QString &name, const QString &safe) {
            QTest::newRow(what) << name << safe;
        };
        row("plain", u"report.pdf"_qs, u"report.pdf"_qs);
        row("hidden", u".bashrc"_qs, u".bashrc"_qs);
        row("Chinese", u"文件.txt"_qs, u"文件.txt"_qs);
        row("emoji", u"party 🎉.txt"_qs, u"party 🎉.txt"_qs);
        row("leading blank", u" a"_qs, u" a"_qs);
        row("up", u"../../etc/passwd"_qs, u".._.._etc_passwd"_qs);
        row("absolute", u"/etc/passwd"_qs, u"_etc_passwd"_qs);
        row("drive", u"C:\\autoexec.bat"_qs, u"C__autoexec.bat"_qs);
        row("stream", u"a.txt:evil"_qs, u"a.txt_evil"_qs);
        row("wildcards", u"a<b>c\"d|e?f*g"_qs, u"a_b_c_d_e_f_g"_qs);
        row("dot", u"."_qs, u"_"_qs);
        row("dots", u".."_qs, u"_"_qs);
        row("many dots", u"....."_qs, u"_"_qs);
        row("empty", QString(), u"_"_qs);
        row("blank", u"   "_qs, u"_"_qs);
        row("trailing", u"a. . "_qs, u"a"_qs);
        row("ideographic blank", u"a\u3000"_qs, u"a"_qs);
        row("control", u"a\n\tb\u0001\u007f\u0085"_qs, u"a__b___"_qs);
        row("NUL", u"a"_qs + QChar(0) + u"b"_qs, u"a_b"_qs);
        row("direction override", u"invoice\u202Efdp.exe"_qs, u"invoicefdp.exe"_qs);
        row("isolate", u"a\u2066b\u2069"_qs, u"ab"_qs);
        row("zero width", u"a\u200Bb\uFEFF"_qs, u"ab"_qs);
        row("only invisible", u"\u200B\u202E"_qs, u"_"_qs);
        row("device", u"CON"_qs, u"_CON"_qs);
        row("device, case and extension", u"nul.tar.gz"_qs, u"_nul.tar.gz"_qs);
        row("device, blank before dot", u"aux .txt"_qs, u"_aux .txt"_qs);
        row("port", u"com1.log"_qs, u"_com1.log"_qs);
        row("port, superscript", u"LPT¹"_qs, u"_LPT¹"_qs);
        row("console", u"conin$"_qs, u"_conin$"_qs);
        row("no device", u"console.txt"_qs, u"console.txt"_qs);
        row("no port", u"com10"_qs, u"com10"_qs);
        row("device appears by cleaning", u"c\u200Bon"_qs, u"_con"_qs);
        row("decomposed", u"e\u0301.txt"_qs, u"\u00E9.txt"_qs);
        row("looks like our part", u".a.landline-part"_qs, u".a.landline-part_"_qs);
        row("looks like our part, case", u"A.Landline-PART"_qs, u"A.Landline-PART_"_qs);
    }

    void makesNamesSafe()
    {
        QFETCH(QString, name);
        QFETCH(QString, safe);

        QCOMPARE(safeName(name), safe);
        QCOMPARE(safeName(safeName(name)), safe);
    }

    void keepsTheExtensionOfLongNames()
    {
        const QString name = safeName(QString(300, u'文') + u".tar.gz"_qs);

        QVERIFY(name.toUtf8().size() <= 255);
        QVERIFY(name.toUtf8().size() > 250);
        QVERIFY(name.endsWith(u".gz"));
        QVERIFY(!name.contains(QChar(QChar::ReplacementCharacter)));
        QCOMPARE(safeName(QString(300, u'a')).size(), 255);
        QCOMPARE(safeName(u"a."_qs + QString(300, u'b')).size(), 255);
    }

    void numbersBeforeTheExtension()
    {
        QCOMPARE(numberedName(u"a.txt"_qs, 2), u"a (2).txt"_qs);
        QCOMPARE(numberedName(u"folder"_qs, 3), u"folder (3)"_qs);
        QCOMPARE(numberedName(u".bashrc"_qs, 2), u".bashrc (2)"_qs);
        const QString longest = numberedName(QString(251, u'a') + u".txt"_qs, 12);
        QCOMPARE(longest.size(), 255);
        QVERIFY(longest.endsWith(u" (12).txt"));
    }

    void makesNamesUniqueAsACaseBlindSystemCompares()
    {
        QSet<QString> taken;
        QCOMPARE(uniqueName(u"Read.me"_qs, taken), u"Read.me"_qs);
        QCOMPARE(uniqueName(u"READ.ME"_qs, taken), u"READ (2).ME"_qs);
        QCOMPARE(uniqueName(u"read.me"_qs, taken), u"read (3).me"_qs);
        QCOMPARE(uniqueName(u"stra\u00DFe"_qs, taken), u"stra\u00DFe"_qs);
        QCOMPARE(uniqueName(u"STRASSE"_qs, taken), u"STRASSE (2)"_qs);
        QCOMPARE(uniqueName(u"\u00E9"_qs, taken), u"\u00E9"_qs);
        QCOMPARE(uniqueName(u"E\u0301"_qs, taken), u"E\u0301 (2)"_qs);
    }

    void numbersManyEqualNamesWithoutCountingEachTime()
    {
        QSet<QString> taken;
        QStringList names;
        for (int i = 0; i < 20'000; ++i)
            names.append(uniqueName(u"same"_qs, taken));

        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), 20'000);
        QCOMPARE(names.at(19'999), u"same (20000)"_qs);
    }

    void callsPlainOnlyWhatStaysAsItIs()
    {
        const QList<QByteArray> names {"a.txt",
                                       "con",
                                       "CON.x",
                                       "com1",
                                       "nul .txt",
                                       "a ",
                                       "a.",
                                       "a:b",
                                       "\xC3\xA9",
                                       "conin$",
                                       "clock$.txt",
                                       "",
                                       "long name with blanks.pdf",
                                       "x.landline-part",
                                       "LPT9",
                                       "Makefile",
                                       "..",
                                       "a/b",
                                       "aux",
                                       "prn.c"};
        for (const QByteArray &name : names) {
            if (isPlainSafeName(name))
                QCOMPARE(safeName(QString::fromUtf8(name)).toUtf8(), name);
        }
        QVERIFY(isPlainSafeName("long name with blanks.pdf"));
        QVERIFY(isPlainSafeName("Makefile"));
    }
};

static const support::Register<TestSafeName> registered;

#include "tst_safename.moc"
