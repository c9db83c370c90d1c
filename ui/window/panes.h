#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace ui {

class ChatPane;
class PaneSplitter;
class PeerPane;
class TransferPanel;
struct WindowState;

// Decides which of list, conversation and transfers are visible: all side by side when there is room, the transfers in
// the conversation's place below 1000, one pane at a time below 640.
class Panes : public QWidget
{
    Q_OBJECT
public:
    enum class Pane { List, Chat, Transfers };

    Panes(const Theme &theme, PeerPane &list, ChatPane &chat, TransferPanel &transfers, QWidget *parent = nullptr);

    void show(Pane pane); // and give it room; its focus is the caller's business
    void setPanelShown(bool shown);
    void back(); // to the pane before, where there is one
    [[nodiscard]] bool isPanelShown() const { return m_panelShown; }
    [[nodiscard]] bool isNarrow() const { return m_narrow; }
    [[nodiscard]] bool canGoBack() const;
    [[nodiscard]] Pane pane() const { return m_pane; } // the one in front, where only one fits

    void restore(const WindowState &state);
    void store(WindowState &state) const;

signals:
    void panelShownChanged(bool shown);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] bool isPanelInFront() const;
    void arrange();
    void takeSizes();
    void giveSizes();

    const Theme &m_theme;
    PeerPane &m_list;
    ChatPane &m_chat;
    TransferPanel &m_transfers;
    PaneSplitter *m_splitter;
    Pane m_pane = Pane::List;
    Pane m_before = Pane::List;
    bool m_panelShown = false;
    bool m_narrow = false;
    bool m_wide = false;
    int m_listWidth = 0;
    int m_panelWidth = 0;
};

} // namespace ui
