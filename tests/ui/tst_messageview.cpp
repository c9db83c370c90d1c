#include "support/test.h"
#include "support/testmain.h"
#include "windowsupport.h"

#include <QAccessible>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>

using support::Office;

class TestMessageView : public support::Test
{
    Q_OBJECT
private:
    // Enough to scroll.
    static void fill(Office &office, int count)
    {
        for (int i = 0; i < count - 1; ++i)
            office.anna.core.chat().send(office.mara.self, QStringLiteral("message %1").arg(i));
        office.hear(QStringLiteral("the last one"));
        QTRY_COMPARE(office.last(), count);
        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("the last one")) >= 0);
        QTRY_COMPARE(office.mara.core.chat().conversation(office.anna.self).unread, 0);
    }
    static int topOf(Office &office, const QString &text)
    {
        const int item = support::itemWith(office.messages(), text);
        return item < 0 ? INT_MIN : office.messages().itemRect(item).top();
    }

private slots:
    void showsBothSides()
    {
        Office office;
        office.begin();

        office.hear(QStringLiteral("Did the plan reach you?"));
        office.say(QStringLiteral("It did."));

        QTRY_COMPARE(office.messages().itemCount(), 2);
        QVERIFY(office.messages().itemName(0).startsWith(QStringLiteral("Anna Berg, Did the plan reach you?")));
        QTRY_VERIFY(office.messages().itemName(1).endsWith(QStringLiteral("delivered"))
                    || office.messages().itemName(1).endsWith(QStringLiteral("read")));
        const QRect in = office.messages().bubbleRect(1);
        const QRect out = office.messages().bubbleRect(2);
        QVERIFY(in.left() < out.left());
        QVERIFY(in.bottom() < out.top());
    }

    void paintsBubblesInTheirColours()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("in"));
        office.say(QStringLiteral("out"));
        QTRY_COMPARE(office.messages().itemCount(), 2);

        for (const auto choice : {ui::Theme::Choice::Light, ui::Theme::Choice::Dark}) {
            support::theme().setChoice(choice);
            const ui::Colours &colours = support::theme().colours();
            const QImage image = support::shot(*office.messages().viewport());
            const QRect in = office.messages().bubbleRect(1);
            const QRect out = office.messages().bubbleRect(2);

            QCOMPARE(support::pixel(image, in.center().x(), in.top() + 3), colours.bubbleIn);
            QCOMPARE(support::pixel(image, out.center().x(), out.top() + 3), colours.bubbleOut);
            QCOMPARE(support::pixel(image, 3, 3), colours.canvas);
            QVERIFY(support::contains(image, colours.pill));
        }
        support::theme().setChoice(ui::Theme::Choice::Light);
    }

    void followsTheEnd()
    {
        Office office;
        office.begin();
        fill(office, 60);
        QVERIFY(office.messages().isAtEnd());

        office.hear(QStringLiteral("newer"));

        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("newer")) >= 0);
        QVERIFY(office.messages().isAtEnd());
        QVERIFY(topOf(office, QStringLiteral("newer")) < office.messages().viewport()->height());
    }

    void doesNotMoveWhileReadingElsewhere()
    {
        Office office;
        office.begin();
        fill(office, 120);
        QTest::keyClick(&office.messages(), Qt::Key_PageUp);
        QTest::keyClick(&office.messages(), Qt::Key_PageUp);
        QVERIFY(!office.messages().isAtEnd());
        const int item = office.messages().itemOfKey(quint64(office.last() - 30));
        QVERIFY(item >= 0);
        const QString name = office.messages().itemName(item);
        const int before = topOf(office, name);

        office.hear(QStringLiteral("arrived meanwhile"));
        QTRY_COMPARE(topOf(office, name), before);
        auto *jump = office.messages().findChild<QAbstractButton *>();
        QVERIFY(jump);
        QTRY_VERIFY(jump->isVisible());
        QVERIFY(jump->accessibleName().contains(u'1'));

        QTest::mouseClick(jump, Qt::LeftButton);
        QTRY_VERIFY(office.messages().isAtEnd());
        QTRY_VERIFY(!jump->isVisible());
    }

    void sendingGoesToTheEnd()
    {
        Office office;
        office.begin();
        fill(office, 80);
        QTest::keyClick(&office.messages(), Qt::Key_Home);
        QTRY_VERIFY(!office.messages().isAtEnd());

        office.say(QStringLiteral("mine"));

        QTRY_VERIFY(office.messages().isAtEnd());
    }

    void resizingKeepsTheLine()
    {
        Office office;
        office.begin();
        fill(office, 120);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&office.messages(), Qt::Key_PageUp);
        QString name;
        for (int item = 0; item < office.messages().itemCount() && name.isEmpty(); ++item) {
            if (office.messages().itemRect(item).bottom() > 0)
                name = office.messages().itemName(item);
        }
        const int before = topOf(office, name);

        office.window.resize(900, 700);

        QTRY_COMPARE(topOf(office, name), before);
    }

    void laysOutOnlyWhatIsNear()
    {
        Office office;
        office.begin();
        fill(office, 400);
        office.window.openConversation(office.mara.meet(3, QStringLiteral("Ben")));
        office.window.openConversation(office.anna.self);
        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("the last one")) >= 0);

        QVERIFY(office.messages().layoutCount() < 150);
        QVERIFY(office.messages().itemCount() < 150);
    }

    void comesBackToTheSamePlace()
    {
        Office office;
        office.begin();
        fill(office, 120);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&office.messages(), Qt::Key_PageUp);
        const QString name = office.messages().itemName(office.messages().itemCount() / 2);
        const int before = topOf(office, name);

        office.window.openConversation(office.mara.meet(3, QStringLiteral("Ben")));
        office.window.openConversation(office.anna.self);

        QTRY_COMPARE(topOf(office, name), before);
    }

    void foldsLongMessages()
    {
        Office office;
        office.begin();
        QStringList lines;
        for (int i = 0; i < 60; ++i)
            lines.append(QString::number(i));
        office.hear(lines.join(u'\n'));
        QTRY_COMPARE(office.messages().itemCount(), 1);
        const int folded = office.messages().bubbleRect(1).height();

        // The button may lie below the window; assistive tools and the keyboard press it all the same.
        QCOMPARE(office.messages().itemButtons(0).first().name, QStringLiteral("Show more"));
        office.messages().pressItemButton(0, 0);

        QTRY_VERIFY(office.messages().bubbleRect(1).height() > folded * 3 / 2);
        QVERIFY(office.messages().itemButtons(0).isEmpty());
    }

    void marksReadOnlyWhenSeen()
    {
        Office office;
        office.begin();
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        office.hear(QStringLiteral("unseen"));
        QTest::qWait(700); // longer than a look takes
        QCOMPARE(office.mara.core.chat().conversation(office.anna.self).unread, 1);

        office.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&office.window));

        QTRY_COMPARE(office.mara.core.chat().conversation(office.anna.self).unread, 0);
    }

    void showsTheUnreadLine()
    {
        Office office;
        office.begin();
        office.say(QStringLiteral("old"));
        office.window.openConversation(office.mara.meet(3, QStringLiteral("Ben")));
        office.hear(QStringLiteral("new one"));
        office.hear(QStringLiteral("new two"));

        office.window.openConversation(office.anna.self);

        QTRY_COMPARE(office.messages().itemCount(), 3);
        const QImage image = support::shot(*office.messages().viewport());
        QVERIFY(support::contains(image, support::theme().colours().toneText));
        QVERIFY(office.messages().itemRect(1).height() > office.messages().itemRect(2).height() + 20);

        office.say(QStringLiteral("answer"));
        QTRY_VERIFY(office.messages().itemRect(1).height() <= office.messages().itemRect(2).height() + 20);
    }

    void selectsAndCopies()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("copy these words"));
        QTRY_COMPARE(office.messages().itemCount(), 1);
        const QRect bubble = office.messages().bubbleRect(1);
        QWidget *viewport = office.messages().viewport();

        QTest::mouseDClick(viewport, Qt::LeftButton, {}, bubble.topLeft() + QPoint(20, 18));
        QCOMPARE(office.messages().selectedText(), QStringLiteral("copy"));
        QTest::mouseDClick(viewport, Qt::LeftButton, {}, bubble.topLeft() + QPoint(20, 18));
        QCOMPARE(office.messages().selectedText(), QStringLiteral("copy these words"));
        QTest::keyClick(&office.messages(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("copy these words"));
    }

    void selectsAcrossMessages()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("first"));
        office.say(QStringLiteral("second"));
        QTRY_COMPARE(office.messages().itemCount(), 2);

        office.messages().setFocus();
        QTest::keyClick(&office.messages(), Qt::Key_A, Qt::ControlModifier);

        const QString text = office.messages().selectedText();
        QVERIFY(text.contains(QStringLiteral("Anna Berg, ")));
        QVERIFY(text.contains(QStringLiteral("\nfirst")));
        QVERIFY(text.contains(QStringLiteral("Mara Lindqvist, ")));
        QVERIFY(text.endsWith(QStringLiteral("\nsecond")));
    }

    void asksBeforeOpeningALink()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("https://a.example/drawings"));
        QTRY_COMPARE(office.messages().itemCount(), 1);
        const QPoint link = office.messages().bubbleRect(1).topLeft() + QPoint(40, 18);

        QTest::mouseClick(office.messages().viewport(), Qt::LeftButton, {}, link);
        QTRY_COMPARE(office.prompter.questions.size(), 1);
        QCOMPARE(office.prompter.questions[0].sentence, QStringLiteral("https://a.example/drawings"));
        QCoreApplication::processEvents(); // the answer: no
        QVERIFY(office.opener.links.isEmpty());

        office.prompter.answer = 1;
        QTest::mouseClick(office.messages().viewport(), Qt::LeftButton, {}, link);
        QTRY_COMPARE(office.opener.links, QList {QUrl(QStringLiteral("https://a.example/drawings"))});
    }

    void keysMoveFromMessageToMessage()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("one"));
        office.hear(QStringLiteral("two"));
        QTRY_COMPARE(office.messages().itemCount(), 2);
        office.messages().setFocus();

        QTest::keyClick(&office.messages(), Qt::Key_Up);
        QCOMPARE(office.messages().currentItem(), 1);
        QTest::keyClick(&office.messages(), Qt::Key_Up);
        QCOMPARE(office.messages().currentItem(), 0);
        QTest::keyClick(&office.messages(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("one"));
        QTest::keyClick(&office.messages(), Qt::Key_Down);
        QCOMPARE(office.messages().currentItem(), 1);
    }

    void lettersGoToTheComposer()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("one"));
        office.messages().setFocus();

        QTest::keyClicks(&office.messages(), QStringLiteral("h"));

        QCOMPARE(office.window.chatPane().composer().text(), QStringLiteral("h"));
    }

    void offersAreAcceptedByTheirButtons()
    {
        Office office;
        office.begin();
        const auto id = office.offer(QStringLiteral("plan.pdf"), QByteArray(5000, 'p'));
        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("plan.pdf")) >= 0);
        const int item = support::itemWith(office.messages(), QStringLiteral("plan.pdf"));

        QVERIFY(support::pressButton(office.messages(), item, QStringLiteral("Accept")));

        QTRY_COMPARE(office.stateOf(id), model::TransferState::Done);
        QTRY_COMPARE(office.messages().itemButtons(item).size(), 2);
        QVERIFY(support::pressButton(office.messages(), item, QStringLiteral("Show in folder")));
        QTRY_COMPARE(office.opener.shown.size(), 1);
        QVERIFY(support::pressButton(office.messages(), item, QStringLiteral("Open")));
        QTRY_COMPARE(office.opener.opened.size(), 1);
    }

    void programsAreOnlyShown()
    {
        Office office;
        office.begin();
        const auto id = office.offer(QStringLiteral("setup.exe"), "MZ");
        QVERIFY(office.mara.core.transfers().accept(id));
        QTRY_COMPARE(office.stateOf(id), model::TransferState::Done);
        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("setup.exe")) >= 0);
        const int item = support::itemWith(office.messages(), QStringLiteral("setup.exe"));
        office.prompter.answer = 1;

        QVERIFY(support::pressButton(office.messages(), item, QStringLiteral("Open")));

        QTRY_COMPARE(office.opener.shown.size(), 1);
        QVERIFY(office.opener.opened.isEmpty());
    }

    void declinesByTheKeyboard()
    {
        Office office;
        office.begin();
        const auto id = office.offer(QStringLiteral("plan.pdf"));
        QTRY_VERIFY(support::itemWith(office.messages(), QStringLiteral("plan.pdf")) >= 0);
        office.messages().setFocus();

        QTest::keyClick(&office.messages(), Qt::Key_Up);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&office.messages(), Qt::Key_Right);
        QTest::keyClick(&office.messages(), Qt::Key_Return);

        QTRY_COMPARE(office.stateOf(id), model::TransferState::Declined);
    }

    void isAListForAssistiveTools()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("hello"));
        office.offer(QStringLiteral("plan.pdf"));
        QTRY_COMPARE(office.messages().itemCount(), 2);

        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&office.messages());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 2);
        QAccessibleInterface *item = list->child(1);
        QCOMPARE(item->role(), QAccessible::ListItem);
        QVERIFY(item->text(QAccessible::Name).contains(QStringLiteral("plan.pdf")));
        QCOMPARE(list->indexOfChild(item), 1);
        QCOMPARE(item->parent(), list);
        QVERIFY(!item->rect().isEmpty());
        QTRY_COMPARE(item->childCount(), 3);
        QAccessibleInterface *button = item->child(2);
        QCOMPARE(button->role(), QAccessible::Button);
        QCOMPARE(button->text(QAccessible::Name), QStringLiteral("Decline"));
        QVERIFY(item->rect().contains(button->rect()));
        button->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QTRY_COMPARE(item->childCount(), 0);
    }

    void deletedMessagesLeaveNoGap()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("one"));
        office.hear(QStringLiteral("two"));
        office.hear(QStringLiteral("three"));
        QTRY_COMPARE(office.messages().itemCount(), 3);
        office.prompter.answer = 1;
        office.messages().focusItem(1);

        QTest::keyClick(&office.messages(), Qt::Key_Delete);

        QTRY_COMPARE(office.messages().itemCount(), 2);
        QTRY_VERIFY(std::abs(office.messages().itemRect(0).bottom() + 1 - office.messages().itemRect(1).top()) <= 1);
    }
};

static const support::Register<TestMessageView> registered;
#include "tst_messageview.moc"
