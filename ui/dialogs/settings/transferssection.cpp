#include "ui/dialogs/settings/transferssection.h"

#include "settings/keys.h"

#include <QComboBox>
#include <QDir>

namespace ui {

TransfersSection::TransfersSection(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_prompter(prompter)
    , m_change(new Button(Button::Kind::Quiet, {}, this))
    , m_rule(new QComboBox(this))
{
    RowBox *box = addBox();
    m_folder = addRow(box, QStringLiteral("folder"));
    m_folder->addControl(m_change);
    m_change->setSize(Button::Size::Small);
    m_accept = addRow(box, QStringLiteral("inbox"));
    m_accept->addControl(m_rule);
    for (const char *rule : {"ask", "verified", "always"})
        m_rule->addItem(QString(), QString::fromLatin1(rule));
    connect(m_change, &Button::clicked, this, &TransfersSection::chooseFolder);
    connect(m_rule, &QComboBox::activated, this, [this] {
        this->core().settings().set(settings::keys::transferAccept, m_rule->currentData().toString());
    });
    core.settings().onChange(settings::keys::transferFolder, this, [this] { showFolder(); });
    core.settings().onChange(settings::keys::transferAccept, this, [this] { showRule(); });
    showRule();
    retranslate();
}

void TransfersSection::retranslate()
{
    setTitle(tr("Transfers"));
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change the folder for received files"));
    m_accept->setTexts(tr("Incoming files"), tr("Existing files are never overwritten."));
    m_rule->setItemText(0, tr("Ask every time"));
    m_rule->setItemText(1, tr("Accept from verified people"));
    m_rule->setItemText(2, tr("Always accept"));
    showFolder();
}

void TransfersSection::showFolder()
{
    m_folder->setTexts(tr("Received files"), QDir::toNativeSeparators(core().receiveFolder()));
}

void TransfersSection::showRule()
{
    m_rule->setCurrentIndex(m_rule->findData(core().settings().get(settings::keys::transferAccept)));
}

void TransfersSection::chooseFolder()
{
    m_prompter.chooseFolder(tr("Received files"), core().receiveFolder(), this, [this](const QStringList &paths) {
        if (!paths.isEmpty() && settings::keys::isFolder(paths.first()))
            core().settings().set(settings::keys::transferFolder, paths.first());
    });
}

} // namespace ui
