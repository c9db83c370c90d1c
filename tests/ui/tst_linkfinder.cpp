#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/linkfinder.h"

#include <QTest>
#include <QUrl>

class TestLinkFinder : public support::Test
{
    Q_OBJECT
private slots:
    void finds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("target");
        const auto row = [](const char *name, const QString &text, const QString &shown, const QString &target) {
            QTest::newRow(name) << text << shown << target;
        };
        const QString site = QStringLiteral("https://a.example/b");
        row("alone", site, site, site);
        row("end of a sentence", QStringLiteral("see https://a.example/b."), site, site);
        row("in brackets", QStringLiteral("(https://a.example/b)"), site, site);
        row("brackets of its own", QStringLiteral("https://a.example/b_(c)"), QStringLiteral("https://a.example/b_(c)"),
            QStringLiteral("https://a.example/b_(c)"));
        row("without scheme", QStringLiteral("www.a.example/x, yes"), QStringLiteral("www.a.example/x"),
            QStringLiteral("http://www.a.example/x"));
        row("mail", QStringLiteral("write to anna@office.example!"), QStringLiteral("anna@office.example"),
            QStringLiteral("mailto:anna@office.example"));
        row("mailto", QStringLiteral("mailto:anna@office.example"), QStringLiteral("mailto:anna@office.example"),
            QStringLiteral("mailto:anna@office.example"));
        row("before Chinese full stop", QStringLiteral("看 https://a.example/b。好"), site, site);
        row("upper case", QStringLiteral("HTTP://A.EXAMPLE/"), QStringLiteral("HTTP://A.EXAMPLE/"),
            QStringLiteral("HTTP://A.EXAMPLE/"));
    }
    void finds()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QFETCH(QString, target);

        const auto links = ui::findLinks(text);

        QCOMPARE(links.size(), 1);
        QCOMPARE(text.mid(links[0].start, links[0].length), shown);
        QCOMPARE(links[0].target, target);
    }

    void leavesAlone_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "smb://host/share",
                                 "https://", "mailto:", "a.b", "vbscript:x", "www.", "10:42"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void leavesAlone()
    {
        QFETCH(QString, text);

        QVERIFY(ui::findLinks(text).isEmpty());
    }

    void endsAtDirectionOverrides()
    {
        const QString text = QStringLiteral("https://good.example/\u202egnp.exe");

        const auto links = ui::findLinks(text);

        QCOMPARE(links.size(), 1);
        QCOMPARE(links[0].target, QStringLiteral("https://good.example/"));
    }

    void stopsAtTwoHundred()
    {
        QCOMPARE(ui::findLinks(QStringLiteral("http://a.example/ ").repeated(1000)).size(), 200);
    }

    void isQuickOnHostileText()
    {
        const QString hostile = QStringLiteral("a@a.").repeated(16000);

        QBENCHMARK_ONCE
        {
            QVERIFY(ui::findLinks(hostile).size() <= 200);
        }
    }
};

static const support::Register<TestLinkFinder> registered;
#include "tst_linkfinder.moc"
