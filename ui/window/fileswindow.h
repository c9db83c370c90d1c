#pragma once

#include "core/core.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/common/prompter.h"
#include "ui/transfers/filelist.h"
#include "ui/transfers/transfercommands.h"

#include <QWidget>

#include <memory>

class QStackedWidget;

namespace ui {

class InfoBar;

// What one transfer holds and what became of each file, beside the conversation: a window that blocks nothing, so that
// files can be dragged out of it. One per transfer; child of the main window, ends when closed.
class FilesWindow : public QWidget
{
    Q_OBJECT
public:
    // `prompter` null: questions are cards inside this window.
    FilesWindow(const Theme &theme, core::Core &core, FileOpener &opener, const model::TransferId &id,
                Prompter *prompter, QWidget *parent);
    ~FilesWindow() override;

    [[nodiscard]] const model::TransferId &transfer() const { return m_pages.transfer(); }
    void open(FilePages::Show which); // or comes to the front
    [[nodiscard]] FileList &list() { return *m_list; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeFoot();
    void connectParts();
    void placeInFront();
    void retranslate();
    void onChanged(const model::Transfer &transfer);
    void refresh();
    void showPage();
    void tell(const QString &sentence);
    void copyFailures(quint32 from, const QStringList &before);

    const Theme &m_theme;
    core::Core &m_core;
    std::unique_ptr<Prompter> m_ownPrompter;
    TransferCommands m_commands;
    FilePages m_pages;
    model::Transfer m_transfer;
    base::Error m_fault; // why there is no list
    IconLabel *m_icon = nullptr;
    ElidedLabel *m_name = nullptr;
    ElidedLabel *m_sentence = nullptr;
    QWidget *m_filter = nullptr;
    SegmentedControl *m_segments = nullptr;
    QStackedWidget *m_stack = nullptr;
    FileList *m_list = nullptr;
    TextLabel *m_nothing = nullptr;
    bool m_wasShown = false; // the list
    InfoBar *m_bar = nullptr;
    QWidget *m_foot = nullptr;
    Button *m_copy = nullptr;
    Button *m_again = nullptr;
};

} // namespace ui
