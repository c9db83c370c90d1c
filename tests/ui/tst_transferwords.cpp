#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/transferdelegate.h"
#include "ui/transfers/transferwords.h"

#include <QTest>

using model::Direction;
using model::TransferState;
using ui::TransferAction;

class TestTransferWords : public support::Test
{
    Q_OBJECT
private:
    static model::Transfer transfer(TransferState state, Direction direction = Direction::In)
    {
        model::Transfer one;
        one.id = model::TransferId::random();
        one.state = state;
        one.direction = direction;
        one.name = QStringLiteral("plan.pdf");
        one.entries = one.files = 1;
        one.bytesTotal = 1000;
        one.bytesDone = 250;
        return one;
    }
    static ui::TransferLook look(const model::Transfer &one) { return ui::lookOf(one, QStringLiteral("Anna")); }

private slots:
    void offersToAcceptOrDecline()
    {
        const auto offered = look(transfer(TransferState::Offered));

        QCOMPARE(offered.actions, (QList {TransferAction::Accept, TransferAction::SaveAs, TransferAction::Decline}));
        QVERIFY(!offered.hasCord);
        QCOMPARE(look(transfer(TransferState::Offered, Direction::Out)).actions, QList {TransferAction::Cancel});
    }

    void everyStateSaysSomething_data()
    {
        QTest::addColumn<int>("state");
        for (int state = 0; state <= int(TransferState::Failed); ++state)
            QTest::newRow(qPrintable(model::toText(TransferState(state)))) << state;
    }
    void everyStateSaysSomething()
    {
        QFETCH(int, state);
        for (const Direction direction : {Direction::In, Direction::Out}) {
            const auto one = transfer(TransferState(state), direction);
            const auto shown = look(one);
            const auto texts = ui::textsOf({one, QStringLiteral("Anna"), 7, {}});

            QVERIFY(!shown.actions.isEmpty());
            QVERIFY(!shown.icon.isEmpty());
            QVERIFY(shown.actions.contains(TransferAction::Accept) || !shown.state.isEmpty() || !texts.state.isEmpty());
            for (const TransferAction action : shown.actions) {
                QVERIFY(!ui::actionName(action).isEmpty());
                QVERIFY(!ui::actionIcon(action).isEmpty());
            }
        }
    }

    void waitingTellsForWhom()
    {
        auto waiting = transfer(TransferState::Waiting);
        waiting.waitReason = model::WaitReason::PeerAway;

        QVERIFY(look(waiting).state.contains(QStringLiteral("Anna")));
        QCOMPARE(look(waiting).cord, ui::CordState::Waiting);
    }

    void waitingTellsThePlaceInTheLine()
    {
        auto waiting = transfer(TransferState::Waiting);
        waiting.waitReason = model::WaitReason::Queue;
        const auto said = [&waiting](std::optional<int> ahead) {
            return ui::textsOf({waiting, QStringLiteral("Anna"), {}, ahead}).state;
        };

        QCOMPARE(said({}), QStringLiteral("Waiting its turn"));
        QCOMPARE(said(0), QStringLiteral("Waiting its turn · next"));
        QCOMPARE(said(2), QStringLiteral("Waiting its turn · 2 ahead"));
    }

    void tellsWhoseDiskIsFull()
    {
        auto paused = transfer(TransferState::Paused);
        paused.error.fault = base::Fault::DiskFull;
        paused.pausedBy = model::PausedBy::Me;
        QCOMPARE(look(paused).state, QStringLiteral("No room on the disk"));
        paused.pausedBy = model::PausedBy::Peer;
        QVERIFY(look(paused).state.contains(QStringLiteral("Anna")));

        auto offered = transfer(TransferState::Offered);
        QVERIFY(look(offered).state.isEmpty());
        offered.error.fault = base::Fault::DiskFull; // accepted, but it did not fit
        QVERIFY(look(offered).state.contains(QStringLiteral("space")));
        QVERIFY(look(offered).actions.contains(TransferAction::SaveAs));
    }

    void tellsWhetherARuleDeclined()
    {
        auto declined = transfer(TransferState::Declined);
        declined.error.fault = base::Fault::Declined;
        QCOMPARE(look(declined).state, QStringLiteral("Declined"));
        declined.error.fault = base::Fault::DeclinedByRule;
        QVERIFY(look(declined).state.startsWith(QStringLiteral("Declined by your rule for")));
        declined.direction = Direction::Out;
        QVERIFY(look(declined).state.endsWith(QStringLiteral("takes no files from you")));
    }

