#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/addpersondialog.h"
#include "uisupport.h"

#include <QLineEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using support::Desk;

class TestAddPersonDialog : public support::Test
{
    Q_OBJECT
private:
    struct Open {
        Open()
            : desk(net, 1, QStringLiteral("Mara Lindqvist"))
        {
            desk.start();
            window.resize(900, 700);
            window.show();
            dialog = new ui::AddPersonDialog(support::theme(), desk.core, &window);
            dialog->open();
        }
        void type(const QString &address) const
        {
            auto *field = dialog->findChild<QLineEdit *>();
            field->clear();
            QTest::keyClicks(field, address);
            QTest::keyClick(field, Qt::Key_Return);
        }
        [[nodiscard]] bool says(const QString &text) const
        {
            const auto labels = dialog->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) { return label->text().contains(text); });
        }
        [[nodiscard]] ui::Button *button(const QString &text) const
        {
            for (ui::Button *button : dialog->findChildren<ui::Button *>()) {
                if (button->text() == text)
                    return button;
            }
            return nullptr;
        }

        support::FakeNetwork net;
        Desk desk;
        QWidget window;
        QPointer<ui::AddPersonDialog> dialog;
    };

private slots:
    void reachesSomebodyAndOpensTheConversation()
    {
        Open open;
        Desk dana(open.net, 2, QStringLiteral("Dana Whitfield"));
        dana.start();
        QTRY_VERIFY_WITH_TIMEOUT(open.desk.sees(dana), 20000);
        QSignalSpy found(open.dialog, &ui::AddPersonDialog::personFound);

        open.type(support::FakeNetwork::endpoint(2).host);
        QTRY_VERIFY(open.says(QStringLiteral("Dana Whitfield")));
        open.button(QStringLiteral("Open the conversation"))->click();

        QCOMPARE(found.count(), 1);
        QCOMPARE(found.first().first().value<model::PeerId>(), dana.self);
    }

    void tellsTheStepThatFailed()
    {
        Open open;

        open.type(QStringLiteral("10.99.99.99:24250"));

        QTRY_VERIFY(open.says(QStringLiteral("Nothing answers at this address and port.")));
        QVERIFY(open.dialog->findChild<QLineEdit *>()->property("wrong").toBool());
    }

    void remembersAnAddressThatIsSilentNow()
    {
        Open open;
        open.type(QStringLiteral("10.99.99.99"));
        QTRY_VERIFY(open.button(QStringLiteral("Keep trying"))->isVisible());

        open.button(QStringLiteral("Keep trying"))->click();

        QTRY_COMPARE(open.desk.core.settings().get(settings::keys::manualPeers),
                     QStringList{QStringLiteral("10.99.99.99:24250")});
        QVERIFY(open.says(QStringLiteral("10.99.99.99:24250")));
    }

    void refusesWhatIsNoAddress()
    {
        Open open;

        open.type(QStringLiteral("[::1:99999"));

        QVERIFY(open.says(QStringLiteral("An address looks like")));
        QVERIFY(open.dialog->isVisible());
    }

    void typingClearsTheComplaint()
    {
        Open open;
        open.type(QStringLiteral("[::1:99999"));

        QTest::keyClicks(open.dialog->findChild<QLineEdit *>(), QStringLiteral("1"));

        QVERIFY(!open.dialog->findChild<QLineEdit *>()->property("wrong").toBool());
    }

    void everyControlHasAName()
    {
        Open open;

        QCOMPARE(support::namelessControls(*open.dialog), QStringList());
    }
};

static const support::Register<TestAddPersonDialog> registered;

#include "tst_addpersondialog.moc"
