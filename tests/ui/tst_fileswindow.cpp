#include "support/test.h"
#include "support/testmain.h"
#include "ui/window/fileswindow.h"
#include "windowsupport.h"

#include <QAccessible>
#include <QClipboard>
#include <QDialog>
#include <QGuiApplication>
#include <QPointer>
#include <QScrollBar>

using model::TransferState;
using support::Office;

class TestFilesWindow : public support::Test
{
    Q_OBJECT
private:
    static ui::FilesWindow *windowOf(Office &office)
    {
        const auto all = office.window.findChildren<ui::FilesWindow *>();
        return all.size() == 1 && all.first()->isVisible() ? all.first() : nullptr;
    }
    // The folder that came but for one file, with its list.
    static ui::FilesWindow *open(Office &office, ui::FilePages::Show show)
    {
        office.begin();
        const auto id = office.receiveInPart();
        office.window.showFiles(id, show);
        auto *window = windowOf(office);
        const int lines = show == ui::FilePages::Show::All ? 5 : 1;
        if (!window || !QTest::qWaitFor([&] { return window->list().itemCount() == lines; }, 10000))
            return nullptr;
        return window;
    }
    static ui::Button *button(const QWidget &window, const QString &text)
    {
        for (ui::Button *button : window.findChildren<ui::Button *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }
    static QStringList namesIn(const ui::FileList &list)
    {
        QStringList names;
        for (int item = 0; item < list.itemCount(); ++item)
            names.append(list.itemName(item));
        names.sort();
        return names;
    }

private slots:
    void tellsWhatBecameOfEach()
    {
        Office office;
        auto *window = open(office, ui::FilePages::Show::All);
        QVERIFY(window);

        const QStringList names = namesIn(window->list());
        QCOMPARE(names.at(0), QStringLiteral("photos"));
        QCOMPARE(names.at(1), QStringLiteral("photos/a.jpg, 4 bytes, arrived"));
        QCOMPARE(names.at(2), QStringLiteral("photos/more"));
        QCOMPARE(names.at(3), QStringLiteral("photos/more/b.jpg, 2 bytes, The file cannot be read."));
        QVERIFY(!window->isModal());
        QVERIFY(window->windowTitle().contains(QStringLiteral("photos")));
        QCOMPARE(support::namelessControls(*window), QStringList());
    }

    void copiesWhatDidNotArrive()
    {
        Office office;
        auto *window = open(office, ui::FilePages::Show::Failed);
        QVERIFY(window);
        QCOMPARE(namesIn(window->list()),
                 QStringList {QStringLiteral("photos/more/b.jpg, 2 bytes, The file cannot be read.")});

        button(*window, QStringLiteral("Copy list"))->click();

        QTRY_COMPARE(QGuiApplication::clipboard()->text(),
                     QStringLiteral("photos/more/b.jpg: The file cannot be read."));
    }

    void triesAgainWhatDidNotArrive()
    {
        Office office;
        auto *window = open(office, ui::FilePages::Show::Failed);
        QVERIFY(window);
        office.anna.profile.write(QStringLiteral("photos/more/b.jpg"), "bb");

        button(*window, QStringLiteral("Try again"))->click();

        QTRY_VERIFY_WITH_TIMEOUT(office.mara.core.transfers().transfer(window->transfer())->failed.isEmpty(), 20000);
        QTRY_COMPARE(office.stateOf(window->transfer()), TransferState::Done);
        // Nothing is left to filter, copy or try.
        QTRY_VERIFY(!button(*window, QStringLiteral("Try again")));
        QVERIFY(!button(*window, QStringLiteral("Copy list")));
        QTRY_COMPARE(window->list().itemCount(), 5);
        QTRY_VERIFY(namesIn(window->list()).contains(QStringLiteral("photos/more/b.jpg, 2 bytes, arrived")));
    }

    void opensOnlyWhatIsHarmless()
    {
        Office office;
        office.begin();
        office.anna.profile.write(QStringLiteral("tools/read me.txt"), "text");
        office.anna.profile.write(QStringLiteral("tools/setup.exe"), "MZ program");
        const auto id =
            office.anna.core.transfers().send(office.mara.self, {office.anna.profile.file(QStringLiteral("tools"))});
        QTRY_COMPARE_WITH_TIMEOUT(office.stateOf(id), std::optional(TransferState::Offered), 20000);
        QVERIFY(office.mara.core.transfers().accept(id));
        QTRY_COMPARE_WITH_TIMEOUT(office.stateOf(id), std::optional(TransferState::Done), 20000);
        office.window.showFiles(id, ui::FilePages::Show::All);
        auto *window = windowOf(office);
        QVERIFY(window);
        ui::FileList &list = window->list();
        QTRY_COMPARE(list.itemCount(), 3);
        const QString folder = office.mara.core.receiveFolder();

        list.focusItem(support::itemWith(list, QStringLiteral("read me.txt")));
        QTest::keyClick(&list, Qt::Key_Return);
        QTRY_COMPARE(office.opener.opened, QStringList {folder + QStringLiteral("/tools/read me.txt")});
        list.pressItem(support::itemWith(list, QStringLiteral("setup.exe")));
        QTRY_COMPARE(office.prompter.questions.size(), 1);
        QCOMPARE(office.opener.opened.size(), 1);
        QVERIFY(support::pressButton(list, support::itemWith(list, QStringLiteral("setup.exe")),
                                     QStringLiteral("Show in folder")));
        QCOMPARE(office.opener.shown, QStringList {folder + QStringLiteral("/tools/setup.exe")});
    }

    // A long list comes after its window.
    void givesTheListTheKeyboardWhenItHasCome()
    {
        Office office;
        auto *window = open(office, ui::FilePages::Show::All);
        QVERIFY(window);
        QVERIFY(QTest::qWaitForWindowActive(window));

        QCOMPARE(window->focusWidget(), &window->list());
        QTest::keyClick(window->windowHandle(), Qt::Key_End);
        QCOMPARE(window->list().current(), 4);
    }

    void isThereOncePerTransfer()
    {
        Office office;
        QPointer<ui::FilesWindow> window = open(office, ui::FilePages::Show::All);
        QVERIFY(window);

        office.window.showFiles(window->transfer(), ui::FilePages::Show::Failed);

        QCOMPARE(windowOf(office), window.data());
        QTRY_COMPARE(window->list().itemCount(), 1);
        QTest::keyClick(&window->list(), Qt::Key_Escape);
        QTRY_VERIFY(window.isNull());
    }

    void goesWithItsTransfer()
    {
        Office office;
        QPointer<ui::FilesWindow> window = open(office, ui::FilePages::Show::All);
        QVERIFY(window);

        QVERIFY(office.mara.core.transfers().remove(window->transfer()));

        QTRY_VERIFY(window.isNull());
    }

    void anOfferOpensItsDialog()
    {
        Office office;
        office.begin();
        const auto id = office.offer(QStringLiteral("plan.pdf"));

        office.window.showFiles(id, ui::FilePages::Show::All);

        QVERIFY(!windowOf(office));
        const auto all = office.window.findChildren<QDialog *>();
        QVERIFY(std::any_of(all.begin(), all.end(), [](const QDialog *dialog) { return dialog->isVisible(); }));
    }

    // Only what is in sight is read, laid out and told.
    void aLongListIsReadWhereItIsLookedAt()
    {
        constexpr int many = 3000;
        Office office;
        office.begin();
        for (int number = 0; number < many; ++number)
            office.mara.profile.write(QStringLiteral("many/%1.txt").arg(number, 5, 10, QLatin1Char('0')), "x");
        const auto id =
            office.mara.core.transfers().send(office.anna.self, {office.mara.profile.file(QStringLiteral("many"))});
        QTRY_COMPARE_WITH_TIMEOUT(office.stateOf(id), std::optional(TransferState::Offered), 20000);
        office.window.showFiles(id, ui::FilePages::Show::All);
        auto *window = windowOf(office);
        QVERIFY(window);
        ui::FileList &list = window->list();
        QTRY_VERIFY(support::itemWith(list, QStringLiteral("many/00003.txt")) >= 0);
        QVERIFY(list.itemCount() < 100);
        QVERIFY(!list.line(many)); // far away, not here

        QTest::keyClick(&list, Qt::Key_End);

        QTRY_VERIFY(list.line(many));
        QTRY_VERIFY(support::itemWith(list, QStringLiteral("many/02999.txt")) >= 0);
        QCOMPARE(list.currentItem(), list.itemCount() - 1);
        QVERIFY(list.itemCount() < 100);
        QCOMPARE(list.itemRect(list.currentItem()).bottom(), list.viewport()->height() - 1);
    }

    void isAListForAssistiveTools()
    {
        Office office;
        auto *window = open(office, ui::FilePages::Show::All);
        QVERIFY(window);

        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&window->list());

        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->text(QAccessible::Name), QStringLiteral("Files"));
        QCOMPARE(list->childCount(), 5);
        const int item = support::itemWith(window->list(), QStringLiteral("a.jpg"));
        QCOMPARE(list->child(item)->childCount(), 2);
        QCOMPARE(list->child(item)->child(0)->text(QAccessible::Name), QStringLiteral("Open"));
    }
};

static const support::Register<TestFilesWindow> registered;
#include "tst_fileswindow.moc"
