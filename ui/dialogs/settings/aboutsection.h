#pragma once

#include "ui/dialogs/settings/section.h"

namespace ui {

// Version, Qt, TLS back end and the folder that holds everything.
class AboutSection final : public SettingsSection
{
    Q_OBJECT
public:
    AboutSection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    BoxRow *m_version;
    BoxRow *m_qt;
    BoxRow *m_tls;
    BoxRow *m_profile;
    Button *m_copy;
};

} // namespace ui
