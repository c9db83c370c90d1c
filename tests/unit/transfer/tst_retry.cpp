#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"

#include <QTest>

using base::Fault;
using model::TransferState;
using support::FakeNetwork;

// What did not arrive, and is tried again.
class TestRetry : public support::Test
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_pair.reset(); }

    void sendsOnlyWhatFailed_data();
    void sendsOnlyWhatFailed();
    void goesOnAfterARestart_data();
    void goesOnAfterARestart();
    void staysDoneWhenItFailsAgain();
    void staysDoneWhenTheOtherSideHasForgotten_data();
    void staysDoneWhenTheOtherSideHasForgotten();
    void staysDoneWhenItIsCancelled_data();
    void staysDoneWhenItIsCancelled();
    void isNothingForWhatIsWhole();
    void keepsManyFailures();

private:
    // Files a, b and c; b could not be read. Done on both sides.
    [[nodiscard]] bool makePartly();
    [[nodiscard]] TransferSide &side(bool sender) { return sender ? m_pair->left : m_pair->right; }
    void mend() { std::ignore = m_pair->left.make(QStringLiteral("b"), "bb"); }
    [[nodiscard]] QList<quint32> failedAt(bool sender)
    {
        QList<quint32> entries;
        for (const model::FailedEntry &failed : side(sender).only().failed)
            entries.append(failed.entry);
        return entries;
    }

    std::unique_ptr<TransferPair> m_pair;
    model::TransferId m_id;
};

static void bySide()
{
    QTest::addColumn<bool>("bySender");

    QTest::newRow("by the sender") << true;
    QTest::newRow("by the receiver") << false;
}

void TestRetry::init()
{
    m_pair = std::make_unique<TransferPair>();
    QVERIFY(m_pair->start());
}

bool TestRetry::makePartly()
{
    TransferSide &left = m_pair->left;
    m_id = left.queue().send(m_pair->right.self, {left.make(QStringLiteral("a"), "a"), left.make(QStringLiteral("b"), "bb"),
                                                  left.make(QStringLiteral("c"), "ccc")});
    const auto isOffered = [this] { return m_pair->right.state() == u"offered" && m_pair->left.state() == u"offered"; };
    if (!QTest::qWaitFor(isOffered) || !QFile::remove(left.profile.file(QStringLiteral("own/b"))))
        return false;
    m_pair->right.queue().accept(m_id);
    return QTest::qWaitFor([this] { return m_pair->right.state() == u"done" && m_pair->left.state() == u"done"; })
           && failedAt(true) == QList<quint32>{1} && failedAt(false) == QList<quint32>{1};
}

void TestRetry::sendsOnlyWhatFailed_data()
{
    bySide();
}

void TestRetry::sendsOnlyWhatFailed()
{
    QFETCH(const bool, bySender);
    QVERIFY(makePartly());
    mend();
    QVERIFY(QFile::remove(m_pair->right.profile.file(QStringLiteral("received/a")))); // put elsewhere by its owner
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);

    QVERIFY(side(bySender).queue().retryFailed(m_id));

    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->left.self).size(), 1);
    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->right.self).size(), 1);
    const model::Job job = m_pair->net.runningJobs(m_pair->left.self).first();
    QCOMPARE(job.round, 2U);
    QVERIFY(job.skip.contains(0) && !job.skip.contains(1) && job.skip.contains(2));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("running"));
    QCOMPARE(m_pair->right.only().bytesDone, 4U);
    QCOMPARE(m_pair->right.only().bytesTotal, 6U);
    QTRY_COMPARE(m_pair->left.only().bytesDone, 4U);
    for (TransferSide *one : {&m_pair->left, &m_pair->right}) {
        model::JobOutcome outcome;
        outcome.transfer = m_id;
        m_pair->net.finishJob(one->self, outcome);
    }
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("done"));
    QVERIFY(failedAt(true).isEmpty() && failedAt(false).isEmpty());
    QCOMPARE(m_pair->right.only().bytesDone, 6U);
    QCOMPARE(m_pair->left.only().bytesDone, 6U);
}

void TestRetry::goesOnAfterARestart_data()
{
    bySide();
}

