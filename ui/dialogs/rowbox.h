#pragma once

#include "ui/common/labels.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace ui {

// A raised box of rows with hairlines between them.
class RowBox : public QWidget
{
    Q_OBJECT
public:
    RowBox(const Theme &theme, Role ground, QWidget *parent = nullptr);

    void add(QWidget *row); // takes it over
    void clear(); // deletes the rows
    [[nodiscard]] int count() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Role m_ground;
    QVBoxLayout *m_rows;
};

// Icon, title with a hint below, and controls at the end.
class BoxRow : public QWidget
{
    Q_OBJECT
public:
    BoxRow(const Theme &theme, const QString &icon, QWidget *parent = nullptr);

    // Names the first control as well.
    void setTexts(const QString &title, const QString &hint = {});
    void setIcon(const QString &icon, Role role);
    void setHint(const QString &hint, Role role = &Colours::text2);
    void setMono(); // the hint is an address
    void addControl(QWidget *control);
    [[nodiscard]] QString title() const { return m_title->text(); }
    [[nodiscard]] QString hint() const { return m_hint->text(); }

private:
    IconLabel *m_icon;
    TextLabel *m_title;
    TextLabel *m_hint;
    QHBoxLayout *m_controls;
    QWidget *m_first = nullptr;
};

// Caption above a field.
[[nodiscard]] TextLabel *makeFieldLabel(const Theme &theme, QWidget *parent);

} // namespace ui
