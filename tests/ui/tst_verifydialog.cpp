#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/verifydialog.h"
#include "uisupport.h"

#include <QPointer>
#include <QTest>

using support::Desk;

class TestVerifyDialog : public support::Test
{
    Q_OBJECT
private:
    struct Open {
        Open()
            : desk(net, 1, QStringLiteral("Mara Lindqvist"))
        {
            desk.start();
            anna = desk.meet(2, QStringLiteral("Anna Berg"), model::Reach::Linked);
            window.resize(900, 700);
            window.show();
            window.activateWindow();
            dialog = new ui::VerifyDialog(support::theme(), desk.core, anna, &window);
            dialog->open();
        }
        [[nodiscard]] ui::Button *button(const QString &text) const
        {
            for (ui::Button *button : dialog->findChildren<ui::Button *>()) {
                if (button->text() == text)
                    return button;
            }
            return nullptr;
        }
        [[nodiscard]] model::Trust trust() { return desk.core.peers().peer(anna)->trust; }
        [[nodiscard]] bool hasCode() const { return button(QStringLiteral("They match"))->isEnabled(); }

        support::FakeNetwork net;
        Desk desk;
        model::PeerId anna;
        QWidget window;
        QPointer<ui::VerifyDialog> dialog;
    };

private slots:
    void matchingVerifies()
    {
        Open open;
        QVERIFY(!open.hasCode());
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode(), 20000);

        open.button(QStringLiteral("They match"))->click();

        QCOMPARE(open.trust(), model::Trust::Verified);
        QTRY_VERIFY(open.dialog.isNull());
    }

    void enterVerifiesNobody()
    {
        Open open;
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode(), 20000);
        QVERIFY(QTest::qWaitForWindowActive(&open.window));
        QTRY_VERIFY(open.button(QStringLiteral("Later"))->hasFocus());

        QTest::keyClick(open.window.focusWidget(), Qt::Key_Return);

        QTRY_VERIFY(open.dialog.isNull());
        QCOMPARE(open.trust(), model::Trust::Unverified);
    }

    void whoIsVerifiedIsNotAskedAgain()
    {
        Open open;
        open.desk.core.peers().verify(open.anna);
        open.dialog->reject();
        auto *again = new ui::VerifyDialog(support::theme(), open.desk.core, open.anna, &open.window);
        open.dialog = again;
        again->open();

        QVERIFY(!open.button(QStringLiteral("They match"))->isVisible());
        QVERIFY(open.button(QStringLiteral("They differ"))->isVisible());
        open.button(QStringLiteral("Close"))->click();
        QTRY_VERIFY(open.dialog.isNull());
        QCOMPARE(open.trust(), model::Trust::Verified);
    }

    void differingLeadsToBlock()
    {
        Open open;

        open.button(QStringLiteral("They differ"))->click();
        QVERIFY(open.dialog && open.dialog->isVisible());
        QVERIFY(open.button(QStringLiteral("Look again")));
        open.button(QStringLiteral("Block"))->click();

        QVERIFY(open.desk.core.peers().isBlocked(open.anna));
    }

    void differingCanLookAgain()
    {
        Open open;
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode(), 20000);

        open.button(QStringLiteral("They differ"))->click();
        open.button(QStringLiteral("Look again"))->click();

        QVERIFY(open.hasCode());
        QCOMPARE(open.trust(), model::Trust::Unverified);
        QCOMPARE(support::namelessControls(*open.dialog), QStringList());
    }

    void theCodeIsNamedForReaders()
    {
        Open open;
        QTRY_VERIFY_WITH_TIMEOUT(open.hasCode(), 20000);
        const QString code = open.desk.core.safetyCode(open.anna).result();

        const auto all = open.dialog->findChildren<QWidget *>();
        QVERIFY(std::any_of(all.begin(), all.end(),
                            [&code](QWidget *widget) { return widget->accessibleName().contains(code); }));
    }
};

static const support::Register<TestVerifyDialog> registered;

#include "tst_verifydialog.moc"
