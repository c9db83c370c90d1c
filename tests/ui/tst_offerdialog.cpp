#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/offerdialog.h"
#include "uisupport.h"

#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPointer>
#include <QTest>

using support::Desk;
using model::TransferState;

class TestOfferDialog : public support::Test
{
    Q_OBJECT
private:
    // Anna offers two files, one of them a program.
    struct Open {
        Open()
            : mara(net, 1, QStringLiteral("Mara Lindqvist"))
            , anna(net, 2, QStringLiteral("Anna Berg"))
        {
            mara.start();
            anna.start();
            window.resize(900, 800);
            window.show();
        }
        [[nodiscard]] bool offer()
        {
            if (!QTest::qWaitFor([this] { return mara.sees(anna) && anna.sees(mara); }, 20000))
                return false;
            sent = anna.core.transfers().send(mara.self, {anna.profile.write(QStringLiteral("Door schedule.xlsx"), "doors"),
                                                          anna.profile.write(QStringLiteral("viewer-setup.exe"), "program")});
            if (!QTest::qWaitFor([this] { return state() == TransferState::Offered; }, 20000))
                return false;
            dialog = new ui::OfferDialog(support::theme(), mara.core, prompter, sent, &window);
            dialog->open();
            return true;
        }
        [[nodiscard]] std::optional<TransferState> state()
        {
            const auto transfer = mara.core.transfers().transfer(sent);
            return transfer ? std::optional(transfer->state) : std::nullopt;
        }
        [[nodiscard]] bool says(const QString &text) const
        {
            const auto all = dialog->findChildren<QWidget *>();
            return std::any_of(all.begin(), all.end(), [&text](const QWidget *widget) {
                const auto *label = qobject_cast<const QLabel *>(widget);
                return (label && label->text().contains(text)) || widget->accessibleName().contains(text);
            });
        }
        [[nodiscard]] ui::FileList &list() const { return *dialog->findChild<ui::FileList *>(); }
        [[nodiscard]] bool hasList() const
        {
            return QTest::qWaitFor([this] { return list().isVisible() && list().itemCount() > 1; }, 10000);
        }
        [[nodiscard]] ui::Button *button(const QString &start) const
        {
            for (ui::Button *button : dialog->findChildren<ui::Button *>()) {
                if (button->text().startsWith(start))
                    return button;
            }
            return nullptr;
        }

        support::FakeNetwork net;
        Desk mara;
        Desk anna;
        support::ScriptedPrompter prompter;
        QWidget window;
        model::TransferId sent;
        QPointer<ui::OfferDialog> dialog;
    };

private slots:
    void tellsWhatAndFromWhom()
    {
        Open open;
        QVERIFY(open.offer());

        QVERIFY(open.dialog->windowTitle().contains(QStringLiteral("Anna Berg")));
        QVERIFY(open.hasList());
        QCOMPARE(open.list().itemCount(), 2);
        QVERIFY(open.list().itemName(0).startsWith(QStringLiteral("Door schedule.xlsx, 5 bytes")));
        QVERIFY(open.list().itemName(1).contains(QStringLiteral("may be a program")));
        QCOMPARE(open.list().itemCheck(1), std::optional(Qt::Checked));
        QTRY_VERIFY(open.says(QStringLiteral(" free")));
        QVERIFY(!open.dialog->findChild<QComboBox *>()->isVisible()); // no name is taken
        QCOMPARE(support::namelessControls(*open.dialog), QStringList());
    }

    void accepts()
    {
        Open open;
        QVERIFY(open.offer());

        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QTRY_VERIFY(open.dialog.isNull());
        QVERIFY(QFile::exists(open.mara.core.receiveFolder() + QStringLiteral("/Door schedule.xlsx")));
    }

    void acceptsSomewhereElse()
    {
        Open open;
        QVERIFY(open.offer());
        open.prompter.paths = {open.mara.profile.folder(QStringLiteral("elsewhere"))};

        open.button(QStringLiteral("Change"))->click();
        QTRY_VERIFY(open.dialog->findChild<QLineEdit *>()->text().contains(QStringLiteral("elsewhere")));
        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QVERIFY(QFile::exists(open.prompter.paths.first() + QStringLiteral("/Door schedule.xlsx")));
    }

