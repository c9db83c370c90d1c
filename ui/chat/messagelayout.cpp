#include "ui/chat/messagelayout.h"

#include "ui/chat/messagelayoutwork.h"
#include "ui/common/errortext.h"
#include "ui/common/formats.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <cmath>

namespace ui {
namespace {

using model::DeliveryState;
using model::Direction;
using model::Message;
using model::MessageKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MessageWords)
};

constexpr int foldedLines = 40;
constexpr int shownLines = 30; // of a folded message
constexpr qsizetype foldedCharacters = 6000;
constexpr int metaGap = 12;
constexpr int dayMargin = 10;

struct StateLook {
    const char *icon;
    int size;
    Role ink;
};

StateLook stateLook(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Waiting: return {"clock", 14, nullptr};
    case DeliveryState::Sent: return {"check", 15, nullptr};
    case DeliveryState::Delivered: return {"check-double", 16, nullptr};
    case DeliveryState::Read: return {"check-double-filled", 14, &Colours::accentText};
    case DeliveryState::Failed: break;
    }
    return {"error", 15, &Colours::danger};
}

// Names stand out; they are what is isolated in the sentence.
QList<QTextLayout::FormatRange> namesIn(const QString &sentence)
{
    QList<QTextLayout::FormatRange> names;
    const qsizetype start = sentence.indexOf(QChar(0x2068));
    const qsizetype end = sentence.indexOf(QChar(0x2069), start);
    if (start < 0 || end < 0)
        return names;
    QTextCharFormat format;
    format.setFontWeight(QFont::DemiBold);
    names.append({int(start), int(end - start), format});
    return names;
}

// Lines of at most `width`, centred; returns their size.
QSizeF centreLines(QTextLayout &layout, qreal width)
{
    layout.setTextOption(QTextOption(Qt::AlignHCenter));
    layout.beginLayout();
    QSizeF size;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, size.height()});
        size = {std::max(size.width(), std::ceil(line.naturalTextWidth())), size.height() + std::ceil(line.height())};
    }
    layout.endLayout();
    return size;
}

} // namespace

QRectF MessageLayouter::column(int width) const
{
    const int margin = width < size::dialogFull ? size::gap4 : size::margin;
    const qreal wide = std::min<qreal>(m_theme.px(size::column), width - 2 * margin);
    return {std::floor((width - wide) / 2), 0, std::max<qreal>(wide, 60), 0};
}

int MessageLayouter::usualHeight() const
{
    return m_theme.px(size::header);
}

std::shared_ptr<const MessageLayout> MessageLayouter::layOut(const Message &message,
                                                             const MessageContext &context) const
{
    auto layout = std::make_shared<MessageLayout>();
    Work work {message, context, *layout, column(context.width), 0};
    layout->out = message.direction == Direction::Out;
    layout->joinsAbove = context.joinsAbove;
    layout->joinsBelow = context.joinsBelow;
    placeHead(work);
    switch (message.kind) {
    case MessageKind::Text: placeText(work); break;
    case MessageKind::Transfer: placeCard(work); break;
    case MessageKind::Notice: placeNotice(work); break;
    }
    layout->height = int(std::ceil(work.y));
    mirror(work);
    return layout;
}

void MessageLayouter::placeHead(Work &work) const
{
    MessageLayout &layout = work.layout;
    if (work.context.startsDay) {
        const QDate day = QDateTime::fromMSecsSinceEpoch(work.message.sentAtMs).date();
        layout.day = formats::day(day, work.context.today);
        const QFontMetricsF metrics(dayFont(m_theme));
        const qreal width = std::ceil(metrics.horizontalAdvance(layout.day)) + 2 * size::gap4;
        work.y += dayMargin;
        layout.dayPill =
            QRectF(std::floor(work.column.center().x() - width / 2), work.y, width, m_theme.px(size::dayPill));
        work.y += layout.dayPill.height() + dayMargin;
    }
    if (work.context.unread > 0) {
        layout.unread = Words::tr("%n unread message(s)", nullptr, work.context.unread);
        work.y += size::gap4;
        layout.unreadLine = QRectF(work.column.left(), work.y, work.column.width(), m_theme.px(18));
        work.y += layout.unreadLine.height() + size::gap3;
    }
    work.y += work.context.joinsAbove ? size::bubbleGap : size::bubbleGroupGap;
}

