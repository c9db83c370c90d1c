#include "ui/dialogs/settings/privacysection.h"

#include "settings/keys.h"
#include "ui/common/formats.h"

#include <algorithm>

namespace ui {

PrivacySection::PrivacySection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_receipts(addRow(addBox(), QStringLiteral("check-double")))
    , m_switch(new Switch(this))
    , m_blocked(addBox(&m_blockedCaption))
{
    m_receipts->addControl(m_switch);
    connect(m_switch, &Switch::toggled, this, [this](bool on) {
        if (on != this->core().settings().get(settings::keys::readReceipts))
            this->core().settings().set(settings::keys::readReceipts, on);
    });
    core.settings().onChange(settings::keys::readReceipts, this, [this] { showReceipts(); });
    const peers::PeerDirectory &directory = core.peers();
    connect(&directory, &peers::PeerDirectory::loaded, this, &PrivacySection::showBlocked);
    connect(&directory, &peers::PeerDirectory::setupChanged, this, &PrivacySection::showBlocked);
    showReceipts();
    retranslate();
}

void PrivacySection::retranslate()
{
    setTitle(tr("Privacy and security"));
    m_receipts->setTexts(tr("Read receipts"), tr("Others see when you have read their messages."));
    m_blockedCaption->setText(tr("Blocked people"));
    showBlocked();
}

void PrivacySection::showReceipts()
{
    m_switch->setChecked(core().settings().get(settings::keys::readReceipts));
}

void PrivacySection::showBlocked()
{
    m_blocked->clear();
    QList<model::Peer> people = core().peers().peers();
    people.removeIf([](const model::Peer &peer) { return peer.trust != model::Trust::Blocked; });
    std::sort(people.begin(), people.end(), [](const model::Peer &one, const model::Peer &other) {
        return QString::localeAwareCompare(one.name, other.name) < 0;
    });
    for (const model::Peer &peer : people) {
        auto *row = new BoxRow(theme(), QStringLiteral("person-off"), m_blocked);
        row->setTexts(peer.name, peer.id.shortText());
        auto *unblock = new Button(Button::Kind::Quiet, tr("Unblock"), row);
        unblock->setAccessibleName(tr("Unblock %1").arg(formats::isolated(peer.name)));
        unblock->setSize(Button::Size::Small);
        connect(unblock, &Button::clicked, this, [this, id = peer.id] { core().peers().unblock(id); });
        row->addControl(unblock);
        m_blocked->add(row);
    }
    if (people.isEmpty()) {
        auto *row = new BoxRow(theme(), QStringLiteral("block"), m_blocked);
        row->setTexts(tr("Nobody is blocked"), tr("Who is blocked sees you as away and cannot reach you."));
        m_blocked->add(row);
    }
}

} // namespace ui
