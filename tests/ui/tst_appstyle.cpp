#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/controls.h"
#include "uisupport.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOption>
#include <QTest>

using support::pixel;
using ui::Button;

class TestAppStyle : public support::Test
{
    Q_OBJECT
private:
    static const ui::Colours &colours() { return support::theme().colours(); }

    // Twice as high as its area.
    struct LongList {
        LongList()
        {
            area.setWidgetResizable(true);
            auto *page = new QWidget;
            page->setMinimumHeight(400);
            area.setWidget(page);
            area.resize(200, 200);
            area.show();
        }
        [[nodiscard]] bool showsBar() { return support::shot(area) != support::shot(*area.viewport()); }
        QScrollArea area;
    };

    template<typename Widget>
    static QColor at(Widget &widget, qreal x, qreal y, qreal ratio = 1)
    {
        widget.resize(widget.sizeHint());
        return pixel(support::shot(widget, ratio), x, y);
    }

private slots:
    void init() { support::theme().setChoice(ui::Theme::Choice::Light); }
    void cleanup() { support::theme().setChoice(ui::Theme::Choice::Light); }

    void buttonsHaveTheirGround_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QColor>("light");
        QTest::addColumn<QColor>("dark");
        const ui::Colours light = ui::lightColours();
        const ui::Colours dark = ui::darkColours();
        QTest::newRow("primary") << int(Button::Kind::Primary) << light.accent << dark.accent;
        QTest::newRow("quiet") << int(Button::Kind::Quiet) << light.raised << dark.raised;
        QTest::newRow("danger") << int(Button::Kind::Danger) << light.dangerFill << dark.dangerFill;
    }

    void buttonsHaveTheirGround()
    {
        QFETCH(int, kind);
        QFETCH(QColor, light);
        QFETCH(QColor, dark);
        Button button{Button::Kind(kind), QStringLiteral("Accept")};

        QCOMPARE(at(button, 12, 20), light);
        QCOMPARE(at(button, 12, 20, 2), light);
        support::theme().setChoice(ui::Theme::Choice::Dark);
        QCOMPARE(at(button, 12, 20), dark);
    }

    void disabledButtonsAreSunken()
    {
        Button button{Button::Kind::Primary, QStringLiteral("Accept")};
        button.setEnabled(false);

        QCOMPARE(at(button, 12, 20), colours().sunken);
    }

    void focusIsARingOutsideTheShape()
    {
        QWidget window;
        Button button{Button::Kind::Primary, QStringLiteral("Accept"), &window};
        button.setGeometry(QRect(QPoint(80, 30), button.sizeHint())); // away from the pointer
        window.resize(300, 120);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        button.clearFocus();
        const int middle = button.height() / 2;
        QVERIFY(pixel(support::shot(button), 0.5, middle) != colours().focus);

        window.activateWindow();
        button.setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(button.hasFocus());

        const QImage image = support::shot(button, 2);
        QCOMPARE(pixel(image, 1, middle), colours().focus);
        QVERIFY(pixel(image, 3, middle) != colours().focus);
        // The pointer of a test machine may lie on it.
        const QColor ground = button.underMouse() ? colours().accentHover : colours().accent;
        QCOMPARE(pixel(image, 6, middle), ground);
    }

    void theRingTakesNoRoomInALayout()
    {
        QWidget window;
        auto *row = new QHBoxLayout(&window);
        row->setContentsMargins(20, 20, 20, 20);
        auto *button = new Button(Button::Kind::Quiet, QStringLiteral("Change"), &window);
        row->addWidget(button);

        window.resize(window.sizeHint());
        row->activate();

        QCOMPARE(button->x(), 20 - ui::size::ring);
    }

    void switchesFillWhenOn()
    {
        ui::Switch control;
        control.setChecked(true);

        QCOMPARE(at(control, 10, 15), colours().accent);
        QCOMPARE(at(control, 33, 15), colours().onAccent);
        control.setChecked(false);
        QCOMPARE(at(control, 15, 15), colours().borderStrong);
    }

    void switchesToggleAnywhere()
    {
        ui::Switch control;
        control.resize(control.sizeHint());

        QTest::mouseClick(&control, Qt::LeftButton, {}, QPoint(35, 15));

        QVERIFY(control.isChecked());
    }

    void boxesFillWhenChecked()
    {
        QCheckBox box(QStringLiteral("Always"));
        box.setChecked(true);

        QVERIFY(support::contains(support::shot(box, 2), colours().accent));
        box.setChecked(false);
        QVERIFY(!support::contains(support::shot(box, 2), colours().accent));
        QVERIFY(support::contains(support::shot(box, 2), colours().borderStrong));
    }

    void wrongFieldsHaveADangerousEdge()
    {
        QLineEdit field;
        field.resize(120, 36);
        QCOMPARE(pixel(support::shot(field, 2), 0.5, 18), colours().borderStrong);

        field.setProperty("wrong", true);

        QCOMPARE(pixel(support::shot(field, 2), 0.5, 18), colours().danger);
    }

    void iconButtonsKeepTheirSizeAndShowACount()
    {
        ui::IconButton button(QStringLiteral("transfers"), QStringLiteral("Transfers"));
        QCOMPARE(button.sizeHint(), QSize(36, 36));
        QVERIFY(!support::contains(support::shot(button, 2), colours().tone));

        button.setCount(2);
        button.resize(button.sizeHint());

        QVERIFY(support::contains(support::shot(button, 2), colours().tone));
        QCOMPARE(button.accessibleName(), QStringLiteral("Transfers"));
    }

    void filledIconButtonsAreAccent()
    {
        ui::IconButton button(QStringLiteral("send"), QStringLiteral("Send"));
        button.setFilled(true);

        QCOMPARE(at(button, 5, 18), colours().accent);
    }

    void segmentsMoveWithTheArrows()
    {
        ui::SegmentedControl control;
        control.setSegments({QStringLiteral("All"), QStringLiteral("Running"), QStringLiteral("Done")});
        int chosen = -1;
        connect(&control, &ui::SegmentedControl::chosen, this, [&chosen](int index) { chosen = index; });

        QTest::keyClick(&control, Qt::Key_Right);
        QCOMPARE(control.current(), 1);
        QCOMPARE(chosen, 1);

        control.setSegments({QStringLiteral("全部"), QStringLiteral("进行中"), QStringLiteral("完成")});
        QCOMPARE(control.current(), 1);
    }

    void menusHaveEnoughRoomForKeys()
    {
        QMenu menu;
        QAction *action = menu.addAction(QStringLiteral("Reply"));
        const int narrow = menu.sizeHint().width();
        action->setText(QStringLiteral("Reply to this message with a long text\tCtrl+Shift+Up"));

        QVERIFY(menu.sizeHint().width() > narrow + 100);
        QVERIFY(support::contains(support::shot(menu), colours().raised));
    }

    void scrollBarsAreThinAndHideWhenAllFits()
    {
        QScrollBar bar(Qt::Vertical);
        bar.resize(bar.sizeHint().width(), 200);
        bar.setRange(0, 0);
        const QImage empty = support::shot(bar);
        QCOMPARE(bar.width(), int(ui::size::scrollBarWide));

        bar.setRange(0, 1000);
        bar.setPageStep(200);

        QVERIFY(support::shot(bar) != empty);
    }

    void theBarOfAListTakesNoWidth()
    {
        const LongList list;

        QTRY_VERIFY(list.area.verticalScrollBar()->isVisible());
        QCOMPARE(list.area.viewport()->width(), 200);
        QCOMPARE(list.area.verticalScrollBar()->geometry().width(), int(ui::size::scrollBarWide));
    }

    void theBarOfAListShowsWhileItMoves()
    {
        LongList list;
        QTRY_VERIFY(!list.showsBar());

        list.area.verticalScrollBar()->setValue(100);

        QTRY_VERIFY(list.showsBar());
        QTRY_VERIFY(!list.showsBar());
    }

    void theBarOfAListShowsUnderThePointer()
    {
        LongList list;
        QTRY_VERIFY(!list.showsBar());

        QTest::mouseMove(list.area.viewport(), {50, 50});
        QTest::mouseMove(list.area.viewport(), {60, 60});

        QTRY_VERIFY(list.showsBar());
    }

    void aTrackOfAMillionStepsKeepsAThumb()
    {
        QScrollBar bar(Qt::Vertical);
        bar.resize(12, 200);
        bar.setRange(0, 1'000'000'000);
        bar.setPageStep(100);
        QStyleOptionSlider option;
        option.initFrom(&bar);
        option.maximum = bar.maximum();
        option.pageStep = bar.pageStep();
        option.orientation = Qt::Vertical;
        option.sliderPosition = bar.maximum();

        const QRect thumb = bar.style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, &bar);

        QCOMPARE(thumb.height(), 32);
        QCOMPARE(thumb.bottom(), 199);
    }
};

static const support::Register<TestAppStyle> registered;

#include "tst_appstyle.moc"
