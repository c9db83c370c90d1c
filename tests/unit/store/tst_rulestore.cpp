#include "store/rulestore.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

using base::Result;
using model::Consent;
using model::PeerId;
using model::PeerRule;
using model::SameName;

namespace {

template<typename T>
T get(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result().value();
}

PeerId peer(char letter)
{
    return PeerId::landline(QByteArray(32, letter));
}

} // namespace

class TestRuleStore : public support::Test
{
    Q_OBJECT
private slots:
    void keepsRulesWhole_data()
    {
        QTest::addColumn<PeerRule>("rule");

        const QString folder = QStringLiteral("/srv/ü;'\n");
        QTest::newRow("ask") << PeerRule {peer('a'), Consent::Ask, 0, {}, {}};
        QTest::newRow("always") << PeerRule {peer('a'), Consent::Always, 0, folder, {}};
        QTest::newRow("never") << PeerRule {peer('a'), Consent::Never, 0, {}, SameName::KeepBoth};
        QTest::newRow("size") << PeerRule {peer('a'), Consent::UpTo, 1ULL << 62, {}, SameName::SkipIdentical};
        QTest::newRow("folder only") << PeerRule {peer('a'), Consent::General, 0, folder, SameName::ReplaceOlder};
    }

    void keepsRulesWhole()
    {
        QFETCH(const PeerRule, rule);
        const support::TempProfile profile;
        {
            store::Database database(profile.database());
            QVERIFY(get(store::RuleStore(database).save(rule)));
        }

        store::Database database(profile.database());
        QCOMPARE(get(store::RuleStore(database).all()), QList<PeerRule> {rule});
    }

    void replacesAndRemoves()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::RuleStore rules(database);
        const PeerRule other {peer('b'), Consent::Never, 0, {}, {}};
        QVERIFY(get(rules.save({peer('a'), Consent::Always, 0, {}, {}})));
        QVERIFY(get(rules.save(other)));
        QVERIFY(get(rules.save({peer('a'), Consent::Ask, 0, {}, {}})));

        QCOMPARE(get(rules.all()).size(), 2);
        QCOMPARE(get(rules.all()).first().consent, Consent::Ask);
        QVERIFY(get(rules.remove(peer('a'))));
        QVERIFY(!get(rules.remove(peer('a'))));
        QVERIFY(!get(rules.remove(peer('c'))));
        QCOMPARE(get(rules.all()), QList<PeerRule> {other});
    }

    // Of a later version, or a damaged file: nothing is taken without a question.
    void asksWhereAWordIsUnknown()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::RuleStore rules(database);
        QVERIFY(get(rules.save({peer('a'), Consent::Always, 0, {}, SameName::ReplaceOlder})));
        {
            QSqlDatabase sql = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rules"));
            sql.setDatabaseName(profile.database());
            QVERIFY(sql.open());
            QVERIFY(QSqlQuery(sql).exec(QStringLiteral("UPDATE rule SET consent = 'soon', same_name = 'merge'")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("rules"));

        const PeerRule rule = get(rules.all()).first();
        QCOMPARE(rule.consent, Consent::Ask);
        QVERIFY(!rule.sameName.has_value());
    }
};

static const support::Register<TestRuleStore> registered;

#include "tst_rulestore.moc"
