#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/amountfield.h"
#include "ui/dialogs/personfilesdialog.h"
#include "uisupport.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QTest>

using model::Consent;
using model::SameName;

class TestPersonFilesDialog : public support::Test
{
    Q_OBJECT
private:
    // Mara decides about Anna.
    struct Open {
        explicit Open(const model::PeerRule &before = {})
            : mara(net, 1, QStringLiteral("Mara Lindqvist"))
        {
            mara.start();
            anna = mara.meet(2, QStringLiteral("Anna Berg"));
            model::PeerRule rule = before;
            rule.peer = anna;
            mara.core.transfers().rules().setRule(rule);
            window.resize(900, 800);
            window.show();
            dialog = new ui::PersonFilesDialog(support::theme(), mara.core, prompter, anna, &window);
            dialog->open();
        }
        [[nodiscard]] model::PeerRule rule() { return mara.core.transfers().rules().rule(anna); }
        [[nodiscard]] bool says(const QString &text) const
        {
            const auto labels = dialog->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) {
                return label->isVisible() && label->text().contains(text);
            });
        }
        void press(const QString &text) const
        {
            for (ui::Button *button : dialog->findChildren<ui::Button *>()) {
                if (button->text() == text && button->isVisible())
                    return QTest::mouseClick(button, Qt::LeftButton);
            }
            QFAIL(qPrintable(text));
        }
        void choose(int box, const QString &text) const
        {
            const QStringList names {QStringLiteral("When files are offered"), QStringLiteral("Names that are taken")};
            for (QComboBox *one : dialog->findChildren<QComboBox *>()) {
                if (one->accessibleName() == names[box])
                    one->setCurrentIndex(one->findText(text));
            }
        }
        [[nodiscard]] QString folder() const
        {
            for (const QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
                if (field->accessibleName() == QStringLiteral("Save to"))
                    return field->text();
            }
            return {};
        }
        [[nodiscard]] QLineEdit *number() const
        {
            return dialog->findChild<ui::AmountField *>()->findChild<QLineEdit *>();
        }

        support::FakeNetwork net;
        support::Desk mara;
        model::PeerId anna;
        support::ScriptedPrompter prompter;
        QWidget window;
        QPointer<ui::PersonFilesDialog> dialog;
    };
    enum { OnOffer, OnNames };

private slots:
    void beginsWithWhatHolds()
    {
        model::PeerRule before;
        before.consent = Consent::UpTo;
        before.upToBytes = 20'000'000;
        before.folder = QStringLiteral("/srv/anna");
        before.sameName = SameName::ReplaceOlder;
        Open open(before);

        QVERIFY(open.number()->isVisible());
        QCOMPARE(open.number()->text(), QStringLiteral("20"));
        QVERIFY(open.says(QStringLiteral("gone for good")));
        QCOMPARE(support::namelessControls(*open.dialog), QStringList());
        open.press(QStringLiteral("Save"));
        before.peer = open.anna;
        QCOMPARE(open.rule(), before);
    }

    void keepsWhatIsChosen()
    {
        Open open;
        QVERIFY(!open.number()->isVisible());

        open.choose(OnOffer, QStringLiteral("Accept up to a size"));
        QVERIFY(open.number()->isVisible());
        open.number()->selectAll();
        QTest::keyClicks(open.number(), QStringLiteral("2.5"));
        open.choose(OnNames, QStringLiteral("Keep both"));
        open.prompter.paths = {QStringLiteral("/srv/anna")};
        open.press(QStringLiteral("Change…"));
        QTRY_COMPARE(open.folder(), QStringLiteral("/srv/anna"));
        QCOMPARE(open.rule(), (model::PeerRule {open.anna, {}, 0, {}, {}})); // not before it is saved
        open.press(QStringLiteral("Save"));

        QTRY_COMPARE(open.rule(), (model::PeerRule {open.anna, Consent::UpTo, 2'500'000, QStringLiteral("/srv/anna"),
                                                    SameName::KeepBoth}));
        QTRY_VERIFY(open.dialog.isNull());
    }

    void goesBackToTheGeneralFolder()
    {
        model::PeerRule before;
        before.folder = QStringLiteral("/srv/anna");
        Open open(before);

        open.press(QStringLiteral("Use the general folder"));
        open.press(QStringLiteral("Save"));

        QVERIFY(open.rule().isGeneral());
    }

    void aSizeIsANumber()
    {
        Open open;
        open.choose(OnOffer, QStringLiteral("Accept up to a size"));
        open.number()->selectAll();
        QTest::keyClicks(open.number(), QStringLiteral("many"));

        open.press(QStringLiteral("Save"));

        QVERIFY(open.dialog && open.dialog->isVisible());
        QVERIFY(open.says(QStringLiteral("type a size")));
        QVERIFY(open.rule().isGeneral());
    }

    void warnsOfPeopleWhoAreNotVerified()
    {
        Open open;
        open.choose(OnOffer, QStringLiteral("Always accept"));
        QVERIFY(open.says(QStringLiteral("not verified")));
        open.choose(OnOffer, QStringLiteral("Never accept"));
        QVERIFY(!open.says(QStringLiteral("not verified")));

        open.mara.core.peers().verify(open.anna);
        open.choose(OnOffer, QStringLiteral("Always accept"));

        QTRY_VERIFY(!open.says(QStringLiteral("not verified")));
        QVERIFY(open.says(QStringLiteral("without a question")));
    }

    void escapeChangesNothing()
    {
        Open open;
        open.choose(OnOffer, QStringLiteral("Never accept"));

        QTest::keyClick(open.dialog.data(), Qt::Key_Escape);

        QTRY_VERIFY(open.dialog.isNull());
        QVERIFY(open.rule().isGeneral());
    }
};

static const support::Register<TestPersonFilesDialog> registered;

#include "tst_personfilesdialog.moc"
