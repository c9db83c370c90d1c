#include "ui/common/emptystate.h"

#include "ui/common/controls.h"
#include "ui/common/iconset.h"
#include "ui/common/keycap.h"
#include "ui/common/labels.h"
#include "ui/common/painting.h"
#include "ui/common/theme.h"

#include <QGridLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int pictureWidth = 200;
constexpr int pictureHeight = 130;
constexpr int textWidth = 300;
constexpr int actionsWidth = 200;

class KeyCap final : public QWidget
{
public:
    KeyCap(const Theme &theme, const QString &key, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
        , m_key(key)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setAccessibleName(key);
    }
    QSize sizeHint() const override { return keyCapSize(m_theme, m_key); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintKeyCap(painter, m_theme, rect(), m_key);
    }

private:
    const Theme &m_theme;
    QString m_key;
};

} // namespace

class EmptyState::Picture final : public QWidget
{
public:
    Picture(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setFixedSize(pictureWidth, pictureHeight);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }
    void setName(const QString &name)
    {
        m_name = name;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        m_theme.icons().paintPicture(painter, rect(), m_name, m_theme.colours().accentText);
    }

private:
    const Theme &m_theme;
    QString m_name;
};

EmptyState::EmptyState(const Theme &theme, const QString &picture, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_picture(new Picture(theme, this))
    , m_heading(new TextLabel(theme, Type::Heading, &Colours::text, this))
    , m_sentence(new TextLabel(theme, Type::Body, &Colours::text2, this))
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(size::margin, size::margin, size::margin, size::margin);
    m_column->setSpacing(6);
    for (TextLabel *label : {m_heading, m_sentence}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_column->addStretch();
    m_column->addWidget(m_picture, 0, Qt::AlignHCenter);
    m_column->addSpacing(6);
    m_column->addWidget(m_heading, 0, Qt::AlignHCenter);
    m_column->addWidget(m_sentence, 0, Qt::AlignHCenter);
    m_column->addStretch();
    setPicture(picture);
    connect(&theme, &Theme::changed, this, &EmptyState::fitTexts);
}

// A centred label would be given the height it needs at the whole width; here it gets that of its own.
void EmptyState::fitTexts()
{
    const int wide = std::min(m_theme.px(textWidth), std::max(width() - 2 * size::margin, size::margin));
    for (QLabel *label : {m_heading, m_sentence}) {
        label->setMinimumHeight(0); // a label counts its minimum in
        label->setFixedSize(wide, label->heightForWidth(wide));
    }
}

void EmptyState::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

void EmptyState::setPicture(const QString &picture)
{
    m_picture->setName(picture);
}

void EmptyState::setTexts(const QString &heading, const QString &sentence)
{
    m_heading->setText(heading);
    m_sentence->setText(sentence);
    fitTexts();
}

void EmptyState::setActions(const QStringList &texts, const QStringList &icons, bool primary)
{
    if (texts.size() != m_buttons.size())
        makeActions(int(texts.size()), primary);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        m_buttons.at(i)->setText(texts.at(i));
        m_buttons.at(i)->setIconName(icons.value(i));
    }
}

void EmptyState::makeActions(int count, bool primary)
{
    delete m_actions;
    m_buttons.clear();
    m_actions = new QWidget(this);
    auto *column = new QVBoxLayout(m_actions);
    column->setContentsMargins(size::ring, size::gap4, size::ring, size::ring); // room for the focus ring
    column->setSpacing(size::gap3);
    for (int i = 0; i < count; ++i) {
        auto *button = new Button(primary ? Button::Kind::Primary : Button::Kind::Quiet, {}, m_actions);
        connect(button, &Button::clicked, this, [this, i] { emit triggered(i); });
        column->addWidget(button);
        m_buttons.append(button);
    }
    if (!primary)
        m_actions->setMinimumWidth(m_theme.px(actionsWidth));
    m_column->insertWidget(m_column->count() - 1, m_actions, 0, Qt::AlignHCenter);
}

Button *EmptyState::action(int index) const
{
    return m_buttons.value(index);
}

void EmptyState::setKeys(const QList<std::pair<QString, QString>> &keys)
{
    delete m_keys;
    m_keys = new QWidget(this);
    auto *grid = new QGridLayout(m_keys);
    grid->setContentsMargins(0, size::gap4, 0, 0);
    grid->setHorizontalSpacing(size::gap4);
    grid->setVerticalSpacing(size::gap3);
    int row = 0;
    for (const auto &[key, meaning] : keys) {
        auto *caps = new QHBoxLayout;
        caps->setSpacing(size::gap2);
        caps->addStretch();
        for (const QString &cap : key.split(u'+', Qt::SkipEmptyParts))
            caps->addWidget(new KeyCap(m_theme, cap, m_keys));
        auto *text = new TextLabel(m_theme, Type::Body, &Colours::text2, m_keys);
        text->setText(meaning);
        grid->addLayout(caps, row, 0);
        grid->addWidget(text, row++, 1);
    }
    m_column->insertWidget(m_column->indexOf(m_sentence) + 1, m_keys, 0, Qt::AlignHCenter);
}

} // namespace ui
