#pragma once

#include "ui/dialogs/settings/section.h"

namespace ui {

// Read receipts and the people one does not want to hear from.
class PrivacySection final : public SettingsSection
{
    Q_OBJECT
public:
    PrivacySection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    void showBlocked();
    void showReceipts();

    BoxRow *m_receipts;
    Switch *m_switch;
    TextLabel *m_blockedCaption = nullptr;
    RowBox *m_blocked;
};

} // namespace ui
