#pragma once

#include "core/core.h"
#include "ui/common/infobar.h"

namespace ui {

// What the user has to know or do about this program as a whole, the gravest first: it cannot run, the history was
// damaged, the profile runs twice, nobody can reach us, the port is taken. Hidden when there is nothing.
class LineBar : public InfoBar
{
    Q_OBJECT
public:
    LineBar(const Theme &theme, core::Core &core, QWidget *parent = nullptr);

signals:
    void showInFolderRequested(const QString &path);
    void quitRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Matter { Nothing, CannotRun, Damaged, RunsTwice, Closed, NoNetwork, PortMoved };

    [[nodiscard]] Matter gravest() const;
    void refresh();
    void tellMatter();
    void act(int action);
    void actOnDamage(int action);
    void actOnPort(int action);

    core::Core &m_core;
    base::Fault m_failed = base::Fault::None; // the core cannot run
    bool m_damageSeen = false;
    Matter m_matter = Matter::Nothing;
};

} // namespace ui
