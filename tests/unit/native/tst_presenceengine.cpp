#include "support/test.h"
#include "support/testmain.h"
#include "unit/native/presencelab.h"

#include <QRandomGenerator>
#include <QtEndian>

using namespace std::chrono_literals;
using lab::Program;
using lab::Segment;
using wire::PresenceKind;

namespace {

const QByteArray anyNonce("abcdefgh");

native::PresenceSource stranger(int number = 1)
{
    return {QHostAddress(0x0a001000U + quint32(number)), 24250};
}

} // namespace

class TestPresenceEngine : public support::Test
{
    Q_OBJECT
private slots:
    void twoFindEachOtherInThreeDatagrams()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(10s);
        anna.sent.clear();
        anna.delivered = 0;

        Program &ben = net.add(u"Ben"_qs);
        net.run(100ms);

        QVERIFY(anna.seesFresh(ben));
        QVERIFY(ben.seesFresh(anna));
        QCOMPARE(ben.said(PresenceKind::Announce).size(), 1 + 16 - 1); // once, and to the ports of its computer
        QCOMPARE(anna.said(PresenceKind::Answer).size(), 1);
        QCOMPARE(ben.said(PresenceKind::Answer).size(), 1);
        QVERIFY(ben.said(PresenceKind::Answer)[0].nonce.isEmpty());
    }

    void startsOnTheSameMillisecond()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);

        net.run(1s);

        QVERIFY(anna.seesFresh(ben) && ben.seesFresh(anna));
    }

    void aNewcomerKnowsFiftyWithinASecond()
    {
        Segment net;
        for (int i = 0; i < 50; ++i)
            net.add(QString::number(i));
        net.run(10s);

        Program &late = net.add(u"late"_qs);
        net.run(1s);

        for (size_t i = 0; i < 50; ++i) {
            QVERIFY(late.seesFresh(*net.programs[i]));
            QVERIFY(net.programs[i]->seesFresh(late));
        }
    }

    void findsOthersThoughAThirdOfAllDatagramsIsLost()
    {
        Segment net;
        QRandomGenerator random(1);
        net.loses = [&random](const Program &, const Program &) { return random.bounded(3) == 0; };
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);

        net.run(2min);

        QVERIFY(anna.seesFresh(ben) && ben.seesFresh(anna));
    }

    void isSilentOnceConfirmed()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(10s);
        Program &ben = net.add(u"Ben"_qs);
        net.run(200ms);
        const qsizetype answers = anna.said(PresenceKind::Answer).size();

        net.run(9s); // the rest of the burst

        QVERIFY(anna.seesFresh(ben));
        QCOMPARE(anna.said(PresenceKind::Answer).size(), answers);
    }

    void answersTheBurstAgainWhileUnconfirmed()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(10s);
        bool deaf = true;
        net.loses = [&](const Program &from, const Program &) { return deaf && &from == &anna; };
        Program &ben = net.add(u"Ben"_qs);
        net.run(900ms);
        QVERIFY(anna.hears(ben) && !anna.seesFresh(ben));
        QVERIFY(anna.said(PresenceKind::Answer).size() >= 2);

        deaf = false;
        net.run(1s);

        QVERIFY(anna.seesFresh(ben) && ben.seesFresh(anna));
    }

    void nobodyAnswersABeacon()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(10s);
        const auto key = lab::newKey();

        anna.receive(lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 1, 1)), stranger());
        net.run(4s);

        QVERIFY(anna.engine.heard(key->id()).has_value());
        QVERIFY(!anna.engine.isFresh(key->id()));
        QVERIFY(anna.said(PresenceKind::Answer).isEmpty());
        QVERIFY(anna.said(PresenceKind::Probe).isEmpty());
    }

    void asksTwiceWhoIsOnlyHeard()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        anna.receive(lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 1, 1)), stranger());

        net.run(30s);

        QCOMPARE(anna.said(PresenceKind::Probe).size(), 2);
        QVERIFY(anna.engine.heard(key->id()).has_value());
        QVERIFY(!anna.engine.isFresh(key->id()));
    }

    void whoMissedEverythingIsFoundByABeacon()
    {
        Segment net;
        bool cut = true;
        net.loses = [&cut](const Program &, const Program &) { return cut; };
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        QVERIFY(!anna.hears(ben) && !ben.hears(anna));

        cut = false;
        net.run(30s);

        QVERIFY(anna.seesFresh(ben) && ben.seesFresh(anna));
    }

    void goodbyeIsSeenAtOnce()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);

        ben.engine.stop();
        net.settle();

        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
        QVERIFY(!anna.hears(ben));
    }

    void aLinkOutvotesGoodbyeUntilItEnds()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        anna.engine.linkProved(ben.id(), {ben.self.address.toString(), 24250});

        ben.engine.stop();
        net.settle();
        QVERIFY(anna.hears(ben));
        QVERIFY(anna.lost.isEmpty());

        anna.engine.linkEnded(ben.id());
        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
    }

    void silenceIsNoticedAfterTwoAndAHalfIntervals()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        ben.unplugged = true; // heard at the latest now; promises 22 s

        net.run(47s);
        QVERIFY(anna.seesFresh(ben));
        net.run(11s);

        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
    }

    void whoMattersIsNoticedWithinAMinute()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        wire::Presence presence = lab::announceOf(u"Ben"_qs, 1, 1);
        presence.kind = PresenceKind::Answer;
        presence.interval = 400;
        presence.to = anna.id().key().left(8);
        net.run(1s);
        presence.echo = anna.said(PresenceKind::Announce)[0].nonce;
        anna.receive(lab::datagramOf(*key, presence), stranger());
        QVERIFY(anna.engine.isFresh(key->id()));

        anna.engine.setWatched({key->id()});
        net.run(48s);

        QCOMPARE(anna.lost, QList<model::PeerId> {key->id()});
        QCOMPARE(anna.said(PresenceKind::Probe).size(), 2);
    }

    void whoAnswersAProbeStays()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        anna.engine.linkProved(ben.id(), {ben.self.address.toString(), 24250});

        anna.engine.linkEnded(ben.id()); // is he still there?
        net.run(10s);

        QCOMPARE(anna.said(PresenceKind::Probe).size(), 1);
        QVERIFY(anna.lost.isEmpty());
        QVERIFY(anna.seesFresh(ben));
    }

    void aCrashIsNoticedSoonAfterTheLinkBreaks()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        anna.engine.linkProved(ben.id(), {ben.self.address.toString(), 24250});
        ben.unplugged = true;

        anna.engine.linkEnded(ben.id());
        net.run(2500ms);

        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
    }

    void whoIsKnownByTcpOnlyIsProbedAtItsPort()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        net.run(5s);
        anna.engine.linkProved(key->id(), {u"172.16.5.5"_qs, 24999});

        anna.engine.linkEnded(key->id());
        net.run(1s);

        const native::PresenceSource expected {QHostAddress(u"172.16.5.5"_qs), 24999};
        QVERIFY(std::any_of(anna.sent.begin(), anna.sent.end(), [&](const auto &sent) { return sent.to == expected; }));
    }

    void blockedOnesAreNeitherHeardNorAnswered()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);

        anna.engine.setBlocked({ben.id()});
        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
        const qsizetype answers = anna.said(PresenceKind::Answer).size();
        ben.engine.announce();
        net.run(10s);

        QVERIFY(!anna.hears(ben));
        QCOMPARE(anna.engine.peersRemembered(), 0);
        QCOMPARE(anna.said(PresenceKind::Answer).size(), answers);

        anna.engine.setBlocked({});
        net.run(1s);
        QVERIFY(anna.seesFresh(ben));
    }

    void tellsEverybodyOfANewNameWithoutAskingThem()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        const qsizetype answers = ben.said(PresenceKind::Answer).size();

        anna.engine.setOwn({u"Anna B."_qs, model::Presence::Away, 0});
        net.run(1s);

        QCOMPARE(ben.engine.heard(anna.id())->name, u"Anna B."_qs);
        QCOMPARE(ben.engine.heard(anna.id())->presence, model::Presence::Away);
        QCOMPARE(ben.said(PresenceKind::Answer).size(), answers);
    }

    void aNewNameDoesNotCutShortTheQuestion()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(10s);
        bool cut = true;
        net.loses = [&cut](const Program &, const Program &) { return cut; };
        Program &ben = net.add(u"Ben"_qs);
        net.run(100ms); // nobody heard the first of the burst

        ben.engine.setOwn({u"Benjamin"_qs, model::Presence::Here, 0});
        cut = false;
        net.run(1500ms);

        QVERIFY(ben.seesFresh(anna) && anna.seesFresh(ben));
        QCOMPARE(anna.engine.heard(ben.id())->name, u"Benjamin"_qs);
    }

    void announcesAgainWhenTheNetworkChanges()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        ben.unplugged = true;
        net.run(5min);
        QVERIFY(!anna.hears(ben) && !ben.hears(anna));

        ben.unplugged = false;
        ben.engine.networkChanged();
        net.run(1s);

        QVERIFY(anna.seesFresh(ben) && ben.seesFresh(anna));
    }

    void asksThoseThatMatterAfterAChangeOfNetwork()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        anna.engine.setWatched({ben.id()});
        ben.unplugged = true;

        anna.engine.networkChanged();
        net.run(7s);

        QCOMPARE(anna.lost, QList<model::PeerId> {ben.id()});
    }

    void aNewPortReplacesTheOldOne()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        wire::Presence presence = lab::announceOf(u"Ben"_qs, 1, 1);
        anna.receive(lab::datagramOf(*key, presence), stranger());
        presence.epoch = 2;
        presence.port = 24251;

        anna.receive(lab::datagramOf(*key, presence), stranger());

        QCOMPARE(anna.engine.candidates(key->id()), (QList<model::Endpoint> {{stranger().address.toString(), 24251}}));
    }
};

static const support::Register<TestPresenceEngine> registered;

#include "tst_presenceengine.moc"
