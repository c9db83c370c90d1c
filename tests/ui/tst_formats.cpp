#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/common/linetext.h"

#include <QLocale>
#include <QTest>

namespace formats = ui::formats;

class TestFormats : public support::Test
{
    Q_OBJECT
private:
    const QDateTime m_now {QDate(2026, 11, 20), QTime(15, 4)}; // a Friday

private slots:
    void sizes()
    {
        QCOMPARE(formats::size(0), QStringLiteral("0 bytes"));
        QCOMPARE(formats::size(999), QStringLiteral("999 bytes"));
        QCOMPARE(formats::size(1000), QStringLiteral("1 kB"));
        QCOMPARE(formats::size(1049), QStringLiteral("1 kB"));
        QCOMPARE(formats::size(1050), QStringLiteral("1.1 kB"));
        QCOMPARE(formats::size(84'000), QStringLiteral("84 kB"));
        QCOMPARE(formats::size(48'200'000), QStringLiteral("48.2 MB"));
        QCOMPARE(formats::size(99'970'000), QStringLiteral("100 MB"));
        QCOMPARE(formats::size(212'400'000), QStringLiteral("212 MB"));
        QCOMPARE(formats::size(12'600'000'000), QStringLiteral("12.6 GB"));
        QVERIFY(!formats::size(~quint64(0)).contains(u'-'));
        QCOMPARE(formats::speed(11'200'000), QStringLiteral("11.2 MB/s"));
        QCOMPARE(formats::speed(11'000'000), QStringLiteral("11.0 MB/s"));
        QCOMPARE(formats::doneOf(29'400'000, 48'200'000), QStringLiteral("29.4 of 48.2 MB"));
        QCOMPARE(formats::doneOf(300'000, 6'200'000'000), QStringLiteral("0.0 of 6.2 GB"));
        QCOMPARE(formats::doneOf(24'100'000, 480'000'000), QStringLiteral("24 of 480 MB"));
        QCOMPARE(formats::doneOf(5, 17), QStringLiteral("5 of 17 bytes"));
    }

    void percentIsFullOnlyAtTheEnd()
    {
        QCOMPARE(formats::percent(0, 1000), QStringLiteral("0 %"));
        QCOMPARE(formats::percent(999'999, 1'000'000), QStringLiteral("99 %"));
        QCOMPARE(formats::percent(1000, 1000), QStringLiteral("100 %"));
        QCOMPARE(formats::percent(0, 0), QStringLiteral("100 %"));
        QCOMPARE(formats::percent(~quint64(0) - 1, ~quint64(0)), QStringLiteral("99 %"));
    }

    void timesLeft()
    {
        QCOMPARE(formats::timeLeft(0), QStringLiteral("1 s left"));
        QCOMPARE(formats::timeLeft(59), QStringLiteral("59 s left"));
        QCOMPARE(formats::timeLeft(150), QStringLiteral("3 min left"));
        QCOMPARE(formats::timeLeft(7500), QStringLiteral("2 h 5 min left"));
        QCOMPARE(formats::timeLeft(100'000), QStringLiteral("more than a day left"));
    }

    void daysAsPeopleNameThem()
    {
        const QDate today = m_now.date();
        QCOMPARE(formats::day(today, today), QStringLiteral("Today"));
        QCOMPARE(formats::day(today.addDays(-1), today), QStringLiteral("Yesterday"));
        QCOMPARE(formats::day(today.addDays(-3), today), QStringLiteral("Tuesday"));
        QVERIFY(formats::day(today.addDays(-7), today).contains(QStringLiteral("2026")));
        QVERIFY(formats::day(today.addDays(2), today).contains(QStringLiteral("2026")));
    }

    void timesInTheList()
    {
        QCOMPARE(formats::listTime(m_now, m_now), formats::clock(m_now));
        QCOMPARE(formats::listTime(m_now.addDays(-1), m_now), QStringLiteral("Yesterday"));
        QCOMPARE(formats::listTime(m_now.addDays(-2), m_now), QStringLiteral("Wed"));
        QVERIFY(formats::listTime(m_now.addDays(-40), m_now).contains(QStringLiteral("26")));
    }

    void countsAreCapped()
    {
        QCOMPARE(formats::count(7), QStringLiteral("7"));
        QCOMPARE(formats::count(99), QStringLiteral("99"));
        QCOMPARE(formats::count(100), QStringLiteral("99+"));
    }

    void presenceInWords()
    {
        model::Peer peer;
        QCOMPARE(formats::presence(peer, m_now), QStringLiteral("Offline"));
        peer.lastSeenMs = m_now.addDays(-1).toMSecsSinceEpoch();
        QVERIFY(formats::presence(peer, m_now).startsWith(QStringLiteral("Last seen yesterday")));
        peer.reach = model::Reach::Heard;
        QCOMPARE(formats::presence(peer, m_now), QStringLiteral("Can be heard but not reached"));
        peer.reach = model::Reach::Online;
        QCOMPARE(formats::presence(peer, m_now), QStringLiteral("Online"));
    }

    void hiddenCharactersOfNamesAreShown()
    {
        QCOMPARE(formats::fileName(QStringLiteral("plain name.txt")), QStringLiteral("plain name.txt"));
        QCOMPARE(formats::fileName(QStringLiteral("a") + QChar(0x202E) + QStringLiteral("gpj.exe")),
                 QStringLiteral("a[U+202E]gpj.exe"));
        QCOMPARE(formats::fileName(QStringLiteral("a\nb")), QStringLiteral("a[U+000A]b"));
    }

    void everyFaultHasASentenceOfItsOwn()
    {
        QSet<QString> sentences;
        for (int i = int(base::Fault::None) + 1; i <= int(base::Fault::Internal); ++i) {
            const QString sentence = ui::errorText(base::Fault(i));
            QVERIFY2(sentence.endsWith(u'.'), qPrintable(base::faultName(base::Fault(i))));
            QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
            sentences.insert(sentence);
        }
        QVERIFY(ui::errorText(base::Fault::None).isEmpty());
    }

    void portTakenNamesItsHolder()
    {
        gateway::LineReport line;
        line.wantedPort = line.port = 24250;
        QVERIFY(!ui::isPortMoved(line));
        line.port = 24251;
        QVERIFY(ui::isPortMoved(line));
        QVERIFY(ui::portTakenText(line).contains(QStringLiteral("another program")));
        line.portHolder = QStringLiteral("feiq.exe");
        QVERIFY(ui::portTakenText(line).contains(QStringLiteral("feiq.exe")));
        QVERIFY(ui::inviteText(line).isEmpty());
        line.addresses = {QStringLiteral("192.168.1.23")};
        QVERIFY(ui::inviteText(line).contains(QStringLiteral("192.168.1.23:24251")));
    }
};

static const support::Register<TestFormats> registered;

#include "tst_formats.moc"
