#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/transferdelegate.h"
#include "windowsupport.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QSignalSpy>

using model::TransferState;
using support::Office;

class TestTransferPanel : public support::Test
{
    Q_OBJECT
private:
    static void open(Office &office)
    {
        office.net.setJobs(support::FakeNetwork::Jobs::Hold);
        office.begin();
        office.window.panes().setPanelShown(true);
        QTRY_VERIFY(office.window.transferPanel().isVisible());
    }

private slots:
    void keepsTheRulesOfModels()
    {
        Office office;
        ui::TransferModel model(office.mara.core.transfers(), office.mara.core.peers(), office.mara.core.clock());
        ui::TransferFilter filter(model);
        const QAbstractItemModelTester modelTester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        office.begin();

        const auto first = office.offer(QStringLiteral("a.txt"));
        const auto second = office.offer(QStringLiteral("b.txt"));
        filter.setShow(ui::TransferFilter::Show::Running);
        QTRY_COMPARE(filter.rowCount(), 2);
        QVERIFY(office.mara.core.transfers().decline(first));
        QTRY_COMPARE(filter.rowCount(), 1);
        filter.setShow(ui::TransferFilter::Show::Done);
        QTRY_COMPARE(filter.rowCount(), 1);
        filter.setShow(ui::TransferFilter::Show::All);
        QCOMPARE(filter.rowOf(second), 0);
        QVERIFY(office.mara.core.transfers().remove(first));
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void howItEndedIsNeverCut()
    {
        Office office;
        ui::TransferModel model(office.mara.core.transfers(), office.mara.core.peers(), office.mara.core.clock());
        const ui::TransferFilter filter(model);
        ui::Thumbnails thumbnails;
        const ui::TransferDelegate delegate(support::theme(), filter, thumbnails);
        ui::TransferRow row;
        row.peerName = QStringLiteral("Tomás Rivera");
        row.transfer.direction = model::Direction::Out;
        row.transfer.state = TransferState::Done;
        row.transfer.name = QStringLiteral("IMG_20261121_094812.jpg");
        row.transfer.files = row.transfer.entries = 1;
        row.transfer.bytesTotal = row.transfer.bytesDone = 4'800'000;
        row.transfer.finishedAtMs = 1'700'000'000'000;

        const auto wide = delegate.layout({0, 0, 600, 0}, row, Qt::LeftToRight);
        const auto narrow = delegate.layout({0, 0, 260, 0}, row, Qt::LeftToRight);

        QVERIFY(wide.state.isEmpty());
        QVERIFY(!narrow.state.isEmpty());
        QVERIFY(narrow.height > wide.height);
    }

    void emptyTellsWhatToDo()
    {
        Office office;
        open(office);

        QVERIFY(!office.rows().isVisible());
        const auto labels = office.window.transferPanel().findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QStringLiteral("Nothing is moving"));
        }));
    }

    void rowsHaveTheButtonsOfTheirState()
    {
        Office office;
        open(office);
        const auto id = office.offer(QStringLiteral("film.mp4"), QByteArray(1000, 'f'));
        QTRY_VERIFY(office.rows().isVisible());
        QTRY_COMPARE(office.rows().itemCount(), 1);

        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("Accept")));
        QTRY_COMPARE(office.stateOf(id), TransferState::Running);
        office.net.progressJob(office.mara.self, id, 400);
        QTRY_VERIFY(office.rows().itemName(0).contains(QStringLiteral("40 %")));

        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("Pause")));
        QTRY_COMPARE(office.stateOf(id), TransferState::Paused);
        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("Resume")));
        QTRY_VERIFY(office.stateOf(id) != TransferState::Paused);
        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("Cancel")));
        QTRY_COMPARE(office.stateOf(id), TransferState::Cancelled);
        // Not before its job has ended, which is soon.
        QVERIFY(QTest::qWaitFor([&] {
            if (office.rows().itemCount() > 0)
                support::pressButton(office.rows(), 0, QStringLiteral("Remove from the list"));
            return office.rows().itemCount() == 0;
        }));
    }

    void keyboardReachesTheButtons()
    {
        Office office;
        open(office);
        const auto id = office.offer(QStringLiteral("film.mp4"));
        QTRY_VERIFY(office.rows().isVisible());
        office.rows().focusItem(0);

        QTest::keyClick(&office.rows(), Qt::Key_Right);
        QTest::keyClick(&office.rows(), Qt::Key_Right);
        QTest::keyClick(&office.rows(), Qt::Key_Right);
        QTest::keyClick(&office.rows(), Qt::Key_Right);
        QTest::keyClick(&office.rows(), Qt::Key_Return);

        QTRY_COMPARE(office.stateOf(id), TransferState::Declined);
    }

    void bigTransfersAreNotCancelledByAccident()
    {
        Office office;
        open(office);
        const auto id = office.offer(QStringLiteral("film.mp4"), QByteArray(1000, 'f'));
        QVERIFY(office.mara.core.transfers().accept(id));
        QTRY_COMPARE(office.stateOf(id), TransferState::Running);
        office.net.progressJob(office.mara.self, id, 100'000'000);
        QTRY_VERIFY(office.mara.core.transfers().transfer(id)->bytesDone > 900);
        const quint64 done = office.mara.core.transfers().transfer(id)->bytesDone;

        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("Cancel")));

        // Asked only where much would be lost.
        if (done >= 64 * 1024 * 1024) {
            QTRY_COMPARE(office.prompter.questions.size(), 1);
            QCOMPARE(office.stateOf(id), TransferState::Running);
        } else {
            QTRY_COMPARE(office.stateOf(id), TransferState::Cancelled);
        }
    }

    void pauseAllStopsWhatMoves()
    {
        Office office;
        open(office);
        const auto one = office.offer(QStringLiteral("a.txt"));
        const auto two = office.offer(QStringLiteral("b.txt"));
        QVERIFY(office.mara.core.transfers().accept(one));
        QVERIFY(office.mara.core.transfers().accept(two));
        QTRY_COMPARE(office.stateOf(one), TransferState::Running);
        QTRY_COMPARE(office.stateOf(two), TransferState::Running);
        ui::IconButton *all = nullptr;
        for (auto *button : office.window.transferPanel().findChildren<ui::IconButton *>()) {
            if (button->accessibleName() == QStringLiteral("Pause all"))
                all = button;
        }
        QVERIFY(all);

        QTest::mouseClick(all, Qt::LeftButton);

        QTRY_COMPARE(office.stateOf(one), TransferState::Paused);
        QTRY_COMPARE(office.stateOf(two), TransferState::Paused);
        QTRY_COMPARE(all->accessibleName(), QStringLiteral("Resume all"));
    }

    void isAListForAssistiveTools()
    {
        Office office;
        open(office);
        office.offer(QStringLiteral("film.mp4"));
        QTRY_VERIFY(office.rows().isVisible());

        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&office.rows());
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 1);
        QVERIFY(list->child(0)->text(QAccessible::Name).contains(QStringLiteral("film.mp4")));
        QCOMPARE(list->child(0)->childCount(), 3);
        QCOMPARE(list->child(0)->child(0)->text(QAccessible::Name), QStringLiteral("Accept"));
    }

    void whatDidNotArriveIsOneClickAway()
    {
        Office office;
        office.begin();
        office.window.panes().setPanelShown(true);
        const auto id = office.receiveInPart();
        QTRY_COMPARE(office.rows().itemCount(), 1);
        QSignalSpy asked(&office.rows(), &ui::TransferList::actionRequested);

        QVERIFY(support::pressButton(office.rows(), 0, QStringLiteral("1 of 3 file(s) did not arrive")));

        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().at(0).value<model::TransferId>(), id);
        QCOMPARE(asked.first().at(1).value<ui::TransferAction>(), ui::TransferAction::ShowFailed);
        QVERIFY(office.rows().itemName(0).contains(QStringLiteral("did not arrive")));
        QTest::keyClick(&office.rows(), Qt::Key_Down);
        office.rows().focusItem(0);
        QTest::keyClick(&office.rows(), Qt::Key_Return, Qt::AltModifier);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked.last().at(1).value<ui::TransferAction>(), ui::TransferAction::ShowFiles);
    }

    void theBadgeCountsWhatIsUnfinished()
    {
        Office office;
        open(office);
        const auto id = office.offer(QStringLiteral("film.mp4"));
        QTRY_COMPARE(office.window.transferPanel().unfinished(), 1);

        QVERIFY(office.mara.core.transfers().decline(id));

        QTRY_COMPARE(office.window.transferPanel().unfinished(), 0);
    }
};

static const support::Register<TestTransferPanel> registered;
#include "tst_transferpanel.moc"
