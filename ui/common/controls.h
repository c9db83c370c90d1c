#pragma once

#include <QButtonGroup>
#include <QCheckBox>
#include <QPushButton>
#include <QToolButton>

namespace ui {

// A button of the look; AppStyle draws it.
class Button : public QPushButton
{
    Q_OBJECT
public:
    enum class Kind { Quiet, Primary, Text, Danger, DangerQuiet };
    enum class Size { Small, Normal, Large };

    Button(Kind kind, const QString &text = {}, QWidget *parent = nullptr);

    void setKind(Kind kind);
    void setSize(Size size);
    void setIconName(const QString &name); // drawn in the label's colour
    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] Size buttonSize() const { return m_size; }
    [[nodiscard]] const QString &iconName() const { return m_iconName; }

protected:
    void keyPressEvent(QKeyEvent *event) override; // Enter presses it too

private:
    Kind m_kind;
    Size m_size = Size::Normal;
    QString m_iconName;
};

// A square button with an icon only. Its name is both tool tip and accessible name.
class IconButton : public QToolButton
{
    Q_OBJECT
public:
    enum class Size { Dense, Normal };

    IconButton(const QString &icon, const QString &name = {}, QWidget *parent = nullptr);

    void setIconName(const QString &icon);
    void setName(const QString &name); // again after a change of language
    void setSize(Size size);
    void setFilled(bool filled); // accent ground: the composer's Send
    void setCount(int count); // small number at the corner; 0: none
    [[nodiscard]] const QString &iconName() const { return m_icon; }
    [[nodiscard]] Size buttonSize() const { return m_size; }
    [[nodiscard]] bool isFilled() const { return m_filled; }
    [[nodiscard]] int count() const { return m_count; }

private:
    QString m_icon;
    Size m_size = Size::Normal;
    bool m_filled = false;
    int m_count = 0;
};

// On or off, at once.
class Switch : public QCheckBox
{
    Q_OBJECT
public:
    explicit Switch(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    [[nodiscard]] bool hitButton(const QPoint &) const override { return true; }
};

// One choice of a SegmentedControl, which makes it.
class Segment : public QPushButton
{
    Q_OBJECT
public:
    explicit Segment(const QString &text, QWidget *parent = nullptr);
};

// One of a few, side by side.
class SegmentedControl : public QWidget
{
    Q_OBJECT
public:
    explicit SegmentedControl(QWidget *parent = nullptr);

    void setSegments(const QStringList &texts); // keeps the choice when the number stays the same
    void setCurrent(int index);
    [[nodiscard]] int current() const;

signals:
    void chosen(int index); // by the user

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QButtonGroup m_group;
};

} // namespace ui
