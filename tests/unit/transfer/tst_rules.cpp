#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"

#include <QTest>

using base::Fault;
using model::Consent;
using model::PeerRule;
using model::SameName;
using model::TransferState;
using support::FakeNetwork;

// What a person may send without being asked, where it goes, and what happens to names that are taken.
class TestRules : public support::Test
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_pair.reset(); }

    void actsByRule_data();
    void actsByRule();
    void tellsWhyItDeclines();
    void declinesAgainAfterARestart();
    void putsFilesWhereTheRuleSays();
    void usesTheChosenSameName_data();
    void usesTheChosenSameName();
    void keepsTheSameNameOverARestart();
    void keepsRulesOverARestart();
    void forgetsARuleThatSaysNothing();
    void refusesARuleForNobody();
    void asksWhereTheDiskIsFull();
    void holdsForOnePersonOnly();
    void losesToBlocking();

private:
    [[nodiscard]] transfer::Rules &rules() { return m_pair->right.queue().rules(); }
    [[nodiscard]] PeerRule rule(Consent consent, quint64 upTo = 0)
    {
        return {m_pair->left.self, consent, upTo, {}, {}};
    }
    void send(const QByteArray &bytes = "12345")
    {
        m_pair->left.queue().send(m_pair->right.self, {m_pair->left.make(QStringLiteral("a.txt"), bytes)});
    }

    std::unique_ptr<TransferPair> m_pair;
};

void TestRules::init()
{
    m_pair = std::make_unique<TransferPair>();
    QVERIFY(m_pair->start());
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);
}

void TestRules::actsByRule_data()
{
    QTest::addColumn<QByteArray>("general");
    QTest::addColumn<Consent>("consent");
    QTest::addColumn<quint64>("upTo");
    QTest::addColumn<QString>("state");

    const QString runs = QStringLiteral("running");
    const QString asks = QStringLiteral("offered");
    const QString declines = QStringLiteral("declined");
    QTest::newRow("as in general: ask") << QByteArray("ask") << Consent::General << quint64(0) << asks;
    QTest::newRow("as in general: always") << QByteArray("always") << Consent::General << quint64(0) << runs;
    QTest::newRow("ask") << QByteArray("always") << Consent::Ask << quint64(0) << asks;
    QTest::newRow("always") << QByteArray("ask") << Consent::Always << quint64(0) << runs;
    QTest::newRow("never") << QByteArray("always") << Consent::Never << quint64(0) << declines;
    QTest::newRow("just small enough") << QByteArray("ask") << Consent::UpTo << quint64(5) << runs;
    QTest::newRow("too large") << QByteArray("always") << Consent::UpTo << quint64(4) << asks;
}

void TestRules::actsByRule()
{
    QFETCH(QByteArray, general);
    QFETCH(Consent, consent);
    QFETCH(quint64, upTo);
    QFETCH(QString, state);
    m_pair->right.setRule(general.constData());
    QVERIFY(rules().setRule(rule(consent, upTo)));

    send();

    QTRY_COMPARE(m_pair->left.state(), state);
    QCOMPARE(m_pair->right.state(), state);
}

void TestRules::tellsWhyItDeclines()
{
    QVERIFY(rules().setRule(rule(Consent::Never)));
    QSignalSpy added(&m_pair->right.queue(), &transfer::TransferQueue::added);

    send();

    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("declined"));
    QCOMPARE(m_pair->left.only().error.fault, Fault::DeclinedByRule);
    QCOMPARE(m_pair->right.only().error.fault, Fault::DeclinedByRule);
    // Nobody is asked: it is over when it is told of.
    QCOMPARE(added.count(), 1);
    QCOMPARE(added.first().first().value<model::Transfer>().state, TransferState::Declined);
    QTRY_VERIFY(!QFileInfo::exists(m_pair->right.profile.file(QStringLiteral("parts/")
                                                              + m_pair->right.only().id.toHex())));
}

void TestRules::declinesAgainAfterARestart()
{
    QVERIFY(rules().setRule(rule(Consent::Never)));
    m_pair->net.disappear(m_pair->left.self);
    const model::TransferId id = m_pair->left.queue().send(m_pair->right.self,
                                                           {m_pair->left.make(QStringLiteral("a"), "a")});
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("waiting away"));
    m_pair->right.stop();
    QVERIFY(m_pair->right.start());

    m_pair->net.appear(m_pair->left.self);

    QTRY_COMPARE(m_pair->left.queue().transfer(id)->state, TransferState::Declined);
}

void TestRules::putsFilesWhereTheRuleSays()
{
    PeerRule own = rule(Consent::Always);
    own.folder = m_pair->right.profile.file(QStringLiteral("from left"));
    QVERIFY(rules().setRule(own));
    m_pair->net.setJobs(FakeNetwork::Jobs::Copy);

    send("by rule");
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QCOMPARE(m_pair->right.profile.read(QStringLiteral("from left/a.txt")), QByteArray("by rule"));

    // Asked, the same folder is the one that is meant, unless another is named.
    own.consent = Consent::Ask;
    QVERIFY(rules().setRule(own));
    send();
    QTRY_COMPARE(m_pair->right.count(TransferState::Offered), 1);
    const auto last = [this] { return m_pair->right.queue().transfers().last(); };
    QVERIFY(m_pair->right.queue().accept(last().id));
    QCOMPARE(last().path, own.folder);
    QTRY_COMPARE(last().state, TransferState::Done);
    send();
    QTRY_COMPARE(m_pair->right.count(TransferState::Offered), 1);
    QVERIFY(m_pair->right.queue().accept(last().id, m_pair->right.profile.file(QStringLiteral("else"))));
    QCOMPARE(last().path, m_pair->right.profile.file(QStringLiteral("else")));
}

