#pragma once

#include "ui/chat/chatpane.h"
#include "ui/chat/messageview.h"
#include "ui/desktop/fileopener.h"
#include "ui/peers/peerpane.h"
#include "ui/transfers/transferpanel.h"
#include "ui/window/mainwindow.h"
#include "uisupport.h"

#include <QTest>

namespace support {

// Remembers instead of starting programs.
class RecordingOpener final : public ui::FileOpener
{
public:
    void openFile(const QString &path) override { opened.append(path); }
    void showInFolder(const QString &path) override { shown.append(path); }
    void openLink(const QUrl &url) override { links.append(url); }

    QStringList opened;
    QStringList shown;
    QList<QUrl> links;
};

// Mara's window; Anna is on the same network, without one.
struct Office {
    Office()
        : mara(net, 1, QStringLiteral("Mara Lindqvist"))
        , anna(net, 2, QStringLiteral("Anna Berg"))
        , window(theme(), mara.core, opener, &prompter)
    {
        window.resize(1280, 800);
    }

    // Both see each other, the window is shown, and Anna's conversation is open.
    void begin()
    {
        mara.start();
        anna.start();
        window.begin();
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(QTest::qWaitFor([this] { return mara.sees(anna) && anna.sees(mara); }, 20000));
        window.openConversation(anna.self);
    }

    // A stored line, of the other or of our own.
    void hear(const QString &text)
    {
        const qint64 before = last();
        anna.core.chat().send(mara.self, text);
        QVERIFY(QTest::qWaitFor([&] { return last() > before; }, 20000));
    }
    void say(const QString &text)
    {
        const qint64 before = last();
        mara.core.chat().send(anna.self, text);
        QVERIFY(QTest::qWaitFor([&] { return last() > before; }, 20000));
    }
    [[nodiscard]] qint64 last() { return mara.core.chat().conversation(anna.self).lastSeq; }

    // Anna offers a file of that name and content; waits until Mara has the offer.
    model::TransferId offer(const QString &name, const QByteArray &content = "content")
    {
        const auto id = anna.core.transfers().send(mara.self, {anna.profile.write(name, content)});
        if (!QTest::qWaitFor([&] { return mara.core.transfers().transfer(id).has_value(); }, 20000))
            qWarning("no offer came");
        return id;
    }
    // A folder of three files, accepted; one of them is gone by then: done, but for that one.
    model::TransferId receiveInPart()
    {
        anna.profile.write(QStringLiteral("photos/a.jpg"), "aaaa");
        anna.profile.write(QStringLiteral("photos/notes.txt"), "what it shows");
        const QString lost = anna.profile.write(QStringLiteral("photos/more/b.jpg"), "bb");
        const auto id = anna.core.transfers().send(mara.self, {anna.profile.file(QStringLiteral("photos"))});
        const bool came = QTest::qWaitFor([&] { return stateOf(id) == model::TransferState::Offered; }, 20000);
        if (!came || !QFile::remove(lost) || !mara.core.transfers().accept(id)
            || !QTest::qWaitFor([&] { return stateOf(id) == model::TransferState::Done; }, 20000))
            qWarning("nothing arrived");
        return id;
    }
    [[nodiscard]] std::optional<model::TransferState> stateOf(const model::TransferId &id)
    {
        const auto transfer = mara.core.transfers().transfer(id);
        return transfer ? std::optional(transfer->state) : std::nullopt;
    }

    [[nodiscard]] ui::MessageView &messages() { return window.chatPane().messages(); }
    [[nodiscard]] ui::ComposerEdit &edit() { return window.chatPane().composer().edit(); }
    [[nodiscard]] ui::PeerList &people() { return window.peerPane().list(); }
    [[nodiscard]] ui::TransferList &rows() { return window.transferPanel().list(); }

    FakeNetwork net;
    Desk mara;
    Desk anna;
    RecordingOpener opener;
    ScriptedPrompter prompter;
    ui::MainWindow window;
};

// Where the button of that name is in an item of a painted list; empty: there is none.
inline QRect buttonRect(const ui::PaintedList &list, int item, const QString &name)
{
    const auto buttons = item < list.itemCount() ? list.itemButtons(item) : QList<ui::PaintedList::Button>();
    for (const auto &button : buttons) {
        if (button.name == name)
            return button.rect;
    }
    return {};
}

// Waits for that button and clicks it once; false: it did not come.
inline bool pressButton(ui::PaintedList &list, int item, const QString &name)
{
    if (!QTest::qWaitFor([&] { return !buttonRect(list, item, name).isEmpty(); }, 10000))
        return false;
    QTest::mouseClick(list.itemsViewport(), Qt::LeftButton, {}, buttonRect(list, item, name).center());
    return true;
}

// The item whose name contains `text`; -1: none.
inline int itemWith(const ui::PaintedList &list, const QString &text)
{
    for (int item = 0; item < list.itemCount(); ++item) {
        if (list.itemName(item).contains(text))
            return item;
    }
    return -1;
}

} // namespace support
