#include "ui/dialogs/offerdialog.h"

#include "base/then.h"
#include "ui/common/avatar.h"
#include "ui/common/badge.h"
#include "ui/common/fileicon.h"
#include "ui/common/formats.h"
#include "ui/dialogs/rowbox.h"
#include "ui/dialogs/samenamefield.h"
#include "ui/transfers/filerisk.h"

#include <QDir>
#include <QLineEdit>
#include <QStorageInfo>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace ui {
namespace {

constexpr int cardWidth = 480;
constexpr int rowHeight = 44;
constexpr int mostRows = 6; // then they scroll

// What the disk says of a folder.
struct Target {
    quint64 free = 0; // bytes, where it or its nearest parent lies
    int taken = 0; // names that are there
};

// Asks the disk: on the pool only.
Target look(QString folder, const QList<model::Offer::Preview> &names)
{
    Target target;
    for (const model::Offer::Preview &entry : names) {
        const bool isName = !entry.name.isEmpty() && !entry.name.contains(u'/');
        target.taken += isName && QFileInfo::exists(folder + u'/' + entry.name) ? 1 : 0;
    }
    while (!QFileInfo::exists(folder) && !QDir(folder).isRoot())
        folder = QFileInfo(folder).path();
    target.free = quint64(std::max<qint64>(0, QStorageInfo(folder).bytesAvailable()));
    return target;
}

// A preview does not say what is a folder; names without an ending mostly are.
QString drawingOf(const model::Offer::Preview &entry)
{
    return entry.name.contains(u'.') ? fileIcon(entry.name) : QStringLiteral("folder");
}

// One name of the offer.
class NameRow final : public QWidget
{
public:
    NameRow(const Theme &theme, const model::Offer::Preview &entry, QWidget *parent)
        : QWidget(parent)
    {
        const bool isProgram = isRiskyName(entry.name);
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(14, 7, 14, 7);
        row->setSpacing(12);
        setMinimumHeight(theme.px(rowHeight));
        auto *name = new ElidedLabel(theme, Type::Label, &Colours::text, this);
        name->setMode(Qt::ElideMiddle);
        name->setText(formats::fileName(entry.name));
        auto *texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addStretch();
        texts->addWidget(name);
        if (isProgram) {
            auto *warning = new TextLabel(theme, Type::Caption, &Colours::warning, this);
            warning->setText(OfferDialog::tr("This may be a program. Take it only if you expect it."));
            warning->setWordWrap(true);
            texts->addWidget(warning);
        }
        texts->addStretch();
        auto *size = new TextLabel(theme, Type::Caption, &Colours::text2, this);
        size->setText(entry.size > 0 ? formats::size(entry.size) : QString());
        const Role ink = isProgram ? &Colours::warning : &Colours::accentText;
        row->addWidget(new IconLabel(theme, drawingOf(entry), 22, ink, this));
        row->addLayout(texts, 1);
        row->addWidget(size);
    }
};

} // namespace

