#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/transferdelegate.h"
#include "windowsupport.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QMouseEvent>
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

    // Mara accepted that many from Anna; the first one runs, the others wait for it.
    static QList<model::TransferId> queueUp(Office &office, int count)
    {
        open(office);
        office.mara.core.settings().set(settings::keys::transfersAtOnce, 1);
        QList<model::TransferId> ids;
        for (int i = 0; i < count; ++i)
            ids.append(office.offer(QStringLiteral("%1.bin").arg(i), QByteArray(1000, 'x')));
        for (const model::TransferId &id : ids) {
            office.mara.core.transfers().accept(id);
            const TransferState wanted = id == ids.first() ? TransferState::Running : TransferState::Waiting;
            if (!QTest::qWaitFor([&] { return office.stateOf(id) == wanted; }, 20000))
                return {};
        }
        const bool rowsAreThere = QTest::qWaitFor([&] { return shown(office) == ids; }, 20000);
        return rowsAreThere ? ids : QList<model::TransferId>();
    }
    static QList<model::TransferId> shown(Office &office)
    {
        const auto *rows = static_cast<ui::TransferFilter *>(office.rows().model());
        QList<model::TransferId> ids;
        for (int row = 0; row < rows->rowCount(); ++row)
            ids.append(rows->at(row).transfer.id);
        return ids;
    }
    static void drag(Office &office, int from, int to)
    {
        QWidget *viewport = office.rows().viewport();
        const QPoint start = office.rows().itemRect(from).topLeft() + QPoint(80, 16);
        const QPoint end = office.rows().itemRect(to).topLeft() + QPoint(80, 16);
        const auto send = [viewport](QEvent::Type type, const QPoint &at, Qt::MouseButton button,
                                     Qt::MouseButtons held) {
            QMouseEvent event(type, at, viewport->mapToGlobal(at), button, held, {});
            QCoreApplication::sendEvent(viewport, &event);
        };
        send(QEvent::MouseButtonPress, start, Qt::LeftButton, Qt::LeftButton);
        send(QEvent::MouseMove, (start + end) / 2, Qt::NoButton, Qt::LeftButton);
        send(QEvent::MouseMove, end, Qt::NoButton, Qt::LeftButton);
        send(QEvent::MouseButtonRelease, end, Qt::LeftButton, Qt::NoButton);
    }
    template<typename Kind>
    static Kind *button(Office &office, const QString &name)
    {
        for (auto *button : office.window.transferPanel().findChildren<Kind *>()) {
            if (button->accessibleName() == name || button->text() == name)
                return button;
        }
        return nullptr;
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
        filter.setShow(ui::TransferFilter::Show::Waiting);
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
        const auto asked = office.offer(QStringLiteral("c.txt"));
        QVERIFY(office.mara.core.transfers().accept(one));
        QVERIFY(office.mara.core.transfers().accept(two));
        QTRY_COMPARE(office.stateOf(one), TransferState::Running);
        QTRY_COMPARE(office.stateOf(two), TransferState::Running);
        QVERIFY(office.mara.core.transfers().pause(two));
        auto *pause = button<ui::IconButton>(office, QStringLiteral("Pause all"));
        auto *resume = button<ui::IconButton>(office, QStringLiteral("Resume all"));
        QTRY_VERIFY(pause->isVisible());
        QVERIFY(!resume->isVisible());

        QTest::mouseClick(pause, Qt::LeftButton);

        QTRY_COMPARE(office.stateOf(one), TransferState::Paused);
        QCOMPARE(office.stateOf(asked), TransferState::Offered);
        QTRY_VERIFY(resume->isVisible());
        QTRY_VERIFY(!pause->isVisible());
        QTest::mouseClick(resume, Qt::LeftButton);
        QTRY_VERIFY(office.stateOf(one) != TransferState::Paused);
        QCOMPARE(office.stateOf(two), TransferState::Paused); // paused by itself
    }

    void whatWaitsStandsInItsTrueOrder()
    {
        Office office;
        const QList<model::TransferId> ids = queueUp(office, 4);
        QVERIFY(!ids.isEmpty());

        QCOMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[1], ids[2], ids[3]}));
        QVERIFY(office.rows().itemName(1).contains(QStringLiteral("next")));
        QVERIFY(office.rows().itemName(3).contains(QStringLiteral("2 ahead")));
        office.rows().focusItem(3);
        QTest::keyClick(&office.rows(), Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[1], ids[3], ids[2]}));
        QCOMPARE(office.rows().currentItem(), 2);
        QTest::keyClick(&office.rows(), Qt::Key_Home, Qt::ControlModifier);
        QTRY_COMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[3], ids[1], ids[2]}));
        QTRY_VERIFY(office.rows().itemName(1).contains(QStringLiteral("next")));
        QTest::keyClick(&office.rows(), Qt::Key_Down, Qt::ControlModifier);
        QTRY_COMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[1], ids[3], ids[2]}));
        office.rows().focusItem(0); // what runs has no place to change
        QTest::keyClick(&office.rows(), Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(shown(office).first(), ids[0]);
        QCOMPARE(office.rows().currentItem(), 0);
    }

    void aWaitingRowIsDraggedToAnotherPlace()
    {
        Office office;
        const QList<model::TransferId> ids = queueUp(office, 4);
        QVERIFY(!ids.isEmpty());

        drag(office, 3, 1);
        QTRY_COMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[3], ids[1], ids[2]}));
        drag(office, 1, 0); // runs: nobody gets before it
        drag(office, 0, 2);
        QCOMPARE(shown(office), (QList<model::TransferId> {ids[0], ids[3], ids[1], ids[2]}));
        QVERIFY(!office.rows().isDragging());
    }

    void theFilterShowsAPart()
    {
        Office office;
        const QList<model::TransferId> ids = queueUp(office, 3);
        QVERIFY(!ids.isEmpty());
        const auto segments = office.window.transferPanel().findChildren<ui::Segment *>();
        QCOMPARE(segments.size(), 4);
        QTRY_COMPARE(segments[1]->text(), QStringLiteral("Running  1"));
        QTRY_COMPARE(segments[2]->text(), QStringLiteral("Waiting  2"));

        segments[1]->click();
        QCOMPARE(shown(office), ids.first(1));
        segments[2]->click();
        QCOMPARE(shown(office), ids.mid(1));
        QVERIFY(office.mara.core.transfers().cancel(ids[2]));
        segments[3]->click();
        QTRY_COMPARE(shown(office), ids.mid(2));
    }

    void aClickJumpsToTheBubble()
    {
        Office office;
        open(office);
        const auto id = office.offer(QStringLiteral("plan.pdf"));
        for (int i = 0; i < 40; ++i)
            office.hear(QStringLiteral("line %1").arg(i));
        ui::MessageView &messages = office.messages();
        QTRY_VERIFY(messages.isAtEnd());
        QVERIFY(messages.bubbleRect(1).bottom() < 0);
        QTRY_COMPARE(office.rows().itemCount(), 1);

        QTest::mouseClick(office.rows().viewport(), Qt::LeftButton, {},
                          office.rows().itemRect(0).topLeft() + QPoint(80, 16));

        QTRY_VERIFY(messages.viewport()->rect().contains(messages.bubbleRect(1)));
        QVERIFY(support::itemWith(messages, QStringLiteral("plan.pdf")) >= 0);
        QCOMPARE(messages.currentItem(), support::itemWith(messages, QStringLiteral("plan.pdf")));
        QCOMPARE(office.stateOf(id), TransferState::Offered); // looked at, not answered
    }

    void clearsWhatIsFinishedAfterAsking()
    {
        Office office;
        open(office);
        const auto done = office.offer(QStringLiteral("a.txt"));
        const auto asked = office.offer(QStringLiteral("b.txt"));
        QVERIFY(office.mara.core.transfers().decline(done));
        auto *clear = button<ui::Button>(office, QStringLiteral("Clear finished"));
        QTRY_VERIFY(clear->isVisible());

        QTest::mouseClick(clear, Qt::LeftButton); // dismissed
        QCOMPARE(office.prompter.questions.size(), 1);
        QTRY_COMPARE(office.rows().itemCount(), 2);
        office.prompter.answer = 1;
        QTest::mouseClick(clear, Qt::LeftButton);

        QTRY_COMPARE(shown(office), QList<model::TransferId> {asked});
        QTRY_VERIFY(!clear->isVisible());
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
