#include "ui/dialogs/settings/section.h"

#include <QEvent>
#include <QVBoxLayout>

namespace ui {

SettingsSection::SettingsSection(const Theme &theme, core::Core &core, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_core(core)
    , m_title(new TextLabel(theme, Type::Display, &Colours::text, this))
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(8);
    m_title->setWordWrap(true);
    m_column->addWidget(m_title);
    m_column->addSpacing(8);
    m_column->addStretch(1);
}

void SettingsSection::addWidget(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget);
}

RowBox *SettingsSection::addBox(TextLabel **caption)
{
    if (caption) {
        *caption = new TextLabel(m_theme, Type::Heading, &Colours::text, this);
        (*caption)->setContentsMargins(2, 14, 2, 0);
        addWidget(*caption);
    }
    auto *box = new RowBox(m_theme, &Colours::raised, this);
    addWidget(box);
    return box;
}

BoxRow *SettingsSection::addRow(RowBox *box, const QString &icon)
{
    auto *row = new BoxRow(m_theme, icon, box);
    box->add(row);
    return row;
}

void SettingsSection::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