void MessageLayouter::placeNotice(Work &work) const
{
    MessageLayout &layout = work.layout;
    layout.notice = noticeText(work.message.text, work.context.peerName);
    layout.noticeIcon = QStringLiteral("shield");
    if (work.message.text == QLatin1String("verified"))
        layout.noticeIcon = QStringLiteral("shield-check");
    layout.noticeLines = std::make_unique<QTextLayout>(layout.notice, m_theme.font(Type::Caption));
    layout.noticeLines->setFormats(namesIn(layout.notice));
    const qreal icon = m_theme.px(15) + 6;
    const QSizeF widest = centreLines(*layout.noticeLines, work.column.width() - icon);
    const QSizeF lines = centreLines(*layout.noticeLines, widest.width());
    const qreal width = lines.width() + icon;
    layout.noticeRect =
        QRectF(std::floor(work.column.center().x() - width / 2), work.y, width, lines.height());
    work.y += layout.noticeRect.height() + size::gap2;
}

void MessageLayouter::placeText(Work &work) const
{
    MessageLayout &layout = work.layout;
    const bool fold = !work.context.unfolded;
    const bool tooLong = fold && work.message.text.size() > foldedCharacters;
    const QString shown = displayText(tooLong ? work.message.text.left(foldedCharacters) : work.message.text);
    const bool large = isEmojiOnly(shown);
    QFont font = m_theme.font(Type::Message);
    if (large)
        font.setPointSizeF(font.pointSizeF() * 2);
    const qreal lineHeight = m_theme.lineHeight(Type::Message, shown) * pixelsOf(font);
    const qreal widest = work.widestBubble(m_theme) - 2 * m_theme.px(size::bubblePaddingX);
    layout.text =
        std::make_unique<MessageText>(shown, MessageText::Style {font, lineHeight, widest, fold ? foldedLines : 0});
    const bool cut = fold && (tooLong || layout.text->isCut());
    if (cut)
        layout.text = std::make_unique<MessageText>(shown, MessageText::Style {font, lineHeight, widest, shownLines});

    const QSizeF meta = setMeta(work);
    QSizeF content = layout.text->size();
    if (cut) {
        PaintedButton more {PaintedButton::Kind::Text, Words::tr("Show more"), {}, {}};
        more.rect.setSize(paintedButtonSize(m_theme, more));
        content.setHeight(content.height() + size::gap2 + more.rect.height());
        content.setWidth(std::max(content.width(), more.rect.width() + metaGap + meta.width()));
        layout.buttons.append(more);
        layout.actions.append(MessageAction::Unfold);
    } else if (layout.text->lastLineWidth() + metaGap + meta.width() > widest) {
        content.setHeight(content.height() + meta.height());
        content.setWidth(std::max(content.width(), meta.width()));
    } else {
        content.setWidth(std::max(content.width(), layout.text->lastLineWidth() + metaGap + meta.width()));
    }
    placeBubble(work, content + QSizeF(2 * m_theme.px(size::bubblePaddingX), 2 * m_theme.px(size::bubblePaddingY)));
    placeInBubble(work, meta.width());
    placeFailure(work);
}

// Inside a bubble everything follows the direction of the text: it begins at its own side, the time stands at the
// other.
void MessageLayouter::placeInBubble(Work &work, qreal metaWidth) const
{
    MessageLayout &layout = work.layout;
    const QRectF inner = work.inner(m_theme);
    const bool fromRight = layout.text->endsRightToLeft();
    layout.textOrigin = fromRight ? QPointF(inner.right() - layout.text->size().width(), inner.top()) : inner.topLeft();
    if (!layout.buttons.isEmpty()) {
        QRect &more = layout.buttons[0].rect;
        const int outside = m_theme.px(10); // its own padding
        const int left = fromRight ? int(inner.right()) - more.width() + outside : int(inner.left()) - outside;
        more.moveTopLeft(QPoint(left, int(inner.bottom()) + 1 - more.height()));
    }
    const qreal end = fromRight ? inner.left() + metaWidth : inner.right();
    placeMeta(work, {end, inner.bottom() + 1});
}

