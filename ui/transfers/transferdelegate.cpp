#include "ui/transfers/transferdelegate.h"

#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

constexpr int paddingX = 14;
constexpr int paddingY = 12;
constexpr int actionColumn = 60;
constexpr int tileRadius = 10;
constexpr int cordAbove = 7;
constexpr int cordBelow = 3;

const QString separator = QStringLiteral(" · ");

int lineHeight(const Theme &theme, Type type)
{
    return QFontMetrics(theme.font(type)).height();
}

bool isOffer(const TransferLook &look)
{
    return look.actions.contains(TransferAction::Accept);
}

PaintedButton::Kind kindOf(TransferAction action, bool offer)
{
    if (!offer)
        return PaintedButton::Kind::Icon;
    if (action == TransferAction::Accept)
        return PaintedButton::Kind::Primary;
    return action == TransferAction::SaveAs ? PaintedButton::Kind::Quiet : PaintedButton::Kind::Text;
}

// Beside the texts. Cords end on one line in all rows; rows without one have room up to their buttons.
int reservedWidth(const Theme &theme, const TransferLook &look)
{
    if (isOffer(look))
        return 0;
    const int buttons = look.hasCord ? 2 : int(std::min<qsizetype>(look.actions.size(), 2));
    return buttons * theme.px(actionColumn) / 2 + size::rowGap;
}

// Icons stand in a column of their own so that all cords end on one line; an offer's buttons stand below the text.
void placeButtons(TransferRowLayout &layout, const Theme &theme, const TransferLook &look, const QRect &inner,
                  const QRect &column)
{
    const bool offer = isOffer(look);
    int x = offer ? column.left() : inner.right() + 1;
    for (const TransferAction action : look.actions) {
        if (!offer && layout.actions.size() == 2)
            break;
        PaintedButton button {kindOf(action, offer), actionName(action), actionIcon(action), {}};
        if (offer && action != TransferAction::Accept)
            button.icon.clear();
        button.rect.setSize(paintedButtonSize(theme, button));
        layout.buttons.append(button);
        layout.actions.append(action);
    }
    if (!offer) {
        for (auto it = layout.buttons.rbegin(); it != layout.buttons.rend(); ++it) {
            x -= it->rect.width();
            it->rect.moveTopLeft({x, inner.top()});
        }
        return;
    }
    int y = layout.height;
    for (PaintedButton &button : layout.buttons) {
        if (x > column.left() && x + button.rect.width() > inner.right()) {
            x = column.left();
            y += button.rect.height() + size::gap2;
        }
        button.rect.moveTopLeft({x, y});
        x += button.rect.width() + size::gap2;
    }
    layout.height = y + theme.px(size::buttonSmall);
}

// " · next", " · 2 ahead"
QString placeInLine(const TransferRow &row)
{
    if (!row.ahead)
        return {};
    //: Place of a transfer in the queue: how many others begin before it
    return separator
           + (*row.ahead == 0 ? TransferDelegate::tr("next") : TransferDelegate::tr("%n ahead", "", *row.ahead));
}

void mirror(TransferRowLayout &layout, const QRect &rect, Qt::LayoutDirection direction)
{
    if (direction == Qt::LeftToRight)
        return;
    const QList<QRect *> all {&layout.tile, &layout.name, &layout.who, &layout.cord, &layout.state, &layout.stateEnd};
    for (QRect *part : all)
        *part = QStyle::visualRect(direction, rect, *part);
    for (PaintedButton &button : layout.buttons)
        button.rect = QStyle::visualRect(direction, rect, button.rect);
}

} // namespace

