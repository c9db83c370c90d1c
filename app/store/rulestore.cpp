#include "store/rulestore.h"

#include "store/rows.h"
#include "store/statement.h"

namespace store {
namespace {

using base::Result;

model::PeerRule readRule(const Statement &row)
{
    model::PeerRule rule;
    rule.peer = peerAt(int(row.number(0)), row.bytes(1));
    // A word of a later version is no permission.
    rule.consent = model::consentFromText(row.text(2)).value_or(model::Consent::Ask);
    rule.upToBytes = quint64(row.number(3));
    rule.folder = row.text(4);
    rule.sameName = model::sameNameFromText(row.text(5));
    return rule;
}

} // namespace

RuleStore::RuleStore(Database &database)
    : m_database(database)
{
}

QFuture<Result<QList<model::PeerRule>>> RuleStore::all()
{
    using Rules = QList<model::PeerRule>;
    return m_database.write<Rules>([](Connection &connection) -> Result<Rules> {
        Statement select(connection, "SELECT p.network, p.key, r.consent, r.up_to, r.folder, r.same_name"
                                     " FROM rule r JOIN peer p ON p.id = r.peer ORDER BY p.id");
        select.run();
        Rules rules;
        while (select.next())
            rules.append(readRule(select));
        return rules;
    });
}

QFuture<Result<bool>> RuleStore::save(const model::PeerRule &rule)
{
    return m_database.write<bool>([rule](Connection &connection) -> Result<bool> {
        Statement save(connection, "INSERT OR REPLACE INTO rule (peer, consent, up_to, folder, same_name)"
                                   " VALUES (?, ?, ?, ?, ?)");
        save.run(peerRow(connection, rule.peer), model::toText(rule.consent), rule.upToBytes, rule.folder,
                 rule.sameName ? model::toText(*rule.sameName) : QString());
        return true;
    });
}

QFuture<Result<bool>> RuleStore::remove(const model::PeerId &peer)
{
    return m_database.write<bool>([peer](Connection &connection) -> Result<bool> {
        const std::optional<qint64> row = findPeerRow(connection, peer);
        return row && Statement(connection, "DELETE FROM rule WHERE peer = ?").run(*row).changed() > 0;
    });
}

} // namespace store
