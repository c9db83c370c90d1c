#include "core/commandline.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDir>
#include <QTest>

using core::Command;
using core::CommandLine;

class TestCommandLine : public support::Test
{
    Q_OBJECT
private slots:
    void readsARun()
    {
        const auto line = CommandLine::parse({QStringLiteral("--profile"), QStringLiteral("/p"),
                                              QStringLiteral("--name=Anna"), QStringLiteral("--port"),
                                              QStringLiteral("4000"), QStringLiteral("--headless")});

        QVERIFY(line.has_value());
        QCOMPARE(line->action, CommandLine::Action::Run);
        QCOMPARE(line->profile, QStringLiteral("/p"));
        QCOMPARE(line->name, QStringLiteral("Anna"));
        QCOMPARE(line->port.value_or(0), quint16(4000));
        QVERIFY(line->headless);
    }

    void readsAVerbWithItsOptions()
    {
        const auto line = CommandLine::parse({QStringLiteral("say"), QStringLiteral("Anna"), QStringLiteral("--wait"),
                                              QStringLiteral("--timeout"), QStringLiteral("2.5"),
                                              QStringLiteral("--"), QStringLiteral("--hello")});

        QVERIFY(line.has_value());
        QCOMPARE(line->action, CommandLine::Action::Verb);
        QCOMPARE(line->command.arguments, (QStringList{QStringLiteral("Anna"), QStringLiteral("--hello")}));
        QVERIFY(line->command.wait);
        QCOMPARE(line->command.timeout->count(), 2500);
    }

    void makesPathsAbsolute()
    {
        const auto line
            = CommandLine::parse({QStringLiteral("send"), QStringLiteral("Anna"), QStringLiteral("a/../b.txt")});

        QVERIFY(line.has_value());
        QCOMPARE(line->command.arguments.at(1), QDir::current().filePath(QStringLiteral("b.txt")));
    }

    void opensPathsWithoutAPeer()
    {
        const auto line = CommandLine::parse({QStringLiteral("open"), QStringLiteral("file:///tmp/x%20y")});

        QVERIFY(line.has_value());
        QCOMPARE(line->command.arguments, (QStringList{QString(), QStringLiteral("/tmp/x y")}));
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char *name, const char *words) {
            QTest::newRow(name) << QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
        };
        row("unknown verb", "dance");
        row("unknown option", "--loud");
        row("option of another verb", "status --wait");
        row("too few", "say Anna");
        row("too many", "quit now");
        row("port too small", "--port 80");
        row("port too large", "--port 70000");
        row("port no number", "--port x");
        row("value missing", "--profile");
        row("name of nothing", "--name=");
        row("name too long", "--name xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        row("timeout without wait", "say a b --timeout 3");
        row("timeout negative", "say a b --wait --timeout -1");
        row("limit zero", "history a --limit 0");
        row("json without verb", "--json");
        row("failed without verb", "--failed");
        row("failed of another verb", "transfers --failed");
        row("same names in a way nobody knows", "accept abcd --same-name overwrite");
        row("rule for nobody", "rule");
        row("rule with too many words", "rule Anna ask always");
    }

    void refuses()
    {
        QFETCH(QStringList, words);

        const auto line = CommandLine::parse(words);

        QVERIFY(!line.has_value());
        QCOMPARE(line.error().fault, base::Fault::Usage);
        QVERIFY(!line.error().detail.isEmpty());
    }

    void travelsAsJson()
    {
        Command command;
        command.verb = QStringLiteral("say");
        command.arguments = {QStringLiteral("Anna"), QStringLiteral("你好\n🙂")};
        command.wait = true;
        command.timeout = std::chrono::seconds(3);
        command.toFolder = QStringLiteral("/srv");
        command.sameName = QStringLiteral("replaceOlder");
        command.onlyFailed = true;

        const auto read = Command::fromJson(command.toJson());

        QVERIFY(read.has_value());
        QCOMPARE(read->arguments, command.arguments);
        QVERIFY(read->wait);
        QCOMPARE(read->timeout->count(), 3000);
        QCOMPARE(read->toFolder, command.toFolder);
        QCOMPARE(read->sameName, command.sameName);
        QVERIFY(read->onlyFailed);
        QVERIFY(!Command::fromJson({}).has_value());
        QVERIFY(!Command::fromJson({{QStringLiteral("verb"), QStringLiteral("say")}}).has_value());
    }
};

static const support::Register<TestCommandLine> registered;

#include "tst_commandline.moc"
