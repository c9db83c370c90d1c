#pragma once

#include "ui/common/theme.h"

#include <QLabel>

namespace ui {

// Plain text in a type and colour of the theme; follows its changes. Never interprets markup.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    TextLabel(const Theme &theme, Type type, Role role, QWidget *parent = nullptr);
    void setRole(Role role);
    void setType(Type type);

private:
    void refresh();

    const Theme &m_theme;
    Type m_type;
    Role m_role;
};

// One line that ends in an ellipsis (or has it in the middle, for file names); the whole text is its tool tip then.
class ElidedLabel : public QWidget
{
    Q_OBJECT
public:
    ElidedLabel(const Theme &theme, Type type, Role role, QWidget *parent = nullptr);

    void setText(const QString &text);
    void setMode(Qt::TextElideMode mode);
    void setRole(Role role);
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();

    const Theme &m_theme;
    Type m_type;
    Role m_role;
    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

// An icon in a colour of the theme.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    IconLabel(const Theme &theme, const QString &name, int size, Role role, QWidget *parent = nullptr);
    void setIcon(const QString &name, Role role);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_name;
    int m_size;
    Role m_role;
};

} // namespace ui
