#include "ui/transfers/filerow.h"

#include "ui/common/errortext.h"
#include "ui/common/fileicon.h"
#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/transfers/filerisk.h"
#include "ui/transfers/transferwords.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>

namespace ui {
namespace {

using model::EntryKind;
using transfer::EntryLine;
using transfer::EntryState;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::FileWords)
};

constexpr int paddingX = 14;
constexpr int indentBy = 18;
constexpr int mostIndents = 8;
constexpr int rowInTree = 36;
constexpr int iconGap = 10;

QString drawingOf(const EntryLine &line)
{
    return line.kind == EntryKind::Folder ? QStringLiteral("folder") : fileIcon(line.path);
}

bool hasDetail(const EntryLine &line, const FileRowPainter::Style &style)
{
    return style.hasPaths || (style.hasBoxes && isRiskyLine(line));
}

QString detailOf(const EntryLine &line, const FileRowPainter::Style &style)
{
    return style.hasPaths ? fileStateText(line) : Words::tr("This may be a program. Take it only if you expect it.");
}

QString endOf(const EntryLine &line, const FileRowPainter::Style &style)
{
    if (!style.hasPaths && line.state == EntryState::Failed)
        return fileStateText(line);
    return line.kind == EntryKind::File ? formats::size(line.size) : QString();
}

QString markOf(const EntryLine &line)
{
    switch (line.state) {
    case EntryState::Pending: return {};
    // Of a folder it would promise too much: something below it may have failed.
    case EntryState::Done: return line.kind == EntryKind::File ? QStringLiteral("check") : QString();
    case EntryState::Failed: return QStringLiteral("error");
    case EntryState::NotWanted: return QStringLiteral("minus");
    }
    return {};
}

Role inkOf(EntryState state)
{
    switch (state) {
    case EntryState::Done: return &Colours::success;
    case EntryState::Failed: return &Colours::danger;
    case EntryState::Pending:
    case EntryState::NotWanted: break;
    }
    return &Colours::text3;
}

void paintBox(QPainter &painter, const QRect &rect, Qt::CheckState state)
{
    QStyleOptionButton box;
    box.rect = rect;
    box.state = QStyle::State_Enabled;
    box.state |= state == Qt::Checked     ? QStyle::State_On
                 : state == Qt::Unchecked ? QStyle::State_Off
                                          : QStyle::State_NoChange;
    QApplication::style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, &painter);
}

int depthOf(const EntryLine &line)
{
    return std::min<int>(int(line.path.count(u'/')), mostIndents);
}

} // namespace

int FileRowPainter::height(const Style &style) const
{
    const int lines =
        QFontMetrics(m_theme.font(Type::Body)).height() + QFontMetrics(m_theme.font(Type::Caption)).height();
    const bool isHigh = style.hasPaths || style.hasBoxes;
    return isHigh ? std::max(m_theme.px(size::tile), lines + 2 * size::gap2) : m_theme.px(rowInTree);
}

FileRowLayout FileRowPainter::layout(const QRect &rect, const EntryLine &line, const Style &style) const
{
    FileRowLayout layout;
    const QFontMetrics small(m_theme.font(Type::Caption));
    int left = rect.left() + m_theme.px(paddingX);
    int right = rect.right() + 1 - m_theme.px(paddingX);
    const auto centred = [&rect](int x, int side) { return QRect(x, rect.center().y() + 1 - side / 2, side, side); };
    if (!style.hasPaths)
        left += std::min(depthOf(line) * m_theme.px(indentBy), rect.width() / 3);
    if (style.hasBoxes) {
        layout.box = centred(left, m_theme.px(size::box));
        left = layout.box.right() + 1 + iconGap;
    }
    layout.icon = centred(left, m_theme.px(size::iconButton));
    left = layout.icon.right() + 1 + iconGap;
    if (!style.hasBoxes && !style.hasPaths) {
        layout.mark = centred(right - m_theme.px(size::iconSmall), m_theme.px(size::iconSmall));
        right = layout.mark.left() - size::gap3;
    }
    const int buttons = line.file.isEmpty() ? 0 : 2 * m_theme.px(size::iconButtonDense);
    const int wanted = std::max(small.horizontalAdvance(endOf(line, style)) + 1, buttons);
    layout.end = QRect(0, rect.top(), std::min(wanted, std::max((right - left) / 2, 0)), rect.height());
    layout.end.moveRight(right - 1);
    const int width = std::max(layout.end.left() - size::gap3 - left, 1);
    const int nameHeight = QFontMetrics(m_theme.font(Type::Body)).height();
    const bool twoLines = hasDetail(line, style);
    const int top = twoLines ? rect.center().y() + 1 - (nameHeight + small.height()) / 2 : rect.top();
    layout.name = QRect(left, top, width, twoLines ? nameHeight : rect.height());
    if (twoLines)
        layout.detail = QRect(left, layout.name.bottom() + 1, width, small.height());

    if (!line.file.isEmpty()) {
        for (const TransferAction action : {TransferAction::ShowInFolder, TransferAction::Open}) {
            PaintedButton button {PaintedButton::Kind::Icon, actionName(action), actionIcon(action), {}};
            button.rect.setSize(paintedButtonSize(m_theme, button));
            right -= button.rect.width();
            button.rect.moveTopLeft({right, rect.center().y() + 1 - button.rect.height() / 2});
            layout.buttons.prepend(button);
        }
    }
    if (style.direction == Qt::RightToLeft) {
        for (QRect *part : {&layout.box, &layout.icon, &layout.name, &layout.detail, &layout.end, &layout.mark})
            *part = QStyle::visualRect(style.direction, rect, *part);
        for (PaintedButton &button : layout.buttons)
            button.rect = QStyle::visualRect(style.direction, rect, button.rect);
    }
    return layout;
}