    void asksWhatToDoWithNamesThatAreTaken()
    {
        Open open;
        const QString folder = open.mara.core.receiveFolder();
        QVERIFY(QDir().mkpath(folder));
        QFile taken(folder + QStringLiteral("/Door schedule.xlsx"));
        QVERIFY(taken.open(QIODevice::WriteOnly) && taken.write("doors") == 5);
        taken.close();
        QVERIFY(open.offer());
        auto *choice = open.dialog->findChild<QComboBox *>();
        QTRY_VERIFY(choice->isVisible());
        QVERIFY(open.says(QStringLiteral("1 name(s) are taken")));
        QCOMPARE(choice->currentText(), QStringLiteral("Skip identical files"));

        choice->setCurrentIndex(choice->findText(QStringLiteral("Keep both")));
        QVERIFY(open.says(QStringLiteral("becomes “name (2)”")));
        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QCOMPARE(QDir(folder).entryList(QDir::Files).size(), 3); // what was there, the same once more, and the program
    }

    void savesWhereThePersonsRuleSays()
    {
        Open open;
        QVERIFY(QTest::qWaitFor([&] { return open.mara.sees(open.anna); }, 20000));
        model::PeerRule rule;
        rule.peer = open.anna.self;
        rule.folder = open.mara.profile.folder(QStringLiteral("from Anna"));
        QVERIFY(open.mara.core.transfers().rules().setRule(rule));
        QVERIFY(open.offer());

        QVERIFY(open.dialog->findChild<QLineEdit *>()->text().endsWith(QStringLiteral("from Anna")));
        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QVERIFY(QFile::exists(rule.folder + QStringLiteral("/Door schedule.xlsx")));
    }

    void takesOnlyWhatIsTicked()
    {
        Open open;
        QVERIFY(open.offer());
        QVERIFY(open.hasList());

        QTest::mouseClick(open.list().viewport(), Qt::LeftButton, {}, open.list().itemRect(1).center());
        QTRY_COMPARE(open.list().itemCheck(1), std::optional(Qt::Unchecked));
        QCOMPARE(open.button(QStringLiteral("Accept"))->text(), QStringLiteral("Accept 1 file(s)"));
        QVERIFY(open.says(QStringLiteral("5 bytes")));
        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QCOMPARE(QDir(open.mara.core.receiveFolder()).entryList(QDir::Files),
                 QStringList {QStringLiteral("Door schedule.xlsx")});
    }

    // Faster than the list is counted: nothing of it is lost, and nothing comes that was just left out.
    void keepsUpWithQuickFingers()
    {
        Open open;
        QVERIFY(open.offer());
        QVERIFY(open.hasList());
        open.list().focusItem(0);

        QTest::keyClick(&open.list(), Qt::Key_Space);
        QTest::keyClick(&open.list(), Qt::Key_Down);
        QTest::keyClick(&open.list(), Qt::Key_Space);
        QTRY_COMPARE(open.list().itemCheck(0), std::optional(Qt::Unchecked));
        QTRY_COMPARE(open.list().itemCheck(1), std::optional(Qt::Unchecked));
        QVERIFY(!open.button(QStringLiteral("Accept"))->isEnabled());
        QTest::keyClick(&open.list(), Qt::Key_Space);
        QTRY_VERIFY(open.button(QStringLiteral("Accept"))->isEnabled());
        QTest::keyClick(&open.list(), Qt::Key_Up);
        QTest::keyClick(&open.list(), Qt::Key_Space);
        QTest::keyClick(&open.list(), Qt::Key_Down);
        QTest::keyClick(&open.list(), Qt::Key_Space);
        open.button(QStringLiteral("Accept"))->click();

        QTRY_COMPARE_WITH_TIMEOUT(open.state(), std::optional(TransferState::Done), 20000);
        QCOMPARE(QDir(open.mara.core.receiveFolder()).entryList(QDir::Files),
                 QStringList {QStringLiteral("Door schedule.xlsx")});
    }

    void declines()
    {
        Open open;
        QVERIFY(open.offer());

        open.button(QStringLiteral("Decline"))->click();

        QTRY_COMPARE(open.state(), std::optional(TransferState::Declined));
        QTRY_VERIFY(open.dialog.isNull());
    }

    void escapeDecidesNothing()
    {
        Open open;
        QVERIFY(open.offer());

        QTest::keyClick(open.dialog.data(), Qt::Key_Escape);

        QTRY_VERIFY(open.dialog.isNull());
        QCOMPARE(open.state(), std::optional(TransferState::Offered));
    }

    void goesWhenTheOfferIsWithdrawn()
    {
        Open open;
        QVERIFY(open.offer());

        open.anna.core.transfers().cancel(open.sent);

        QTRY_VERIFY_WITH_TIMEOUT(open.dialog.isNull(), 20000);
    }
};

static const support::Register<TestOfferDialog> registered;

#include "tst_offerdialog.moc"
