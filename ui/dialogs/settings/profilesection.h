#pragma once

#include "ui/common/avatar.h"
#include "ui/dialogs/settings/section.h"

class QLineEdit;

namespace ui {

// The own name, and the key that others know us by.
class ProfileSection final : public SettingsSection
{
    Q_OBJECT
public:
    ProfileSection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    void showName();
    void save();

    AvatarView *m_avatar;
    TextLabel *m_label;
    QLineEdit *m_name;
    TextLabel *m_hint;
    BoxRow *m_key;
    Button *m_copy;
};

} // namespace ui
