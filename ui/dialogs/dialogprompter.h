#pragma once

#include "ui/common/prompter.h"

#include <QWidget>

namespace ui {

class Theme;

// The Prompter of the running program: cards inside the window, the system's dialogs for files. Owned by main().
class DialogPrompter final : public Prompter
{
public:
    DialogPrompter(const Theme &theme, QWidget &window);

    void ask(const Question &question, QObject *context, Answered answered) override;
    void chooseFiles(const QString &title, QObject *context, Chosen chosen) override;
    void chooseFolder(const QString &title, const QString &start, QObject *context, Chosen chosen) override;

private:
    const Theme &m_theme;
    QWidget &m_window;
};

} // namespace ui
