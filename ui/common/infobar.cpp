#include "ui/common/infobar.h"

#include "ui/common/controls.h"
#include "ui/common/iconset.h"
#include "ui/common/labels.h"
#include "ui/common/painting.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace ui {
namespace {

constexpr int sentenceWidth = 220; // less than that beside the buttons is too narrow to read

struct BarColours {
    Role ground;
    Role ink;
};

BarColours coloursOf(InfoBar::Kind kind)
{
    switch (kind) {
    case InfoBar::Kind::Information: return {&Colours::accentSoft, &Colours::accentText};
    case InfoBar::Kind::Warning: return {&Colours::warningSoft, &Colours::warning};
    case InfoBar::Kind::Danger: return {&Colours::dangerSoft, &Colours::danger};
    }
    return {};
}

} // namespace

InfoBar::InfoBar(const Theme &theme, Shape shape, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_shape(shape)
    , m_icon(new IconLabel(theme, QStringLiteral("info"), size::iconButton, &Colours::accentText, this))
    , m_text(new TextLabel(theme, Type::Body, &Colours::text, this))
    , m_actions(new QHBoxLayout)
{
    m_row = new QBoxLayout(QBoxLayout::LeftToRight, this);
    m_row->setContentsMargins(14, 9, 14, 9);
    m_row->setSpacing(10);
    auto *words = new QHBoxLayout;
    words->setSpacing(10);
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    words->addWidget(m_icon, 0, Qt::AlignVCenter);
    words->addWidget(m_text, 1);
    m_actions->setSpacing(size::gap3);
    m_row->addLayout(words, 1);
    m_row->addLayout(m_actions);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    hide();
}

void InfoBar::tell(Kind kind, const QString &icon, const QString &sentence, const QStringList &actions)
{
    m_kind = kind;
    m_icon->setIcon(icon, coloursOf(kind).ink);
    m_text->setText(sentence);
    setAccessibleName(sentence);
    if (actions.size() != m_buttons.size())
        makeButtons(int(actions.size()));
    for (qsizetype i = 0; i < actions.size(); ++i)
        m_buttons.at(i)->setText(actions.at(i));
    fitActions();
    show();
    update();
}

void InfoBar::makeButtons(int count)
{
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (int i = 0; i < count; ++i) {
        const auto kind = count == 1   ? Button::Kind::Text
            : i == count - 1           ? Button::Kind::Primary
                                       : Button::Kind::Quiet;
        auto *button = new Button(kind, {}, this);
        button->setSize(Button::Size::Small);
        connect(button, &Button::clicked, this, [this, i] { emit triggered(i); });
        m_actions->addWidget(button);
        m_buttons.append(button);
    }
}

// Where buttons would squeeze the sentence they stand below it.
void InfoBar::fitActions()
{
    const int words = m_theme.px(sentenceWidth);
    const bool below = !m_buttons.isEmpty() && m_actions->sizeHint().width() + words > width();
    m_row->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_row->setAlignment(m_actions, below ? Qt::AlignTrailing : Qt::Alignment());
}

void InfoBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitActions();
}

QString InfoBar::sentence() const
{
    return m_text->text();
}

Button *InfoBar::action(int index) const
{
    return m_buttons.value(index);
}

void InfoBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    fillRound(painter, rect(), m_shape == Shape::Inset ? size::radiusCard : 0, m_theme.colour(coloursOf(m_kind).ground));
}

} // namespace ui