void TestRules::usesTheChosenSameName_data()
{
    using Choice = std::optional<SameName>;
    QTest::addColumn<QString>("general");
    QTest::addColumn<Choice>("person");
    QTest::addColumn<Choice>("transfer");
    QTest::addColumn<SameName>("used");

    const QString both = QStringLiteral("keepBoth");
    const QString skip = QStringLiteral("skipIdentical");
    QTest::newRow("default") << both << Choice() << Choice() << SameName::KeepBoth;
    QTest::newRow("general") << skip << Choice() << Choice() << SameName::SkipIdentical;
    QTest::newRow("person") << skip << Choice(SameName::ReplaceOlder) << Choice() << SameName::ReplaceOlder;
    QTest::newRow("transfer") << skip << Choice(SameName::ReplaceOlder) << Choice(SameName::KeepBoth)
                              << SameName::KeepBoth;
    QTest::newRow("transfer only") << both << Choice() << Choice(SameName::ReplaceOlder) << SameName::ReplaceOlder;
}

void TestRules::usesTheChosenSameName()
{
    QFETCH(const QString, general);
    QFETCH(const std::optional<SameName>, person);
    QFETCH(const std::optional<SameName>, transfer);
    QFETCH(const SameName, used);
    m_pair->right.parts().settings.set(settings::keys::sameName, general);
    QVERIFY(rules().setRule({m_pair->left.self, Consent::General, 0, {}, person}));
    const model::TransferId id = m_pair->offer();

    QVERIFY(m_pair->right.queue().accept(id, transfer::Acceptance{{}, {}, transfer}));

    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->right.self).size(), 1);
    QCOMPARE(m_pair->net.runningJobs(m_pair->right.self).first().sameName, used);
}

void TestRules::keepsTheSameNameOverARestart()
{
    const model::TransferId id = m_pair->offer();
    m_pair->net.disappear(m_pair->left.self);
    QVERIFY(m_pair->right.queue().accept(id, transfer::Acceptance{{}, {}, SameName::ReplaceOlder}));

    m_pair->right.stop();
    QVERIFY(m_pair->right.start());
    m_pair->net.appear(m_pair->left.self);

    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->right.self).size(), 1);
    QCOMPARE(m_pair->net.runningJobs(m_pair->right.self).first().sameName, SameName::ReplaceOlder);
}

void TestRules::keepsRulesOverARestart()
{
    const PeerRule own{m_pair->left.self, Consent::UpTo, 1'000'000, QStringLiteral("/srv/left"), SameName::KeepBoth};
    QSignalSpy changed(&rules(), &transfer::Rules::changed);
    QVERIFY(rules().setRule(own));
    QVERIFY(rules().setRule(own));
    QCOMPARE(changed.count(), 1);

    m_pair->right.stop();
    QVERIFY(m_pair->right.start());

    QCOMPARE(rules().rule(m_pair->left.self), own);
    QCOMPARE(rules().folder(m_pair->left.self), QStringLiteral("/srv/left"));
}

void TestRules::forgetsARuleThatSaysNothing()
{
    QVERIFY(rules().setRule(rule(Consent::Never)));
    QVERIFY(rules().setRule(rule(Consent::General)));
    QVERIFY(rules().rule(m_pair->left.self).isGeneral());

    m_pair->right.stop();
    QVERIFY(m_pair->right.start());

    QVERIFY(rules().rule(m_pair->left.self).isGeneral());
    QCOMPARE(rules().folder(m_pair->left.self), m_pair->right.profile.file(QStringLiteral("received")));
}

void TestRules::refusesARuleForNobody()
{
    PeerRule relative = rule(Consent::Always);
    relative.folder = QStringLiteral("relative");

    QVERIFY(!rules().setRule({{}, Consent::Always, 0, {}, {}}));
    QVERIFY(!rules().setRule(relative));

    QVERIFY(rules().rule(m_pair->left.self).isGeneral());
}

// More than there is room for: a question with the reason, not a failure, though the rule had said yes.
void TestRules::asksWhereTheDiskIsFull()
{
    PeerRule own = rule(Consent::Always);
    own.folder = QStringLiteral("/proc/nowhere");
    QVERIFY(rules().setRule(own));

    send();

    QTRY_VERIFY(m_pair->right.only().error.fault != Fault::None);
    QCOMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QVERIFY(m_pair->net.runningJobs(m_pair->right.self).isEmpty());
    QVERIFY(m_pair->right.queue().accept(m_pair->right.only().id, m_pair->right.profile.file(QStringLiteral("here"))));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("running"));
}

void TestRules::holdsForOnePersonOnly()
{
    QVERIFY(rules().setRule({FakeNetwork::peerId(7), Consent::Never, 0, QStringLiteral("/srv"), {}}));

    send();

    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QVERIFY(rules().folder(m_pair->left.self) != rules().folder(FakeNetwork::peerId(7)));
}

void TestRules::losesToBlocking()
{
    QVERIFY(rules().setRule(rule(Consent::Always)));
    m_pair->right.parts().directory.block(m_pair->left.self);

    m_pair->right.queue().receive(m_pair->left.self, model::PostId::random(), model::Offer());

    QVERIFY(m_pair->right.queue().transfers().isEmpty());
}

static const support::Register<TestRules> registered;

#include "tst_rules.moc"
