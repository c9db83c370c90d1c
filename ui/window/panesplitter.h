#pragma once

#include "ui/common/theme.h"

#include <QSplitter>

namespace ui {

// Panes side by side; the handles are hairlines with a grip around them that cannot be seen.
class PaneSplitter : public QSplitter
{
    Q_OBJECT
public:
    PaneSplitter(const Theme &theme, QWidget *parent = nullptr);

protected:
    QSplitterHandle *createHandle() override;

private:
    const Theme &m_theme;
};

} // namespace ui
