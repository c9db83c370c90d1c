#pragma once

#include "core/core.h"
#include "ui/chat/chatheader.h"
#include "ui/chat/composer.h"
#include "ui/chat/drafts.h"
#include "ui/chat/messageview.h"
#include "ui/common/infobar.h"
#include "ui/peers/peercommands.h"
#include "ui/transfers/transfercommands.h"

#include <QWidget>

class QStackedWidget;

namespace ui {

class DropOverlay;
class EmptyState;
class FileOpener;
class Thumbnails;

// What the pane works with; all outlive it.
struct ChatPaneParts {
    PeerCommands &people;
    TransferCommands &transfers;
    Prompter &prompter;
    FileOpener &opener;
    Drafts &drafts;
    Thumbnails &thumbnails;
};

// One conversation: header, messages, composer. Files dropped anywhere on it are offered to the other side.
class ChatPane : public QWidget
{
    Q_OBJECT
public:
    ChatPane(const Theme &theme, core::Core &core, const ChatPaneParts &parts, QWidget *parent = nullptr);
    ~ChatPane() override;

    void open(const model::PeerId &peer); // null: nobody
    [[nodiscard]] const model::PeerId &peer() const { return m_peer; }
    void setNarrow(bool narrow) { m_header->setNarrow(narrow); }
    void focusComposer();
    void attachFiles();
    void attachFolder();
    [[nodiscard]] MessageView &messages() { return *m_messages; }
    [[nodiscard]] Composer &composer() { return *m_composer; }
    [[nodiscard]] DropOverlay &dropOverlay() { return *m_drop; }
    [[nodiscard]] InfoBar &bar() { return *m_bar; }

signals:
    void backRequested();
    void offerRequested(const model::TransferId &id);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectParts();
    void retranslate();
    void refreshPeer();
    void refreshBar(const model::Peer &peer);
    void showPage();
    void submit(const QString &text);
    void sendFailed(const model::PeerId &to, const QString &text, const base::Error &error);
    void tell(const QString &sentence);
    void pasteImage(const QImage &image);
    void confirmPaste(const QStringList &paths);
    void openLink(const QUrl &url);
    void deleteMessage(const model::MessageId &id);
    void setInterest(bool wanted);
    [[nodiscard]] bool takesDrops(const QMimeData &data) const;
    [[nodiscard]] QString nameOf() const;

    const Theme &m_theme;
    core::Core &m_core;
    ChatPaneParts m_parts;
    model::PeerId m_peer;
    bool m_blockedShown = false;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_nobody = nullptr;
    QWidget *m_conversation = nullptr;
    ChatHeader *m_header = nullptr;
    InfoBar *m_bar = nullptr;
    QStackedWidget *m_pages = nullptr;
    MessageView *m_messages = nullptr;
    EmptyState *m_empty = nullptr;
    InfoBar *m_refusal = nullptr;
    Composer *m_composer = nullptr;
    DropOverlay *m_drop = nullptr;
};

} // namespace ui
