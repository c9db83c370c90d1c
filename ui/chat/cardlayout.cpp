#include "ui/chat/messagelayoutwork.h"
#include "ui/common/formats.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <cmath>

// The parts of MessageLayouter that lay out file cards and mirror a finished layout.
namespace ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::CardWords)
};

constexpr int cardWidth = 334; // of the content, with a cord or buttons
constexpr int plainCardWidth = 264;
constexpr int cordAbove = 7;
constexpr int cordBelow = 3;
constexpr int buttonsAbove = 9;
constexpr int failuresAbove = 5;
constexpr int longestKind = 5; // letters

// Pause and Cancel of what is under way stand beside the name; everything else is a row of buttons below.
bool hasIcons(const TransferLook &look)
{
    return look.hasCord && look.cord != CordState::Failed;
}

QList<TransferAction> rowActions(const model::Transfer &transfer, const TransferLook &look)
{
    if (hasIcons(look))
        return {};
    if (transfer.state == model::TransferState::Done && transfer.direction == model::Direction::Out)
        return look.hasFailures && canRetry(transfer) ? QList {TransferAction::Retry} : QList<TransferAction>();
    QList<TransferAction> actions = look.actions;
    actions.removeAll(TransferAction::Remove);
    return actions;
}

// Beside another try there is no room for its words.
PaintedButton::Kind kindOf(TransferAction action, const TransferLook &look)
{
    if (look.hasFailures && action == TransferAction::ShowInFolder)
        return PaintedButton::Kind::Icon;
    switch (action) {
    case TransferAction::Accept: return PaintedButton::Kind::Primary;
    case TransferAction::SaveAs:
    case TransferAction::Open:
    case TransferAction::Retry: return PaintedButton::Kind::Quiet;
    default: return PaintedButton::Kind::Text;
    }
}

QString rowIcon(TransferAction action)
{
    const bool plain =
        action == TransferAction::SaveAs || action == TransferAction::Open || action == TransferAction::Decline;
    return plain ? QString() : actionIcon(action);
}

TransferLook vanishedLook()
{
    TransferLook look;
    look.icon = QStringLiteral("file");
    look.tile = &Colours::sunken;
    look.tileInk = &Colours::text2;
    look.name = Words::tr("Files");
    look.amount = Words::tr("No longer in the list of transfers");
    return look;
}

QString stateLine(const MessageContext &context, const TransferLook &look)
{
    if (!context.transfer || !look.hasCord)
        return {};
    if (context.transfer->state == model::TransferState::Running)
        return progressLine(*context.transfer, context.secondsLeft);
    const bool showsShare = context.transfer->bytesDone > 0 && look.cord != CordState::Failed;
    return showsShare ? look.state + QStringLiteral(" · ")
                            + formats::percent(context.transfer->bytesDone, context.transfer->bytesTotal)
                      : look.state;
}

// "PDF"; nothing for many files, or where the name ends in no short word.
QString kindOfFile(const model::Transfer &transfer)
{
    const qsizetype dot = transfer.name.lastIndexOf(u'.');
    const QString ending = transfer.name.mid(dot + 1);
    const bool isWord = dot > 0 && !ending.isEmpty() && ending.size() <= longestKind
                        && std::all_of(ending.begin(), ending.end(),
                                       [](QChar c) { return c.unicode() < 0x80 && c.isLetterOrNumber(); });
    return isWord && transfer.files == 1 && transfer.entries <= 1 ? ending.toUpper() : QString();
}

// What own files came to is told by time and checks beside it.
QString amountLine(const TransferLook &look, const MessageContext &context)
{
    if (context.transfer && context.transfer->direction == model::Direction::Out
        && context.transfer->state == model::TransferState::Done && context.transfer->failed.empty()) {
        const QString kind = kindOfFile(*context.transfer);
        return kind.isEmpty() ? look.amount : look.amount + QStringLiteral(" · ") + kind;
    }
    if (look.hasCord || look.hasFailures || look.state.isEmpty())
        return look.amount;
    return look.amount.isEmpty() ? look.state : look.amount + QStringLiteral(" · ") + look.state;
}

// As wide as name and amount want it, within limits.
qreal plainWidth(const Theme &theme, const CardLayout &card, qreal meta)
{
    const qreal name = QFontMetricsF(cardNameFont(theme)).horizontalAdvance(card.look.name);
    const qreal amount =
        QFontMetricsF(theme.font(Type::Caption)).horizontalAdvance(card.amountText) + size::gap3 + meta;
    const qreal arrow = card.isAmountLinked ? theme.px(size::iconText) + size::gap2 : 0;
    const qreal wanted = theme.px(size::tile) + size::gap4 + std::ceil(std::max(name, amount + arrow)) + 1;
    return std::clamp<qreal>(wanted, theme.px(plainCardWidth), theme.px(cardWidth));
}

