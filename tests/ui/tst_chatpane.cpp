#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/dropoverlay.h"
#include "windowsupport.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QInputMethodEvent>
#include <QMimeData>

using support::Office;

class TestChatPane : public support::Test
{
    Q_OBJECT
private:
    static void drag(ui::ChatPane &pane, const QMimeData &data)
    {
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &enter);
        QDragMoveEvent move(QPoint(220, 220), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &move);
    }
    static Qt::DropAction drop(ui::ChatPane &pane, const QMimeData &data)
    {
        QDropEvent event(QPointF(220, 220), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&pane, &event);
        return event.isAccepted() ? event.dropAction() : Qt::IgnoreAction;
    }
    static void filesOf(QMimeData &data, const QStringList &paths)
    {
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
    }

private slots:
    void enterSends()
    {
        Office office;
        office.begin();

        QTest::keyClicks(&office.edit(), QStringLiteral("hello"));
        QTest::keyClick(&office.edit(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(&office.edit(), QStringLiteral("there"));
        QTest::keyClick(&office.edit(), Qt::Key_Return);

        QTRY_COMPARE(office.last(), 1);
        QCOMPARE(office.mara.core.chat().conversation(office.anna.self).last.text, QStringLiteral("hello\nthere"));
        QVERIFY(office.window.chatPane().composer().text().isEmpty());
        QVERIFY(office.edit().hasFocus());
    }

    void blankIsNotSent()
    {
        Office office;
        office.begin();

        QTest::keyClicks(&office.edit(), QStringLiteral("   "));
        QTest::keyClick(&office.edit(), Qt::Key_Return);
        office.say(QStringLiteral("real"));

        QCOMPARE(office.last(), 1);
        QCOMPARE(office.window.chatPane().composer().text(), QStringLiteral("   "));
    }

    void composingKeysDoNotSend()
    {
        Office office;
        office.begin();
        QTest::keyClicks(&office.edit(), QStringLiteral("ni"));

        QInputMethodEvent composing(QStringLiteral("hao"), {});
        QCoreApplication::sendEvent(&office.edit(), &composing);
        QTest::keyClick(&office.edit(), Qt::Key_Return);
        QCOMPARE(office.window.chatPane().composer().text(), QStringLiteral("ni"));

        QInputMethodEvent committed;
        committed.setCommitString(QStringLiteral("好"));
        QCoreApplication::sendEvent(&office.edit(), &committed);
        QTest::keyClick(&office.edit(), Qt::Key_Return);
        QTRY_COMPARE(office.last(), 1);
        QCOMPARE(office.mara.core.chat().conversation(office.anna.self).last.text, QStringLiteral("ni好"));
    }

    void growsToEightLines()
    {
        Office office;
        office.begin();
        const int one = office.edit().height();

        office.edit().setPlainText(QStringLiteral("a\nb\nc\nd"));
        QTRY_VERIFY(office.edit().height() > 2 * one - 20);
        const int four = office.edit().height();
        office.edit().setPlainText(QStringLiteral("a\n").repeated(40));
        QTRY_VERIFY(office.edit().height() > four);
        QVERIFY(office.edit().height() < 3 * four);
        office.edit().setPlainText({});
        QTRY_COMPARE(office.edit().height(), one);
    }

    void tooLongIsRefusedAndStays()
    {
        Office office;
        office.begin();
        const QString text(model::largestText + 1, u'x');
        office.window.chatPane().composer().setText(text);

        QTest::keyClick(&office.edit(), Qt::Key_Return);

        QCOMPARE(office.window.chatPane().composer().text().size(), text.size());
        const auto bars = office.window.chatPane().findChildren<ui::InfoBar *>();
        QVERIFY(std::any_of(bars.begin(), bars.end(), [](const ui::InfoBar *bar) {
            return bar->isVisible() && bar->sentence().contains(QStringLiteral("64 KB"));
        }));
        QCOMPARE(office.last(), 0);
    }

    void draftsStayWithTheirConversation()
    {
        Office office;
        office.begin();
        const auto ben = office.mara.meet(3, QStringLiteral("Ben"));
        QTest::keyClicks(&office.edit(), QStringLiteral("half"));

        office.window.openConversation(ben);
        QVERIFY(office.window.chatPane().composer().text().isEmpty());
        office.window.openConversation(office.anna.self);
        QCOMPARE(office.window.chatPane().composer().text(), QStringLiteral("half"));
    }

    void placeholderTellsWhatWillHappen()
    {
        Office office;
        office.begin();
        QVERIFY(office.edit().placeholderText().contains(QStringLiteral("Anna Berg")));

        office.net.disappear(office.anna.self);

        QTRY_VERIFY(office.edit().placeholderText().contains(QStringLiteral("when")));
    }

    void dropSendsFiles()
    {
        Office office;
        office.begin();
        QMimeData data;
        filesOf(data, {office.mara.profile.write(QStringLiteral("a.txt"), "a"),
                       office.mara.profile.write(QStringLiteral("b.txt"), "b")});

        drag(office.window.chatPane(), data);
        QVERIFY(office.window.chatPane().dropOverlay().isVisible());
        QVERIFY(office.window.chatPane().dropOverlay().heading().contains(u'2'));
        QVERIFY(office.window.chatPane().dropOverlay().heading().contains(QStringLiteral("Anna Berg")));

        QCOMPARE(drop(office.window.chatPane(), data), Qt::CopyAction);
        QVERIFY(!office.window.chatPane().dropOverlay().isVisible());
        QTRY_COMPARE(office.anna.core.transfers().transfers().size(), 1);
        QCOMPARE(office.anna.core.transfers().transfers().first().direction, model::Direction::In);
    }

    void leavingRemovesTheOverlay()
    {
        Office office;
        office.begin();
        QMimeData data;
        filesOf(data, {office.mara.profile.write(QStringLiteral("a.txt"), "a")});
        drag(office.window.chatPane(), data);

        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(&office.window.chatPane(), &leave);

        QVERIFY(!office.window.chatPane().dropOverlay().isVisible());
        QVERIFY(office.mara.core.transfers().transfers().isEmpty());
    }

    void droppedTextIsTyped()
    {
        Office office;
        office.begin();
        QMimeData data;
        data.setText(QStringLiteral("dropped words"));

        drag(office.window.chatPane(), data);
        drop(office.window.chatPane(), data);

        QCOMPARE(office.window.chatPane().composer().text(), QStringLiteral("dropped words"));
        QVERIFY(office.mara.core.transfers().transfers().isEmpty());
    }

    void remoteAddressesAreNotFiles()
    {
        Office office;
        office.begin();
        QMimeData data;
        data.setUrls({QUrl(QStringLiteral("https://a.example/x.png"))});
        data.setText({});

        drag(office.window.chatPane(), data);
        drop(office.window.chatPane(), data);

        QVERIFY(office.mara.core.transfers().transfers().isEmpty());
    }

    void pastedFilesAreSentAfterAsking()
    {
        Office office;
        office.begin();
        auto *data = new QMimeData;
        filesOf(*data, {office.mara.profile.write(QStringLiteral("a.txt"), "a")});
        QGuiApplication::clipboard()->setMimeData(data);
        office.prompter.answer = 1;

        office.edit().paste();

        QTRY_COMPARE(office.prompter.questions.size(), 1);
        QTRY_COMPARE(office.mara.core.transfers().transfers().size(), 1);
        QVERIFY(office.window.chatPane().composer().text().isEmpty());
    }

    void pastedPicturesBecomeFiles()
    {
        Office office;
        office.begin();
        QImage picture(4, 4, QImage::Format_RGB32);
        picture.fill(Qt::red);
        QGuiApplication::clipboard()->setImage(picture);
        office.prompter.answer = 1;

        office.edit().paste();

        QTRY_COMPARE(office.mara.core.transfers().transfers().size(), 1);
        QVERIFY(office.mara.core.transfers().transfers().first().name.endsWith(QStringLiteral(".png")));
    }

    void emptyClipboardDoesNothing()
    {
        Office office;
        office.begin();
        QGuiApplication::clipboard()->clear();

        office.edit().paste();

        QVERIFY(office.window.chatPane().composer().text().isEmpty());
    }

    void waveIsOneClick()
    {
        Office office;
        office.begin();
        QTRY_VERIFY(office.messages().isEmpty());
        ui::Button *wave = nullptr;
        for (auto *button : office.window.chatPane().findChildren<ui::Button *>()) {
            if (button->isVisible() && button->text().contains(QStringLiteral("Wave")))
                wave = button;
        }
        QVERIFY(wave);

        QTest::mouseClick(wave, Qt::LeftButton);

        QTRY_COMPARE(office.last(), 1);
        QTRY_VERIFY(office.messages().isVisible());
    }

    void blockedConversationsCannotBeWrittenTo()
    {
        Office office;
        office.begin();
        office.hear(QStringLiteral("hi"));

        office.mara.core.peers().block(office.anna.self);

        QTRY_VERIFY(!office.window.chatPane().composer().isVisible());
        QVERIFY(office.window.chatPane().bar().isVisible());
        QTest::mouseClick(office.window.chatPane().bar().action(0), Qt::LeftButton);
        QTRY_VERIFY(office.window.chatPane().composer().isVisible());
    }
};

static const support::Register<TestChatPane> registered;
#include "tst_chatpane.moc"
