#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using ui::Theme;
using ui::Type;

class TestTheme : public support::Test
{
    Q_OBJECT
private slots:
    void followsTheSystemUntilTheUserChooses()
    {
        Theme theme;
        QSignalSpy changed(&theme, &Theme::changed);

        theme.setSystemDark(true);
        QVERIFY(theme.isDark());
        QCOMPARE(theme.colours(), ui::darkColours());

        theme.setChoice(Theme::Choice::Light);
        QVERIFY(!theme.isDark());

        theme.setSystemDark(false);
        theme.setSystemDark(true);
        QVERIFY(!theme.isDark());
        QCOMPARE(changed.count(), 2);
    }

    void fillsThePalette()
    {
        Theme theme;
        theme.setChoice(Theme::Choice::Dark);
        const QPalette palette = theme.palette();

        QCOMPARE(palette.color(QPalette::Window), theme.colours().window);
        QCOMPARE(palette.color(QPalette::Base), theme.colours().raised);
        QCOMPARE(palette.color(QPalette::Text), theme.colours().text);
        QCOMPARE(palette.color(QPalette::Highlight), theme.colours().accent);
        QCOMPARE(palette.color(QPalette::Link), theme.colours().accentText);
        QCOMPARE(palette.color(QPalette::PlaceholderText), theme.colours().text2);
        QCOMPARE(palette.color(QPalette::ToolTipBase), theme.colours().text);
        QCOMPARE(palette.color(QPalette::Disabled, QPalette::Text), theme.colours().textDisabled);
    }

    void sizesFollowTheFont()
    {
        const QFont before = QApplication::font();
        Theme theme;
        const int rowBefore = theme.px(ui::size::row);
        QFont twice = before;
        twice.setPixelSize(26);
        QSignalSpy changed(&theme, &Theme::changed);

        QApplication::setFont(twice);
        theme.refreshFonts();
        const int row = theme.px(ui::size::row);
        QApplication::setFont(before);

        QCOMPARE(changed.count(), 1);
        QCOMPARE(rowBefore, ui::size::row);
        QCOMPARE(row, 2 * ui::size::row);
    }

    void typesDifferInSizeAndWeight()
    {
        Theme theme;

        QVERIFY(theme.font(Type::Display).pointSizeF() > theme.font(Type::Title).pointSizeF());
        QVERIFY(theme.font(Type::Title).pointSizeF() > theme.font(Type::Heading).pointSizeF());
        QVERIFY(theme.font(Type::Body).pointSizeF() > theme.font(Type::Caption).pointSizeF());
        QVERIFY(theme.font(Type::Caption).pointSizeF() > theme.font(Type::Micro).pointSizeF());
        QCOMPARE(theme.font(Type::Name).weight(), int(QFont::DemiBold));
        QCOMPARE(theme.font(Type::Body).weight(), int(QFont::Normal));
    }

    void chineseHasHigherLines()
    {
        Theme theme;

        QVERIFY(theme.lineHeight(Type::Message, QStringLiteral("图纸")) > theme.lineHeight(Type::Message, QStringLiteral("abc")));
        QVERIFY(ui::hasCjk(QStringLiteral("mixed 图")));
        QVERIFY(!ui::hasCjk(QStringLiteral("Sørensen")));
    }

    void highContrastDrawsLinesLikeText()
    {
        Theme theme;

        theme.setHighContrast(true);

        QCOMPARE(theme.colours().border, theme.colours().text);
        QCOMPARE(theme.colours().text3, theme.colours().text);
        theme.setHighContrast(false);
        QCOMPARE(theme.colours(), ui::lightColours());
    }

    void withoutMotionEverythingIsAtOnce()
    {
        Theme theme;
        QCOMPARE(theme.motion(160), 160);

        theme.setMotion(false);

        QCOMPARE(theme.motion(160), 0);
    }
};

static const support::Register<TestTheme> registered;

#include "tst_theme.moc"
