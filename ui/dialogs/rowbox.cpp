#include "ui/dialogs/rowbox.h"

#include "ui/common/controls.h"
#include "ui/common/painting.h"

#include <QHBoxLayout>
#include <QPainter>

namespace ui {

RowBox::RowBox(const Theme &theme, Role ground, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_ground(ground)
    , m_rows(new QVBoxLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RowBox::add(QWidget *row)
{
    m_rows->addWidget(row);
}

void RowBox::clear()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        const std::unique_ptr<QLayoutItem> owned(item);
        // A row may be asking for this itself, from its button.
        item->widget()->hide();
        item->widget()->deleteLater();
    }
}

int RowBox::count() const
{
    return m_rows->count();
}

void RowBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    fillRound(painter, rect(), size::radiusCard, m_theme.colour(m_ground));
    strokeRound(painter, rect(), size::radiusCard, colours.border, hairline(painter));
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::NoPen);
    bool isFirst = true;
    for (int i = 0; i < m_rows->count(); ++i) {
        const QWidget *row = m_rows->itemAt(i)->widget();
        if (!row->isVisibleTo(this))
            continue;
        if (!isFirst)
            painter.fillRect(QRectF(0, row->y(), width(), hairline(painter)), colours.border);
        isFirst = false;
    }
}

BoxRow::BoxRow(const Theme &theme, const QString &icon, QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(theme, icon, size::iconButton, &Colours::text2, this))
    , m_title(new TextLabel(theme, Type::Label, &Colours::text, this))
    , m_hint(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_controls(new QHBoxLayout)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 8, 12, 8);
    row->setSpacing(14);
    setMinimumHeight(theme.px(size::settingsRow));
    m_icon->setHidden(icon.isEmpty());
    m_title->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_hint->hide();
    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addStretch();
    texts->addWidget(m_title);
    texts->addWidget(m_hint);
    texts->addStretch();
    m_controls->setSpacing(size::gap3);
    row->addWidget(m_icon);
    row->addLayout(texts, 1);
    row->addLayout(m_controls);
}

void BoxRow::setTexts(const QString &title, const QString &hint)
{
    m_title->setText(title);
    setHint(hint);
    if (m_first && m_first->accessibleName() != title)
        m_first->setAccessibleName(title);
}

void BoxRow::setIcon(const QString &icon, Role role)
{
    m_icon->setIcon(icon, role);
    m_icon->setHidden(icon.isEmpty());
}

void BoxRow::setHint(const QString &hint, Role role)
{
    m_hint->setText(hint);
    m_hint->setRole(role);
    m_hint->setHidden(hint.isEmpty());
}

void BoxRow::setMono()
{
    m_hint->setType(Type::Mono);
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse);
}

void BoxRow::addControl(QWidget *control)
{
    m_controls->addWidget(control, 0, Qt::AlignVCenter);
    if (m_first || qobject_cast<QPushButton *>(control) || qobject_cast<QToolButton *>(control))
        return;
    m_first = control;
    m_title->setBuddy(control); // a combo box gets its name for assistive tools from nowhere else
}

TextLabel *makeFieldLabel(const Theme &theme, QWidget *parent)
{
    return new TextLabel(theme, Type::Name, &Colours::text, parent);
}

} // namespace ui
