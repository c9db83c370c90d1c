#include "native/presencecandidates.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using native::PresenceCandidates;
using native::PresenceSource;
using Rank = PresenceCandidates::Rank;

namespace {

PresenceSource at(int number, quint16 port = 5000)
{
    return {QHostAddress(0x0a000000U + quint32(number)), port};
}

QStringList texts(const PresenceCandidates &candidates)
{
    QStringList result;
    for (const model::Endpoint &endpoint : candidates.endpoints())
        result.append(endpoint.toText());
    return result;
}

} // namespace

class TestPresenceCandidates : public support::Test
{
    Q_OBJECT
private slots:
    void givesThePortOfTcpNotOfTheDatagram()
    {
        PresenceCandidates candidates;

        QVERIFY(candidates.saw(at(1), 24250, Rank::Heard, 1s));

        QCOMPARE(texts(candidates), QStringList {QStringLiteral("10.0.0.1:24250")});
        QCOMPARE(candidates.probeTargets(0), QList<PresenceSource> {at(1)});
    }

    void putsProvedBeforeAnsweredBeforeHeard()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1), 24250, Rank::Heard, 1s);
        candidates.saw(at(2), 24250, Rank::Answered, 2s);
        candidates.proved({QStringLiteral("10.0.0.3"), 24250}, 3s);
        candidates.proved({QStringLiteral("10.0.0.4"), 24250}, 4s);

        const QStringList expected {QStringLiteral("10.0.0.4:24250"), QStringLiteral("10.0.0.3:24250"),
                                    QStringLiteral("10.0.0.2:24250"), QStringLiteral("10.0.0.1:24250")};
        QCOMPARE(texts(candidates), expected);
    }

    void doesNotChangeWithEveryBeacon()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1), 24250, Rank::Heard, 1s);
        candidates.saw(at(2), 24250, Rank::Heard, 1s);

        QVERIFY(!candidates.saw(at(2), 24250, Rank::Heard, 2s));
        QVERIFY(!candidates.saw(at(1), 24250, Rank::Heard, 3s));
    }

    void keepsEightAndTheBetterOnes()
    {
        PresenceCandidates candidates;
        candidates.saw(at(100), 24250, Rank::Answered, 1s);
        for (int i = 1; i <= 20; ++i)
            candidates.saw(at(i), 24250, Rank::Heard, 1s + i * 100ms);
        QCOMPARE(candidates.endpoints().size(), 8);
        QVERIFY(candidates.has(at(7).address)); // seen just then: invented ones do not push it out
        QVERIFY(!candidates.has(at(8).address));

        QVERIFY(candidates.saw(at(50), 24250, Rank::Answered, 4s));
        QVERIFY(candidates.saw(at(60), 24250, Rank::Heard, 60s));

        QCOMPARE(candidates.endpoints().size(), 8);
        QVERIFY(candidates.has(at(100).address));
        QVERIFY(candidates.has(at(50).address));
    }

    void forgetsOtherPortsButNotProvedOnes()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1), 24250, Rank::Answered, 1s);
        candidates.proved({QStringLiteral("10.9.9.9"), 4000}, 1s);

        QVERIFY(candidates.portIs(24251, 24250));

        QCOMPARE(texts(candidates), QStringList {QStringLiteral("10.9.9.9:4000")});
    }

    void forgetsAProvedPortThatThePeerHasLeft()
    {
        PresenceCandidates candidates;
        candidates.proved({QStringLiteral("10.0.0.1"), 24250}, 1s);
        candidates.proved({QStringLiteral("10.9.9.9"), 4000}, 1s);

        QVERIFY(candidates.portIs(24251, 24250));

        QCOMPARE(texts(candidates), QStringList {QStringLiteral("10.9.9.9:4000")});
    }

    void forgetsWhatIsUnseenWhileOthersAreSeen()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1), 24250, Rank::Answered, 1s);
        QVERIFY(!candidates.dropUnseenSince(50s)); // nothing was seen: better an old address than none
        candidates.saw(at(2), 24250, Rank::Answered, 60s);

        QVERIFY(candidates.dropUnseenSince(50s));

        QCOMPARE(texts(candidates), QStringList {QStringLiteral("10.0.0.2:24250")});
    }

    void removesOne()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1), 24250, Rank::Heard, 1s);

        QVERIFY(!candidates.remove({QStringLiteral("10.0.0.1"), 1}));
        QVERIFY(candidates.remove({QStringLiteral("10.0.0.1"), 24250}));
        QVERIFY(candidates.endpoints().isEmpty());
    }

    void doesNotTakeHostNames()
    {
        PresenceCandidates candidates;

        QVERIFY(!candidates.remember({QStringLiteral("anna.example"), 24250}));
        QVERIFY(!candidates.proved({QStringLiteral("anna.example"), 24250}, 1s));
        QVERIFY(candidates.remember({QStringLiteral("10.0.0.1"), 24250}));
    }

    void probesTheTcpPortOfWhoWasNeverHeard()
    {
        PresenceCandidates candidates;
        candidates.proved({QStringLiteral("10.0.0.1"), 24253}, 1s);

        QCOMPARE(candidates.probeTargets(0), (QList<PresenceSource> {at(1, 24253)}));
    }

    void aReplayDoesNotMoveThePortThatAnswered()
    {
        PresenceCandidates candidates;
        candidates.saw(at(1, 5000), 24250, Rank::Answered, 1s);

        candidates.saw(at(1, 6666), 24250, Rank::Heard, 2s);

        QCOMPARE(candidates.probeTargets(0), QList<PresenceSource> {at(1, 5000)});
    }

    void laterProbesGoToMoreAddresses()
    {
        PresenceCandidates candidates;
        for (int i = 1; i <= 5; ++i)
            candidates.saw(at(i), 24250, Rank::Heard, i * 1s);

        QCOMPARE(candidates.probeTargets(0), QList<PresenceSource> {at(5)});
        QCOMPARE(candidates.probeTargets(1).size(), 3);
    }
};

static const support::Register<TestPresenceCandidates> registered;

#include "tst_presencecandidates.moc"
