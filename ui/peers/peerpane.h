#pragma once

#include "core/core.h"
#include "ui/common/avatar.h"
#include "ui/common/controls.h"
#include "ui/common/infobar.h"
#include "ui/common/labels.h"
#include "ui/peers/linestrip.h"
#include "ui/peers/peercommands.h"
#include "ui/peers/peerlist.h"
#include "ui/peers/searchfield.h"

#include <QWidget>

class QStackedWidget;

namespace ui {

class EmptyState;
class LineBar;

// The list pane: oneself, search, people, and how the line is.
class PeerPane : public QWidget
{
    Q_OBJECT
public:
    PeerPane(const Theme &theme, core::Core &core, PeerModel &model, PeerCommands &commands, QWidget *parent = nullptr);
    ~PeerPane() override;

    void focusSearch();
    void choose(const model::PeerId &peer) { m_list->choose(peer); }
    void step(int rows) { m_list->step(rows); }
    void setTransfers(int unfinished, bool panelShown);
    // Files wait for a person: a bar says so until one is chosen or it is dismissed.
    void askForPerson(const QStringList &paths);
    [[nodiscard]] PeerList &list() { return *m_list; }
    [[nodiscard]] SearchField &search() { return *m_search; }
    [[nodiscard]] InfoBar &bar();

signals:
    void opened(const model::PeerId &peer);
    void transfersRequested();
    void addRequested();
    void settingsRequested();
    void networkRequested();
    void showInFolderRequested(const QString &path);
    void quitRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] QWidget *makeSearch();
    void connectList();
    void retranslate();
    void refreshSelf();
    void refreshLine();
    void refreshEmpty();
    void openPeer(const model::PeerId &peer);
    void setInSight(const QSet<model::PeerId> &peers);
    void emptyAction(int action);
    [[nodiscard]] bool isSearching() const;

    const Theme &m_theme;
    core::Core &m_core;
    PeerModel &m_model;
    PeerCommands &m_commands;
    PeerFilter m_filter;
    QSet<model::PeerId> m_inSight;
    QStringList m_waitingFiles;
    QTimer m_lonely; // nobody found for a while
    AvatarView *m_avatar = nullptr;
    ElidedLabel *m_name = nullptr;
    TextLabel *m_state = nullptr;
    IconButton *m_transfers = nullptr;
    IconButton *m_add = nullptr;
    IconButton *m_settings = nullptr;
    SearchField *m_search = nullptr;
    LineBar *m_bar = nullptr;
    InfoBar *m_picking = nullptr;
    QStackedWidget *m_pages = nullptr;
    PeerList *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    LineStrip *m_line = nullptr;
};

} // namespace ui