    void pausedByTheOtherCannotBeResumedHere()
    {
        auto paused = transfer(TransferState::Paused);
        paused.pausedBy = model::PausedBy::Me;
        QVERIFY(look(paused).actions.contains(TransferAction::Resume));

        paused.pausedBy = model::PausedBy::Peer;
        QVERIFY(!look(paused).actions.contains(TransferAction::Resume));
        QVERIFY(look(paused).state.contains(QStringLiteral("Anna")));
    }

    void failedTellsWhyAndRetries()
    {
        auto failed = transfer(TransferState::Failed);
        failed.error.fault = base::Fault::DiskFull;

        QVERIFY(look(failed).actions.contains(TransferAction::Retry));
        QVERIFY(look(failed).state.contains(QStringLiteral("disk"), Qt::CaseInsensitive));
        QCOMPARE(look(failed).cord, ui::CordState::Failed);
    }

    void doneInPartTellsHowMany()
    {
        auto done = transfer(TransferState::Done);
        done.entries = done.files = 200;
        QVERIFY(!look(done).hasFailures);
        QVERIFY(!ui::canRetry(done));
        for (const quint32 entry : {3U, 5U})
            done.failed.append({entry, base::Fault::CannotRead});
        done.failed.append({7, base::Fault::SymbolicLink}); // not one of the files

        QCOMPARE(look(done).state, QStringLiteral("2 of 200 file(s) did not arrive"));
        QCOMPARE(look(done).actions.first(), TransferAction::Retry);
        const auto menu = ui::menuActions(done, look(done));
        QVERIFY(menu.contains(TransferAction::ShowFiles));
        QVERIFY(menu.contains(TransferAction::ShowFailed));
        QCOMPARE(menu.count(TransferAction::Remove), 1);
    }

    void linksThatWereLeftOutAreNoFiles()
    {
        auto done = transfer(TransferState::Done);
        done.entries = 3;
        done.files = 2;
        done.failed.append({1, base::Fault::SymbolicLink});

        QVERIFY(look(done).hasFailures);
        QVERIFY(look(done).state.startsWith(u'1'));
        QVERIFY(!look(done).actions.contains(TransferAction::Retry)); // it would not help
    }

    void oneFileHasNoList()
    {
        QVERIFY(!ui::hasFileList(transfer(TransferState::Done)));
        QVERIFY(ui::hasFileList(transfer(TransferState::Offered))); // the offer itself
        auto folder = transfer(TransferState::Running, Direction::Out);
        folder.entries = 13;
        QVERIFY(ui::hasFileList(folder));
        folder.state = TransferState::Preparing;
        QVERIFY(!ui::hasFileList(folder));
    }

    void runningTellsSpeedAndRest()
    {
        auto running = transfer(TransferState::Running);
        running.bytesPerSecond = 100;

        const QString line = ui::progressLine(running, 8);

        QVERIFY(line.contains(QStringLiteral("/s")));
        QVERIFY(line.contains(QStringLiteral("8 s left")));
        QVERIFY(!ui::progressLine(running, {}).contains(QStringLiteral("left")));
        QCOMPARE(look(running).fraction, 0.25);
    }

    void onlyWholeImagesHaveAPicture()
    {
        for (int state = 0; state <= int(TransferState::Failed); ++state) {
            auto one = transfer(TransferState(state));
            one.name = QStringLiteral("roof.jpg");
            one.path = QStringLiteral("/received/roof.jpg");
            QCOMPARE(look(one).picture.isEmpty(), one.state != TransferState::Done);
            one.name = QStringLiteral("roof.svg");
            QVERIFY(look(one).picture.isEmpty());
            one.name = QStringLiteral("folder.jpg");
            one.entries = 4;
            QVERIFY(look(one).picture.isEmpty());
        }
    }

    void foldersHaveTheirIcon()
    {
        auto folder = transfer(TransferState::Offered);
        folder.name = QStringLiteral("drawings");
        folder.entries = 13;
        folder.files = 12;

        QCOMPARE(look(folder).icon, QStringLiteral("folder"));
        QCOMPARE(look(transfer(TransferState::Offered)).icon, QStringLiteral("file-text"));
    }
};

static const support::Register<TestTransferWords> registered;
#include "tst_transferwords.moc"
