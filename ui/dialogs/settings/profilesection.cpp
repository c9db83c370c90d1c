#include "ui/dialogs/settings/profilesection.h"

#include "settings/keys.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int avatarSide = 64;

// The key in groups of eight, as one reads it.
QString grouped(const QString &text)
{
    QStringList groups;
    for (qsizetype i = 0; i < text.size(); i += 8)
        groups.append(text.mid(i, 8));
    return groups.join(u' ');
}

} // namespace

ProfileSection::ProfileSection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_avatar(new AvatarView(theme, avatarSide, &Colours::window, this))
    , m_label(makeFieldLabel(theme, this))
    , m_name(new QLineEdit(this))
    , m_hint(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_copy(new Button(Button::Kind::Quiet, {}, this))
{
    m_label->setBuddy(m_name);
    m_hint->setWordWrap(true);
    m_name->setMaxLength(64);
    m_copy->setSize(Button::Size::Small);
    auto *field = new QVBoxLayout;
    field->setSpacing(5);
    field->addWidget(m_label);
    field->addWidget(m_name);
    field->addWidget(m_hint);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(size::gap5);
    row->addWidget(m_avatar, 0, Qt::AlignVCenter);
    row->addLayout(field, 1);
    addWidget(head);
    m_key = addRow(addBox(), QStringLiteral("key"));
    m_key->addControl(m_copy);
    m_key->setMono();
    connect(m_copy, &Button::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(this->core().self().toText());
    });
    connect(m_name, &QLineEdit::editingFinished, this, &ProfileSection::save);
    connect(&core, &core::Core::ready, this, &ProfileSection::retranslate);
    core.settings().onChange(settings::keys::userName, this, [this] { showName(); });
    showName();
    retranslate();
}

void ProfileSection::retranslate()
{
    setTitle(tr("Profile"));
    m_label->setText(tr("Name that others see"));
    m_name->setAccessibleName(m_label->text());
    m_hint->setText(tr("Everybody on the network sees a change at once."));
    m_key->setTexts(tr("Your key"), grouped(core().self().toText()));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy your key"));
}

void ProfileSection::showName()
{
    m_name->setText(core().ownName());
    m_avatar->setPerson(core().self(), core().ownName());
}

// A blank name changes nothing.
void ProfileSection::save()
{
    const QString name = settings::keys::cleanedName(m_name->text());
    if (!name.isEmpty() && name != core().ownName())
        core().settings().set(settings::keys::userName, name);
    showName();
}

} // namespace ui
