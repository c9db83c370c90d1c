#pragma once

#include "ui/common/paintedlist.h"
#include "ui/peers/peerdelegate.h"

#include <QListView>
#include <QTimer>

namespace ui {

// The list of people. Tells who is in sight, takes files dropped on a row, opens a row one hovers with files.
class PeerList : public QListView, public PaintedList
{
    Q_OBJECT
public:
    PeerList(const Theme &theme, PeerFilter &rows, const base::Clock &clock, QWidget *parent = nullptr);

    void choose(const model::PeerId &peer); // null or not in the list: none
    [[nodiscard]] model::PeerId chosen() const;
    void step(int rows); // previous or next one, opened at once

    [[nodiscard]] QWidget *itemsViewport() override { return viewport(); }
    [[nodiscard]] int itemCount() const override;
    [[nodiscard]] quint64 itemKey(int item) const override;
    [[nodiscard]] int itemOfKey(quint64 key) const override;
    [[nodiscard]] QString itemName(int item) const override;
    [[nodiscard]] QRect itemRect(int item) const override;
    [[nodiscard]] int currentItem() const override { return currentIndex().row(); }
    void focusItem(int item) override;
    void pressItem(int item) override;
    [[nodiscard]] QList<Button> itemButtons(int) const override { return {}; }
    void pressItemButton(int, int) override { }

signals:
    void opened(const model::PeerId &peer);
    void menuRequested(const model::PeerId &peer, const QPoint &position); // global
    void filesDropped(const model::PeerId &peer, const QStringList &paths);
    void inSightChanged(const QSet<model::PeerId> &peers);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    bool viewportEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void openRow(int row);
    void setPressed(int row);
    void setDropTarget(int row);
    void tellInSight();
    [[nodiscard]] model::PeerId peerAt(int row) const;

    PeerFilter &m_rows;
    PeerDelegate *m_delegate;
    model::PeerId m_chosen;
    QSet<model::PeerId> m_inSight;
    QTimer m_lookAround;
    QTimer m_dragOpens;
    int m_pressed = -1;
    int m_dropTarget = -1;
    bool m_choosing = false;
    mutable QHash<model::PeerId, quint64> m_keys;
    mutable QHash<quint64, model::PeerId> m_peersByKey;
};

} // namespace ui
