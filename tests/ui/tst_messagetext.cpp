#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/messagetext.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using ui::MessageText;

class TestMessageText : public support::Test
{
    Q_OBJECT
private:
    static MessageText make(const QString &text, qreal width = 300, int mostLines = 0)
    {
        return MessageText(text, {QGuiApplication::font(), 20, width, mostLines});
    }

private slots:
    void showsControlsAsBoxes() { QCOMPARE(ui::displayText(QStringLiteral("a\u0007b\tc")), QStringLiteral("a□b\tc")); }

    void unifiesLineBreaks()
    {
        QCOMPARE(ui::displayText(QStringLiteral("a\r\nb\rc\u2028d\u2029e")), QStringLiteral("a\nb\nc\nd\ne"));
    }

    void cutsRunsOfMarks()
    {
        const QString towers = u'a' + QString(100, QChar(0x0301)) + u'b';

        QCOMPARE(ui::displayText(towers).size(), 1 + 16 + 1);
    }

    void knowsEmojiOnly()
    {
        QVERIFY(ui::isEmojiOnly(QStringLiteral("👋")));
        QVERIFY(ui::isEmojiOnly(QStringLiteral("👍🏽🎉")));
        QVERIFY(!ui::isEmojiOnly(QStringLiteral("👋👋👋👋")));
        QVERIFY(!ui::isEmojiOnly(QStringLiteral("hi 👋")));
        QVERIFY(!ui::isEmojiOnly(QStringLiteral("12")));
        QVERIFY(!ui::isEmojiOnly(QString()));
    }

    void wrapsWithinItsWidth()
    {
        const MessageText text = make(QStringLiteral("word ").repeated(60), 120);

        QVERIFY(text.size().width() <= 120);
        QVERIFY(text.size().height() >= 3 * 20);
        QVERIFY(text.lastLineWidth() <= text.size().width());
    }

    void breaksWordsThatDoNotFit() { QVERIFY(make(QString(500, u'x'), 120).size().width() <= 120); }

    void keepsTheStartOfANetworkPathTogether()
    {
        const QString words = QStringLiteral("The office can print from ");
        const QString path = QStringLiteral("\\\\printsrv\\drawings");
        const QFontMetricsF metrics(QGuiApplication::font());
        // Room for the words and one backslash.
        const qreal width = metrics.horizontalAdvance(words + u'\\') + metrics.horizontalAdvance(u'\\') / 2;

        const MessageText text = make(words + path, width);

        QCOMPARE(text.positionAt({0, 30}), words.size());
        QVERIFY(text.size().height() < 3 * 20);
    }

    void aLineOfBackslashesStillBreaks() { QVERIFY(make(QString(200, u'\\'), 120).size().width() <= 120); }

    void emojiAreLargerThanLetters()
    {
        const QString text = QStringLiteral("ok \U0001F604\U0001F44D done");
        const qreal plain = QFontMetricsF(QGuiApplication::font()).horizontalAdvance(text);

        QVERIFY(make(text).size().width() > plain + 2);
        QVERIFY(make(QStringLiteral("ok done")).size().width() <= plain);
        QVERIFY(make(QString(20'000, u'x') + text.repeated(2'000), 300).size().height() > 0);
    }

    void stopsAtItsLines()
    {
        QStringList lines;
        for (int i = 0; i < 50; ++i)
            lines.append(QString::number(i));

        const MessageText cut = make(lines.join(u'\n'), 300, 40);
        const MessageText whole = make(lines.join(u'\n'), 300);

        QVERIFY(cut.isCut());
        QCOMPARE(cut.size().height(), 40 * 20.0);
        QVERIFY(!whole.isCut());
        QCOMPARE(whole.size().height(), 50 * 20.0);
        QVERIFY(!make(QStringLiteral("one\ntwo"), 300, 2).isCut());
    }

    void eachParagraphHasItsDirection()
    {
        QVERIFY(make(QStringLiteral("hello\nمرحبا")).endsRightToLeft());
        QVERIFY(!make(QStringLiteral("مرحبا\nhello")).endsRightToLeft());
    }

    void findsPlaces()
    {
        const MessageText text = make(QStringLiteral("first\nsecond"));

        QCOMPARE(text.positionAt({-5, 10}), 0);
        QCOMPARE(text.positionAt({290, 10}), 5);
        QCOMPARE(text.positionAt({0, 30}), 6);
        QCOMPARE(text.positionAt({290, 500}), 12);
        QCOMPARE(text.positionAt({10, -50}), 0);
    }

    void findsLinksUnderThePointer()
    {
        const MessageText text = make(QStringLiteral("see\nhttps://a.example/"));

        QCOMPARE(text.linkAt({10, 10}), -1);
        QCOMPARE(text.linkAt({10, 30}), 0);
        QCOMPARE(text.linkAt({295, 30}), -1);
    }

    void paintsSelectionAndLinks()
    {
        const MessageText text = make(QStringLiteral("see https://a.example/ now"));
        QImage image(300, 30, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);

        text.draw(painter, {0, 0}, {Qt::black, Qt::red, Qt::yellow}, 0, 3, -1);
        painter.end();

        bool yellow = false;
        bool red = false;
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                const QColor colour = image.pixelColor(x, y);
                yellow = yellow || colour == QColor(Qt::yellow);
                red = red || (colour.red() > 200 && colour.green() < 90 && colour.blue() < 90);
            }
        }
        QVERIFY(yellow);
        QVERIFY(red);
    }

    void survivesTheLargestText()
    {
        const MessageText lines = make(QString(64 * 1024, u'\n'), 300);
        const MessageText letters = make(QString(64 * 1024, u'x'), 300);

        QVERIFY(lines.size().height() > 20'000);
        QVERIFY(letters.size().height() > 20'000);
    }
};

static const support::Register<TestMessageText> registered;
#include "tst_messagetext.moc"