void TestRetry::goesOnAfterARestart()
{
    QFETCH(const bool, bySender);
    QVERIFY(makePartly());
    mend();
    m_pair->net.disappear(side(!bySender).self);
    QTRY_VERIFY(!m_pair->net.isLinked(m_pair->left.self, m_pair->right.self));
    QVERIFY(side(bySender).queue().resume(m_id)); // the same, for whoever only knows one word
    QCOMPARE(side(bySender).state(), QStringLiteral("waiting away"));

    side(bySender).stop();
    QVERIFY(side(bySender).start());
    m_pair->net.appear(side(!bySender).self);

    QTRY_VERIFY(failedAt(true).isEmpty());
    QTRY_VERIFY(failedAt(false).isEmpty());
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("done"));
    QCOMPARE(m_pair->right.received(QStringLiteral("b")), QByteArray("bb"));
    QVERIFY(!QFileInfo::exists(m_pair->right.profile.file(QStringLiteral("received/a (2)"))));
}

void TestRetry::staysDoneWhenItFailsAgain()
{
    QVERIFY(makePartly());

    QVERIFY(m_pair->right.queue().retryFailed(m_id));

    QTRY_VERIFY(m_pair->right.history.count(QStringLiteral("running")) == 2);
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("done"));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QCOMPARE(failedAt(false), QList<quint32>{1});
    QCOMPARE(failedAt(true), QList<quint32>{1});
    mend();
    QVERIFY(m_pair->left.queue().retryFailed(m_id));
    QTRY_VERIFY(failedAt(false).isEmpty());
}

void TestRetry::staysDoneWhenTheOtherSideHasForgotten_data()
{
    bySide();
}

void TestRetry::staysDoneWhenTheOtherSideHasForgotten()
{
    QFETCH(const bool, bySender);
    QVERIFY(makePartly());
    QVERIFY(side(!bySender).queue().remove(m_id));

    QVERIFY(side(bySender).queue().retryFailed(m_id));

    QTRY_COMPARE(side(bySender).only().error.fault, Fault::NotFound);
    QCOMPARE(side(bySender).state(), QStringLiteral("done"));
    QCOMPARE(failedAt(bySender), QList<quint32>{1});
    QVERIFY(side(!bySender).queue().transfers().isEmpty()); // not offered anew as a whole
    QTRY_VERIFY(m_pair->net.runningJobs(side(bySender).self).isEmpty());
}

void TestRetry::staysDoneWhenItIsCancelled_data()
{
    bySide();
}

void TestRetry::staysDoneWhenItIsCancelled()
{
    QFETCH(const bool, bySender);
    QVERIFY(makePartly());
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);
    QVERIFY(m_pair->right.queue().retryFailed(m_id));
    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->left.self).size(), 1);
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("running"));

    QVERIFY(side(bySender).queue().cancel(m_id));

    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("done"));
    QCOMPARE(failedAt(true), QList<quint32>{1});
    QCOMPARE(failedAt(false), QList<quint32>{1});
    QCOMPARE(m_pair->right.received(QStringLiteral("c")), QByteArray("ccc"));
    m_pair->net.setJobs(FakeNetwork::Jobs::Copy);
    mend();
    QVERIFY(m_pair->right.queue().retryFailed(m_id));
    QTRY_VERIFY(failedAt(true).isEmpty());
}

void TestRetry::isNothingForWhatIsWhole()
{
    const model::TransferId id = m_pair->offer();
    QVERIFY(!m_pair->right.queue().retryFailed(id));
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));

    QVERIFY(!m_pair->left.queue().retryFailed(id));
    QVERIFY(!m_pair->right.queue().retryFailed(id));
    QVERIFY(!m_pair->right.queue().resume(id));
    QVERIFY(!m_pair->right.queue().retryFailed(model::TransferId::random()));
}

// A result names 4,096 at most; whoever could not read the files knows the others as well.
void TestRetry::keepsManyFailures()
{
    constexpr quint32 files = 5000;
    for (quint32 i = 0; i < files; ++i)
        std::ignore = m_pair->left.make(QStringLiteral("many/%1").arg(i), "x");
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);
    m_pair->right.setRule("always");
    m_id = m_pair->left.queue().send(m_pair->right.self, {m_pair->left.profile.file(QStringLiteral("own/many"))});
    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->left.self).size(), 1);
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("running"));
    model::JobOutcome outcome;
    outcome.transfer = m_id;
    for (quint32 entry = 2; entry <= files; ++entry)
        outcome.failed.push_back({entry, Fault::CannotRead});

    m_pair->net.finishJob(m_pair->left.self, outcome);
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("verifying"));
    m_pair->net.finishJob(m_pair->right.self, outcome);

    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QCOMPARE(m_pair->right.only().failed.size(), files - 1);
    QCOMPARE(m_pair->left.only().failed.size(), files - 1);
}

static const support::Register<TestRetry> registered;

#include "tst_retry.moc"
