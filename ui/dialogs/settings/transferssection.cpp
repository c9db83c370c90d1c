#include "ui/dialogs/settings/transferssection.h"

#include "settings/keys.h"
#include "ui/dialogs/settings/speedlimit.h"
#include "ui/transfers/samenamewords.h"

#include <QComboBox>
#include <QDir>
#include <QLocale>

namespace ui {

namespace keys = settings::keys;

namespace {

constexpr int numberWidth = 140; // what its list needs

} // namespace

TransfersSection::TransfersSection(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_prompter(prompter)
    , m_change(new Button(Button::Kind::Quiet, {}, this))
    , m_rule(new QComboBox(this))
    , m_sameName(new QComboBox(this))
    , m_atOnce(new QComboBox(this))
{
    buildReceiving();
    buildQueue();
    settings::Settings &settings = core.settings();
    settings.onChange(keys::transferFolder, this, [this] { showFolder(); });
    settings.onChange(keys::transferAccept, this, [this] { showRule(); });
    settings.onChange(keys::sameName, this, [this] { showSameName(); });
    settings.onChange(keys::transfersAtOnce, this, [this] { showAtOnce(); });
    showRule();
    showAtOnce();
    retranslate();
}

void TransfersSection::buildReceiving()
{
    RowBox *box = addBox();
    m_folder = addRow(box, QStringLiteral("folder"));
    m_folder->addControl(m_change);
    m_change->setSize(Button::Size::Small);
    m_accept = addRow(box, QStringLiteral("inbox"));
    m_accept->addControl(m_rule);
    m_names = addRow(box, QStringLiteral("copy"));
    m_names->addControl(m_sameName);
    for (const char *rule : {"ask", "verified", "always"})
        m_rule->addItem(QString(), QString::fromLatin1(rule));
    // Replacing is for single people only.
    for (const model::SameName choice : {model::SameName::SkipIdentical, model::SameName::KeepBoth})
        m_sameName->addItem(QString(), model::toText(choice));
    connect(m_change, &Button::clicked, this, &TransfersSection::chooseFolder);
    connect(m_rule, &QComboBox::activated, this,
            [this] { core().settings().set(keys::transferAccept, m_rule->currentData().toString()); });
    connect(m_sameName, &QComboBox::activated, this,
            [this] { core().settings().set(keys::sameName, m_sameName->currentData().toString()); });
}

void TransfersSection::buildQueue()
{
    RowBox *box = addBox(&m_queueCaption);
    m_atOnceRow = addRow(box, QStringLiteral("transfers"));
    m_atOnceRow->addControl(m_atOnce);
    m_atOnce->setMinimumWidth(theme().px(numberWidth));
    for (int count = 1; count <= keys::mostAtOnce; ++count)
        m_atOnce->addItem(QString(), count);
    connect(m_atOnce, &QComboBox::activated, this,
            [this] { core().settings().set(keys::transfersAtOnce, m_atOnce->currentData().toInt()); });
    BoxRow *upload = addRow(box, QStringLiteral("upload"));
    m_upload =
        new SpeedLimit(theme(), core().settings(), keys::uploadLimit, upload, addRow(box, QStringLiteral("speed")));
    BoxRow *download = addRow(box, QStringLiteral("download"));
    m_download =
        new SpeedLimit(theme(), core().settings(), keys::downloadLimit, download, addRow(box, QStringLiteral("speed")));
}

void TransfersSection::retranslate()
{
    setTitle(tr("Transfers"));
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change the folder for received files"));
    m_accept->setTexts(tr("Incoming files"), tr("Each person’s menu can say otherwise."));
    m_rule->setItemText(0, tr("Ask every time"));
    m_rule->setItemText(1, tr("Accept from verified people"));
    m_rule->setItemText(2, tr("Always accept"));
    m_queueCaption->setText(tr("Order and speed"));
    m_atOnceRow->setTexts(tr("Transfers at once"), tr("In each direction. The others wait their turn."));
    for (int i = 0; i < m_atOnce->count(); ++i)
        m_atOnce->setItemText(i, QLocale().toString(i + 1));
    m_upload->setTexts(tr("Limit the upload speed"), tr("Upload at most"));
    m_download->setTexts(tr("Limit the download speed"), tr("Download at most"));
    showFolder();
    showSameName();
}

void TransfersSection::showFolder()
{
    m_folder->setTexts(tr("Received files"), QDir::toNativeSeparators(core().receiveFolder()));
}

void TransfersSection::showRule()
{
    m_rule->setCurrentIndex(m_rule->findData(core().settings().get(keys::transferAccept)));
}

void TransfersSection::showSameName()
{
    const QString word = core().settings().get(keys::sameName);
    for (int i = 0; i < m_sameName->count(); ++i) {
        const auto choice = model::sameNameFromText(m_sameName->itemData(i).toString());
        m_sameName->setItemText(i, sameNameChoice(choice.value_or(model::SameName::SkipIdentical)));
    }
    m_sameName->setCurrentIndex(m_sameName->findData(word));
    const auto chosen = model::sameNameFromText(word);
    m_names->setTexts(tr("Names that are taken"), sameNameSentence(chosen.value_or(model::SameName::SkipIdentical)));
}

void TransfersSection::showAtOnce()
{
    m_atOnce->setCurrentIndex(m_atOnce->findData(core().settings().get(keys::transfersAtOnce)));
}

void TransfersSection::chooseFolder()
{
    m_prompter.chooseFolder(tr("Received files"), core().receiveFolder(), this, [this](const QStringList &paths) {
        if (!paths.isEmpty() && keys::isFolder(paths.first()))
            core().settings().set(keys::transferFolder, paths.first());
    });
}

} // namespace ui
