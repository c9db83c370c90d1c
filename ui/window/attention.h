#pragma once

#include "core/core.h"
#include "ui/desktop/notifications.h"

#include <QObject>

namespace ui {

class MainWindow;
class Tray;

// Decides what is worth telling outside the window: a notification per conversation, the tray's mark, a flash of the
// task bar. Nothing for what the user is looking at.
class Attention : public QObject
{
    Q_OBJECT
public:
    Attention(core::Core &core, MainWindow &window, Tray &tray, Notifications &notifications,
              QObject *parent = nullptr);

private:
    void messageAdded(const model::Message &message);
    void transferAdded(const model::Transfer &transfer);
    void transferChanged(const model::Transfer &transfer);
    void conversationChanged(const model::ConversationSummary &summary);
    void act(const QString &key, Notifications::Action action, const QString &text, const QString &token);
    void refresh();
    [[nodiscard]] bool isAttended(const model::PeerId &peer) const;
    [[nodiscard]] QString nameOf(const model::PeerId &peer) const;

    core::Core &m_core;
    MainWindow &m_window;
    Tray &m_tray;
    Notifications &m_notifications;
    QHash<model::TransferId, model::TransferState> m_states;
};

} // namespace ui
