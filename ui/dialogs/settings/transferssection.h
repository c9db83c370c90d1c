#pragma once

#include "ui/common/prompter.h"
#include "ui/dialogs/settings/section.h"

class QComboBox;

namespace ui {

// Where received files go and which offers are taken without asking.
class TransfersSection final : public SettingsSection
{
    Q_OBJECT
public:
    TransfersSection(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent);
    void retranslate() override;

private:
    void showFolder();
    void showRule();
    void chooseFolder();

    Prompter &m_prompter;
    BoxRow *m_folder;
    Button *m_change;
    BoxRow *m_accept;
    QComboBox *m_rule;
};

} // namespace ui
