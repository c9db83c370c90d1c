#pragma once

#include "core/core.h"
#include "ui/common/theme.h"

#include <QAbstractButton>

namespace ui {

// How the line is: a coil and a sentence at the bottom of the list. Opens the network page.
class LineStrip : public QAbstractButton
{
    Q_OBJECT
public:
    explicit LineStrip(const Theme &theme, QWidget *parent = nullptr);

    void tell(const gateway::LineReport &report, int people);
    [[nodiscard]] QString sentence() const { return m_heading + u' ' + m_detail; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    gateway::LineReport m_report;
    int m_people = 0;
    QString m_heading;
    QString m_detail;
    Role m_ink = &Colours::text3;
};

} // namespace ui
