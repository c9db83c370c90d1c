#pragma once

#include "model/message.h"
#include "model/transfer.h"
#include "ui/chat/messagetext.h"
#include "ui/transfers/paintedbutton.h"
#include "ui/transfers/transferwords.h"

#include <QDate>

#include <optional>
#include <variant>

namespace ui {

// What a click on a button of a message asks for.
enum class MessageAction { Retry, Delete, Unfold };
using ButtonAction = std::variant<MessageAction, TransferAction>;

// Everything the layout of one message depends on, besides the message.
struct MessageContext {
    int width = 0; // of the viewport
    Qt::LayoutDirection direction = Qt::LeftToRight;
    QString peerName;
    QDate today;
    bool startsDay = false;
    bool joinsAbove = false; // the message above is of the same group
    bool joinsBelow = false;
    int unread = 0; // > 0: the unread line with this number stands above
    bool unfolded = false;
    std::optional<model::Transfer> transfer; // of kind Transfer, while it is in the list
    std::optional<qint64> secondsLeft;
};

// The parts of a file card; rectangles as everywhere in message coordinates.
struct CardLayout {
    TransferLook look;
    QRectF tile;
    QRectF name;
    QRectF amount;
    QRectF cord; // empty: none
    QRectF state; // the line under the cord
    QString stateText;
    QString amountText;
    bool isAmountLinked = false; // it is among the buttons
};

// One message laid out for a width: rectangles relative to the top left of its own strip of the viewport. Painting,
// height and mouse use the same ones; colours are looked up while painting.
struct MessageLayout {
    int height = 0; // of the strip, with gaps, day pill and unread line
    bool out = false;
    bool joinsAbove = false;
    bool joinsBelow = false;
    bool atRight = false; // the bubble's side
    QRectF bubble; // empty: a notice

    QString day;
    QRectF dayPill;
    QString unread;
    QRectF unreadLine;
    QString notice;
    QString noticeIcon;
    QRectF noticeRect;
    std::unique_ptr<QTextLayout> noticeLines; // beside the icon; null: one line

    std::unique_ptr<MessageText> text;
    QPointF textOrigin;
    std::optional<CardLayout> card;

    QString time;
    QRectF timeRect;
    QString stateIcon; // "": none
    QRectF stateRect;
    Role stateInk = nullptr; // null: as the time

    QList<PaintedButton> buttons;
    QList<ButtonAction> actions; // one per button
};

class MessageLayouter
{
public:
    explicit MessageLayouter(const Theme &theme)
        : m_theme(theme)
    {
    }

    [[nodiscard]] std::shared_ptr<const MessageLayout> layOut(const model::Message &message,
                                                              const MessageContext &context) const;
    // The part of the viewport that messages use, in x: at most 760 wide, centred.
    [[nodiscard]] QRectF column(int width) const;
    [[nodiscard]] int usualHeight() const; // of a message not yet known

private:
    struct Work; // one message in the making

    void placeHead(Work &work) const;
    void placeNotice(Work &work) const;
    void placeText(Work &work) const;
    void placeInBubble(Work &work, qreal metaWidth) const;
    void placeCard(Work &work) const;
    void fitTexts(Work &work, qreal room, qreal meta) const;
    [[nodiscard]] qreal placeCardHead(Work &work, const QRectF &inner) const;
    [[nodiscard]] qreal placeFailures(Work &work, const QRectF &inner, qreal y) const;
    void linkAmount(Work &work) const;
    [[nodiscard]] qreal placeCardButtons(Work &work, const QRectF &inner, qreal y) const;
    void placeFailure(Work &work) const;
    void placeBubble(Work &work, const QSizeF &size) const;
    [[nodiscard]] QSizeF setMeta(Work &work) const;
    void placeMeta(Work &work, const QPointF &end) const; // its bottom trailing corner
    void mirror(Work &work) const;

    const Theme &m_theme;
};

[[nodiscard]] QString noticeText(const QString &word, const QString &peerName);
[[nodiscard]] QString stateText(const model::Message &message, const QString &peerName); // for tool tips and names

} // namespace ui
