#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/infobar.h"
#include "ui/dialogs/rowbox.h"
#include "ui/dialogs/settings/sectiontabs.h"
#include "ui/dialogs/settingspage.h"
#include "uisupport.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

using support::Desk;
using Section = ui::SettingsPage::Section;
namespace keys = settings::keys;

class TestSettingsPage : public support::Test
{
    Q_OBJECT
private:
    // The page over a running program.
    struct Open {
        explicit Open(Section section)
            : desk(net, 1, QStringLiteral("Mara Lindqvist"))
        {
            desk.start();
            page = std::make_unique<ui::SettingsPage>(support::theme(), desk.core, prompter);
            page->resize(1000, 700);
            page->show(section);
            page->show();
        }
        template<typename Widget>
        [[nodiscard]] Widget *find(const QString &name = {}) const
        {
            for (Widget *widget : page->findChild<QStackedWidget *>()->currentWidget()->findChildren<Widget *>()) {
                if (name.isEmpty() || widget->accessibleName() == name)
                    return widget;
            }
            return nullptr;
        }
        [[nodiscard]] QStringList rows() const
        {
            QStringList titles;
            for (const auto *row : page->findChild<QStackedWidget *>()->currentWidget()->findChildren<ui::BoxRow *>()) {
                if (row->isVisible())
                    titles.append(row->title());
            }
            return titles;
        }
        template<typename T>
        [[nodiscard]] T get(const settings::Setting<T> &setting) { return desk.core.settings().get(setting); }

        support::FakeNetwork net;
        Desk desk;
        support::ScriptedPrompter prompter;
        std::unique_ptr<ui::SettingsPage> page;
    };

private slots:
    void everyControlHasAName()
    {
        Open open(Section::Profile);
        open.desk.core.rememberManualPeer({QStringLiteral("10.20.4.17"), 24250});
        open.desk.core.peers().block(open.desk.meet(2, QStringLiteral("Anna Berg")));

        for (int i = int(Section::Profile); i <= int(Section::About); ++i) {
            open.page->show(Section(i));
            QCOMPARE(support::namelessControls(*open.page), QStringList());
        }
    }

    void sectionsAreTabsForAScreenReader()
    {
        Open open(Section::Profile);
        auto *tabs = open.page->findChild<ui::SectionTabs *>();
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(tabs);
        QCOMPARE(list->role(), QAccessible::PageTabList);
        QCOMPARE(list->childCount(), 7);
        QAccessibleInterface *network = list->child(int(Section::Network));
        QCOMPARE(network->role(), QAccessible::PageTab);
        QCOMPARE(network->text(QAccessible::Name), QStringLiteral("Network"));
        QVERIFY(!network->state().selected);

        network->actionInterface()->doAction(QAccessibleActionInterface::pressAction());

        QVERIFY(network->state().selected);
        QVERIFY(!list->child(int(Section::Profile))->state().selected);
        QCOMPARE(open.page->section(), Section::Network);
    }

    void theFocusFollowsTheChosenSection()
    {
        Open open(Section::Profile);
        open.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(open.page.get()));
        auto *tabs = open.page->findChild<ui::SectionTabs *>();
        open.page->setFocus();
        QVERIFY(tabs->tab(int(Section::Profile))->hasFocus());

        QTest::mouseClick(tabs->tab(int(Section::Network)), Qt::LeftButton);

