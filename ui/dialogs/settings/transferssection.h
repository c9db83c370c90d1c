#pragma once

#include "ui/common/prompter.h"
#include "ui/dialogs/settings/section.h"

class QComboBox;

namespace ui {

class SpeedLimit;

// Where received files go, which offers are taken without asking, how many transfers run at once and how fast.
class TransfersSection final : public SettingsSection
{
    Q_OBJECT
public:
    TransfersSection(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent);
    void retranslate() override;

private:
    void showFolder();
    void showRule();
    void showSameName();
    void showAtOnce();
    void buildReceiving();
    void buildQueue();
    void chooseFolder();

    Prompter &m_prompter;
    BoxRow *m_folder;
    Button *m_change;
    BoxRow *m_accept;
    QComboBox *m_rule;
    BoxRow *m_names;
    QComboBox *m_sameName;
    TextLabel *m_queueCaption;
    BoxRow *m_atOnceRow;
    QComboBox *m_atOnce;
    SpeedLimit *m_upload;
    SpeedLimit *m_download;
};

} // namespace ui
