#include "transfer/rules.h"

#include "base/then.h"
#include "settings/keys.h"

#include <QDir>
#include <QLoggingCategory>

namespace transfer {
namespace {

Q_LOGGING_CATEGORY(lcRules, "landline.transfer", QtInfoMsg)

namespace keys = settings::keys;

} // namespace

Rules::Rules(store::RuleStore &store, settings::Settings &settings, peers::PeerDirectory &peers,
             QString defaultFolder, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_settings(settings)
    , m_peers(peers)
    , m_defaultFolder(std::move(defaultFolder))
{
    connect(&m_peers, &peers::PeerDirectory::peerRemoved, this, &Rules::forget);
}

void Rules::load()
{
    base::then(m_store.all(), this, [this](const base::Result<QList<model::PeerRule>> &stored) {
        if (!stored)
            qCWarning(lcRules) << "cannot read the rules -" << base::faultName(stored.error().fault);
        for (const model::PeerRule &rule : stored.value_or(QList<model::PeerRule>()))
            m_rules.insert(rule.peer, rule);
        emit loaded();
    });
}

model::PeerRule Rules::rule(const model::PeerId &peer) const
{
    model::PeerRule general;
    general.peer = peer;
    return m_rules.value(peer, general);
}

bool Rules::setRule(const model::PeerRule &rule)
{
    if (rule.peer.isNull() || (!rule.folder.isEmpty() && !keys::isFolder(rule.folder)))
        return false;
    if (rule == this->rule(rule.peer))
        return true;
    if (rule.isGeneral()) {
        forget(rule.peer);
    } else {
        m_rules.insert(rule.peer, rule);
        m_peers.keep(rule.peer);
        base::then(m_store.save(rule), this, [](const base::Result<bool> &saved) {
            if (!saved)
                qCWarning(lcRules) << "cannot save a rule -" << base::faultName(saved.error().fault);
        });
    }
    emit changed(rule);
    return true;
}

void Rules::forget(const model::PeerId &peer)
{
    if (!m_rules.remove(peer))
        return;
    base::then(m_store.remove(peer), this, [](const base::Result<bool> &removed) {
        if (!removed)
            qCWarning(lcRules) << "cannot forget a rule -" << base::faultName(removed.error().fault);
    });
}

Rules::Verdict Rules::judge(const model::PeerId &peer, quint64 bytes) const
{
    const model::PeerRule own = rule(peer);
    switch (own.consent) {
    case model::Consent::General: return judgeInGeneral(peer);
    case model::Consent::Ask: return Verdict::Ask;
    case model::Consent::Always: return Verdict::Accept;
    case model::Consent::Never: return Verdict::Decline;
    case model::Consent::UpTo: return bytes <= own.upToBytes ? Verdict::Accept : Verdict::Ask;
    }
    return Verdict::Ask;
}

Rules::Verdict Rules::judgeInGeneral(const model::PeerId &peer) const
{
    const QString accept = m_settings.get(keys::transferAccept);
    const std::optional<model::Peer> known = m_peers.peer(peer);
    const bool verified = known && known->trust == model::Trust::Verified;
    const bool accepts = accept == u"always" || (accept == u"verified" && verified);
    return accepts ? Verdict::Accept : Verdict::Ask;
}

QString Rules::folder(const model::PeerId &peer) const
{
    const QString own = rule(peer).folder;
    if (!own.isEmpty())
        return own;
    const QString chosen = m_settings.get(keys::transferFolder);
    return chosen.isEmpty() ? m_defaultFolder : chosen;
}

model::SameName Rules::sameName(const model::PeerId &peer) const
{
    const std::optional<model::SameName> general = model::sameNameFromText(m_settings.get(keys::sameName));
    return rule(peer).sameName.value_or(general.value_or(model::SameName::SkipIdentical));
}

} // namespace transfer
