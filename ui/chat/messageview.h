#pragma once

#include "core/core.h"
#include "ui/chat/bubblepainter.h"
#include "ui/chat/heightindex.h"
#include "ui/chat/messagelayouts.h"
#include "ui/chat/messagepages.h"
#include "ui/chat/scrollanchor.h"
#include "ui/chat/textselection.h"
#include "ui/common/paintedlist.h"

#include <QAbstractScrollArea>
#include <QClipboard>
#include <QPointer>
#include <QTimer>
#include <QUrl>

namespace ui {

class FileDrag;
class JumpButton;

// One conversation as a painted view that lays out only what is near the viewport. The reading position is an anchor
// (ScrollAnchor), the scroll bar follows it. Main thread.
class MessageView : public QAbstractScrollArea, public PaintedList
{
    Q_OBJECT
public:
    MessageView(const Theme &theme, core::Core &core, Thumbnails &thumbnails, QWidget *parent = nullptr);
    ~MessageView() override;

    // Shows that conversation where the user left it, or at its first unread message, else at the end.
    void open(const model::PeerId &peer);
    void close();
    [[nodiscard]] model::PeerId peer() const { return m_pages ? m_pages->peer() : model::PeerId(); }
    [[nodiscard]] bool isEmpty() const { return !m_pages || m_pages->last() == 0; }
    [[nodiscard]] bool isAtEnd() const { return m_anchor.isAtEnd(); }
    void scrollToEnd();
    void jumpTo(const model::MessageId &id); // and marks it for a moment; nothing happens if it is not there
    void clearUnreadLine();
    [[nodiscard]] QString selectedText() const; // of loaded messages
    [[nodiscard]] int layoutCount() const { return m_layoutsMade; } // since open(), for tests
    [[nodiscard]] QRect bubbleRect(qint64 seq) const; // in the viewport; empty: not laid out

    [[nodiscard]] QWidget *itemsViewport() override { return viewport(); }
    [[nodiscard]] int itemCount() const override { return int(m_near.size()); }
    [[nodiscard]] quint64 itemKey(int item) const override { return quint64(m_near[item]); }
    [[nodiscard]] int itemOfKey(quint64 key) const override;
    [[nodiscard]] QString itemName(int item) const override;
    [[nodiscard]] QRect itemRect(int item) const override { return stripRect(m_near[item]); }
    [[nodiscard]] int currentItem() const override { return itemOfKey(quint64(m_current)); }
    void focusItem(int item) override;
    void pressItem(int item) override;
    [[nodiscard]] QList<Button> itemButtons(int item) const override;
    void pressItemButton(int item, int button) override;

signals:
    void emptyChanged(bool isEmpty);
    void transferActionRequested(const model::TransferId &id, ui::TransferAction action);
    void offerRequested(const model::TransferId &id);
    void retryRequested(const model::MessageId &id);
    void deleteRequested(const model::MessageId &id);
    void linkActivated(const QUrl &url);
    void textTyped(QKeyEvent *event); // belongs into the composer
    void failed(const base::Error &error);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    // What lies under a point.
    struct Spot {
        qint64 seq = 0; // 0: nothing
        int button = -1;
        int link = -1;
        bool onBubble = false;
        bool onState = false;
        bool operator==(const Spot &) const = default;
    };
    struct SavedPlace {
        qint64 seq = 0; // a conversation between two never renumbers
        int above = 0;
    };

    // messageview.cpp: what is shown
    void connectPages();
    void findUnread(int unread);
    void startAt(const ScrollAnchor &anchor);
    void pageLoaded(qint64 from, qint64 to);
    void appended(const model::Message &message);
    void messageChanged(qint64 seq);
    void messageRemoved(qint64 seq);
    void transferChanged(const model::Transfer &transfer);
    void savePlace();
    [[nodiscard]] ScrollAnchor savedAnchor() const;
    void rename(const model::Peer &peer);
    void jump();
    void land(qint64 seq);
    void markSeen();

    // messageviewgeometry.cpp: where it is shown
    void refresh(); // soon, once for many changes
    void arrange();
    [[nodiscard]] bool measure();
    void syncBar();
    void wantAround();
    void collectNear();
    void moveBy(qint64 pixels);
    void showMessage(qint64 seq);
    [[nodiscard]] qint64 smallestTop() const;
    [[nodiscard]] qint64 largestTop() const;
    [[nodiscard]] int shift() const; // of a conversation shorter than the viewport
    [[nodiscard]] QRect stripRect(qint64 seq) const;
    [[nodiscard]] qint64 seqAtY(int y) const;
    void placeOverlays();

    // messageviewinput.cpp: what the user does
    [[nodiscard]] Spot spotAt(const QPoint &point) const;
    [[nodiscard]] TextPlace placeAt(const QPoint &point) const;
    void setHover(const Spot &spot);
    [[nodiscard]] bool prepareDrag(const QPoint &point, const Spot &spot);
    void press(qint64 seq, int button);
    void activate(qint64 seq);
    void showFiles(qint64 seq);
    void setCurrent(qint64 seq);
    void stepCurrent(int step);
    void stepButton(int step);
    void selectWord(const TextPlace &place);
    void selectMessage(qint64 seq);
    void selectAllLoaded();
    void autoScroll();
    void copySelection(QClipboard::Mode mode);
    void copyMessage(qint64 seq);
    void copyFromStore(qint64 from, qint64 to, const QStringList &before);
    [[nodiscard]] QString itemTextOf(const model::Message &message) const;
    void showMenu(qint64 seq, const QPoint &position, int link);
    [[nodiscard]] QString toolTipAt(const Spot &spot) const;
    [[nodiscard]] MessageMarks marksOf(qint64 seq, const MessageLayout &layout) const;

    const Theme &m_theme;
    core::Core &m_core;
    BubblePainter m_painter;
    std::unique_ptr<MessagePages> m_pages;
    std::unique_ptr<MessageLayouts> m_layouts;
    HeightIndex m_index;
    ScrollAnchor m_anchor;
    qint64 m_top = 0; // pixel of the messages at the top of the viewport
    QList<qint64> m_near; // laid out around the viewport, oldest first
    bool m_ready = false; // the first page is here
    bool m_syncing = false;
    int m_layoutsMade = 0;
    int m_newBelow = 0; // arrived while reading elsewhere
    QHash<model::PeerId, SavedPlace> m_places;

    TextSelection m_selection;
    bool m_selecting = false;
    QPoint m_lastMouse;
    Spot m_hover;
    Spot m_pressed;
    qint64 m_current = 0; // of the keyboard; 0: none
    int m_button = -1;
    bool m_byKeyboard = false; // the current message is marked
    qint64 m_lit = 0; // its menu is open

    QTimer m_refresh;
    QTimer m_seen;
    QTimer m_autoScroll;
    QTimer m_flash; // what was jumped to is lit that long
    QTimer m_floating; // the day at the top stays that long
    JumpButton *m_jump;
    FileDrag *m_drag;
};

} // namespace ui
