#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/dialog.h"
#include "ui/dialogs/dialogprompter.h"
#include "uisupport.h"

#include <QAccessible>
#include <QLineEdit>
#include <QPointer>
#include <QShortcut>
#include <QTest>
#include <QVBoxLayout>

namespace {

class SmallDialog final : public ui::Dialog
{
public:
    explicit SmallDialog(QWidget *parent)
        : Dialog(support::theme(), parent)
        , field(new QLineEdit(this))
        , cancel(addButton(ui::Button::Kind::Quiet))
        , main(addButton(ui::Button::Kind::Primary))
    {
        body()->addWidget(field);
        connect(main, &ui::Button::clicked, this, &QDialog::accept);
        connect(cancel, &ui::Button::clicked, this, &QDialog::reject);
        retranslate();
        field->setFocus();
    }
    void retranslate() override
    {
        setTexts(QStringLiteral("Title"), QStringLiteral("Sentence"));
        cancel->setText(QStringLiteral("Cancel"));
        main->setText(QStringLiteral("Do it"));
    }

    QLineEdit *field;
    ui::Button *cancel;
    ui::Button *main;
};

} // namespace

class TestDialog : public support::Test
{
    Q_OBJECT
private:
    struct Window {
        Window()
        {
            widget.resize(900, 700);
            below = new QLineEdit(&widget);
            widget.show();
            widget.activateWindow();
            below->setFocus();
        }
        [[nodiscard]] bool isReady() { return QTest::qWaitForWindowActive(&widget); }
        QWidget widget;
        QLineEdit *below;
    };

private slots:
    void coversTheWindowAndFollowsItsSize()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);

        dialog->open();
        QCOMPARE(dialog->size(), window.widget.size());
        QVERIFY(!dialog->isWindow());

        window.widget.resize(700, 600);
        QTRY_COMPARE(dialog->size(), QSize(700, 600));
    }

    void isADialogForAssistiveTools()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);
        dialog->open();

        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(dialog);

        QCOMPARE(accessible->role(), QAccessible::Dialog);
        QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("Title"));
    }

    void hasCardScrimAndTokens()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);
        dialog->open();

        const QImage image = support::shot(window.widget, 2);

        QCOMPARE(support::pixel(image, 450, 350), support::theme().colours().raised);
        QVERIFY(support::pixel(image, 20, 20) != support::theme().colours().window);
    }

    void fillsANarrowWindow()
    {
        Window window;
        QVERIFY(window.isReady());
        window.widget.resize(400, 500);
        auto *dialog = new SmallDialog(&window.widget);

        dialog->open();

        QCOMPARE(support::pixel(support::shot(*dialog), 2, 2), support::theme().colours().raised);
    }

    void keepsTheFocusInside()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);
        dialog->open();
        QTRY_VERIFY(dialog->field->hasFocus());

        for (int i = 0; i < 7; ++i) {
            QTest::keyClick(window.widget.focusWidget(), Qt::Key_Tab);
            QVERIFY(dialog->isAncestorOf(window.widget.focusWidget()));
        }
        QTest::keyClick(window.widget.focusWidget(), Qt::Key_Backtab);
        QVERIFY(dialog->isAncestorOf(window.widget.focusWidget()));

        window.below->setFocus();
        QVERIFY(dialog->isAncestorOf(window.widget.focusWidget()));
    }

    void holdsBackTheShortcutsOfTheWindow()
    {
        Window window;
        QVERIFY(window.isReady());
        int fired = 0;
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_J), &window.widget);
        connect(shortcut, &QShortcut::activated, this, [&fired] { ++fired; });
        QTest::keyClick(window.below, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(fired, 1);
        auto *dialog = new SmallDialog(&window.widget);
        dialog->open();

        QTest::keyClick(dialog->field, Qt::Key_J, Qt::ControlModifier);
        QTest::keyClick(dialog->cancel, Qt::Key_J, Qt::ControlModifier);

        QCOMPARE(fired, 1);
    }

    void escapeEndsItAndGivesTheFocusBack()
    {
        Window window;
        QVERIFY(window.isReady());
        QPointer<SmallDialog> dialog = new SmallDialog(&window.widget);
        dialog->open();

        QTest::keyClick(dialog->field, Qt::Key_Escape);

        QTRY_VERIFY(dialog.isNull());
        QVERIFY(window.below->hasFocus());
    }

    void enterPressesTheFocusedButton()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);
        dialog->main->setDefault(true);
        dialog->open();
        int result = -1;
        connect(dialog, &QDialog::finished, this, [&result](int end) { result = end; });

        dialog->cancel->setFocus();
        QTest::keyClick(dialog->cancel, Qt::Key_Return);

        QCOMPARE(result, int(QDialog::Rejected));
    }

    void enterInAFieldPressesTheDefault()
    {
        Window window;
        QVERIFY(window.isReady());
        auto *dialog = new SmallDialog(&window.widget);
        dialog->main->setDefault(true);
        dialog->open();
        int result = -1;
        connect(dialog, &QDialog::finished, this, [&result](int end) { result = end; });

        QTest::keyClick(dialog->field, Qt::Key_Return);

        QCOMPARE(result, int(QDialog::Accepted));
    }

    void clicksBesideTheCardDoNothing()
    {
        Window window;
        QVERIFY(window.isReady());
        QPointer<SmallDialog> dialog = new SmallDialog(&window.widget);
        dialog->open();

        QTest::mouseClick(dialog, Qt::LeftButton, {}, QPoint(10, 10));

        QVERIFY(dialog && dialog->isVisible());
    }

    void scrollsWhatDoesNotFit()
    {
        Window window;
        QVERIFY(window.isReady());
        window.widget.resize(900, 420);
        class TallDialog final : public ui::Dialog
        {
        public:
            explicit TallDialog(QWidget *parent)
                : Dialog(support::theme(), parent)
                , last(addButton(ui::Button::Kind::Primary))
            {
                for (int i = 0; i < 30; ++i)
                    body()->addWidget(new QLineEdit(this));
            }
            void retranslate() override { }
            ui::Button *last;
        };
        auto *dialog = new TallDialog(&window.widget);
        dialog->open();

        const QPoint corner = dialog->last->mapTo(dialog, dialog->last->rect().bottomRight());

        QVERIFY(dialog->rect().contains(corner));
    }

    void questionsAreAnsweredByTheirButtons()
    {
        Window window;
        QVERIFY(window.isReady());
        ui::DialogPrompter prompter(support::theme(), window.widget);
        int answer = -2;
        bool choice = false;
        ui::Question question;
        question.title = QStringLiteral("Block Anna?");
        question.answers = {QStringLiteral("Cancel"), QStringLiteral("Block")};
        question.weight = ui::Question::Weight::Danger;
        question.choice = QStringLiteral("Also delete the history");

        prompter.ask(question, this, [&](int given, bool ticked) {
            answer = given;
            choice = ticked;
        });
        auto *dialog = window.widget.findChild<ui::Dialog *>();
        QVERIFY(dialog);
        QCOMPARE(support::namelessControls(*dialog), QStringList());
        const auto buttons = dialog->findChildren<ui::Button *>();
        QCOMPARE(buttons.size(), 2);
        // What cannot be undone is not one Enter away.
        QTRY_VERIFY(buttons.first()->hasFocus());
        dialog->findChild<QCheckBox *>()->click();
        buttons.last()->click();

        QCOMPARE(answer, 1);
        QVERIFY(choice);
    }

    void dismissedQuestionsSaySo()
    {
        Window window;
        QVERIFY(window.isReady());
        ui::DialogPrompter prompter(support::theme(), window.widget);
        int answer = -2;
        ui::Question question;
        question.title = QStringLiteral("Quit?");
        question.answers = {QStringLiteral("Quit")};
        prompter.ask(question, this,
                     [&answer](int given, bool) { answer = given; });

        QTest::keyClick(window.widget.findChild<ui::Button *>(), Qt::Key_Escape);

        QCOMPARE(answer, -1);
    }
};

static const support::Register<TestDialog> registered;

#include "tst_dialog.moc"
