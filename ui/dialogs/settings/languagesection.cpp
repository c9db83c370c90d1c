#include "ui/dialogs/settings/languagesection.h"

#include "ui/dialogs/languagebox.h"

namespace ui {

LanguageSection::LanguageSection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_row(addRow(addBox(), QStringLiteral("language")))
{
    m_row->addControl(new LanguageBox(core.settings(), m_row));
    retranslate();
}

void LanguageSection::retranslate()
{
    setTitle(tr("Language"));
    m_row->setTexts(tr("Language of the window"), tr("Changes at once."));
}

} // namespace ui
