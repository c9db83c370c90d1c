#pragma once

#include "ui/common/paintedlist.h"
#include "ui/transfers/transferdelegate.h"

#include <QListView>

namespace ui {

class FileDrag;

// The rows of the transfers panel. Up and Down choose a row, Left and Right one of its buttons, Enter presses it,
// Alt+Enter shows its files, Menu all that can be done.
class TransferList : public QListView, public PaintedList
{
    Q_OBJECT
public:
    TransferList(const Theme &theme, TransferFilter &rows, transfer::TransferQueue &queue, Thumbnails &thumbnails,
                 QWidget *parent = nullptr);

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
    void opened(const model::TransferId &id); // Enter or double click on the row itself

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

private:
    using Spot = TransferDelegate::Spot;

    [[nodiscard]] TransferRowLayout layoutOf(int row) const;
    [[nodiscard]] Spot spotAt(const QPoint &position) const;
    void press(const Spot &spot);
    void setHover(const Spot &spot, bool pressed);
    void chooseButton(int step);
    void setFocusedButton(int button);
    [[nodiscard]] quint64 keyOf(const model::TransferId &id) const;

    TransferFilter &m_rows;
    TransferDelegate *m_delegate;
    FileDrag *m_drag;
    Spot m_hover;
    Spot m_pressed;
    int m_button = -1; // chosen by the keyboard in the current row
    mutable QHash<model::TransferId, quint64> m_keys;
};

} // namespace ui
