#pragma once

#include "ui/transfers/paintedbutton.h"
#include "ui/transfers/thumbnails.h"
#include "ui/transfers/transfermodel.h"
#include "ui/transfers/transferwords.h"

#include <QStyledItemDelegate>

namespace ui {

// Where everything of one row lies; painting, height and mouse use the same rectangles.
struct TransferRowLayout {
    QRect tile;
    QRect name;
    QRect who;
    QRect cord; // empty: none
    QRect state;
    QRect stateEnd; // time left or percent, at the end of the state line
    QList<PaintedButton> buttons;
    QList<TransferAction> actions; // one per button
    int height = 0;
};

// What a row says, ready to paint.
struct TransferRowTexts {
    TransferLook look;
    QString who; // "from Anna Berg · 3 files"
    QString state;
    QString stateEnd;
};

[[nodiscard]] TransferRowTexts textsOf(const TransferRow &row);

class TransferDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    TransferDelegate(const Theme &theme, const TransferFilter &rows, Thumbnails &thumbnails,
                     QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] TransferRowLayout layout(const QRect &rect, const TransferRow &row,
                                           Qt::LayoutDirection direction) const;

    // Heights follow the width; the view tells it.
    void setRowWidth(int width) { m_rowWidth = width; }

    // The button under the pointer or chosen by the keyboard; row -1: none.
    struct Spot {
        int row = -1;
        int button = -1;
        bool operator==(const Spot &) const = default;
    };
    void setHover(Spot spot, bool pressed);
    void setFocus(Spot spot) { m_focus = spot; }

private:
    [[nodiscard]] TransferRowTexts textsFor(const TransferRow &row, int width) const;
    void paintTexts(QPainter &painter, const TransferRowLayout &layout, const TransferRowTexts &texts,
                    Qt::LayoutDirection direction) const;

    const Theme &m_theme;
    const TransferFilter &m_rows;
    Thumbnails &m_thumbnails;
    int m_rowWidth = 0;
    Spot m_hover;
    Spot m_focus;
    bool m_pressed = false;
};

} // namespace ui