OfferDialog::OfferDialog(const Theme &theme, core::Core &core, Prompter &prompter, const model::TransferId &transfer,
                         QWidget *parent)
    : Dialog(theme, parent)
    , m_core(core)
    , m_prompter(prompter)
    , m_transfer(core.transfers().transfer(transfer).value_or(model::Transfer {}))
    , m_pages(core.transfers(), transfer)
    , m_avatar(new AvatarView(theme, 48, &Colours::raised, this))
    , m_heading(new TextLabel(theme, Type::Title, &Colours::text, this))
    , m_badge(new Badge(theme, this))
    , m_amount(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_names(new RowBox(theme, &Colours::pane, this))
    , m_files(new RowBox(theme, &Colours::pane, this))
    , m_list(new FileList(theme, m_pages, FileList::Boxes::Shown, m_files))
    , m_folderLabel(makeFieldLabel(theme, this))
    , m_folderField(new QLineEdit(this))
    , m_space(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_sameName(new SameNameField(theme, {}, this))
    , m_change(new Button(Button::Kind::Quiet, {}, this))
    , m_decline(addButton(Button::Kind::Quiet))
    , m_accept(addButton(Button::Kind::Primary))
{
    setCardWidth(cardWidth);
    build();
    m_accept->setIconName(QStringLiteral("download"));
    m_accept->setFocus();
    connect(m_list, &FileList::tickRequested, this, &OfferDialog::tick);
    connect(&m_pages, &FilePages::changed, this, &OfferDialog::takeChoice);
    connect(&m_pages, &FilePages::failed, this, &OfferDialog::takeChoice);
    connect(m_change, &Button::clicked, this, &OfferDialog::chooseFolder);
    connect(m_decline, &Button::clicked, this, &OfferDialog::declineOffer);
    connect(m_accept, &Button::clicked, this, &OfferDialog::acceptOffer);
    connect(&core.transfers(), &transfer::TransferQueue::changed, this, &OfferDialog::onChanged);
    connect(&core.transfers(), &transfer::TransferQueue::removed, this, [this](const model::TransferId &id) {
        if (id == m_transfer.id)
            reject();
    });
    m_sameName->setChoice(core.transfers().rules().sameName(m_transfer.peer));
    setFolder(core.transfers().rules().folder(m_transfer.peer));
    retranslate();
    // One name needs no choice.
    if (m_transfer.entries > 1)
        m_pages.choose({});
}

void OfferDialog::build()
{
    buildHead();
    body()->addWidget(m_names);
    body()->addWidget(m_files);
    m_files->add(m_list);
    m_files->hide();
    buildTarget();
}

void OfferDialog::buildHead()
{
    m_heading->setWordWrap(true);
    auto *amount = new QHBoxLayout;
    amount->setSpacing(8);
    amount->addWidget(m_badge);
    amount->addWidget(m_amount, 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(5);
    texts->addWidget(m_heading);
    texts->addLayout(amount);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_avatar, 0, Qt::AlignTop);
    head->addLayout(texts, 1);
    body()->addLayout(head);
    body()->addSpacing(4);
}

void OfferDialog::buildTarget()
{
    m_folderField->setReadOnly(true);
    m_folderField->setFocusPolicy(Qt::NoFocus);
    m_folderLabel->setBuddy(m_folderField);
    m_space->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_folderField, 1);
    row->addWidget(m_change);
    auto *target = new QVBoxLayout;
    target->setSpacing(5);
    target->addWidget(m_folderLabel);
    target->addLayout(row);
    target->addWidget(m_space);
    body()->addLayout(target);
    body()->addWidget(m_sameName);
}

void OfferDialog::fillNames()
{
    m_names->clear();
    for (const model::Offer::Preview &entry : m_transfer.preview)
        m_names->add(new NameRow(theme(), entry, m_names));
    const auto shown = quint32(m_transfer.preview.size());
    if (m_transfer.preview.size() >= 20 && m_transfer.entries > shown) {
        auto *more = new TextLabel(theme(), Type::Caption, &Colours::text2, m_names);
        more->setContentsMargins(14, 10, 14, 10);
        more->setText(tr("and more"));
        m_names->add(more);
    }
    m_names->setHidden(m_transfer.preview.isEmpty() || m_pages.count() > 0);
}

void OfferDialog::showFiles()
{
    if (m_pages.count() == 0)
        return;
    const int height = m_list->rowHeight();
    // Half a row tells that there are more.
    m_list->setFixedHeight(m_pages.count() > mostRows ? mostRows * height + height / 2 : m_pages.count() * height);
    m_files->show();
    m_names->hide();
}

void OfferDialog::tick(quint32 entry, bool wanted)
{
    m_ticks.append({entry, wanted});
    if (!m_choosing)
        chooseNext();
}

void OfferDialog::chooseNext()
{
    const auto [entry, wanted] = m_ticks.takeFirst();
    transfer::Choice choice {m_pages.chosen().unwanted, {}};
    if (wanted)
        choice.wanted = entry;
    else
        choice.unwanted.insert(entry);
    m_choosing = true;
    m_pages.choose(choice);
}

void OfferDialog::takeChoice()
{
    m_choosing = false;
    if (m_pages.chosen().unwanted.isEmpty())
        m_filesListed = int(m_pages.chosen().files);
    showFiles();
    retranslate();
    tellItemChecked(*m_list, m_list->currentItem());
    if (!m_ticks.isEmpty())
        chooseNext();
    else if (m_accepted)
        acceptOffer();
}

quint64 OfferDialog::bytesWanted() const
{
    return m_pages.count() > 0 ? m_pages.chosen().bytes : m_transfer.bytesTotal;
}

void OfferDialog::retranslate()
{
    const auto peer = m_core.peers().peer(m_transfer.peer);
    m_sender = peer ? peer->name : m_transfer.peer.shortText();
    m_avatar->setPerson(m_transfer.peer, m_sender, peer ? std::optional(presenceOf(*peer)) : std::nullopt);
    if (peer)
        m_badge->setLook(trustBadge(*peer));
    const bool hasChoice = m_pages.count() > 0;
    const int wanted = int(hasChoice ? m_pages.chosen().files : m_transfer.files);
    // The offer of a long list does not tell.
    const int files = m_transfer.files > 0 ? int(m_transfer.files) : m_filesListed;
    const QString heading = tr("%1 wants to send you %n file(s)", nullptr, files).arg(formats::isolated(m_sender));
    setTexts({}); // the heading stands beside the avatar
    setWindowTitle(heading);
    setAccessibleName(heading);
    m_heading->setText(heading);
    m_amount->setText(formats::size(bytesWanted()));
    m_list->setAccessibleName(tr("Files to accept"));
    m_folderLabel->setText(tr("Save to"));
    m_folderField->setAccessibleName(m_folderLabel->text());
    m_change->setText(tr("Change…"));
    m_change->setAccessibleName(tr("Change the folder"));
    m_decline->setText(tr("Decline"));
    m_accept->setText(tr("Accept %n file(s)", nullptr, wanted));
    m_accept->setEnabled(!hasChoice || wanted > 0 || m_pages.chosen().unwanted.isEmpty());
    fillNames();
    showSpace();
    showSameName();
}

void OfferDialog::setFolder(const QString &folder)
{
    m_folder = folder;
    m_free.reset();
    m_taken = 0;
    m_folderField->setText(QDir::toNativeSeparators(folder));
    m_folderField->setCursorPosition(0);
    base::then(QtConcurrent::run(look, folder, m_transfer.preview), this, [this, folder](const Target &target) {
        if (folder != m_folder)
            return;
        m_free = target.free;
        m_taken = target.taken;
        showSpace();
        showSameName();
    });
    showSpace();
    showSameName();
}

void OfferDialog::showSpace()
{
    const bool fits = !m_free || *m_free >= bytesWanted();
    m_space->setRole(fits ? &Colours::text2 : &Colours::danger);
    m_space->setHidden(!m_free);
    if (m_free && fits)
        m_space->setText(tr("%1 free").arg(formats::size(*m_free)));
    else if (m_free)
        m_space->setText(tr("Only %1 free here, %2 are needed. Choose another folder.")
                             .arg(formats::size(*m_free), formats::size(bytesWanted())));
}

void OfferDialog::showSameName()
{
    m_sameName->setHidden(m_taken == 0);
    m_sameName->setTitle(tr("%n name(s) are taken in this folder", nullptr, m_taken));
}

void OfferDialog::chooseFolder()
{
    m_prompter.chooseFolder(tr("Save to"), m_folder, this, [this](const QStringList &paths) {
        if (!paths.isEmpty())
            setFolder(paths.first());
    });
}

void OfferDialog::onChanged(const model::Transfer &transfer)
{
    if (transfer.id != m_transfer.id)
        return;
    if (transfer.state != model::TransferState::Offered)
        return reject();
    m_transfer = transfer;
    retranslate();
}

void OfferDialog::acceptOffer()
{
    if (m_choosing) {
        m_accepted = true;
        return;
    }
    const model::TransferId id = m_transfer.id;
    transfer::Acceptance acceptance;
    if (m_folder != m_core.transfers().rules().folder(m_transfer.peer))
        acceptance.folder = m_folder;
    acceptance.unwanted = m_pages.chosen().unwanted;
    if (m_taken > 0)
        acceptance.sameName = m_sameName->choice();
    accept();
    m_core.transfers().accept(id, acceptance);
}

void OfferDialog::declineOffer()
{
    const model::TransferId id = m_transfer.id;
    reject();
    m_core.transfers().decline(id);
}

} // namespace ui
