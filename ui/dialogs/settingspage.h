#pragma once

#include "core/core.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/common/prompter.h"

#include <QWidget>

#include <memory>

namespace ui {

// All settings: sections at the side, one page each. Fills the window in place of the panes; below 640 px sections
// and page are two steps. Every change counts at once.
class SettingsPage : public QWidget
{
    Q_OBJECT
public:
    enum class Section { Profile, Appearance, Language, Transfers, Network, Privacy, About };

    SettingsPage(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent = nullptr);
    ~SettingsPage() override;

    using QWidget::show;
    void show(Section section);
    [[nodiscard]] Section section() const;

signals:
    void closeRequested(); // Back or Esc

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
