#include "ui/dialogs/addpersondialog.h"

#include "settings/keys.h"
#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/dialogs/rowbox.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {
namespace {

// The words of the steps in Core::manualPeerTried(), as a sentence.
QString stepText(const QString &step)
{
    if (step.startsWith(QLatin1String("lookup")))
        return AddPersonDialog::tr("There is no computer of that name.");
    if (step.startsWith(QLatin1String("tcp")))
        return AddPersonDialog::tr("Nothing answers at this address and port.");
    if (step.startsWith(QLatin1String("preamble")))
        return AddPersonDialog::tr("Something answers there, but it is not Landline.");
    if (step.startsWith(QLatin1String("tls")))
        return AddPersonDialog::tr("Landline answers, but a secure connection could not be made.");
    if (step.startsWith(QLatin1String("hello")))
        return AddPersonDialog::tr("Landline answers, but does not talk to us.");
    return {};
}

QString failureText(const base::Error &error)
{
    // Where the fault alone says more than the step.
    if (error.fault == base::Fault::Myself || error.fault == base::Fault::Version)
        return errorText(error.fault);
    const QString step = stepText(error.detail);
    return step.isEmpty() ? errorText(error.fault) : step;
}

} // namespace

AddPersonDialog::AddPersonDialog(const Theme &theme, core::Core &core, QWidget *parent)
    : Dialog(theme, parent)
    , m_core(core)
    , m_label(makeFieldLabel(theme, this))
    , m_address(new QLineEdit(this))
    , m_stateIcon(new IconLabel(theme, QStringLiteral("info"), size::iconSmall, &Colours::text2, this))
    , m_state(new TextLabel(theme, Type::Caption, &Colours::text2, this))
    , m_own(new BoxRow(theme, QStringLiteral("copy"), this))
    , m_copy(new Button(Button::Kind::Quiet, {}, this))
    , m_remember(addButton(Button::Kind::Text, Place::Start))
    , m_cancel(addButton(Button::Kind::Quiet))
    , m_main(addButton(Button::Kind::Primary))
{
    build();
    connect(m_address, &QLineEdit::textEdited, this, [this] { goTo(Step::Typing); });
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_remember, &Button::clicked, this, &AddPersonDialog::remember);
    connect(m_main, &Button::clicked, this, &AddPersonDialog::onMain);
    connect(m_copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(ownAddress()); });
    connect(&core, &core::Core::manualPeerTried, this, &AddPersonDialog::onTried);
    connect(&core, &core::Core::lineChanged, this, &AddPersonDialog::retranslate);
    m_main->setDefault(true);
    m_address->setFocus();
    goTo(Step::Typing);
}

void AddPersonDialog::build()
{
    m_label->setBuddy(m_address);
    m_address->setMaxLength(300);
    m_address->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    m_state->setWordWrap(true);
    m_copy->setSize(Button::Size::Small);
    auto *state = new QHBoxLayout;
    state->setSpacing(6);
    state->addWidget(m_stateIcon, 0, Qt::AlignTop);
    state->addWidget(m_state, 1);
    auto *field = new QVBoxLayout;
    field->setSpacing(5);
    field->addWidget(m_label);
    field->addWidget(m_address);
    field->addLayout(state);
    body()->addLayout(field);
    auto *box = new RowBox(theme(), &Colours::pane, this);
    m_own->addControl(m_copy);
    m_own->setIcon(QStringLiteral("copy"), &Colours::accentText);
    m_own->setMono();
    box->add(m_own);
    body()->addWidget(box);
}

QString AddPersonDialog::ownAddress() const
{
    const gateway::LineReport &line = m_core.line();
    return line.addresses.isEmpty() ? QString() : model::Endpoint{line.addresses.first(), line.port}.toText();
}

void AddPersonDialog::retranslate()
{
    setTexts(tr("Add a person by address"),
             tr("For another subnet or a VPN. Landline remembers the address and keeps looking there."));
    m_label->setText(tr("Address or computer name"));
    m_address->setAccessibleName(m_label->text());
    m_address->setPlaceholderText(tr("10.20.4.17 or computer:%1").arg(settings::keys::networkPort.fallback));
    const QString own = ownAddress();
    m_own->setTexts(tr("Your own address to give to a friend"), own.isEmpty() ? tr("Not connected to any network") : own);
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy your own address"));
    m_copy->setEnabled(!own.isEmpty());
    m_remember->setText(tr("Keep trying"));
    m_cancel->setText(m_step == Step::Remembered ? tr("Close") : tr("Cancel"));
    showState();
}

void AddPersonDialog::goTo(Step step)
{
    m_step = step;
    m_address->setProperty("wrong", step == Step::Invalid || step == Step::Failed);
    m_address->update();
    m_remember->setVisible(step == Step::Failed);
    m_main->setEnabled(step != Step::Trying);
    m_main->setHidden(step == Step::Remembered);
    retranslate();
}

void AddPersonDialog::showState()
{
    const auto tell = [this](const QString &icon, Role role, const QString &text) {
        m_stateIcon->setIcon(icon, role);
        m_state->setRole(role);
        m_state->setText(text);
    };
    m_main->setText(m_step == Step::Found ? tr("Open the conversation") : tr("Look there"));
    m_main->setIconName(m_step == Step::Found ? QStringLiteral("chat") : QStringLiteral("add-person"));
    switch (m_step) {
    case Step::Typing: return tell(QStringLiteral("info"), &Colours::text2, tr("Without a port, %1 is used.")
                                       .arg(settings::keys::networkPort.fallback));
    case Step::Invalid:
        return tell(QStringLiteral("error"), &Colours::danger, tr("An address looks like 10.20.4.17 or computer:24250."));
    case Step::Trying:
        return tell(QStringLiteral("clock"), &Colours::text2, tr("Trying %1 …").arg(m_endpoint.toText()));
    case Step::Found:
        return tell(QStringLiteral("check"), &Colours::success, tr("%1 answered.").arg(formats::isolated(m_peerName)));
    case Step::Failed: return tell(QStringLiteral("error"), &Colours::danger, failureText(m_error));
    case Step::Remembered:
        return tell(QStringLiteral("check"), &Colours::success, tr("Landline keeps looking at %1.").arg(m_endpoint.toText()));
    }
}

void AddPersonDialog::onMain()
{
    if (m_step != Step::Found)
        return tryAddress();
    const model::PeerId peer = m_peer;
    accept();
    emit personFound(peer);
}

void AddPersonDialog::tryAddress()
{
    m_endpoint = model::Endpoint::fromText(m_address->text().trimmed(), quint16(settings::keys::networkPort.fallback));
    if (m_endpoint.host.isEmpty())
        return goTo(Step::Invalid);
    goTo(Step::Trying);
    m_core.addManualPeer(m_endpoint);
}

void AddPersonDialog::remember()
{
    m_core.rememberManualPeer(m_endpoint);
    goTo(Step::Remembered);
    m_cancel->setFocus();
}

void AddPersonDialog::onTried(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error)
{
    if (m_step != Step::Trying || endpoint != m_endpoint)
        return;
    m_error = error;
    if (peer.isNull())
        return goTo(Step::Failed);
    m_peer = peer;
    const auto known = m_core.peers().peer(peer);
    m_peerName = known ? known->name : peer.shortText();
    goTo(Step::Found);
}

} // namespace ui
