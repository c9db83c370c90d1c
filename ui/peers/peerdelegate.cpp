#include "ui/peers/peerdelegate.h"

#include "ui/chat/messagelayout.h"
#include "ui/common/avatar.h"
#include "ui/common/badge.h"
#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

using model::DeliveryState;

struct Mark {
    QString icon;
    Role ink = &Colours::text3;
};

// Verified, blocked, or somebody else under a known name.
Mark markOf(const model::Peer &peer)
{
    if (peer.trust == model::Trust::Blocked)
        return {QStringLiteral("block"), &Colours::text3};
    if (peer.nameTaken)
        return {QStringLiteral("shield-warning"), &Colours::danger};
    if (peer.trust == model::Trust::Verified)
        return {QStringLiteral("shield-check"), &Colours::success};
    return {};
}

struct StateMark {
    QString icon;
    int size = 0;
    Role ink = nullptr; // null: as the time
};

StateMark stateOf(const model::Message &message)
{
    if (message.id.isNull() || message.direction != model::Direction::Out || message.kind != model::MessageKind::Text)
        return {};
    switch (message.state) {
    case DeliveryState::Waiting: return {QStringLiteral("clock"), 14, nullptr};
    case DeliveryState::Sent: return {QStringLiteral("check"), 15, nullptr};
    case DeliveryState::Delivered: return {QStringLiteral("check-double"), 16, nullptr};
    case DeliveryState::Read: return {QStringLiteral("check-double-filled"), 14, &Colours::accentText};
    case DeliveryState::Failed: break;
    }
    return {QStringLiteral("error"), 15, &Colours::danger};
}

QString timeOf(const PeerRow &row, const QDateTime &now)
{
    if (!row.hasConversation())
        return {};
    return formats::listTime(QDateTime::fromMSecsSinceEpoch(row.conversation.last.arrivedAtMs), now);
}

// One line without breaks or runs of blanks; long texts are not walked to their end.
QString oneLine(const QString &text)
{
    return displayText(text.left(300)).simplified();
}

} // namespace

PeerPreview previewOf(const PeerRow &row, const QDateTime &now)
{
    const model::Message &last = row.conversation.last;
    if (!row.draft.isEmpty())
        return {PeerDelegate::tr("Draft:"), &Colours::toneText, oneLine(row.draft), &Colours::text2};
    if (!row.hasConversation()) {
        const QString presence = formats::presence(row.peer, now);
        return {{},
                nullptr,
                row.peer.nameTaken ? PeerDelegate::tr("Same name, another key: %1").arg(row.peer.id.shortText())
                                   : presence,
                &Colours::text2};
    }
    PeerPreview preview;
    if (last.direction == model::Direction::Out && last.kind != model::MessageKind::Notice)
        preview.lead = PeerDelegate::tr("You:");
    switch (last.kind) {
    case model::MessageKind::Text: preview.text = oneLine(last.text); break;
    case model::MessageKind::Transfer:
        preview.text = row.fileName.isEmpty() ? PeerDelegate::tr("Files") : row.fileName;
        break;
    case model::MessageKind::Notice: preview.text = noticeText(last.text, row.peer.name); break;
    }
    if (last.direction == model::Direction::Out && last.state == DeliveryState::Failed
        && last.kind == model::MessageKind::Text)
        return {{}, nullptr, PeerDelegate::tr("Not sent. Try again"), &Colours::danger};
    return preview;
}

QString describe(const PeerRow &row, const QDateTime &now)
{
    QStringList parts {row.peer.name, formats::presence(row.peer, now)};
    const BadgeLook badge = trustBadge(row.peer);
    if (!badge.text.isEmpty())
        parts.append(badge.text);
    if (row.conversation.unread > 0)
        parts.append(PeerDelegate::tr("%n unread message(s)", nullptr, row.conversation.unread));
    const PeerPreview preview = previewOf(row, now);
    if (row.hasConversation() || !row.draft.isEmpty() || row.peer.nameTaken) {
        parts.append((preview.lead + u' ' + preview.text).trimmed());
        if (const QString state = stateText(row.conversation.last, row.peer.name);
            !state.isEmpty() && row.conversation.last.kind == model::MessageKind::Text)
            parts.append(state);
        if (const QString time = timeOf(row, now); !time.isEmpty())
            parts.append(time);
    }
    return parts.join(QStringLiteral(", "));
}

PeerDelegate::PeerDelegate(const Theme &theme, const PeerFilter &rows, const base::Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_rows(rows)
    , m_clock(clock)
{
}

QDateTime PeerDelegate::now() const
{
    return QDateTime::fromMSecsSinceEpoch(m_clock.wallMs());
}

QSize PeerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, m_theme.px(size::row)};
}

