#pragma once

#include "core/core.h"
#include "ui/chat/drafts.h"
#include "ui/common/prompter.h"
#include "ui/common/theme.h"
#include "ui/peers/peercommands.h"
#include "ui/peers/peermodel.h"
#include "ui/transfers/thumbnails.h"
#include "ui/transfers/transfercommands.h"
#include "ui/window/panes.h"

#include <QStackedWidget>
#include <QWidget>

#include <memory>

namespace ui {

class ChatPane;
class FileOpener;
class FirstRun;
class PeerPane;
class SettingsPage;
class TransferPanel;

// The window: arranges list, conversation and transfers, and holds the actions that concern all of them.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    // `prompter` null: questions are cards inside this window.
    MainWindow(const Theme &theme, core::Core &core, FileOpener &opener, Prompter *prompter = nullptr);
    ~MainWindow() override;

    // Asks for the name when there is none yet; called when the settings are complete.
    void begin();
    void raiseWindow();
    void openConversation(const model::PeerId &peer);
    // From the command line: files are ready to send, or wait for a person when `peer` is null.
    void openPeer(const model::PeerId &peer, const QStringList &paths);
    void showOffer(const model::TransferId &id);
    void showTransfer(const model::TransferId &id);
    // What it holds: an offer in its dialog, everything else in a window of its own.
    void showFiles(const model::TransferId &id, FilePages::Show show);
    void showSettings(Qt::FocusReason reason = Qt::MouseFocusReason);
    void saveState();
    // Asks in the window first while files are moving.
    void quit();

    // With a tray closing hides; without one it quits.
    void setTrayPresent(bool present) { m_trayPresent = present; }
    // The conversation the user can see and answer right now; null: none.
    [[nodiscard]] model::PeerId attendedPeer() const;
    [[nodiscard]] int unread() const { return m_peers.unread(); }

    [[nodiscard]] PeerPane &peerPane() { return *m_list; }
    [[nodiscard]] ChatPane &chatPane() { return *m_chat; }
    [[nodiscard]] TransferPanel &transferPanel() { return *m_transfers; }
    [[nodiscard]] Panes &panes() { return *m_panes; }
    [[nodiscard]] PeerModel &peerModel() { return m_peers; }

signals:
    void hiddenToTray();
    void quitRequested();
    void attentionChanged(); // other conversation, activation, hidden or shown

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void showConversation(const model::PeerId &peer);
    void showMessage(const model::Transfer &transfer);
    void connectPanes();
    void makeActions();
    void restoreState();
    void retitle();
    void addPerson();
    void verify(const model::PeerId &peer);
    void togglePanel();
    void cyclePanes(int step);
    void restoreConversation();

    const Theme &m_theme;
    core::Core &m_core;
    FileOpener &m_opener;
    std::unique_ptr<Prompter> m_ownPrompter;
    Prompter &m_prompter;
    Drafts m_drafts;
    PeerModel m_peers;
    PeerCommands m_people;
    TransferCommands m_transferCommands;
    Thumbnails m_thumbnails;
    QStackedWidget *m_pages = nullptr;
    FirstRun *m_firstRun = nullptr;
    SettingsPage *m_settings = nullptr;
    Panes *m_panes = nullptr;
    PeerPane *m_list = nullptr;
    ChatPane *m_chat = nullptr;
    TransferPanel *m_transfers = nullptr;
    bool m_trayPresent = false;
    bool m_restored = false;
};

} // namespace ui
