#pragma once

#include "ui/dialogs/settings/section.h"

#include <QAbstractButton>
#include <QButtonGroup>

namespace ui {

// Light, dark, or what the system says: three small pictures of the window.
class AppearanceSection final : public SettingsSection
{
    Q_OBJECT
public:
    AppearanceSection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    void showChoice();

    QButtonGroup m_group;
};

} // namespace ui
