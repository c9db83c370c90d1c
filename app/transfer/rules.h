#pragma once

#include "model/rule.h"
#include "peers/peerdirectory.h"
#include "settings/settings.h"
#include "store/rulestore.h"

#include <QHash>
#include <QObject>

namespace transfer {

// What each person may send here, where it goes and what happens to names that are taken: the person's own rule, and
// the general settings for what it leaves open. Main thread; owned by TransferQueue.
class Rules : public QObject
{
    Q_OBJECT
public:
    Rules(store::RuleStore &store, settings::Settings &settings, peers::PeerDirectory &peers, QString defaultFolder,
          QObject *parent = nullptr);

    void load(); // loaded() when done, also when nothing could be read

    // A person's own rule; one without any says General everywhere.
    [[nodiscard]] model::PeerRule rule(const model::PeerId &peer) const;
    // Stored, then told by changed(). False, and nothing changes: no peer, or a folder that is not absolute. Offers
    // that were asked about before stay questions.
    bool setRule(const model::PeerRule &rule);

    enum class Verdict { Ask, Accept, Decline };
    [[nodiscard]] Verdict judge(const model::PeerId &peer, quint64 bytes) const;
    // What holds for this person in the end.
    [[nodiscard]] QString folder(const model::PeerId &peer) const;
    [[nodiscard]] model::SameName sameName(const model::PeerId &peer) const;

signals:
    void loaded();
    void changed(const model::PeerRule &rule);

private:
    void forget(const model::PeerId &peer);
    [[nodiscard]] Verdict judgeInGeneral(const model::PeerId &peer) const;

    store::RuleStore &m_store;
    settings::Settings &m_settings;
    peers::PeerDirectory &m_peers;
    QString m_defaultFolder;
    QHash<model::PeerId, model::PeerRule> m_rules;
};

} // namespace transfer