        QVERIFY(tabs->tab(int(Section::Network))->hasFocus());
    }

    void themesAreRadioButtonsForAScreenReader()
    {
        Open open(Section::Appearance);
        const auto choices = open.page->findChild<QStackedWidget *>()->currentWidget()->findChildren<QAbstractButton *>();
        QAccessibleInterface *dark = QAccessible::queryAccessibleInterface(choices.at(2));
        QCOMPARE(dark->role(), QAccessible::RadioButton);

        dark->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());

        QCOMPARE(open.get(keys::theme), QStringLiteral("dark"));
        QVERIFY(!choices.at(0)->isChecked());
    }

    void arrowKeysGoThroughTheSections()
    {
        Open open(Section::Profile);
        auto *tabs = open.page->findChild<ui::SectionTabs *>();
        open.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(open.page.get()));
        tabs->tab(0)->setFocus();

        QTest::keyClick(tabs->tab(0), Qt::Key_Down);

        QCOMPARE(open.page->section(), Section::Appearance);
    }

    void renames()
    {
        Open open(Section::Profile);
        auto *name = open.find<QLineEdit>();
        name->selectAll();

        QTest::keyClicks(name, QStringLiteral("Mara L."));
        QTest::keyClick(name, Qt::Key_Return);

        QCOMPARE(open.get(keys::userName), QStringLiteral("Mara L."));
    }

    void aBlankNameComesBack()
    {
        Open open(Section::Profile);
        auto *name = open.find<QLineEdit>();
        name->setText(QStringLiteral("  "));

        QTest::keyClick(name, Qt::Key_Return);

        QCOMPARE(name->text(), QStringLiteral("Mara Lindqvist"));
        QCOMPARE(open.get(keys::userName), QStringLiteral("Mara Lindqvist"));
    }

    void choosesTheTheme()
    {
        Open open(Section::Appearance);
        const auto choices = open.page->findChild<QStackedWidget *>()->currentWidget()->findChildren<QAbstractButton *>();
        QCOMPARE(choices.size(), 3);
        QVERIFY(choices.at(0)->isChecked());

        QTest::keyClick(choices.at(2), Qt::Key_Space);
        QCOMPARE(open.get(keys::theme), QStringLiteral("dark"));

        open.desk.core.settings().set(keys::theme, QStringLiteral("light"));
        QVERIFY(choices.at(1)->isChecked());
    }

    void ruleForIncomingFiles()
    {
        Open open(Section::Transfers);
        auto *rule = open.find<QComboBox>();
        QCOMPARE(rule->currentIndex(), 0);

        rule->setCurrentIndex(1);
        emit rule->activated(1);
        QCOMPARE(open.get(keys::transferAccept), QStringLiteral("verified"));

        open.desk.core.settings().set(keys::transferAccept, QStringLiteral("always"));
        QCOMPARE(rule->currentIndex(), 2);
    }

    void whatHappensToNamesThatAreTaken()
    {
        Open open(Section::Transfers);
        auto *choice = open.find<QComboBox>(QStringLiteral("Names that are taken"));
        QVERIFY(choice);
        QCOMPARE(choice->count(), 2); // replacing is decided for single people
        QCOMPARE(choice->currentText(), QStringLiteral("Skip identical files"));

        choice->setCurrentIndex(1);
        emit choice->activated(1);
        QCOMPARE(open.get(keys::sameName), QStringLiteral("keepBoth"));

        open.desk.core.settings().set(keys::sameName, QStringLiteral("skipIdentical"));
        QCOMPARE(choice->currentIndex(), 0);
    }

    void howManyTransfersRunAtOnce()
    {
        Open open(Section::Transfers);
        auto *choice = open.find<QComboBox>(QStringLiteral("Transfers at once"));
        QVERIFY(choice);
        QCOMPARE(choice->currentText(), QStringLiteral("3"));
        QCOMPARE(choice->count(), keys::mostAtOnce);

        choice->setCurrentIndex(0);
        emit choice->activated(0);
        QCOMPARE(open.get(keys::transfersAtOnce), 1);

        open.desk.core.settings().set(keys::transfersAtOnce, 8);
        QCOMPARE(choice->currentText(), QStringLiteral("8"));
    }

    void limitsTheSpeed()
    {
        Open open(Section::Transfers);
        auto *onOff = open.find<ui::Switch>(QStringLiteral("Limit the upload speed"));
        auto *number = open.find<QLineEdit>(QStringLiteral("Upload at most"));
        auto *unit = open.find<QComboBox>(QStringLiteral("Upload at most: unit"));
        QVERIFY(onOff && number && unit);
        QVERIFY(!number->isVisible());

        QTest::mouseClick(onOff, Qt::LeftButton);
        QTRY_VERIFY(number->isVisible());
        QCOMPARE(open.get(keys::uploadLimit), 1'000'000);
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("2.5"));
        QTest::keyClick(number, Qt::Key_Return);
        QCOMPARE(open.get(keys::uploadLimit), 2'500'000);
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("300"));
        unit->setCurrentIndex(0);
        emit unit->activated(0);
        QCOMPARE(open.get(keys::uploadLimit), 300'000);
        QTest::mouseClick(onOff, Qt::LeftButton);
        QCOMPARE(open.get(keys::uploadLimit), 0);
        QVERIFY(!number->isVisible());
        QCOMPARE(open.get(keys::downloadLimit), 0);

        open.desk.core.settings().set(keys::uploadLimit, qint64(12'000'000));
        QVERIFY(onOff->isChecked());
        QCOMPARE(number->text(), QStringLiteral("12"));
        QCOMPARE(unit->currentText(), QStringLiteral("MB/s"));
    }

    void refusesALimitThatLooksLikeADeadLine_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("too small") << QStringLiteral("0.05");
        QTest::newRow("no number") << QStringLiteral("fast");
        QTest::newRow("negative") << QStringLiteral("-1");
        QTest::newRow("empty") << QString();
    }

    void refusesALimitThatLooksLikeADeadLine()
    {
        QFETCH(QString, typed);
        Open open(Section::Transfers);
        open.desk.core.settings().set(keys::downloadLimit, qint64(5'000'000));
        auto *number = open.find<QLineEdit>(QStringLiteral("Download at most"));
        QVERIFY(number && number->isVisible());

        number->selectAll();
        QTest::keyClick(number, Qt::Key_Delete);
        QTest::keyClicks(number, typed);
        QTest::keyClick(number, Qt::Key_Return);

        QCOMPARE(open.get(keys::downloadLimit), 5'000'000);
        QVERIFY(number->property("wrong").toBool());
    }

    void choosesTheFolder()
    {
        Open open(Section::Transfers);
        open.prompter.paths = {open.desk.profile.folder(QStringLiteral("elsewhere"))};

        open.find<ui::Button>()->click();

        QTRY_COMPARE(open.get(keys::transferFolder), open.prompter.paths.first());
    }

    void keepsTheFolderWhenDismissed()
    {
        Open open(Section::Transfers);

        open.find<ui::Button>()->click();
        QTest::qWait(0);

        QCOMPARE(open.get(keys::transferFolder), QString());
    }

    void refusesAWrongPort_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("too small") << QStringLiteral("80");
        QTest::newRow("too large") << QStringLiteral("70000");
        QTest::newRow("no number") << QStringLiteral("abc");
        QTest::newRow("empty") << QString();
    }

    void refusesAWrongPort()
    {
        QFETCH(QString, typed);
        Open open(Section::Network);
        auto *port = open.find<QLineEdit>(QStringLiteral("UDP and TCP port"));
        QVERIFY(port);
        port->setText(typed);

        QTest::keyClick(port, Qt::Key_Return);

        QVERIFY(port->property("wrong").toBool());
        QCOMPARE(open.get(keys::networkPort), keys::networkPort.fallback);
    }

    void takesARightPort()
    {
        Open open(Section::Network);
        auto *port = open.find<QLineEdit>(QStringLiteral("UDP and TCP port"));
        port->setText(QStringLiteral("31000"));

        QTest::keyClick(port, Qt::Key_Return);

        QVERIFY(!port->property("wrong").toBool());
        QCOMPARE(open.get(keys::networkPort), 31000);
    }

    void aTakenPortHasBothRemedies()
    {
        Open open(Section::Network);
        auto *bar = open.find<ui::InfoBar>();
        QVERIFY(!bar->isVisible());
        gateway::LineReport line = open.desk.core.line();
        line.wantedPort = 24250;
        line.port = 24251;
        line.portHolder = QStringLiteral("feiq.exe");

        open.net.report(open.desk.self, line);

        QTRY_VERIFY(bar->isVisible());
        QVERIFY(bar->sentence().contains(QStringLiteral("feiq.exe")));
        QCOMPARE(bar->action(0)->text(), QStringLiteral("Retry"));
        bar->action(1)->click();
        QTRY_COMPARE(open.get(keys::networkPort), 24251);
    }

    void copiesOwnAddresses()
    {
        Open open(Section::Network);
        QTRY_VERIFY(!open.desk.core.line().addresses.isEmpty());
        const QString address = model::Endpoint{open.desk.core.line().addresses.first(), open.desk.core.line().port}.toText();
        ui::IconButton *copy = nullptr;
        QTRY_VERIFY((copy = open.find<ui::IconButton>(QStringLiteral("Copy %1").arg(address))) != nullptr);

        copy->click();

        QCOMPARE(QGuiApplication::clipboard()->text(), address);
    }

    void removesManualPeers()
    {
        Open open(Section::Network);
        open.desk.core.rememberManualPeer({QStringLiteral("10.20.4.17"), 24250});
        ui::IconButton *remove = nullptr;
        QTRY_VERIFY((remove = open.find<ui::IconButton>(QStringLiteral("Remove 10.20.4.17:24250"))) != nullptr);

        remove->click();

        QTRY_COMPARE(open.get(keys::manualPeers), QStringList());
        QTRY_VERIFY(!open.rows().contains(QStringLiteral("10.20.4.17:24250")));
    }

    void switchesReadReceipts()
    {
        Open open(Section::Privacy);
        auto *receipts = open.find<ui::Switch>();
        QVERIFY(receipts->isChecked());

        QTest::keyClick(receipts, Qt::Key_Space);

        QVERIFY(!open.get(keys::readReceipts));
    }

    void unblocks()
    {
        Open open(Section::Privacy);
        QVERIFY(open.rows().contains(QStringLiteral("Nobody is blocked")));
        const model::PeerId anna = open.desk.meet(2, QStringLiteral("Anna Berg"));
        open.desk.core.peers().block(anna);
        QTRY_VERIFY(open.rows().contains(QStringLiteral("Anna Berg")));

        open.find<ui::Button>()->click();

        QTRY_VERIFY(!open.desk.core.peers().isBlocked(anna));
        QTRY_VERIFY(open.rows().contains(QStringLiteral("Nobody is blocked")));
    }

    void tellsWhatRuns()
    {
        Open open(Section::About);
        const QStringList rows = open.rows();

        QVERIFY(rows.first().contains(QStringLiteral(LANDLINE_VERSION)));
        QVERIFY(open.desk.core.tlsBackend().startsWith(QStringLiteral("OpenSSL")));
    }

    void escapeCloses()
    {
        Open open(Section::Profile);
        QSignalSpy close(open.page.get(), &ui::SettingsPage::closeRequested);

        QTest::keyClick(open.page.get(), Qt::Key_Escape);

        QCOMPARE(close.count(), 1);
    }

    void narrowWindowsShowOneStepAtATime()
    {
        Open open(Section::Profile);
        QSignalSpy close(open.page.get(), &ui::SettingsPage::closeRequested);
        open.page->resize(400, 600);
        auto *pages = open.page->findChild<QStackedWidget *>();
        QTRY_COMPARE(open.page->width(), 400);
        QVERIFY(pages->isVisible());

        QTest::keyClick(open.page.get(), Qt::Key_Escape);
        QVERIFY(!pages->isVisible());
        QCOMPARE(close.count(), 0);

        QTest::keyClick(open.page.get(), Qt::Key_Escape);
        QCOMPARE(close.count(), 1);
    }
};

static const support::Register<TestSettingsPage> registered;

#include "tst_settingspage.moc"
