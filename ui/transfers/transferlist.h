#pragma once

#include "ui/common/paintedlist.h"
#include "ui/transfers/transferdelegate.h"

#include <QListView>

class QMenu;

namespace ui {

class FileDrag;

// The rows of the transfers panel. Up and Down choose a row, Left and Right one of its buttons, Enter presses it,
// Alt+Enter shows its files, Menu all that can be done. What waits is moved with Ctrl and Up, Down or Home, or by
// dragging its row; what has arrived is dragged to other programs.
class TransferList : public QListView, public PaintedList
{
    Q_OBJECT
public:
    TransferList(const Theme &theme, TransferFilter &rows, transfer::TransferQueue &queue, Thumbnails &thumbnails,
                 QWidget *parent = nullptr);
    [[nodiscard]] bool isDragging() const { return !m_moving.id.isNull(); }

    void choose(const model::TransferId &id);

    [[nodiscard]] QWidget *itemsViewport() override { return viewport(); }
    [[nodiscard]] int itemCount() const override;
    [[nodiscard]] quint64 itemKey(int item) const override;
    [[nodiscard]] int itemOfKey(quint64 key) const override;
    [[nodiscard]] QString itemName(int item) const override;
    [[nodiscard]] QRect itemRect(int item) const override;
    [[nodiscard]] int currentItem() const override { return currentIndex().row(); }
    void focusItem(int item) override;
    void pressItem(int item) override;
    [[nodiscard]] QList<Button> itemButtons(int item) const override;
    void pressItemButton(int item, int button) override;

signals:
    void actionRequested(const model::TransferId &id, ui::TransferAction action);
    void jumpRequested(const model::TransferId &id); // to its bubble: a click or Enter on the row itself
    void openRequested(const model::TransferId &id); // a double click
    void moveRequested(const model::TransferId &id, const model::TransferId &other); // into the place of `other`

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    using Spot = TransferDelegate::Spot;
    // A row on its way to another place.
    struct Moving {
        model::TransferId id; // null: none
        QList<model::TransferId> line; // where it can go
        model::TransferId over; // null: it stays
    };

    // transferlistorder.cpp: the order of what waits
    [[nodiscard]] QList<model::TransferId> lineOf(int row) const; // empty: it cannot be moved
    void addMoves(QMenu &menu, int row);
    [[nodiscard]] bool moveByKey(const QKeyEvent &event);
    void beginDrag();
    void dragTo(const QPoint &position);
    void endDrag();

    [[nodiscard]] TransferRowLayout layoutOf(int row) const;
    [[nodiscard]] Spot spotAt(const QPoint &position) const;
    void press(const Spot &spot);
    void setHover(const Spot &spot, bool pressed);
    void chooseButton(int step);
    void setFocusedButton(int button);
    [[nodiscard]] quint64 keyOf(const model::TransferId &id) const;

    const Theme &m_theme;
    TransferFilter &m_rows;
    TransferDelegate *m_delegate;
    FileDrag *m_drag;
    Spot m_hover;
    Spot m_pressed;
    Spot m_rowPressed; // a click on the row itself begins
    QPoint m_pressedAt;
    Moving m_moving;
    int m_button = -1; // chosen by the keyboard in the current row
    mutable QHash<model::TransferId, quint64> m_keys;
};

} // namespace ui
