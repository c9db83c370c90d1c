#include "ui/dialogs/personfilesdialog.h"

#include "settings/keys.h"
#include "ui/common/formats.h"
#include "ui/dialogs/amountfield.h"
#include "ui/dialogs/rowbox.h"
#include "ui/dialogs/samenamefield.h"

#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {
namespace {

using model::Consent;

constexpr quint64 usualSize = 100'000'000;
constexpr Consent consents[] = {Consent::General, Consent::Ask, Consent::UpTo, Consent::Always, Consent::Never};

QString choiceOf(Consent consent)
{
    switch (consent) {
    case Consent::General: return PersonFilesDialog::tr("As for everybody");
    case Consent::Ask: return PersonFilesDialog::tr("Ask every time");
    case Consent::UpTo: return PersonFilesDialog::tr("Accept up to a size");
    case Consent::Always: return PersonFilesDialog::tr("Always accept");
    case Consent::Never: return PersonFilesDialog::tr("Never accept");
    }
    return {};
}

QString generalSentence(const QString &word)
{
    if (word == QLatin1String("always"))
        return PersonFilesDialog::tr("Everybody’s files are accepted, as the settings say.");
    if (word == QLatin1String("verified"))
        return PersonFilesDialog::tr("Accepted once you have verified the person, as the settings say.");
    return PersonFilesDialog::tr("You are asked every time, as the settings say.");
}

model::SameName generalSameName(core::Core &core)
{
    const auto known = model::sameNameFromText(core.settings().get(settings::keys::sameName));
    return known.value_or(model::SameName::SkipIdentical);
}

} // namespace

PersonFilesDialog::PersonFilesDialog(const Theme &theme, core::Core &core, Prompter &prompter,
                                     const model::PeerId &peer, QWidget *parent)
    : Dialog(theme, parent)
    , m_core(core)
    , m_prompter(prompter)
    , m_peer(peer)
    , m_consentLabel(makeFieldLabel(theme, this))
    , m_consent(new QComboBox(this))
    , m_upTo(new AmountField(theme, AmountField::Kind::Size, this))
    , m_consentHint(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_folderLabel(makeFieldLabel(theme, this))
    , m_folder(new QLineEdit(this))
    , m_change(new Button(Button::Kind::Quiet, {}, this))
    , m_reset(new Button(Button::Kind::Text, {}, this))
    , m_sameName(new SameNameField(theme, generalSameName(core), this))
    , m_cancel(addButton(Button::Kind::Quiet))
    , m_save(addButton(Button::Kind::Primary))
{
    build();
    load(core.transfers().rules().rule(peer));
    connectParts();
    m_save->setDefault(true);
    m_consent->setFocus();
    retranslate();
}

void PersonFilesDialog::build()
{
    for (const Consent one : consents)
        m_consent->addItem(QString(), int(one));
    m_upTo->setAmount(usualSize);
    m_folder->setReadOnly(true);
    m_folder->setFocusPolicy(Qt::NoFocus);
    m_consentHint->setWordWrap(true);
    QVBoxLayout *consent = addPart(m_consentLabel, m_consent);
    auto *upTo = new QHBoxLayout;
    upTo->addWidget(m_upTo);
    upTo->addStretch(1);
    consent->addLayout(upTo);
    consent->addWidget(m_consentHint);
    auto *where = new QWidget(this);
    auto *row = new QHBoxLayout(where);
    row->setContentsMargins({});
    row->setSpacing(size::gap3);
    row->addWidget(m_folder, 1);
    row->addWidget(m_change);
    QVBoxLayout *folder = addPart(m_folderLabel, where);
    m_reset->setSize(Button::Size::Small);
    folder->addWidget(m_reset, 0, Qt::AlignLeading);
    body()->addWidget(m_sameName);
}

QVBoxLayout *PersonFilesDialog::addPart(TextLabel *label, QWidget *field)
{
    auto *part = new QVBoxLayout;
    part->setSpacing(5);
    label->setBuddy(field);
    part->addWidget(label);
    part->addWidget(field);
    body()->addLayout(part);
    return part;
}

void PersonFilesDialog::connectParts()
{
    const transfer::Rules &rules = m_core.transfers().rules();
    const peers::PeerDirectory &people = m_core.peers();
    connect(m_consent, &QComboBox::currentIndexChanged, this, &PersonFilesDialog::showConsent);
    connect(m_upTo, &AmountField::edited, this, &PersonFilesDialog::showConsent);
    connect(m_change, &Button::clicked, this, &PersonFilesDialog::chooseFolder);
    connect(m_reset, &Button::clicked, this, [this] {
        setFolder({});
        m_change->setFocus();
    });
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_save, &Button::clicked, this, &PersonFilesDialog::save);
    connect(&rules, &transfer::Rules::changed, this, [this](const model::PeerRule &rule) {
        if (rule.peer == m_peer)
            load(rule);
    });
    connect(&people, &peers::PeerDirectory::peerChanged, this, [this](const model::Peer &peer) {
        if (peer.id == m_peer)
            retranslate();
    });
    connect(&people, &peers::PeerDirectory::peerRemoved, this, [this](const model::PeerId &peer) {
        if (peer == m_peer)
            reject();
    });
}

