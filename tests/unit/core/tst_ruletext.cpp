#include "core/ruletext.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using core::Command;
using model::Consent;
using model::PeerRule;
using model::SameName;

namespace {

const model::PeerId anna = model::PeerId::landline(QByteArray(32, 'a'));
const PeerRule present {anna, Consent::UpTo, 5, QStringLiteral("/srv/anna"), SameName::ReplaceOlder};

Command command(const QString &word, const QString &folder = {}, const QString &sameName = {})
{
    Command command;
    command.verb = QStringLiteral("rule");
    command.arguments = {QStringLiteral("Anna")};
    if (!word.isEmpty())
        command.arguments.append(word);
    command.toFolder = folder;
    command.sameName = sameName;
    return command;
}

} // namespace

class TestRuleText : public support::Test
{
    Q_OBJECT
private slots:
    void readsSizes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("bytes"); // -1: no size

        const auto row = [](const char *text, qint64 bytes) {
            QTest::newRow(text) << QString::fromLatin1(text) << bytes;
        };
        row("0", 0);
        row("5000000000", 5'000'000'000);
        row("500k", 500'000);
        row("20 MB", 20'000'000);
        row("1.5G", 1'500'000'000);
        row("2t", 2'000'000'000'000);
        row("7b", 7);
        row("", -1);
        row("M", -1);
        row("-5", -1);
        row("5 bananas", -1);
        row("5e3", -1);
        row("9999999999999999999", -1);
        row("9999999 T", -1);
        row("always", -1);
    }

    void readsSizes()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, bytes);

        const std::optional<quint64> size = core::sizeFromText(text);

        QCOMPARE(size.has_value(), bytes >= 0);
        if (size)
            QCOMPARE(*size, quint64(bytes));
    }

    void makesRules_data()
    {
        QTest::addColumn<Command>("asked");
        QTest::addColumn<PeerRule>("made");

        const QString none;
        const QString folder = QStringLiteral("/tmp/x");
        QTest::newRow("forget") << command(QStringLiteral("general")) << PeerRule {anna, Consent::General, 0, {}, {}};
        QTest::newRow("ask") << command(QStringLiteral("ask")) << PeerRule {anna, Consent::Ask, 0, {}, {}};
        QTest::newRow("always") << command(QStringLiteral("always"), folder)
                                << PeerRule {anna, Consent::Always, 0, folder, {}};
        QTest::newRow("never") << command(QStringLiteral("never")) << PeerRule {anna, Consent::Never, 0, {}, {}};
        QTest::newRow("size") << command(QStringLiteral("20M"), none, QStringLiteral("keepBoth"))
                              << PeerRule {anna, Consent::UpTo, 20'000'000, {}, SameName::KeepBoth};
        QTest::newRow("folder alone") << command(none, folder)
                                      << PeerRule {anna, Consent::UpTo, 5, folder, SameName::ReplaceOlder};
        QTest::newRow("same names alone")
            << command(none, none, QStringLiteral("skipIdentical"))
            << PeerRule {anna, Consent::UpTo, 5, QStringLiteral("/srv/anna"), SameName::SkipIdentical};
    }

    void makesRules()
    {
        QFETCH(const Command, asked);
        QFETCH(const PeerRule, made);

        const auto rule = core::ruleFrom(asked, present);

        QVERIFY(rule.has_value());
        QCOMPARE(*rule, made);
    }

    void refusesOtherWords_data()
    {
        QTest::addColumn<QString>("word");

        QTest::newRow("unknown") << QStringLiteral("sometimes");
        QTest::newRow("a consent without its size") << QStringLiteral("upTo");
        QTest::newRow("other case") << QStringLiteral("Always");
    }

    void refusesOtherWords()
    {
        QFETCH(const QString, word);

        const auto rule = core::ruleFrom(command(word), present);

        QVERIFY(!rule.has_value());
        QCOMPARE(rule.error().fault, base::Fault::Usage);
        QVERIFY(rule.error().detail.contains(word));
    }
};

static const support::Register<TestRuleText> registered;

#include "tst_ruletext.moc"
