#pragma once

#include "ui/dialogs/settings/section.h"

namespace ui {

class LanguageSection final : public SettingsSection
{
    Q_OBJECT
public:
    LanguageSection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    BoxRow *m_row;
};

} // namespace ui