void MessageLayouter::placeFailure(Work &work) const
{
    MessageLayout &layout = work.layout;
    if (work.message.direction != Direction::Out || work.message.state != DeliveryState::Failed)
        return;
    work.y += size::gap2;
    qreal x = layout.bubble.right();
    const QString reason = errorText(work.message.fault);
    if (!reason.isEmpty()) {
        layout.notice = reason;
        const QFontMetricsF metrics(m_theme.font(Type::Caption));
        const qreal width = std::min(std::ceil(metrics.horizontalAdvance(reason)) + 1, work.column.width());
        layout.noticeRect = QRectF(work.column.right() - width, work.y, width, std::ceil(metrics.height()));
        work.y += layout.noticeRect.height() + size::gap1;
    }
    for (const MessageAction action : {MessageAction::Delete, MessageAction::Retry}) {
        const bool isRetry = action == MessageAction::Retry;
        PaintedButton button {PaintedButton::Kind::DangerText,
                              isRetry ? Words::tr("Retry") : Words::tr("Delete"),
                              isRetry ? QStringLiteral("retry") : QStringLiteral("delete"),
                              {}};
        button.rect.setSize(paintedButtonSize(m_theme, button));
        x -= button.rect.width();
        button.rect.moveTopLeft(QPoint(int(x), int(work.y)));
        layout.buttons.prepend(button);
        layout.actions.prepend(action);
        x -= size::gap2;
    }
    work.y += layout.buttons[0].rect.height();
}

void MessageLayouter::placeBubble(Work &work, const QSizeF &size) const
{
    MessageLayout &layout = work.layout;
    layout.atRight = layout.out;
    const qreal width = std::ceil(size.width());
    const qreal left = layout.out ? work.column.right() - width : work.column.left();
    layout.bubble = QRectF(left, work.y, width, std::ceil(size.height()));
    work.y += layout.bubble.height();
}

QSizeF MessageLayouter::setMeta(Work &work) const
{
    MessageLayout &layout = work.layout;
    layout.time = formats::clock(QDateTime::fromMSecsSinceEpoch(work.message.sentAtMs));
    const QFontMetricsF metrics(m_theme.font(Type::Micro));
    qreal width = std::ceil(metrics.horizontalAdvance(layout.time));
    const qreal height = std::ceil(metrics.height());
    layout.timeRect = QRectF(0, 0, width, height);
    const bool isOwnCard = work.message.kind == MessageKind::Transfer
                           && (!work.context.transfer || work.context.transfer->state != model::TransferState::Done);
    if (layout.out && !isOwnCard) {
        const bool isDone = work.message.kind == MessageKind::Transfer;
        const StateLook look = stateLook(isDone ? DeliveryState::Delivered : work.message.state);
        const int side = m_theme.px(look.size);
        layout.stateIcon = QString::fromLatin1(look.icon);
        layout.stateInk = look.ink;
        layout.stateRect = QRectF(0, 0, side, side);
        width += 3 + side;
    }
    return {width, height};
}

void MessageLayouter::placeMeta(Work &work, const QPointF &end) const
{
    MessageLayout &layout = work.layout;
    qreal x = end.x();
    const qreal middle = end.y() - layout.timeRect.height() / 2;
    if (!layout.stateIcon.isEmpty()) {
        x -= layout.stateRect.width();
        layout.stateRect.moveTopLeft({x, std::round(middle - layout.stateRect.height() / 2)});
        x -= 3;
    }
    layout.timeRect.moveBottomLeft({x - layout.timeRect.width(), end.y()});
}

QString noticeText(const QString &word, const QString &peerName)
{
    const QString name = formats::isolated(peerName);
    if (word == QLatin1String("verified"))
        return Words::tr("You verified the safety code with %1").arg(name);
    if (word == QLatin1String("unverified"))
        return Words::tr("%1 is no longer verified").arg(name);
    if (word == QLatin1String("blocked"))
        return Words::tr("You blocked %1").arg(name);
    if (word == QLatin1String("unblocked"))
        return Words::tr("You unblocked %1").arg(name);
    return displayText(word);
}

QString stateText(const Message &message, const QString &peerName)
{
    if (message.direction == Direction::In)
        return {};
    switch (message.state) {
    case DeliveryState::Waiting: return Words::tr("waiting for %1").arg(formats::isolated(peerName));
    case DeliveryState::Sent: return Words::tr("sent");
    case DeliveryState::Delivered: return Words::tr("delivered");
    case DeliveryState::Read: return Words::tr("read");
    case DeliveryState::Failed: return Words::tr("not sent");
    }
    return {};
}

} // namespace ui
