#include "ui/window/attention.h"

#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/desktop/tray.h"
#include "ui/transfers/transferwords.h"
#include "ui/window/mainwindow.h"

#include <QApplication>

namespace ui {
namespace {

constexpr qsizetype longestBody = 300;

QString conversationKey(const model::PeerId &peer)
{
    return QStringLiteral("peer:") + peer.toText();
}

QString transferKey(const model::TransferId &transfer)
{
    return QStringLiteral("transfer:") + transfer.toHex();
}

} // namespace

Attention::Attention(core::Core &core, MainWindow &window, Tray &tray, Notifications &notifications, QObject *parent)
    : QObject(parent)
    , m_core(core)
    , m_window(window)
    , m_tray(tray)
    , m_notifications(notifications)
{
    connect(&core.chat(), &chat::ChatService::messageAdded, this, &Attention::messageAdded);
    connect(&core.chat(), &chat::ChatService::conversationChanged, this, &Attention::conversationChanged);
    connect(&core.transfers(), &transfer::TransferQueue::added, this, &Attention::transferAdded);
    connect(&core.transfers(), &transfer::TransferQueue::changed, this, &Attention::transferChanged);
    connect(&core, &core::Core::lineChanged, this, &Attention::refresh);
    connect(&window, &MainWindow::attentionChanged, this, &Attention::refresh);
    connect(&notifications, &Notifications::activated, this, &Attention::act);
    refresh();
}

bool Attention::isAttended(const model::PeerId &peer) const
{
    return m_window.attendedPeer() == peer;
}

QString Attention::nameOf(const model::PeerId &peer) const
{
    const auto known = m_core.peers().peer(peer);
    return known ? known->name : peer.shortText();
}

void Attention::messageAdded(const model::Message &message)
{
    const bool matters = message.direction == model::Direction::In && message.kind == model::MessageKind::Text
                         && !m_core.peers().isBlocked(message.peer);
    if (!matters || isAttended(message.peer))
        return;
    const int unread = m_core.chat().conversation(message.peer).unread;
    Notice notice;
    notice.key = conversationKey(message.peer);
    notice.kind = Notice::Kind::Message;
    notice.title = nameOf(message.peer);
    notice.body = unread > 1 ? tr("%n new message(s)", nullptr, unread) : message.text.left(longestBody);
    notice.canReply = true;
    m_notifications.show(notice);
    QApplication::alert(&m_window);
}

void Attention::transferAdded(const model::Transfer &transfer)
{
    m_states.insert(transfer.id, transfer.state);
    const bool isOffer = transfer.direction == model::Direction::In && transfer.state == model::TransferState::Offered;
    if (!isOffer || isAttended(transfer.peer))
        return;
    const TransferLook look = lookOf(transfer, nameOf(transfer.peer));
    Notice notice;
    notice.key = transferKey(transfer.id);
    notice.kind = Notice::Kind::Offer;
    notice.title = nameOf(transfer.peer);
    notice.body = tr("wants to send %1, %2").arg(look.name, look.amount);
    m_notifications.show(notice);
    QApplication::alert(&m_window);
}

void Attention::transferChanged(const model::Transfer &transfer)
{
    using model::TransferState;
    const TransferState before = m_states.value(transfer.id, TransferState::Preparing);
    m_states.insert(transfer.id, transfer.state);
    if (before == transfer.state)
        return;
    if (before == TransferState::Offered)
        m_notifications.withdraw(transferKey(transfer.id));
    const bool isOver = transfer.state == TransferState::Done || transfer.state == TransferState::Failed;
    if (!isOver || isAttended(transfer.peer))
        return;
    const TransferLook look = lookOf(transfer, nameOf(transfer.peer));
    const bool isDone = transfer.state == TransferState::Done;
    Notice notice;
    notice.key = transferKey(transfer.id);
    notice.kind = isDone ? Notice::Kind::Done : Notice::Kind::Failed;
    notice.title = look.name;
    if (!isDone)
        notice.body = errorText(transfer.error.fault);
    else if (look.hasFailures)
        notice.body = look.state;
    else if (transfer.direction == model::Direction::In)
        notice.body = tr("received from %1").arg(formats::isolated(nameOf(transfer.peer)));
    else
        notice.body = tr("delivered to %1").arg(formats::isolated(nameOf(transfer.peer)));
    m_notifications.show(notice);
}

void Attention::conversationChanged(const model::ConversationSummary &summary)
{
    if (summary.unread == 0)
        m_notifications.withdraw(conversationKey(summary.peer));
    refresh();
}

void Attention::refresh()
{
    m_tray.setUnread(m_window.unread());
    m_tray.setOffline(m_core.isReady() && m_core.line().networks.isEmpty());
    m_tray.setWindowShown(m_window.isVisible() && !m_window.isMinimized());
}

void Attention::act(const QString &key, Notifications::Action action, const QString &text, const QString &token)
{
    const bool raises =
        action == Notifications::Action::Open || (action == Notifications::Action::Reply && text.isEmpty());
    if (raises) {
        if (!token.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
        m_window.raiseWindow();
    }
    if (key.startsWith(QLatin1String("peer:"))) {
        const auto peer = model::PeerId::fromText(key.mid(5));
        if (action == Notifications::Action::Reply && !text.trimmed().isEmpty())
            m_core.chat().send(peer, text);
        else
            m_window.openConversation(peer);
        return;
    }
    const auto id = model::TransferId::fromHex(key.mid(9));
    const auto transfer = m_core.transfers().transfer(id);
    if (!transfer)
        return;
    if (action == Notifications::Action::Accept)
        m_core.transfers().accept(id);
    else if (action == Notifications::Action::Decline)
        m_core.transfers().decline(id);
    else
        m_window.openConversation(transfer->peer);
}

} // namespace ui
