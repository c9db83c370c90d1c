#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/cord.h"
#include "uisupport.h"

#include <QAccessible>
#include <QPainter>
#include <QTest>

using ui::CordState;

class TestCord : public support::Test
{
    Q_OBJECT
private:
    static QImage paint(CordState state, qreal fraction, Qt::LayoutDirection direction = Qt::LeftToRight)
    {
        QImage image(400, 24, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(2);
        image.fill(support::theme().colours().raised);
        QPainter painter(&image);
        ui::paintCord(painter, support::theme(), QRectF(0, 0, 200, 12), state, fraction, direction);
        return image;
    }

private slots:
    void tautPartHasTheColourOfItsState_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QColor>("colour");
        const ui::Colours &colours = support::theme().colours();
        QTest::newRow("running") << int(CordState::Running) << colours.accentText;
        QTest::newRow("paused") << int(CordState::Paused) << colours.text3;
        QTest::newRow("waiting") << int(CordState::Waiting) << colours.warning;
        QTest::newRow("failed") << int(CordState::Failed) << colours.danger;
        QTest::newRow("done") << int(CordState::Done) << colours.success;
    }

    void tautPartHasTheColourOfItsState()
    {
        QFETCH(int, state);
        QFETCH(QColor, colour);

        QCOMPARE(support::pixel(paint(CordState(state), 0.5), 50, 6), colour);
    }

    void doneFillsTheWholeLine()
    {
        QCOMPARE(support::pixel(paint(CordState::Done, 1), 190, 6), support::theme().colours().success);
    }

    void fillsFromTheLeadingEdge()
    {
        const QImage mirrored = paint(CordState::Running, 0.3, Qt::RightToLeft);

        QCOMPARE(support::pixel(mirrored, 180, 6), support::theme().colours().accentText);
        QVERIFY(support::pixel(mirrored, 20, 6) != support::theme().colours().accentText);
    }

    void anUnknownTotalShowsAPiece()
    {
        const QImage image = paint(CordState::Unknown, 0.4);

        QCOMPARE(support::pixel(image, 100, 6), support::theme().colours().accentText);
        QVERIFY(support::pixel(image, 20, 6) != support::theme().colours().accentText);
    }

    void isAProgressBarForAssistiveTools()
    {
        ui::CordView view(support::theme());
        view.setProgress(CordState::Running, 0.61);

        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(&view);

        QCOMPARE(accessible->role(), QAccessible::ProgressBar);
        QCOMPARE(accessible->valueInterface()->currentValue().toInt(), 61);
        QVERIFY(!accessible->text(QAccessible::Name).isEmpty());
    }
};

static const support::Register<TestCord> registered;

#include "tst_cord.moc"
