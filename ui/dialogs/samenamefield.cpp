#include "ui/dialogs/samenamefield.h"

#include "ui/dialogs/rowbox.h"
#include "ui/transfers/samenamewords.h"

#include <QComboBox>
#include <QEvent>
#include <QVBoxLayout>

namespace ui {
namespace {

using model::SameName;

constexpr int fieldGap = 5;
constexpr int general = -1; // in place of a SameName

} // namespace

SameNameField::SameNameField(const Theme &theme, std::optional<SameName> inGeneral, QWidget *parent)
    : QWidget(parent)
    , m_general(inGeneral)
    , m_title(makeFieldLabel(theme, this))
    , m_choice(new QComboBox(this))
    , m_sentence(new TextLabel(theme, Type::Caption, &Colours::text2, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(fieldGap);
    column->addWidget(m_title);
    column->addWidget(m_choice);
    column->addWidget(m_sentence);
    m_title->setBuddy(m_choice);
    m_sentence->setWordWrap(true);
    if (m_general)
        m_choice->addItem(QString(), general);
    for (const SameName choice : {SameName::KeepBoth, SameName::SkipIdentical, SameName::ReplaceOlder})
        m_choice->addItem(QString(), int(choice));
    connect(m_choice, &QComboBox::currentIndexChanged, this, &SameNameField::showSentence);
    retranslate();
}

void SameNameField::setTitle(const QString &title)
{
    m_title->setText(title);
    m_choice->setAccessibleName(title);
}

void SameNameField::setChoice(std::optional<SameName> choice)
{
    m_choice->setCurrentIndex(m_choice->findData(choice ? int(*choice) : general));
}

std::optional<SameName> SameNameField::choice() const
{
    const int chosen = m_choice->currentData().toInt();
    return chosen == general ? std::nullopt : std::optional(SameName(chosen));
}

void SameNameField::retranslate()
{
    for (int i = 0; i < m_choice->count(); ++i) {
        const int choice = m_choice->itemData(i).toInt();
        m_choice->setItemText(i, choice == general ? tr("As for everybody") : sameNameChoice(SameName(choice)));
    }
    showSentence();
}

// What replaces files is told in another colour.
void SameNameField::showSentence()
{
    const SameName used = choice().value_or(m_general.value_or(SameName::SkipIdentical));
    m_sentence->setRole(used == SameName::ReplaceOlder ? &Colours::warning : &Colours::text2);
    m_sentence->setText(sameNameSentence(used));
}

void SameNameField::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