void PersonFilesDialog::load(const model::PeerRule &rule)
{
    m_consent->setCurrentIndex(m_consent->findData(int(rule.consent)));
    if (rule.consent == Consent::UpTo && rule.upToBytes > 0)
        m_upTo->setAmount(rule.upToBytes);
    m_sameName->setChoice(rule.sameName);
    setFolder(rule.folder);
    showConsent();
}

void PersonFilesDialog::retranslate()
{
    const auto known = m_core.peers().peer(m_peer);
    m_name = formats::isolated(known ? known->name : m_peer.shortText());
    setTexts(tr("Files from %1").arg(m_name));
    m_consentLabel->setText(tr("When files are offered"));
    m_consent->setAccessibleName(m_consentLabel->text());
    m_upTo->setName(tr("Largest size"));
    m_folderLabel->setText(tr("Save to"));
    m_folder->setAccessibleName(m_folderLabel->text());
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change the folder"));
    m_reset->setText(tr("Use the general folder"));
    m_sameName->setTitle(tr("Names that are taken"));
    m_cancel->setText(tr("Cancel"));
    m_save->setText(tr("Save"));
    for (int i = 0; i < m_consent->count(); ++i)
        m_consent->setItemText(i, choiceOf(consents[i]));
    showConsent();
    showFolder();
}

Consent PersonFilesDialog::consent() const
{
    return Consent(m_consent->currentData().toInt());
}

void PersonFilesDialog::showConsent()
{
    const auto known = m_core.peers().peer(m_peer);
    const bool isVerified = known && known->trust == model::Trust::Verified;
    const bool takesUnasked = consent() == Consent::Always || consent() == Consent::UpTo;
    m_upTo->setVisible(consent() == Consent::UpTo);
    m_upTo->setWrong(false);
    m_consentHint->setRole(takesUnasked && !isVerified ? &Colours::warning : &Colours::text2);
    m_consentHint->setText(consentSentence(isVerified));
}

QString PersonFilesDialog::consentSentence(bool isVerified) const
{
    // The rule holds for the key; whose it is has not been checked.
    const auto unasked = [&](const QString &sentence) {
        const QString doubt = tr("You have not verified %1: this could be somebody else using the name.").arg(m_name);
        //: Two sentences, one after the other
        return isVerified ? sentence : tr("%1 %2").arg(sentence, doubt);
    };
    switch (consent()) {
    case Consent::General: return generalSentence(m_core.settings().get(settings::keys::transferAccept));
    case Consent::Ask: return tr("You are asked every time.");
    case Consent::UpTo: return unasked(tr("Stored without a question; you are asked about what is larger."));
    case Consent::Always: return unasked(tr("Stored without a question, as long as there is room."));
    case Consent::Never: return tr("Declined at once. %1 is told that you take no files.").arg(m_name);
    }
    return {};
}

void PersonFilesDialog::setFolder(const QString &folder)
{
    m_ownFolder = folder;
    showFolder();
}

void PersonFilesDialog::showFolder()
{
    m_folder->setText(QDir::toNativeSeparators(m_ownFolder.isEmpty() ? m_core.receiveFolder() : m_ownFolder));
    m_folder->setCursorPosition(0);
    m_reset->setHidden(m_ownFolder.isEmpty());
}

void PersonFilesDialog::chooseFolder()
{
    m_prompter.chooseFolder(tr("Save to"), m_folder->text(), this, [this](const QStringList &paths) {
        if (!paths.isEmpty() && settings::keys::isFolder(paths.first()))
            setFolder(paths.first());
    });
}

void PersonFilesDialog::save()
{
    const bool isUpTo = consent() == Consent::UpTo;
    const std::optional<quint64> upTo = m_upTo->amount();
    if (isUpTo && !upTo) {
        m_upTo->setWrong(true);
        m_upTo->setFocus();
        m_consentHint->setRole(&Colours::danger);
        m_consentHint->setText(tr("Please type a size, like 100 MB."));
        return;
    }
    model::PeerRule rule;
    rule.peer = m_peer;
    rule.consent = consent();
    rule.upToBytes = isUpTo ? *upTo : 0;
    rule.folder = m_ownFolder;
    rule.sameName = m_sameName->choice();
    accept();
    m_core.transfers().rules().setRule(rule);
}

} // namespace ui
