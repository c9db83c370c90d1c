#pragma once

#include "ui/common/paintedlist.h"
#include "ui/transfers/filepages.h"
#include "ui/transfers/filerow.h"

#include <QAbstractScrollArea>

namespace ui {

class FileDrag;

// What a transfer holds, one line each, painted only where it is in sight: a million lines feel like ten. Up and Down
// choose a line, Left and Right one of its buttons, Enter opens it, Space ticks it, Menu shows all that can be done.
class FileList : public QAbstractScrollArea, public PaintedList
{
    Q_OBJECT
public:
    enum class Boxes { None, Shown };

    FileList(const Theme &theme, FilePages &pages, Boxes boxes, QWidget *parent = nullptr);

    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] const transfer::EntryLine *line(int row) const { return m_pages.at(row); }
    [[nodiscard]] int current() const { return m_current; } // -1: none
    void setCurrent(int row);

    // Only lines in sight are items: nobody waits for a million of them to be told.
    [[nodiscard]] QWidget *itemsViewport() override { return viewport(); }
    [[nodiscard]] int itemCount() const override { return m_last - m_first + 1; }
    [[nodiscard]] quint64 itemKey(int item) const override { return quint64(m_first + item) + 1; }
    [[nodiscard]] int itemOfKey(quint64 key) const override;
    [[nodiscard]] QString itemName(int item) const override;
    [[nodiscard]] QRect itemRect(int item) const override { return rowRect(m_first + item); }
    [[nodiscard]] int currentItem() const override { return m_current < 0 ? -1 : itemOfKey(quint64(m_current) + 1); }
    void focusItem(int item) override;
    void pressItem(int item) override { activate(m_first + item); }
    [[nodiscard]] QList<Button> itemButtons(int item) const override;
    void pressItemButton(int item, int button) override { press({m_first + item, button}); }
    [[nodiscard]] std::optional<Qt::CheckState> itemCheck(int item) const override;

signals:
    void openRequested(const QString &path);
    void showRequested(const QString &path);
    void tickRequested(quint32 entry, bool wanted);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Spot {
        int row = -1;
        int button = -1;
        bool operator==(const Spot &) const = default;
    };

    void arrange();
    void look(); // at the lines in sight
    [[nodiscard]] FileRowPainter::Style style() const;
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] Spot spotAt(const QPoint &point) const;
    [[nodiscard]] FileRowLayout layoutOf(int row) const;
    void setHover(const Spot &spot);
    void step(int rows);
    void stepButton(int step);
    void activate(int row);
    void tick(int row);
    void press(const Spot &spot);
    void copy(int row) const;
    void showMenu(int row, const QPoint &position);
    void prepareDrag(const QPoint &point, int row);

    const Theme &m_theme;
    FilePages &m_pages;
    const Boxes m_boxes;
    FileRowPainter m_painter;
    FileDrag *m_drag;
    int m_first = 0; // lines in sight
    int m_last = -1;
    int m_current = -1;
    int m_button = -1; // chosen by the keyboard in the current line
    bool m_byKeyboard = false;
    Spot m_hover;
    Spot m_pressed;
};

} // namespace ui
