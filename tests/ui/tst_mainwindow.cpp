#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/window/windowstate.h"
#include "windowsupport.h"

#include <QClipboard>
#include <QRegularExpression>
#include <QSignalSpy>

using support::Office;
using Pane = ui::Panes::Pane;

class TestMainWindow : public support::Test
{
    Q_OBJECT
private slots:
    void everyControlHasAName()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("hi"));
        office.window.panes().setPanelShown(true);

        QCOMPARE(support::namelessControls(office.window), QStringList());
    }

    void showsPanesSideBySide()
    {
        Office office;
        office.begin();
        office.window.panes().setPanelShown(true);

        QVERIFY(office.window.peerPane().isVisible());
        QVERIFY(office.window.chatPane().isVisible());
        QVERIFY(office.window.transferPanel().isVisible());
        QCOMPARE(office.window.peerPane().width(), 304);
        QCOMPARE(office.window.transferPanel().width(), 351);
    }

    void panelTakesTheConversationsPlace()
    {
        Office office;
        office.window.resize(900, 700);
        office.begin();

        office.window.panes().setPanelShown(true);
        QVERIFY(office.window.peerPane().isVisible());
        QVERIFY(!office.window.chatPane().isVisible());
        QVERIFY(office.window.transferPanel().isVisible());

        QTest::keyClick(&office.window, Qt::Key_Escape);
        QVERIFY(office.window.chatPane().isVisible());
        QVERIFY(!office.window.transferPanel().isVisible());
    }

    void narrowShowsOnePane()
    {
        Office office;
        office.window.resize(400, 600);
        office.begin();

        QVERIFY(!office.window.peerPane().isVisible());
        QVERIFY(office.window.chatPane().isVisible());
        QCOMPARE(office.window.chatPane().width(), 400);
        QTest::keyClick(&office.window, Qt::Key_Escape);
        QVERIFY(office.window.peerPane().isVisible());
        QVERIFY(!office.window.chatPane().isVisible());
        QCOMPARE(office.window.peerPane().width(), 400);

        QTest::keyClick(&office.window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(office.window.transferPanel().isVisible());
        QVERIFY(!office.window.peerPane().isVisible());
        QTest::keyClick(&office.window, Qt::Key_J, Qt::ControlModifier);
        QVERIFY(office.window.peerPane().isVisible());
    }

    void growsBackToAllPanes()
    {
        Office office;
        office.window.resize(400, 600);
        office.begin();

        office.window.resize(1280, 800);

        QTRY_VERIFY(office.window.peerPane().isVisible());
        QVERIFY(office.window.chatPane().isVisible());
        QVERIFY(office.window.peerPane().width() < 421);
    }

    void remembersItsSize()
    {
        Office office;
        office.begin();
        office.window.resize(1111, 777);
        office.window.panes().setPanelShown(true);

        office.window.saveState();

        ui::MainWindow again(support::theme(), office.mara.core, office.opener, &office.prompter);
        again.show();
        QTRY_COMPARE(again.size(), QSize(1111, 777));
        QTRY_VERIFY(again.transferPanel().isVisible());
    }

    void coloursComeFromTheTokens()
    {
        Office office;
        office.begin();
        for (const auto choice : {ui::Theme::Choice::Light, ui::Theme::Choice::Dark}) {
            support::theme().setChoice(choice);
            const ui::Colours &colours = support::theme().colours();
            const QImage image = support::shot(office.window);

            QCOMPARE(support::pixel(image, 150, 3), colours.pane);
            QCOMPARE(support::pixel(image, 700, 3), colours.pane);
            QVERIFY(support::contains(image, colours.accent));
            QVERIFY(support::contains(image, colours.selected));
            QVERIFY(support::contains(image, colours.canvas));
        }
        support::theme().setChoice(ui::Theme::Choice::Light);
    }

    void isSharpAtTwoHundredPercent()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("hi"));

        const QImage once = support::shot(office.window);
        const QImage twice = support::shot(office.window, 2);

        QCOMPARE(twice.size(), once.size() * 2);
        // A picture that was only magnified would have equal pixels in pairs.
        int differing = 0;
        for (int y = 0; y < twice.height() - 1; y += 2) {
            for (int x = 0; x < twice.width() - 1; x += 2)
                differing += twice.pixel(x, y) != twice.pixel(x + 1, y) ? 1 : 0;
        }
        QVERIFY(differing > 1000);
    }

    void shortcutsLead()
    {
        Office office;
        office.begin();
        office.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&office.window));
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));

        QTest::keyClick(&office.window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(office.window.peerPane().search().hasFocus());
        QTest::keyClicks(&office.window.peerPane().search(), QStringLiteral("ben"));
        QTest::keyClick(&office.window.peerPane().search(), Qt::Key_Return);
        QCOMPARE(office.window.chatPane().peer(), ben);
        QVERIFY(office.edit().hasFocus());
        QVERIFY(office.window.peerPane().search().text().isEmpty());

        QTest::keyClick(&office.window, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(office.window.chatPane().peer(), office.anna.self);
        QTest::keyClick(&office.window, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(office.window.chatPane().peer(), ben);

        QTest::keyClick(&office.window, Qt::Key_F6);
        QVERIFY(!office.edit().hasFocus());
    }

    void closingHidesWhileThereIsATray()
    {
        Office office;
        office.begin();
        QSignalSpy hidden(&office.window, &ui::MainWindow::hiddenToTray);
        QSignalSpy quit(&office.window, &ui::MainWindow::quitRequested);

        office.window.setTrayPresent(true);
        office.window.close();
        QCOMPARE(hidden.count(), 1);
        QVERIFY(!office.window.isVisible());
        QCOMPARE(quit.count(), 0);

        office.window.show();
        office.window.setTrayPresent(false);
        office.window.close();
        QCOMPARE(quit.count(), 1);
        QVERIFY(office.window.isVisible());
    }

    void quittingAsksWhileFilesMove()
    {
        Office office;
        office.net.setJobs(support::FakeNetwork::Jobs::Hold);
        office.begin();
        const auto id = office.offer(QStringLiteral("a.txt"));
        QVERIFY(office.mara.core.transfers().accept(id));
        QTRY_COMPARE(office.stateOf(id), model::TransferState::Running);
        QSignalSpy quit(&office.window, &ui::MainWindow::quitRequested);

        office.prompter.answer = 0;
        office.window.close();
        QCOMPARE(office.prompter.questions.size(), 1);
        QCoreApplication::processEvents(); // the answer: no
        QCOMPARE(quit.count(), 0);
        office.prompter.answer = 1;
        office.window.close();
        QTRY_COMPARE(quit.count(), 1);
    }

    void filesFromOutsideWaitForAPerson()
    {
        Office office;
        office.begin();
        office.window.chatPane().open({});
        office.prompter.answer = 1;

        office.window.openPeer({}, {office.mara.profile.write(QStringLiteral("a.txt"), "a")});
        QVERIFY(office.mara.core.transfers().transfers().isEmpty());
        office.people().pressItem(support::itemWith(office.people(), QStringLiteral("Anna Berg")));

        QTRY_COMPARE(office.prompter.questions.size(), 1);
        QTRY_COMPARE(office.mara.core.transfers().transfers().size(), 1);
    }

    void filesForSomebodyAreReadyToSend()
    {
        Office office;
        office.begin();
        office.prompter.answer = 0;

        office.window.openPeer(office.anna.self, {office.mara.profile.write(QStringLiteral("a.txt"), "a")});

        QTRY_COMPARE(office.prompter.questions.size(), 1);
        QVERIFY(office.prompter.questions[0].title.contains(QStringLiteral("Anna Berg")));
        QVERIFY(office.mara.core.transfers().transfers().isEmpty());
    }

    void lastConversationComesBack()
    {
        Office office;
        office.begin();
        QCOMPARE(office.mara.core.settings().get(settings::keys::lastConversation), office.anna.self.toText());
    }

    void asksForTheNameFirst()
    {
        support::FakeNetwork net;
        support::Desk desk(net, 1, {});
        support::RecordingOpener opener;
        ui::MainWindow window(support::theme(), desk.core, opener);
        desk.start();
        window.begin();
        window.show();

        QVERIFY(!window.peerPane().isVisible());
    }

    void portTakenIsToldWithRemedies()
    {
        Office office;
        office.begin();
        gateway::LineReport line;
        line.wantedPort = 24250;
        line.port = 24251;
        line.portHolder = QStringLiteral("feiq.exe");
        line.networks = {QStringLiteral("eth0")};
        line.addresses = {QStringLiteral("192.168.1.5")};

        office.net.report(office.mara.self, line);

        ui::InfoBar &bar = office.window.peerPane().bar();
        QTRY_VERIFY(bar.isVisible());
        QVERIFY(bar.sentence().contains(QStringLiteral("feiq.exe")));
        QVERIFY(bar.sentence().contains(QStringLiteral("24251")));
        QTest::mouseClick(bar.action(0), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("192.168.1.5:24251")));
        QTest::mouseClick(bar.action(2), Qt::LeftButton);
        QTRY_COMPARE(office.mara.core.settings().get(settings::keys::networkPort), 24251);
    }

    void aDamagedHistoryIsToldBeforeAllElse()
    {
        support::FakeNetwork net;
        const model::PeerId self = support::FakeNetwork::peerId(1);
        const support::TempProfile profile;
        profile.write(QStringLiteral("landline.db"), QByteArray("no database at all\n").repeated(200));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("damaged")));
        core::Core core({profile.path(), true, QStringLiteral("Mara"), {}, false}, net.gateway(self));
        support::RecordingOpener opener;
        support::ScriptedPrompter prompter;
        ui::MainWindow window(support::theme(), core, opener, &prompter);
        window.show();
        core.start();
        const ui::InfoBar &bar = window.peerPane().bar();
        QTRY_VERIFY(bar.sentence().contains(QStringLiteral("landline.db.damaged-")));
        gateway::LineReport line;
        line.wantedPort = line.port = 24250;
        net.report(self, line);
        QTRY_VERIFY(core.line().networks.isEmpty());
        QVERIFY(bar.sentence().contains(QStringLiteral("landline.db.damaged-")));

        QTest::mouseClick(bar.action(0), Qt::LeftButton);
        QCOMPARE(opener.shown, QStringList {core.damagedHistory()});
        QVERIFY(bar.sentence().contains(QStringLiteral("landline.db.damaged-")));

        QTest::mouseClick(bar.action(1), Qt::LeftButton);
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.sentence(), QStringLiteral("No network is up. Messages wait and go out by themselves."));
    }

    void aProfileThatRunsTwiceIsTold()
    {
        Office office;
        office.begin();
        gateway::LineReport line = office.mara.core.line();
        line.networks = {QStringLiteral("eth0")};
        line.error = {base::Fault::Myself, QStringLiteral("another program uses our key")};

        office.net.report(office.mara.self, line);

        ui::InfoBar &bar = office.window.peerPane().bar();
        QTRY_VERIFY(bar.isVisible());
        QVERIFY(bar.sentence().contains(QStringLiteral("another computer")));
        QSignalSpy quit(&office.window, &ui::MainWindow::quitRequested);
        QTest::mouseClick(bar.action(0), Qt::LeftButton);
        QCOMPARE(quit.count(), 1);
    }

    void noNetworkIsTold()
    {
        Office office;
        office.begin();
        gateway::LineReport line;
        line.wantedPort = line.port = 24250;

        office.net.report(office.mara.self, line);

        QTRY_VERIFY(office.window.peerPane().bar().isVisible());
        line.networks = {QStringLiteral("eth0")};
        office.net.report(office.mara.self, line);
        QTRY_VERIFY(!office.window.peerPane().bar().isVisible());
    }
};

static const support::Register<TestMainWindow> registered;
#include "tst_mainwindow.moc"
