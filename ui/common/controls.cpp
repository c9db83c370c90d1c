#include "ui/common/controls.h"

#include "ui/common/tokens.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStyle>
#include <QStyleOption>
#include <QStylePainter>

namespace ui {

Button::Button(Kind kind, const QString &text, QWidget *parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setFocusPolicy(Qt::TabFocus); // the ring is for the keyboard
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
}

void Button::setKind(Kind kind)
{
    m_kind = kind;
    update();
}

void Button::setSize(Size size)
{
    m_size = size;
    updateGeometry();
}

void Button::setIconName(const QString &name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

// Without this Enter would press the dialog's default button instead of the one that has the focus.
void Button::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QPushButton::keyPressEvent(event);
}

IconButton::IconButton(const QString &icon, const QString &name, QWidget *parent)
    : QToolButton(parent)
    , m_icon(icon)
{
    setFocusPolicy(Qt::TabFocus);
    setName(name);
}

void IconButton::setIconName(const QString &icon)
{
    m_icon = icon;
    update();
}

void IconButton::setName(const QString &name)
{
    setToolTip(name);
    setAccessibleName(name);
}

void IconButton::setSize(Size size)
{
    m_size = size;
    updateGeometry();
}

void IconButton::setFilled(bool filled)
{
    m_filled = filled;
    update();
}

void IconButton::setCount(int count)
{
    m_count = count;
    update();
}

Switch::Switch(QWidget *parent)
    : QCheckBox(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const
{
    return {size::switchWidth + 2 * size::ring, size::switchHeight + 2 * size::ring};
}

SegmentedControl::SegmentedControl(QWidget *parent)
    : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(3, 3, 3, 3);
    row->setSpacing(2);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_group.setExclusive(true);
    // Assistive tools check a segment without a click.
    connect(&m_group, &QButtonGroup::idToggled, this, [this](int index, bool checked) {
        if (checked)
            emit chosen(index);
    });
}

void SegmentedControl::setSegments(const QStringList &texts)
{
    const QList<QAbstractButton *> old = m_group.buttons();
    if (old.size() == texts.size()) {
        for (qsizetype i = 0; i < texts.size(); ++i)
            old.at(i)->setText(texts.at(i));
        return;
    }
    qDeleteAll(old);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        auto *segment = new Segment(texts.at(i), this);
        m_group.addButton(segment, int(i));
        layout()->addWidget(segment);
    }
    setCurrent(0);
}

void SegmentedControl::setCurrent(int index)
{
    const QSignalBlocker notByTheUser(m_group);
    if (QAbstractButton *segment = m_group.button(index))
        segment->setChecked(true);
}

int SegmentedControl::current() const
{
    return m_group.checkedId();
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionFrame option;
    option.initFrom(this);
    painter.drawPrimitive(QStyle::PE_FrameTabBarBase, option);
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    const bool backwards = layoutDirection() == Qt::RightToLeft;
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    QAbstractButton *next = m_group.button(current() + (backwards ? -step : step));
    if (step == 0 || !next)
        return QWidget::keyPressEvent(event);
    next->setFocus(Qt::TabFocusReason);
    next->click();
}

Segment::Segment(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    setCheckable(true);
    setAutoExclusive(true); // a radio button for assistive tools
    setAutoDefault(false);
    setAttribute(Qt::WA_LayoutUsesWidgetRect); // its ring lies inside
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

} // namespace ui