PeerRowLayout PeerDelegate::layout(const QRect &rect, const PeerRow &row, Qt::LayoutDirection direction) const
{
    PeerRowLayout layout;
    layout.ground = rect.adjusted(size::rowInset, 0, -size::rowInset, 0);
    const QRect inner = layout.ground.adjusted(size::rowPadding, 0, -size::rowPadding, 0);
    const int avatar = m_theme.px(size::rowAvatar);
    layout.avatar = QRect(inner.left(), inner.center().y() + 1 - avatar / 2, avatar, avatar);
    const int left = layout.avatar.right() + 1 + size::rowGap;

    const QFontMetrics names(m_theme.font(Type::Name));
    const QFontMetrics bodies(m_theme.font(Type::Body));
    const QFontMetrics captions(m_theme.font(Type::Caption));
    const int first = names.height();
    const int second = std::max(bodies.height(), 0);
    const int top = inner.top() + (inner.height() - first - second - size::gap1) / 2;
    const int timeWidth = captions.horizontalAdvance(timeOf(row, now()));
    layout.time = QRect(inner.right() + 1 - timeWidth, top, timeWidth, first);
    int right = timeWidth > 0 ? layout.time.left() - size::gap3 : inner.right() + 1;
    if (const StateMark state = stateOf(row.conversation.last); !state.icon.isEmpty() && timeWidth > 0) {
        const int side = m_theme.px(state.size);
        layout.state = QRect(layout.time.left() - size::gap2 - side, top + (first - side) / 2, side, side);
        right = layout.state.left() - size::gap3;
    }
    const bool hasMark = !markOf(row.peer).icon.isEmpty();
    const int mark = hasMark ? m_theme.px(size::iconText) : 0;
    const int room = right - left - (hasMark ? mark + 5 : 0);
    const int nameWidth = std::min(names.horizontalAdvance(row.peer.name) + 1, std::max(room, 0));
    layout.name = QRect(left, top, nameWidth, first);
    if (hasMark)
        layout.mark = QRect(left + nameWidth + 5, top + (first - mark) / 2, mark, mark);

    const int line = top + first + size::gap1;
    int end = inner.right() + 1;
    if (row.conversation.unread > 0) {
        const QSize count = countSize(m_theme, formats::count(row.conversation.unread));
        layout.count = QRect(QPoint(end - count.width(), line + (second - count.height()) / 2), count);
        end = layout.count.left() - size::gap3;
    }
    layout.preview = QRect(left, line, std::max(end - left, 0), second);
    if (direction == Qt::RightToLeft) {
        for (QRect *part :
             {&layout.avatar, &layout.name, &layout.mark, &layout.state, &layout.time, &layout.preview, &layout.count})
            *part = part->isEmpty() ? *part : QStyle::visualRect(direction, rect, *part);
    }
    return layout;
}

QColor PeerDelegate::groundOf(const QStyleOptionViewItem &option, int row) const
{
    const Colours &colours = m_theme.colours();
    if (option.state.testFlag(QStyle::State_Selected))
        return colours.selected;
    if (row == m_pressed)
        return colours.pressed;
    return option.state.testFlag(QStyle::State_MouseOver) ? colours.hover : colours.pane;
}

void PeerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const PeerRow &row = m_rows.at(index.row());
    const PeerRowLayout parts = layout(option.rect, row, option.direction);
    const QColor ground = groundOf(option, index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (ground != m_theme.colours().pane)
        fillRound(*painter, parts.ground, size::radiusRow, ground);
    const bool focused =
        option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
    if (focused || index.row() == m_dropTarget)
        strokeRound(*painter, parts.ground, size::radiusRow, m_theme.colours().focus, size::ringWidth);
    paintAvatar(*painter, m_theme, parts.avatar, {row.peer.id, row.peer.name, presenceOf(row.peer), ground});
    const bool quiet = option.state.testFlag(QStyle::State_Selected) || index.row() == m_pressed;
    paintFirstLine(*painter, parts, row, quiet, option.direction);
    paintSecondLine(*painter, parts, row, option.direction);
    painter->restore();
}

void PeerDelegate::paintFirstLine(QPainter &painter, const PeerRowLayout &layout, const PeerRow &row, bool quiet,
                                  Qt::LayoutDirection direction) const
{
    const Colours &colours = m_theme.colours();
    painter.setFont(m_theme.font(Type::Name));
    painter.setPen(colours.text);
    const QString name = painter.fontMetrics().elidedText(row.peer.name, Qt::ElideRight, layout.name.width());
    painter.drawText(layout.name,
                     int(QStyle::visualAlignment(direction, Qt::AlignLeading | Qt::AlignVCenter)) | Qt::TextSingleLine,
                     name);
    if (const Mark mark = markOf(row.peer); !layout.mark.isEmpty())
        m_theme.icons().paint(painter, layout.mark, mark.icon, colours.*mark.ink, direction);
    const QColor time = quiet ? colours.text2 : colours.text3;
    if (const StateMark state = stateOf(row.conversation.last); !layout.state.isEmpty())
        m_theme.icons().paint(painter, layout.state, state.icon, state.ink ? colours.*state.ink : time);
    painter.setFont(m_theme.font(Type::Caption));
    painter.setPen(time);
    painter.drawText(layout.time, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, timeOf(row, now()));
}

void PeerDelegate::paintSecondLine(QPainter &painter, const PeerRowLayout &layout, const PeerRow &row,
                                   Qt::LayoutDirection direction) const
{
    const Colours &colours = m_theme.colours();
    const PeerPreview preview = previewOf(row, now());
    const int alignment =
        int(QStyle::visualAlignment(direction, Qt::AlignLeading | Qt::AlignVCenter)) | Qt::TextSingleLine;
    QRect text = layout.preview;
    painter.setFont(m_theme.font(Type::Body));
    if (!preview.lead.isEmpty()) {
        painter.setPen(colours.*preview.leadInk);
        painter.drawText(text, alignment, preview.lead);
        // A full-width colon brings its own gap.
        const bool isWide = preview.lead.endsWith(QChar(0xff1a));
        const int used = painter.fontMetrics().horizontalAdvance(isWide ? preview.lead : preview.lead + u' ');
        text.adjust(direction == Qt::RightToLeft ? 0 : used, 0, direction == Qt::RightToLeft ? -used : 0, 0);
    }
    painter.setPen(colours.*preview.ink);
    painter.drawText(text, alignment, painter.fontMetrics().elidedText(preview.text, Qt::ElideRight, text.width()));
    if (!layout.count.isEmpty())
        paintCount(painter, m_theme, layout.count, formats::count(row.conversation.unread));
}

} // namespace ui
