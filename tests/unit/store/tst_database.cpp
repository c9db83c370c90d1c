#include "store/database.h"
#include "store/messagestore.h"
#include "store/schema.h"
#include "store/statement.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <future>

using base::Fault;
using base::Result;
using store::Connection;
using store::Database;
using store::Statement;
using support::TempProfile;

namespace {

template<typename T>
Result<T> wait(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result();
}

Result<qint64> number(Database &database, const char *sql)
{
    return wait(database.write<qint64>([sql](Connection &connection) -> Result<qint64> {
        Statement select(connection, sql);
        return select.run().next() ? select.number(0) : -1;
    }));
}

Result<bool> execute(Database &database, const char *sql)
{
    return wait(database.write<bool>([sql](Connection &connection) -> Result<bool> {
        Statement(connection, sql).run();
        return true;
    }));
}

// Straight on the file, as another program would.
template<typename Work>
void onFile(const QString &file, Work work)
{
    {
        QSqlDatabase sql = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("test"));
        sql.setDatabaseName(file);
        QVERIFY(sql.open());
        QSqlQuery query(sql);
        work(query);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("test"));
}

const QRegularExpression failedStatement(QStringLiteral("statement failed|commit failed"));

} // namespace

class TestDatabase : public support::Test
{
    Q_OBJECT
private slots:
    void makesAFileForItsOwnerOnly()
    {
        const TempProfile profile;
        Database database(profile.database());

        QCOMPARE(number(database, "PRAGMA user_version").value(), store::currentSchema);
        for (const char *suffix : {"", "-wal", "-shm"}) {
            const QString path = profile.database() + QString::fromLatin1(suffix);
            QVERIFY2(QFileInfo::exists(path), qPrintable(path));
            QCOMPARE(
                QFile::permissions(path)
                    & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOwner),
                QFile::Permissions());
        }
        QCOMPARE(wait(database.damagedCopy()).value(), QString());
    }

    void runsWithTheIntendedPragmas()
    {
        const TempProfile profile;
        Database database(profile.database());

        QCOMPARE(number(database, "PRAGMA foreign_keys").value(), 1);
        QCOMPARE(number(database, "PRAGMA synchronous").value(), 2);
        QCOMPARE(number(database, "PRAGMA secure_delete").value(), 1);
        QCOMPARE(number(database, "PRAGMA busy_timeout").value(), 5000);
    }

    void givesADescriptiveSchema()
    {
        const TempProfile profile;
        {
            Database database(profile.database());
            QCOMPARE(number(database, "PRAGMA user_version").value(), store::currentSchema);
        }
        QVERIFY(!QFileInfo::exists(profile.database() + QStringLiteral("-wal")));

        onFile(profile.database(), [](QSqlQuery &query) {
            QVERIFY(query.exec(QStringLiteral("PRAGMA foreign_key_check")));
            QVERIFY(!query.next());
            QVERIFY(query.exec(QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                                              " AND name IN ('peer', 'contact', 'conversation', 'member', 'message',"
                                              " 'delivery', 'gone', 'post', 'transfer')")));
            QVERIFY(query.next());
            QCOMPARE(query.value(0).toInt(), 9);
        });
    }

    void refusesTheDatabaseOfALaterProgram()
    {
        const TempProfile profile;
        onFile(profile.database(),
               [](QSqlQuery &query) { QVERIFY(query.exec(QStringLiteral("PRAGMA user_version = 99"))); });

        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("cannot be used")));
        Database database(profile.database());

        QCOMPARE(number(database, "SELECT 1").error().fault, Fault::Version);
        QCOMPARE(QDir(profile.path()).entryList({QStringLiteral("*damaged*")}).size(), 0);
    }

    void movesADamagedFileAside_data()
    {
        QTest::addColumn<QByteArray>("content");

        QTest::newRow("text")
            << QByteArray("this is no database at all, but a text that is long enough to be read\n").repeated(20);
        QTest::newRow("header only") << QByteArray("SQLite format 3\0", 16) + QByteArray(84, '\x7f');
        QTest::newRow("zeros") << QByteArray(8192, '\0');
    }

    void movesADamagedFileAside()
    {
        QFETCH(const QByteArray, content);
        const TempProfile profile;
        profile.write(QStringLiteral("landline.db"), content);

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("damaged")));
        Database database(profile.database());

        const QString copy = wait(database.damagedCopy()).value();
        QVERIFY(copy.startsWith(profile.database() + QStringLiteral(".damaged-")));
        QFile kept(copy);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), content);
        QCOMPARE(number(database, "SELECT count(*) FROM message").value(), 0);
    }

    void failsEveryJobWhenTheFileCannotBeOpened()
    {
        const TempProfile profile;
        QDir(profile.path()).mkdir(QStringLiteral("landline.db"));
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("cannot be used")));
        Database database(profile.database());

        QCOMPARE(number(database, "SELECT 1").error().fault, Fault::Database);
        QCOMPARE(number(database, "SELECT 1").error().fault, Fault::Database);
    }

    void takesAnEmptyFileForAFreshOne()
    {
        const TempProfile profile;
        profile.write(QStringLiteral("landline.db"), {});
        Database database(profile.database());

        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 0);
    }

    void undoesOnlyTheJobThatFailed()
    {
        QTest::ignoreMessage(QtWarningMsg, failedStatement);
        const TempProfile profile;
        Database database(profile.database());
        const auto insert = [&database](const char *first, const char *second) {
            return database.write<bool>([first, second](Connection &connection) -> Result<bool> {
                Statement(connection, first).run();
                Statement(connection, second).run();
                return true;
            });
        };

        auto good = insert("INSERT INTO peer (network, key) VALUES (0, x'01')", "SELECT 1");
        auto bad = insert("INSERT INTO peer (network, key) VALUES (0, x'02')",
                          "INSERT INTO peer (network, key) VALUES (0, x'01')");
        auto later = insert("INSERT INTO peer (network, key) VALUES (0, x'03')", "SELECT 1");

        QVERIFY(wait(good).has_value());
        QCOMPARE(wait(bad).error().fault, Fault::Database);
        QVERIFY(wait(later).has_value());
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 2);
    }

    void undoesAJobThatReturnsAnError()
    {
        const TempProfile profile;
        Database database(profile.database());

        auto refused = database.write<bool>([](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO peer (network, key) VALUES (0, x'01')").run();
            return base::failure(Fault::NotFound);
        });

        QCOMPARE(wait(refused).error().fault, Fault::NotFound);
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 0);
    }

    void tellsAFullDisk()
    {
        QTest::ignoreMessage(QtWarningMsg, failedStatement);
        const TempProfile profile;
        Database database(profile.database());
        QVERIFY(number(database, "PRAGMA page_count").value() > 0);
        QVERIFY(number(database, "PRAGMA max_page_count = 1").has_value());

        auto full = database.write<bool>([](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO peer (network, key) VALUES (0, zeroblob(1000000))").run();
            return true;
        });

        QCOMPARE(wait(full).error().fault, Fault::DiskFull);
        QVERIFY(number(database, "PRAGMA max_page_count = 100000").has_value());
        QVERIFY(execute(database, "INSERT INTO peer (network, key) VALUES (0, zeroblob(1000000))").has_value());
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 1);
    }

    // The jobs of a transaction whose commit fails are told so, those of the next one are not.
    void failsTheWholeBatchWithItsCommit()
    {
        QTest::ignoreMessage(QtWarningMsg, failedStatement);
        const TempProfile profile;
        Database database(profile.database());
        QVERIFY(execute(database, "CREATE TABLE late (peer INTEGER REFERENCES peer (id)"
                                  " DEFERRABLE INITIALLY DEFERRED)")
                    .has_value());
        std::promise<void> go;
        const std::shared_future<void> gone = go.get_future().share();
        const auto started = std::make_shared<std::promise<void>>();
        auto holder = database.write<bool>([gone, started](Connection &) -> Result<bool> {
            started->set_value();
            gone.wait();
            return true;
        });
        started->get_future().wait(); // so that what follows shares a transaction of its own
        auto innocent = database.write<bool>([](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO peer (network, key) VALUES (0, x'01')").run();
            return true;
        });
        auto culprit = database.write<bool>([](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO late (peer) VALUES (12345)").run();
            return true;
        });
        go.set_value();

        QVERIFY(wait(holder).has_value());
        QCOMPARE(wait(innocent).error().fault, Fault::Database);
        QCOMPARE(wait(culprit).error().fault, Fault::Database);
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 0);
        QVERIFY(execute(database, "INSERT INTO peer (network, key) VALUES (0, x'02')").has_value());
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 1);
    }

    // As after an I/O error that ends a job but not its transaction.
    void beginsAnewAfterATransactionThatBroke()
    {
        const TempProfile profile;
        Database database(profile.database());
        QVERIFY(!execute(database, "RELEASE job").has_value());

        QVERIFY(execute(database, "INSERT INTO peer (network, key) VALUES (0, x'02')").has_value());

        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 1);
    }

    void readsBesideTheWriter()
    {
        const TempProfile profile;
        Database database(profile.database());
        QVERIFY(execute(database, "INSERT INTO peer (network, key) VALUES (0, x'01')").has_value());
        std::promise<void> go;
        const std::shared_future<void> gone = go.get_future().share();
        auto writing = database.write<bool>([gone](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO peer (network, key) VALUES (0, x'02')").run();
            gone.wait();
            return true;
        });

        const auto seen = wait(database.read<qint64>([](Connection &connection) -> Result<qint64> {
            Statement select(connection, "SELECT count(*) FROM peer");
            return select.run().next() ? select.number(0) : -1;
        }));
        go.set_value();

        QCOMPARE(seen.value(), 1);
        QVERIFY(wait(writing).has_value());
    }

    void doesNotWriteThroughTheReader()
    {
        QTest::ignoreMessage(QtWarningMsg, failedStatement);
        const TempProfile profile;
        Database database(profile.database());

        const auto written = wait(database.read<bool>([](Connection &connection) -> Result<bool> {
            Statement(connection, "INSERT INTO peer (network, key) VALUES (0, x'01')").run();
            return true;
        }));

        QVERIFY(!written);
        QCOMPARE(number(database, "SELECT count(*) FROM peer").value(), 0);
    }

    void runsWhatWaitsBeforeItEnds()
    {
        const TempProfile profile;
        {
            Database database(profile.database());
            for (int i = 0; i < 100; ++i) {
                std::ignore = database.write<bool>([i](Connection &connection) -> Result<bool> {
                    Statement(connection, "INSERT INTO peer (network, key) VALUES (0, ?)").run(QByteArray::number(i));
                    return true;
                });
            }
        }

        Database again(profile.database());
        QCOMPARE(number(again, "SELECT count(*) FROM peer").value(), 100);
    }

    void livesBesideAnother()
    {
        const TempProfile one;
        const TempProfile two;
        Database first(one.database());
        Database second(two.database());

        for (int i = 0; i < 20; ++i) {
            Database &database = i % 4 == 0 ? first : second;
            std::ignore = database.write<bool>([i](Connection &connection) -> Result<bool> {
                Statement(connection, "INSERT INTO peer (network, key) VALUES (0, ?)").run(QByteArray::number(i));
                return true;
            });
        }

        QCOMPARE(number(first, "SELECT count(*) FROM peer").value(), 5);
        QCOMPARE(number(second, "SELECT count(*) FROM peer").value(), 15);
    }
};

static const support::Register<TestDatabase> registered;

#include "tst_database.moc"
