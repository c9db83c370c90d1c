#include "store/messagestore.h"
#include "store/peerstore.h"
#include "store/poststore.h"
#include "store/rulestore.h"
#include "store/schema.h"
#include "store/transferstore.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDir>
#include <QMap>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using base::Result;
using model::PeerId;

namespace {

template<typename T>
T get(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result().value();
}

// A connection of the test's own.
class Sql
{
public:
    explicit Sql(const QString &file)
        : m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("schema")))
    {
        m_database.setDatabaseName(file);
        m_database.open();
    }
    ~Sql()
    {
        m_database = {};
        QSqlDatabase::removeDatabase(QStringLiteral("schema"));
    }

    [[nodiscard]] QString run(const QString &script) // the error, if any
    {
        const QStringList statements = script.split(QStringLiteral(";\n"), Qt::SkipEmptyParts);
        for (const QString &statement : statements) {
            QSqlQuery query(m_database);
            if (!query.exec(statement))
                return query.lastError().text() + statement;
        }
        return {};
    }
    // Name and text of everything, white space aside.
    [[nodiscard]] QMap<QString, QString> schema()
    {
        QMap<QString, QString> all;
        QSqlQuery query(m_database);
        query.exec(QStringLiteral("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"));
        while (query.next())
            all.insert(query.value(0).toString(), query.value(1).toString().simplified());
        return all;
    }
    [[nodiscard]] QSqlDatabase &database() { return m_database; }

private:
    QSqlDatabase m_database;
};

QString fixture(const QString &name)
{
    QFile file(QStringLiteral(LANDLINE_TESTS "/unit/store/fixtures/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QByteArray counting(char from)
{
    QByteArray bytes;
    for (char i = 0; i < 16; ++i)
        bytes.append(char(from + i));
    return bytes;
}

} // namespace

// Every schema that was ever released is a script in fixtures/, with a row of everything.
class TestSchema : public support::Test
{
    Q_OBJECT
private slots:
    void everySchemaHasItsFixture()
    {
        const QStringList files = QDir(QStringLiteral(LANDLINE_TESTS "/unit/store/fixtures")).entryList(QDir::Files);

        for (int version = 1; version <= store::currentSchema; ++version)
            QVERIFY(files.contains(QStringLiteral("schema%1.sql").arg(version)));
    }

    void bringsEverySchemaToTheCurrentOne_data()
    {
        QTest::addColumn<QString>("file");

        for (int version = 1; version <= store::currentSchema; ++version) {
            const QString file = QStringLiteral("schema%1.sql").arg(version);
            QTest::newRow(qPrintable(file)) << file;
        }
    }

    void bringsEverySchemaToTheCurrentOne()
    {
        QFETCH(const QString, file);
        const support::TempProfile profile;
        QMap<QString, QString> fresh;
        {
            Sql sql(profile.file(QStringLiteral("fresh.db")));
            QVERIFY(store::migrate(sql.database()).has_value());
            fresh = sql.schema();
        }
        Sql sql(profile.file(QStringLiteral("old.db")));
        QCOMPARE(sql.run(fixture(file)), QString());

        const Result<bool> migrated = store::migrate(sql.database());

        QVERIFY2(migrated, qPrintable(migrated ? QString() : migrated.error().detail));
        QVERIFY(!fresh.isEmpty());
        QCOMPARE(sql.schema().keys(), fresh.keys());
        for (const QString &name : fresh.keys())
            QCOMPARE(sql.schema().value(name), fresh.value(name));
    }

    void keepsTheContentsOfEverySchema_data() { bringsEverySchemaToTheCurrentOne_data(); }

    void keepsTheContentsOfEverySchema()
    {
        QFETCH(const QString, file);
        const support::TempProfile profile;
        {
            Sql sql(profile.database());
            QCOMPARE(sql.run(fixture(file)), QString());
        }
        store::Database database(profile.database());
        store::MessageStore messages(database);
        const PeerId anna = PeerId::landline(QByteArray(32, 'a'));

        const auto peers = get(store::PeerStore(database).all());
        QCOMPARE(peers.size(), 1);
        QCOMPARE(peers.first().contact.peer, anna);
        QCOMPARE(peers.first().contact.trust, model::Trust::Blocked);
        QCOMPARE(peers.first().trustBefore, model::Trust::Verified);
        QCOMPARE(peers.first().contact.endpoints.size(), 2);

        const auto page = get(messages.page(anna, 1, 10));
        QCOMPARE(page.size(), 2);
        QCOMPARE(page.at(0).text, QStringLiteral("hello 你好"));
        QCOMPARE(page.at(0).state, model::DeliveryState::Delivered);
        QCOMPARE(page.at(1).direction, model::Direction::Out);
        QCOMPARE(page.at(1).state, model::DeliveryState::Failed);
        QCOMPARE(page.at(1).fault, base::Fault::TooLarge);
        model::Message next;
        next.id = model::MessageId::random();
        next.peer = anna;
        QCOMPARE(get(messages.append(next)).message.seq, 4);
        next.id = model::MessageId::fromBytes(counting(' '));
        QVERIFY(!get(messages.append(next)).isNew);

        const auto posts = get(store::PostStore(database).waiting(anna, 0, 10));
        QCOMPARE(posts.size(), 1);
        QCOMPARE(posts.first().post,
                 (model::Post {model::PostId::fromBytes(counting('0')), model::TextPost {7, QStringLiteral("hi")}}));
        const auto transfers = get(store::TransferStore(database).all());
        QCOMPARE(transfers.size(), 1);
        QCOMPARE(transfers.first().transfer.state, model::TransferState::Paused);
        QCOMPARE(transfers.first().transfer.error.fault, base::Fault::DiskFull);
        QCOMPARE(transfers.first().round, 5u);
        const bool hasRanks = file != QStringLiteral("schema1.sql");
        QCOMPARE(transfers.first().transfer.rank, hasRanks ? -4 : 1);
        QCOMPARE(transfers.first().sameName, hasRanks ? model::SameName::ReplaceOlder : model::SameName::KeepBoth);
        QCOMPARE(transfers.first().unwanted.count(), hasRanks ? 1u : 0u);
        QCOMPARE(transfers.first().unwanted.contains(2), hasRanks);
        QCOMPARE(transfers.first().unwantedBytes, hasRanks ? 77u : 0u);
        QCOMPARE(transfers.first().pausedTogether, hasRanks);
        QCOMPARE(transfers.first().reopened, hasRanks);

        const auto rules = get(store::RuleStore(database).all());
        const model::PeerRule rule {anna, model::Consent::UpTo, 5'000'000'000, QStringLiteral("/srv/anna"),
                                    model::SameName::SkipIdentical};
        QCOMPARE(rules, hasRanks ? QList<model::PeerRule> {rule} : QList<model::PeerRule>());
    }

    void doesNothingTwice()
    {
        const support::TempProfile profile;
        Sql sql(profile.database());
        QVERIFY(store::migrate(sql.database()).has_value());
        const QMap<QString, QString> before = sql.schema();

        QVERIFY(store::migrate(sql.database()).has_value());

        QCOMPARE(sql.schema(), before);
    }

    void leavesNothingHalfDone()
    {
        const support::TempProfile profile;
        Sql sql(profile.database());
        QCOMPARE(sql.run(QStringLiteral("CREATE TABLE post (mine INTEGER)")), QString());

        QCOMPARE(store::migrate(sql.database()).error().fault, base::Fault::Database);

        QCOMPARE(sql.schema().keys(), QStringList {QStringLiteral("post")});
    }
};

static const support::Register<TestSchema> registered;

#include "tst_schema.moc"
