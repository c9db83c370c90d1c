#pragma once

#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QWidget>

class QVBoxLayout;

namespace ui {

// One section of the settings at the side; a tab for assistive tools.
class SectionTab final : public QAbstractButton
{
    Q_OBJECT
public:
    SectionTab(const Theme &theme, const QString &icon, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    const Theme &m_theme;
    QString m_icon;
    bool m_byKeyboard = false; // the focus came by it
};

// The sections one below the other, one of them chosen. Private to SettingsPage.
class SectionTabs final : public QWidget
{
    Q_OBJECT
public:
    explicit SectionTabs(const Theme &theme, QWidget *parent = nullptr);

    void add(const QString &icon);
    void setText(int index, const QString &text);
    void setCurrent(int index);
    [[nodiscard]] QWidget *tab(int index) const { return m_tabs.button(index); }

signals:
    void chosen(int index); // also the one that was chosen already

private:
    const Theme &m_theme;
    QVBoxLayout *m_column;
    QButtonGroup m_tabs;
};

} // namespace ui
