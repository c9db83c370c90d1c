#pragma once

#include "transfer/transferqueue.h"
#include "ui/chat/messagelayout.h"
#include "ui/chat/messagepages.h"
#include "ui/transfers/timeleft.h"

#include <QHash>
#include <QSet>

namespace ui {

// Layouts of the messages near the viewport, made when asked for and thrown away when what they depend on changes.
// Main thread; owned by the view.
class MessageLayouts
{
public:
    MessageLayouts(const Theme &theme, const MessagePages &pages, const transfer::TransferQueue &queue,
                   const base::Clock &clock);

    // What all messages depend on; a change drops every layout.
    void setFrame(int width, Qt::LayoutDirection direction, const QString &peerName);
    void clear() { m_layouts.clear(); }

    [[nodiscard]] const MessageLayouter &layouter() const { return m_layouter; }
    // Null: the message is not loaded or was deleted.
    [[nodiscard]] std::shared_ptr<const MessageLayout> at(qint64 seq);
    [[nodiscard]] QString peerName() const { return m_peerName; }

    void forget(qint64 seq); // and its neighbours, whose grouping may differ
    // 0: no unread line.
    void setUnread(qint64 seq, int count);
    [[nodiscard]] qint64 unreadSeq() const { return m_unreadSeq; }
    [[nodiscard]] int unread() const { return m_unread; }
    void toggleFold(qint64 seq);
    // The message that stands for it, as far as laid out; 0: none.
    qint64 transferChanged(const model::Transfer &transfer);

private:
    [[nodiscard]] MessageContext contextOf(const model::Message &message) const;
    [[nodiscard]] std::optional<model::Transfer> transferOf(const model::Message &message) const;
    void dropFar(qint64 from);

    const MessagePages &m_pages;
    const transfer::TransferQueue &m_queue;
    const base::Clock &m_clock;
    MessageLayouter m_layouter;
    int m_width = 0;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    QString m_peerName;
    QHash<qint64, std::shared_ptr<const MessageLayout>> m_layouts;
    QHash<model::TransferId, qint64> m_transfers;
    QSet<model::MessageId> m_unfolded;
    qint64 m_unreadSeq = 0;
    int m_unread = 0;
    TimeLeft m_timeLeft;
};

} // namespace ui
