#pragma once

#include "base/clock.h"
#include "ui/common/theme.h"
#include "ui/peers/peermodel.h"

#include <QStyledItemDelegate>

namespace ui {

// The second line of a row: "You: see you", a file name, a draft, a failure, or what is known of the person.
struct PeerPreview {
    QString lead; // in its own colour, before the text
    Role leadInk = &Colours::accentText;
    QString text;
    Role ink = &Colours::text2;
};

[[nodiscard]] PeerPreview previewOf(const PeerRow &row, const QDateTime &now);
// Everything a row says in words, for assistive tools.
[[nodiscard]] QString describe(const PeerRow &row, const QDateTime &now);

// Where everything of one row lies; painting and mouse use the same rectangles.
struct PeerRowLayout {
    QRect ground;
    QRect avatar;
    QRect name;
    QRect mark; // 14 px after the name; empty: none
    QRect state; // delivery of the last own message; empty: none
    QRect time;
    QRect preview;
    QRect count; // empty: nothing unread
};

class PeerDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    PeerDelegate(const Theme &theme, const PeerFilter &rows, const base::Clock &clock, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] PeerRowLayout layout(const QRect &rect, const PeerRow &row, Qt::LayoutDirection direction) const;
    [[nodiscard]] QDateTime now() const;

    void setPressed(int row) { m_pressed = row; }
    void setDropTarget(int row) { m_dropTarget = row; }

private:
    [[nodiscard]] QColor groundOf(const QStyleOptionViewItem &option, int row) const;
    void paintFirstLine(QPainter &painter, const PeerRowLayout &layout, const PeerRow &row, bool quiet,
                        Qt::LayoutDirection direction) const;
    void paintSecondLine(QPainter &painter, const PeerRowLayout &layout, const PeerRow &row,
                         Qt::LayoutDirection direction) const;

    const Theme &m_theme;
    const PeerFilter &m_rows;
    const base::Clock &m_clock;
    int m_pressed = -1;
    int m_dropTarget = -1;
};

} // namespace ui
