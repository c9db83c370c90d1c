#pragma once

#include "core/core.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/transfers/transfercommands.h"
#include "ui/transfers/transferlist.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace ui {

class EmptyState;

// All running, waiting and finished transfers, beside the conversation or as a pane of its own.
class TransferPanel : public QWidget
{
    Q_OBJECT
public:
    TransferPanel(const Theme &theme, core::Core &core, TransferCommands &commands, Thumbnails &thumbnails,
                  QWidget *parent = nullptr);

    // As the only pane it has Back instead of a closing cross.
    void setAlone(bool alone);
    void choose(const model::TransferId &id);
    [[nodiscard]] int unfinished() const { return m_model.unfinished(); }
    [[nodiscard]] TransferList &list() { return *m_list; }

signals:
    void closeRequested();
    void unfinishedChanged(int count);
    void offerRequested(const model::TransferId &id); // look at an offer before answering it
    void jumpRequested(const model::Transfer &transfer); // to its place in the conversation

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] QWidget *makeSegments();
    [[nodiscard]] QWidget *makeFooter();
    void retranslate();
    void refresh();
    void refreshHeader();
    void pauseAll();
    void resumeAll();
    void jump(const model::TransferId &id);
    void open(const model::TransferId &id);
    [[nodiscard]] bool isAny(bool (*matches)(const model::Transfer &)) const;

    const Theme &m_theme;
    transfer::TransferQueue &m_queue;
    TransferCommands &m_commands;
    TransferModel m_model;
    TransferFilter m_filter;
    QWidget *m_header = nullptr;
    IconButton *m_back = nullptr;
    TextLabel *m_title = nullptr;
    QWidget *m_speedArea = nullptr;
    IconLabel *m_speedIcon = nullptr;
    TextLabel *m_speed = nullptr;
    IconButton *m_pauseAll = nullptr;
    IconButton *m_resumeAll = nullptr;
    IconButton *m_close = nullptr;
    SegmentedControl *m_segments = nullptr;
    QStackedWidget *m_pages = nullptr;
    TransferList *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_footer = nullptr;
    Button *m_clear = nullptr;
    QTimer m_refresh;
};

} // namespace ui