void FileRowPainter::paint(QPainter &painter, const QRect &rect, const EntryLine &line, const Style &style,
                           const Marks &marks) const
{
    const Colours &colours = m_theme.colours();
    const FileRowLayout parts = layout(rect, line, style);
    const QRectF ground = QRectF(rect).adjusted(4, 1, -4, -1);
    if (marks.isHovered || marks.isCurrent)
        fillRound(painter, ground, size::radiusEntry, marks.isCurrent ? colours.selected : colours.hover);
    if (marks.hasFocus && marks.focusedButton < 0)
        strokeRound(painter, ground, size::radiusEntry, colours.focus, size::ringWidth);
    if (!parts.box.isEmpty())
        paintBox(painter, parts.box, checkOf(line));
    const bool isRisky = style.hasBoxes && isRiskyLine(line);
    const Role ink = line.state == EntryState::NotWanted ? &Colours::text3
                     : isRisky                           ? &Colours::warning
                     : line.state == EntryState::Failed  ? &Colours::danger
                                                         : &Colours::accentText;
    m_theme.icons().paint(painter, parts.icon, drawingOf(line), colours.*ink, style.direction);

    const auto start = QStyle::visualAlignment(style.direction, Qt::AlignLeading | Qt::AlignVCenter);
    painter.setFont(m_theme.font(Type::Body));
    painter.setPen(line.state == EntryState::NotWanted ? colours.text3 : colours.text);
    const QString name = style.hasPaths ? shownPath(line) : lastName(line);
    painter.drawText(parts.name, int(start) | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(name, Qt::ElideMiddle, parts.name.width()));
    painter.setFont(m_theme.font(Type::Caption));
    if (!parts.detail.isEmpty()) {
        painter.setPen(style.hasPaths ? colours.danger : colours.warning);
        painter.drawText(parts.detail, int(start) | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(detailOf(line, style), Qt::ElideRight, parts.detail.width()));
    }
    if (parts.buttons.isEmpty() || !(marks.isHovered || marks.isCurrent))
        return paintEnd(painter, parts, line, style);
    for (int i = 0; i < parts.buttons.size(); ++i) {
        const ButtonState state {marks.hoveredButton == i, marks.pressedButton == i, marks.focusedButton == i};
        paintButton(painter, m_theme, parts.buttons[i], state, style.direction);
    }
    paintMark(painter, parts, line, style);
}

void FileRowPainter::paintMark(QPainter &painter, const FileRowLayout &layout, const EntryLine &line,
                               const Style &style) const
{
    const QString mark = markOf(line);
    if (!layout.mark.isEmpty() && !mark.isEmpty())
        m_theme.icons().paint(painter, layout.mark, mark, m_theme.colours().*inkOf(line.state), style.direction);
}

void FileRowPainter::paintEnd(QPainter &painter, const FileRowLayout &layout, const EntryLine &line,
                              const Style &style) const
{
    const Colours &colours = m_theme.colours();
    const bool tellsReason = !style.hasPaths && line.state == EntryState::Failed;
    painter.setPen(tellsReason ? colours.danger : colours.text2);
    const auto end = QStyle::visualAlignment(style.direction, Qt::AlignTrailing | Qt::AlignVCenter);
    painter.drawText(layout.end, int(end) | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(endOf(line, style), Qt::ElideRight, layout.end.width()));
    paintMark(painter, layout, line, style);
}

QString shownPath(const EntryLine &line)
{
    return shownName(line.path);
}

QString lastName(const EntryLine &line)
{
    return shownName(line.path.mid(line.path.lastIndexOf(u'/') + 1));
}

QString fileStateText(const EntryLine &line)
{
    switch (line.state) {
    case EntryState::Pending: return {};
    //: What became of a file
    case EntryState::Done: return line.kind == EntryKind::File ? Words::tr("arrived") : QString();
    case EntryState::NotWanted: return Words::tr("left out");
    case EntryState::Failed: break;
    }
    const QString reason = errorText(line.fault);
    return reason.isEmpty() ? Words::tr("It did not arrive.") : reason;
}

QString failureLine(const EntryLine &line)
{
    return line.state == EntryState::Failed ? shownPath(line) + QStringLiteral(": ") + fileStateText(line)
                                            : shownPath(line);
}

Qt::CheckState checkOf(const EntryLine &line)
{
    if (line.state == EntryState::NotWanted)
        return Qt::Unchecked;
    return line.isPartial ? Qt::PartiallyChecked : Qt::Checked;
}

bool isRiskyLine(const EntryLine &line)
{
    return line.kind == EntryKind::File && isRiskyName(line.path.mid(line.path.lastIndexOf(u'/') + 1));
}

} // namespace ui
