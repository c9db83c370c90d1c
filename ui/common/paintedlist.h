#pragma once

#include <QList>
#include <QRect>
#include <QString>

#include <optional>

class QWidget;

namespace ui {

// What a list that paints its rows tells assistive tools, instead of one widget per row. Rows are asked by their
// place; `itemKey` names a row for as long as it lives. Rectangles are in the viewport's coordinates.
class PaintedList
{
public:
    struct Button {
        QString name;
        QRect rect;
    };

    virtual ~PaintedList() = default;

    [[nodiscard]] virtual QWidget *itemsViewport() = 0;
    [[nodiscard]] virtual int itemCount() const = 0;
    [[nodiscard]] virtual quint64 itemKey(int item) const = 0; // never 0
    [[nodiscard]] virtual int itemOfKey(quint64 key) const = 0; // -1: gone
    [[nodiscard]] virtual QString itemName(int item) const = 0;
    [[nodiscard]] virtual QRect itemRect(int item) const = 0;
    [[nodiscard]] virtual int currentItem() const = 0; // -1: none
    virtual void focusItem(int item) = 0;
    virtual void pressItem(int item) = 0;
    [[nodiscard]] virtual QList<Button> itemButtons(int item) const = 0;
    virtual void pressItemButton(int item, int button) = 0;
    // Of a row with a box; pressing it changes that.
    [[nodiscard]] virtual std::optional<Qt::CheckState> itemCheck(int) const { return {}; }
};

// Makes every widget that is a PaintedList a list with items and buttons for assistive tools. Any number of times.
void installPaintedListAccess();

// The keyboard moved to a row of `list` (the widget that is the PaintedList).
void tellItemFocused(QWidget &list, int item);
// Rows came, went or moved.
void tellItemsChanged(QWidget &list);
// The box of a row changed.
void tellItemChecked(QWidget &list, int item);
// Something to be spoken now, once: a message that arrived while its conversation is open.
void announce(QWidget &list, int item);

} // namespace ui
