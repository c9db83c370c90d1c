#pragma once

#include "ui/common/theme.h"

#include <QAbstractButton>

namespace ui {

// The round button over a conversation: how many messages came below, and the way there.
class JumpButton : public QAbstractButton
{
    Q_OBJECT
public:
    JumpButton(const Theme &theme, QWidget *parent);

    void setCount(int count); // 0: just the arrow
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void retranslate();

    const Theme &m_theme;
    int m_count = 0;
};

} // namespace ui
