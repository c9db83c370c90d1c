#pragma once

#include "core/core.h"
#include "ui/common/infobar.h"

namespace ui {

// What is wrong with the line, as long as it is and something can be done about it: the port is taken, nobody can
// reach us. Hidden otherwise.
class LineBar : public InfoBar
{
    Q_OBJECT
public:
    LineBar(const Theme &theme, core::Core &core, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void act(int action);

    core::Core &m_core;
};

} // namespace ui