qreal lineHeight(const QFont &font, qreal factor)
{
    return std::ceil(std::max(QFontMetricsF(font).height(), pixelsOf(font) * factor));
}

} // namespace

void MessageLayouter::placeCard(Work &work) const
{
    MessageLayout &layout = work.layout;
    CardLayout &card = layout.card.emplace();
    const auto &transfer = work.context.transfer;
    card.look = transfer ? lookOf(*transfer, work.context.peerName) : vanishedLook();
    card.amountText = amountLine(card.look, work.context);
    card.stateText = stateLine(work.context, card.look);
    card.isAmountLinked = transfer && transfer->entries > 1 && hasFileList(*transfer) && !card.amountText.isEmpty();
    const bool isPlain = !card.look.hasCord && (!transfer || rowActions(*transfer, card.look).isEmpty());
    const qreal widest = work.widestBubble(m_theme);
    const int padding = m_theme.px(size::bubblePaddingX);
    const qreal meta = setMeta(work).width();
    const qreal content = isPlain ? plainWidth(m_theme, card, meta) : m_theme.px(cardWidth);
    const qreal width = std::min<qreal>(content + 2 * padding, widest);

    fitTexts(work, width - 2 * padding, meta);

    // The height is known at the end; until then the bubble is one line high.
    const qreal top = work.y;
    placeBubble(work, {width, 1});
    const int paddingY = m_theme.px(size::bubblePaddingY);
    const QRectF inner(layout.bubble.left() + padding, top + paddingY, width - 2 * padding, 0);
    qreal y = placeCardHead(work, inner);
    if (card.look.hasFailures)
        y = placeFailures(work, inner, y);
    if (transfer)
        y = placeCardButtons(work, inner, y);
    if (card.isAmountLinked)
        linkAmount(work); // behind what the card is for
    layout.bubble.setBottom(y + paddingY);
    work.y = layout.bubble.bottom();
}

// Where the window is too narrow, the state gets a line of its own, and what is running tells less.
void MessageLayouter::fitTexts(Work &work, qreal room, qreal meta) const
{
    CardLayout &card = *work.layout.card;
    const QFontMetricsF metrics(m_theme.font(Type::Caption));
    room -= meta + size::gap3;
    const auto &transfer = work.context.transfer;
    if (card.look.hasCord) {
        const bool isLong = metrics.horizontalAdvance(card.stateText) > room;
        if (isLong && transfer && transfer->state == model::TransferState::Running)
            card.stateText = shortProgressLine(*transfer);
        return;
    }
    room -= m_theme.px(size::tile) + size::gap4;
    if (card.isAmountLinked)
        room -= m_theme.px(size::iconText) + size::gap2;
    if (metrics.horizontalAdvance(card.amountText) > room && !card.look.state.isEmpty()
        && card.amountText.endsWith(card.look.state)) {
        card.amountText = card.look.amount;
        card.stateText = card.look.state;
    }
}

qreal MessageLayouter::placeCardHead(Work &work, const QRectF &inner) const
{
    MessageLayout &layout = work.layout;
    CardLayout &card = *layout.card;
    const int tile = m_theme.px(size::tile);
    card.tile = QRectF(inner.left(), inner.top(), tile, tile);
    const qreal left = card.tile.right() + size::gap4;
    qreal right = inner.right();
    if (work.context.transfer && hasIcons(card.look)) {
        right += size::radiusBadge;
        for (auto action = card.look.actions.crbegin(); action != card.look.actions.crend(); ++action) {
            PaintedButton button {PaintedButton::Kind::Icon, actionName(*action), actionIcon(*action), {}};
            button.rect.setSize(paintedButtonSize(m_theme, button) + QSize(size::gap2, size::gap2));
            right -= button.rect.width();
            button.rect.moveTopLeft(QPoint(int(right), int(card.tile.center().y()) - button.rect.height() / 2));
            layout.buttons.prepend(button);
            layout.actions.prepend(*action);
        }
        right -= size::gap2;
    }
    const qreal nameHeight = lineHeight(m_theme.font(Type::Name), 1.35);
    const qreal amountHeight = lineHeight(m_theme.font(Type::Caption), 1.4);
    const qreal above = std::max<qreal>(0, std::floor((tile - nameHeight - amountHeight) / 2));
    card.name = QRectF(left, inner.top() + above, right - left, nameHeight);
    card.amount = QRectF(left, card.name.bottom(), right - left, amountHeight);
    qreal y = std::max(card.tile.bottom(), card.amount.bottom());
    if (card.stateText.isEmpty()) {
        placeMeta(work, {inner.right(), card.amount.bottom() - 1});
        card.amount.setRight(std::min(card.amount.right(), layout.timeRect.left() - size::gap3));
    }
    if (card.look.hasCord) {
        card.cord = QRectF(inner.left(), y + cordAbove, inner.width(), size::cord);
        y = card.cord.bottom();
    }
    if (card.stateText.isEmpty())
        return y;
    card.state = QRectF(inner.left(), y + cordBelow, inner.width(), amountHeight);
    placeMeta(work, card.state.bottomRight());
    card.state.setRight(layout.timeRect.left() - size::gap3);
    return card.state.bottom();
}

