#include "support/test.h"
#include "support/testmain.h"
#include "windowsupport.h"

#include <QAbstractItemModelTester>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QSignalSpy>

using support::Office;

class TestPeerModel : public support::Test
{
    Q_OBJECT
private:
    static QStringList names(const ui::PeerFilter &filter)
    {
        QStringList all;
        for (int row = 0; row < filter.rowCount(); ++row)
            all.append(filter.at(row).peer.name);
        return all;
    }

private slots:
    void keepsTheRulesOfModels()
    {
        Office office;
        ui::Drafts drafts(office.mara.core.settings());
        ui::PeerModel model(office.mara.core, drafts);
        ui::PeerFilter filter(model);
        const QAbstractItemModelTester modelTester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);

        office.begin();
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));
        office.mara.meet(4, QStringLiteral("Aron"));
        office.hear(QStringLiteral("hi"));
        filter.setSearch(QStringLiteral("b"));
        filter.setSearch({});
        office.net.lose(office.mara.self, ben);
        QTRY_COMPARE(model.at(model.rowOf(ben)).peer.reach, model::Reach::Gone);
        office.mara.core.peers().forget(ben);
        QTRY_COMPARE(model.rowOf(ben), -1);
        office.mara.core.peers().block(office.anna.self);
        QTRY_COMPARE(model.at(model.rowOf(office.anna.self)).peer.trust, model::Trust::Blocked);
    }

    void conversationsComeFirstThenNames()
    {
        Office office;
        ui::Drafts drafts(office.mara.core.settings());
        ui::PeerModel model(office.mara.core, drafts);
        ui::PeerFilter filter(model);
        office.begin();
        office.mara.meet(3, QStringLiteral("Zoe"));
        const auto ben = office.mara.meet(4, QStringLiteral("ben"));
        const auto gone = office.mara.meet(5, QStringLiteral("Adam"));
        office.net.lose(office.mara.self, gone);
        QTRY_COMPARE(model.at(model.rowOf(gone)).peer.reach, model::Reach::Gone);
        office.hear(QStringLiteral("hi"));

        QTRY_COMPARE(names(filter), (QStringList {QStringLiteral("Anna Berg"), QStringLiteral("ben"),
                                                  QStringLiteral("Zoe"), QStringLiteral("Adam")}));
        office.mara.core.chat().send(ben, QStringLiteral("hello"));
        QTRY_COMPARE(names(filter).first(), QStringLiteral("ben"));
    }

    void blockedPeopleShowOnlyWithAConversation()
    {
        Office office;
        ui::Drafts drafts(office.mara.core.settings());
        ui::PeerModel model(office.mara.core, drafts);
        ui::PeerFilter filter(model);
        office.begin();
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));
        office.hear(QStringLiteral("hi"));

        office.mara.core.peers().block(ben);
        office.mara.core.peers().block(office.anna.self);

        QTRY_COMPARE(names(filter), QStringList {QStringLiteral("Anna Berg")});
    }

    void searchFindsEveryWord()
    {
        Office office;
        ui::Drafts drafts(office.mara.core.settings());
        ui::PeerModel model(office.mara.core, drafts);
        ui::PeerFilter filter(model);
        office.begin();
        office.mara.meet(3, QStringLiteral("Bernd Anders"));

        filter.setSearch(QStringLiteral("an be"));
        QCOMPARE(filter.rowCount(), 2);
        filter.setSearch(QStringLiteral("ANNA"));
        QCOMPARE(names(filter), QStringList {QStringLiteral("Anna Berg")});
        filter.setSearch(QStringLiteral("nobody"));
        QCOMPARE(filter.rowCount(), 0);
    }

    void previewTellsTheLastThing()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("line one\nline two"));
        ui::Drafts drafts(office.mara.core.settings());
        ui::PeerModel model(office.mara.core, drafts);
        const auto row = [&] { return model.at(model.rowOf(office.anna.self)); };
        const QDateTime now = QDateTime::currentDateTime();

        QCOMPARE(ui::previewOf(row(), now).text, QStringLiteral("line one line two"));
        QVERIFY(ui::previewOf(row(), now).lead.isEmpty());
        office.say(QStringLiteral("mine"));
        QTRY_COMPARE(ui::previewOf(row(), now).lead, QStringLiteral("You:"));
        office.offer(QStringLiteral("plan.pdf"));
        QTRY_COMPARE(ui::previewOf(row(), now).text, QStringLiteral("plan.pdf"));
        drafts.set(office.anna.self, QStringLiteral("half a"));
        QCOMPARE(ui::previewOf(row(), now).lead, QStringLiteral("Draft:"));
        ui::PeerRow failed = row();
        failed.draft.clear();
        failed.conversation.last.kind = model::MessageKind::Text;
        failed.conversation.last.direction = model::Direction::Out;
        failed.conversation.last.state = model::DeliveryState::Failed;
        QCOMPARE(ui::previewOf(failed, now).ink, &ui::Colours::danger);
    }

    void sameNameUnderAnotherKeyIsMarked()
    {
        Office office;
        office.begin();
        const auto other = office.mara.meet(3, QStringLiteral("Anna Berg"));
        ui::PeerModel &model = office.window.peerModel();
        QTRY_VERIFY(model.rowOf(other) >= 0);
        const ui::PeerRow row = model.at(model.rowOf(other));
        QVERIFY(row.peer.nameTaken);

        QVERIFY(ui::describe(row, QDateTime::currentDateTime()).contains(other.shortText()));
        QTRY_VERIFY(support::itemWith(office.people(), other.shortText()) >= 0);
    }

    void rowsOpenByMouseAndKeyboard()
    {
        Office office;
        office.begin();
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));
        QTRY_VERIFY(support::itemWith(office.people(), QStringLiteral("Ben")) >= 0);
        const QRect row = office.people().itemRect(support::itemWith(office.people(), QStringLiteral("Ben")));

        QTest::mouseClick(office.people().viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(office.window.chatPane().peer(), ben);

        office.people().focusItem(support::itemWith(office.people(), QStringLiteral("Anna Berg")));
        QTest::keyClick(&office.people(), Qt::Key_Return);
        QCOMPARE(office.window.chatPane().peer(), office.anna.self);
    }

    void dropOnARowSends()
    {
        Office office;
        office.begin();
        office.window.chatPane().open({});
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(office.mara.profile.write(QStringLiteral("a.txt"), "a"))});
        QTRY_VERIFY(support::itemWith(office.people(), QStringLiteral("Anna Berg")) >= 0);
        const QPoint at =
            office.people().itemRect(support::itemWith(office.people(), QStringLiteral("Anna Berg"))).center();
        QWidget *viewport = office.people().viewport();

        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &move);
        QVERIFY(move.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &drop);

        QVERIFY(drop.isAccepted());
        QTRY_COMPARE(office.mara.core.transfers().transfers().size(), 1);
        QCOMPARE(office.window.chatPane().peer(), office.anna.self);
    }

    void peopleInSightAreWatched()
    {
        Office office;
        office.begin();
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));

        QTRY_COMPARE(office.net.interest(office.mara.self, ben), gateway::Interest::Watched);
        QTRY_COMPARE(office.net.interest(office.mara.self, office.anna.self), gateway::Interest::Linked);
        office.window.hide();
        QTRY_COMPARE(office.net.interest(office.mara.self, ben), gateway::Interest::None);
    }

    void twoThousandPeople()
    {
        Office office;
        office.begin();
        for (int i = 0; i < 2000; ++i) {
            model::Sighting sighting;
            sighting.peer = support::FakeNetwork::peerId(100 + i);
            sighting.name = QStringLiteral("Person %1").arg(i);
            sighting.reach = model::Reach::Online;
            office.net.show(office.mara.self, sighting);
        }
        QTRY_COMPARE_WITH_TIMEOUT(office.people().itemCount(), 2001, 30000);

        (void)support::shot(office.people());
    }
};

static const support::Register<TestPeerModel> registered;
#include "tst_peermodel.moc"
