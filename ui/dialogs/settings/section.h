#pragma once

#include "core/core.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/dialogs/rowbox.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

// One page of the settings: a title and boxes of rows. Private to SettingsPage.
class SettingsSection : public QWidget
{
    Q_OBJECT
public:
    SettingsSection(const Theme &theme, core::Core &core, QWidget *parent);

    virtual void retranslate() = 0;

protected:
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    [[nodiscard]] core::Core &core() const { return m_core; }
    void setTitle(const QString &title) { m_title->setText(title); }
    void addWidget(QWidget *widget);
    // A box below a caption of its own; `caption` is told by retranslate().
    RowBox *addBox(TextLabel **caption = nullptr);
    BoxRow *addRow(RowBox *box, const QString &icon);
    void changeEvent(QEvent *event) override;

private:
    const Theme &m_theme;
    core::Core &m_core;
    TextLabel *m_title;
    QVBoxLayout *m_column;
};

} // namespace ui