// What did not arrive, on a line of its own that leads to the list.
qreal MessageLayouter::placeFailures(Work &work, const QRectF &inner, qreal y) const
{
    const QString &text = work.layout.card->look.state;
    PaintedButton link {PaintedButton::Kind::DangerLink, text, QStringLiteral("chevron-right"), {}};
    const QSize wanted = paintedButtonSize(m_theme, link);
    link.rect = QRect(int(inner.left()), int(std::ceil(y)) + failuresAbove,
                      std::min(wanted.width(), int(inner.width())), wanted.height());
    work.layout.buttons.append(link);
    work.layout.actions.append(TransferAction::ShowFailed);
    return link.rect.bottom() + 1;
}

// How much it is leads to the list of what it is.
void MessageLayouter::linkAmount(Work &work) const
{
    CardLayout &card = *work.layout.card;
    PaintedButton link {PaintedButton::Kind::Link, card.amountText, QStringLiteral("chevron-right"), {},
                        actionName(TransferAction::ShowFiles)};
    link.rect = card.amount.toAlignedRect();
    link.rect.setTop(int(std::ceil(card.name.bottom())));
    link.rect.setWidth(std::min(paintedButtonSize(m_theme, link).width(), int(card.amount.width())));
    work.layout.buttons.append(link);
    work.layout.actions.append(TransferAction::ShowFiles);
}

qreal MessageLayouter::placeCardButtons(Work &work, const QRectF &inner, qreal y) const
{
    MessageLayout &layout = work.layout;
    QList<std::pair<PaintedButton, ButtonAction>> row;
    const QList<TransferAction> actions = rowActions(*work.context.transfer, layout.card->look);
    for (const TransferAction action : actions)
        row.append({PaintedButton {kindOf(action, layout.card->look), actionName(action), rowIcon(action), {}}, action});
    if (row.isEmpty())
        return y;
    y += buttonsAbove;
    qreal x = inner.left();
    for (auto &[button, action] : row) {
        button.rect.setSize(paintedButtonSize(m_theme, button));
        if (x > inner.left() && x + button.rect.width() > inner.right() + size::gap3) {
            x = inner.left();
            y += button.rect.height() + size::gap3;
        }
        button.rect.moveTopLeft(QPoint(int(x), int(y)));
        x += button.rect.width() + size::gap3;
        layout.buttons.append(button);
        layout.actions.append(action);
    }
    return y + layout.buttons.last().rect.height() + size::gap1;
}

// Bubbles change sides; what is inside a text bubble keeps the direction of its text and only moves along.
void MessageLayouter::mirror(Work &work) const
{
    if (work.context.direction == Qt::LeftToRight)
        return;
    MessageLayout &layout = work.layout;
    const qreal width = work.context.width;
    const auto flip = [width](QRectF &rect) { rect.moveLeft(width - rect.right()); };
    layout.atRight = !layout.atRight;
    const qreal before = layout.bubble.left();
    for (QRectF *rect : {&layout.bubble, &layout.dayPill, &layout.unreadLine, &layout.noticeRect})
        flip(*rect);
    const qreal moved = layout.bubble.left() - before;
    for (int i = 0; i < layout.buttons.size(); ++i) {
        QRect &rect = layout.buttons[i].rect;
        const bool isInText = layout.text && layout.actions[i] == ButtonAction(MessageAction::Unfold);
        rect.moveLeft(isInText ? rect.left() + int(moved) : int(width) - rect.right() - 1);
    }
    if (layout.text) {
        layout.textOrigin.rx() += moved;
        layout.timeRect.translate(moved, 0);
        layout.stateRect.translate(moved, 0);
        return;
    }
    flip(layout.timeRect);
    flip(layout.stateRect);
    if (!layout.card)
        return;
    CardLayout &card = *layout.card;
    for (QRectF *rect : {&card.tile, &card.name, &card.amount, &card.cord, &card.state})
        flip(*rect);
}

} // namespace ui