TransferRowTexts textsOf(const TransferRow &row)
{
    const model::Transfer &transfer = row.transfer;
    TransferRowTexts texts;
    texts.look = lookOf(transfer, row.peerName);
    const QString name = formats::isolated(row.peerName);
    QStringList who {transfer.direction == model::Direction::In ? TransferDelegate::tr("from %1").arg(name)
                                                                : TransferDelegate::tr("to %1").arg(name)};
    if (!texts.look.amount.isEmpty())
        who.append(texts.look.amount);
    const QString percent = formats::percent(transfer.bytesDone, transfer.bytesTotal);
    switch (transfer.state) {
    case model::TransferState::Running:
        texts.state = percent;
        if (transfer.bytesPerSecond > 0)
            texts.state += separator + formats::speed(transfer.bytesPerSecond);
        if (row.secondsLeft)
            texts.stateEnd = formats::timeLeft(*row.secondsLeft);
        break;
    case model::TransferState::Paused:
        texts.state = texts.look.state;
        texts.stateEnd = formats::doneOf(transfer.bytesDone, transfer.bytesTotal);
        break;
    default:
        texts.state = texts.look.state + placeInLine(row);
        if (texts.look.hasCord && transfer.bytesDone > 0)
            texts.stateEnd = percent;
        break;
    }
    texts.who = who.join(separator);
    return texts;
}

// How what is done ended stands behind the amount where there is room, else below.
TransferRowTexts TransferDelegate::textsFor(const TransferRow &row, int width) const
{
    TransferRowTexts texts = textsOf(row);
    const QString joined = texts.who + separator + texts.state;
    const bool fits = QFontMetrics(m_theme.font(Type::Caption)).horizontalAdvance(joined) <= width;
    const bool isPlain = row.transfer.state == model::TransferState::Done && !texts.look.hasFailures;
    if (isPlain && !texts.state.isEmpty() && fits) {
        texts.who = joined;
        texts.state.clear();
    }
    return texts;
}

TransferDelegate::TransferDelegate(const Theme &theme, const TransferFilter &rows, Thumbnails &thumbnails,
                                   QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_rows(rows)
    , m_thumbnails(thumbnails)
{
}

void TransferDelegate::setHover(Spot spot, bool pressed)
{
    m_hover = spot;
    m_pressed = pressed;
}

TransferRowLayout TransferDelegate::layout(const QRect &rect, const TransferRow &row,
                                           Qt::LayoutDirection direction) const
{
    TransferRowLayout layout;
    const QRect inner = rect.adjusted(m_theme.px(paddingX), m_theme.px(paddingY), -m_theme.px(paddingX), 0);
    const int tile = m_theme.px(size::tileSmall);
    layout.tile = QRect(inner.topLeft(), QSize(tile, tile));
    const int left = layout.tile.right() + 1 + size::rowGap;
    const int end = inner.right() + 1 - reservedWidth(m_theme, lookOf(row.transfer, row.peerName));
    QRect column(left, inner.top(), std::max(end - left, 1), 0);
    const TransferRowTexts texts = textsFor(row, column.width());

    int y = inner.top();
    layout.name = QRect(left, y, column.width(), lineHeight(m_theme, Type::Name) + 1);
    y += layout.name.height();
    layout.who = QRect(left, y, column.width(), lineHeight(m_theme, Type::Caption) + 1);
    y += layout.who.height();
    if (texts.look.hasCord) {
        y += cordAbove;
        layout.cord = QRect(left, y, column.width(), size::cord);
        y += size::cord + cordBelow;
    }
    if (!texts.state.isEmpty() || !texts.stateEnd.isEmpty()) {
        const int endWidth = QFontMetrics(m_theme.font(Type::Caption)).horizontalAdvance(texts.stateEnd);
        const int height = lineHeight(m_theme, Type::Caption) + 1;
        layout.stateEnd = QRect(left + column.width() - endWidth, y, endWidth, height);
        layout.state = QRect(left, y, column.width() - (endWidth > 0 ? endWidth + size::gap3 : 0), height);
        y += height;
    }
    const QRect failures = texts.look.hasFailures ? std::exchange(layout.state, QRect()) : QRect();
    layout.height = isOffer(texts.look) ? y + size::gap3 : y;
    placeButtons(layout, m_theme, texts.look, inner, column);
    if (!failures.isEmpty()) {
        PaintedButton link {PaintedButton::Kind::DangerLink, texts.state, QStringLiteral("chevron-right"), failures};
        link.rect.setWidth(std::min(paintedButtonSize(m_theme, link).width(), failures.width()));
        layout.buttons.append(link);
        layout.actions.append(TransferAction::ShowFailed);
    }
    layout.height = std::max(layout.height, layout.tile.bottom() + 1) - rect.top() + m_theme.px(paddingY) + 1;
    mirror(layout, rect, direction);
    return layout;
}

QSize TransferDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QRect rect(0, 0, std::max(m_rowWidth, m_theme.px(200)), 0);
    return {0, layout(rect, m_rows.at(index.row()), Qt::LeftToRight).height};
}

void TransferDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colours &colours = m_theme.colours();
    const TransferRow &row = m_rows.at(index.row());
    const TransferRowLayout parts = layout(option.rect, row, option.direction);
    const TransferRowTexts texts = textsFor(row, parts.who.width());
    painter->save();
    const bool hasFocus = option.state.testFlag(QStyle::State_HasFocus);
    if (hasFocus && m_focus.button < 0) {
        strokeRound(*painter, QRectF(option.rect).adjusted(3, 2, -3, -3), size::radiusRow, colours.focus,
                    size::ringWidth);
    }
    if (!paintThumbnail(*painter, parts.tile, tileRadius, m_thumbnails, texts.look.picture)) {
        fillRound(*painter, parts.tile, tileRadius, colours.*texts.look.tile);
        m_theme.icons().paint(*painter, QRectF(parts.tile).adjusted(8.5, 8.5, -8.5, -8.5), texts.look.icon,
                              colours.*texts.look.tileInk, option.direction);
    }
    if (!parts.cord.isEmpty())
        paintCord(*painter, m_theme, parts.cord, texts.look.cord, texts.look.fraction, option.direction);
    paintTexts(*painter, parts, texts, option.direction);
    for (int i = 0; i < parts.buttons.size(); ++i) {
        const bool hovered = m_hover == Spot {index.row(), i};
        paintButton(*painter, m_theme, parts.buttons[i],
                    {hovered, hovered && m_pressed, hasFocus && m_focus == Spot {index.row(), i}}, option.direction);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    const qreal line = hairline(*painter);
    painter->fillRect(QRectF(option.rect.left(), option.rect.bottom() + 1 - line, option.rect.width(), line),
                      colours.border);
    painter->restore();
}

void TransferDelegate::paintTexts(QPainter &painter, const TransferRowLayout &layout, const TransferRowTexts &texts,
                                  Qt::LayoutDirection direction) const
{
    const Colours &colours = m_theme.colours();
    const Qt::Alignment start = QStyle::visualAlignment(direction, Qt::AlignLeading | Qt::AlignVCenter);
    const Qt::Alignment end = QStyle::visualAlignment(direction, Qt::AlignTrailing | Qt::AlignVCenter);
    const auto line = [&painter](const QRect &rect, Qt::Alignment alignment, const QString &text,
                                 Qt::TextElideMode mode) {
        const QString shown = painter.fontMetrics().elidedText(text, mode, rect.width());
        painter.drawText(rect, int(alignment) | Qt::TextSingleLine, shown);
    };
    painter.setFont(m_theme.font(Type::Name));
    painter.setPen(colours.text);
    line(layout.name, start, texts.look.name, Qt::ElideMiddle);
    painter.setFont(m_theme.font(Type::Caption));
    painter.setPen(colours.text2);
    line(layout.who, start, texts.who, Qt::ElideRight);
    painter.setPen(colours.*texts.look.stateInk);
    if (!layout.state.isEmpty())
        line(layout.state, start, texts.state, Qt::ElideRight);
    if (!texts.stateEnd.isEmpty())
        line(layout.stateEnd, end, texts.stateEnd, Qt::ElideNone);
}

} // namespace ui
