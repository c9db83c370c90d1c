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

class TestPresenceHostile : public support::Test
{
    Q_OBJECT
private slots:
    void aReplayIsOnlyHeard()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        const auto recorded = ben.sent;
        net.programs.pop_back(); // Ben is gone; what he said is played to somebody who never met him
        Segment later;
        later.clock.advance(1h);
        Program &clara = later.add(u"Clara"_qs);

        for (const auto &datagram : recorded)
            clara.receive(datagram.bytes, stranger());
        later.run(10s);

        QVERIFY(clara.engine.peersRemembered() == 1);
        for (const model::PeerId &peer : clara.changed)
            QVERIFY(!clara.engine.isFresh(peer));
        QVERIFY(anna.twins == 0);
    }

    void olderNumbersChangeNothing()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        anna.receive(lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 5, 9)), stranger());

        anna.receive(lab::datagramOf(*key, lab::announceOf(u"older"_qs, 5, 8)), stranger(2));
        anna.receive(lab::datagramOf(*key, lab::announceOf(u"same"_qs, 5, 9)), stranger(2));
        anna.receive(lab::datagramOf(*key, lab::announceOf(u"earlier run"_qs, 4, 100)), stranger(2));

        QCOMPARE(anna.engine.heard(key->id())->name, u"Ben"_qs);
        QCOMPARE(anna.engine.candidates(key->id()).size(), 1);

        anna.receive(lab::datagramOf(*key, lab::announceOf(u"newer"_qs, 5, 10)), stranger());
        QCOMPARE(anna.engine.heard(key->id())->name, u"newer"_qs);
    }

    void numbersAreRememberedWithAContact()
    {
        Segment net;
        const auto key = lab::newKey();
        QByteArray notes(8, '\0');
        qToBigEndian(quint32(5), notes.data());
        qToBigEndian(quint32(9), notes.data() + 4);
        Program &anna = net.addAt(QHostAddress(0x0a000001U), u"Anna"_qs,
                                  {{key->id(), u"Ben"_qs, {}, model::Trust::Unverified, 0, notes}});

        anna.receive(lab::datagramOf(*key, lab::announceOf(u"old"_qs, 5, 9)), stranger());
        QVERIFY(!anna.engine.heard(key->id()));
        anna.receive(lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 6, 1)), stranger());

        QVERIFY(anna.engine.heard(key->id()).has_value());
        qToBigEndian(quint32(6), notes.data());
        qToBigEndian(quint32(1), notes.data() + 4);
        QCOMPARE(anna.engine.heard(key->id())->notes, notes);
    }

    void aRestoredBackupIsNotLockedOut()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        Program &ben = net.add(u"Ben"_qs, key, 50);
        net.run(10s);
        QVERIFY(anna.seesFresh(ben));
        ben.unplugged = true;
        net.run(5min);
        QVERIFY(!anna.hears(ben));

        Program &restored = net.add(u"Ben restored"_qs, key, 3);
        net.run(5s);

        QVERIFY(anna.seesFresh(restored));
        QVERIFY(restored.seesFresh(anna));
        QCOMPARE(anna.engine.heard(key->id())->name, u"Ben restored"_qs);
    }

    void aWrongSignatureIsNothing()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        QByteArray forged = lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 1, 1, anyNonce));
        forged[10] = char(forged[10] ^ 1);

        anna.receive(forged, stranger());
        net.run(10s);

        QCOMPARE(anna.engine.peersRemembered(), 0);
        QVERIFY(anna.said(PresenceKind::Answer).isEmpty());
    }

    void aBorrowedKeyDoesNotSpeakForItsOwner()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        const auto thief = lab::newKey();
        wire::Presence presence = lab::announceOf(u"not Ben"_qs, 99, 1);
        presence.key = ben.key->point();
        const QByteArray payload = wire::presencePayload(presence);

        anna.receive(wire::presenceDatagram(thief->sign(wire::presenceSignedBytes(payload)), payload), ben.self);

        QCOMPARE(anna.engine.heard(ben.id())->name, u"Ben"_qs);
    }

    void aBorrowedNameIsSomebodyElse()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        const auto other = lab::newKey();

        anna.receive(lab::datagramOf(*other, lab::announceOf(u"Ben"_qs, 1, 1)), ben.self);

        QVERIFY(other->id() != ben.id());
        QVERIFY(anna.engine.heard(other->id()).has_value());
        QVERIFY(!anna.engine.isFresh(other->id()));
        QVERIFY(anna.seesFresh(ben));
    }

    void cleansNames()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();

        anna.receive(lab::datagramOf(*key, lab::announceOf(u"\u202eneB\n"_qs, 1, 1)), stranger());

        QCOMPARE(anna.engine.heard(key->id())->name, u"neB"_qs);
    }

    void anEchoThatWasNotMeantForUsDoesNotCount()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(1s);
        const QByteArray nonce = anna.said(PresenceKind::Announce)[0].nonce;
        const auto key = lab::newKey();
        wire::Presence presence = lab::announceOf(u"Ben"_qs, 1, 1);
        presence.kind = PresenceKind::Answer;
        presence.echo = nonce;

        anna.receive(lab::datagramOf(*key, presence), stranger()); // addressed to nobody
        QVERIFY(!anna.engine.isFresh(key->id()));
        presence.to = QByteArray(8, 'x');
        presence.seq = 2;
        anna.receive(lab::datagramOf(*key, presence), stranger());
        QVERIFY(!anna.engine.isFresh(key->id()));

        presence.to = anna.id().key().left(8);
        presence.seq = 3;
        anna.receive(lab::datagramOf(*key, presence), stranger());

        QVERIFY(anna.engine.isFresh(key->id()));
    }

    void aNonceIsGoodForTenSeconds()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        net.run(4s); // the last of the burst was at 3 s
        wire::Presence presence = lab::announceOf(u"Ben"_qs, 1, 1);
        presence.kind = PresenceKind::Answer;
        presence.echo = anna.said(PresenceKind::Announce)[0].nonce;
        presence.to = anna.id().key().left(8);
        const auto early = lab::newKey();
        const auto late = lab::newKey();

        net.run(8s);
        anna.receive(lab::datagramOf(*early, presence), stranger());
        net.run(3s);
        anna.receive(lab::datagramOf(*late, presence), stranger(2));

        QVERIFY(anna.engine.isFresh(early->id()));
        QVERIFY(!anna.engine.isFresh(late->id()));
    }

    void anOldGoodbyeIsWorthless()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        Program &ben = net.add(u"Ben"_qs, key, 7);
        net.run(10s);
        ben.engine.stop();
        net.settle();
        const QByteArray goodbye = ben.sent.back().bytes;
        ben.unplugged = true;
        Program &again = net.add(u"Ben"_qs, key, 8);
        net.run(10s);
        QVERIFY(anna.seesFresh(again));

        anna.receive(goodbye, again.self);

        QVERIFY(anna.seesFresh(again));
    }

    void goodbyeOfAnotherKeyOrOfAnotherRunDoesNotCount()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs, {}, 7);
        net.run(10s);
        wire::Presence goodbye = lab::announceOf({}, 8, 1000);
        goodbye.kind = PresenceKind::Goodbye;

        anna.receive(lab::datagramOf(*ben.key, goodbye), ben.self); // not its current run
        anna.receive(lab::datagramOf(*lab::newKey(), goodbye), ben.self);

        QVERIFY(anna.seesFresh(ben));
        QCOMPARE(anna.engine.peersRemembered(), 1);
    }

    void ignoresOtherSubnetsUnlessTheAddressIsKnown()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        const QByteArray datagram = lab::datagramOf(*key, lab::announceOf(u"far"_qs, 1, 1));
        const native::PresenceSource far {QHostAddress(u"172.16.5.5"_qs), 24250};
        const native::PresenceSource local {QHostAddress(QHostAddress::LocalHost), 24251};

        anna.receive(datagram, far);
        QVERIFY(!anna.engine.heard(key->id()));
        anna.receive(lab::datagramOf(*lab::newKey(), lab::announceOf(u"same computer"_qs, 1, 1)), local);
        QCOMPARE(anna.engine.peersRemembered(), 1);

        anna.engine.linkProved(key->id(), {u"172.16.5.5"_qs, 24250});
        anna.receive(datagram, far);
        QVERIFY(anna.engine.heard(key->id()).has_value());
    }

    void sameBytesOnAnotherPathAreAnotherAddress()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        const auto key = lab::newKey();
        const QByteArray datagram = lab::datagramOf(*key, lab::announceOf(u"Ben"_qs, 1, 1, anyNonce));

        anna.receive(datagram, stranger(1));
        anna.receive(datagram, {QHostAddress(u"fe80::5%eth0"_qs), 24250});
        QCOMPARE(anna.engine.candidates(key->id()).size(), 2);
        net.run(100ms);
        QCOMPARE(anna.said(PresenceKind::Answer).size(), 1); // to one of them

        net.run(20s); // by then the same bytes are a replay
        anna.receive(datagram, stranger(3));
        QCOMPARE(anna.engine.candidates(key->id()).size(), 2);
    }

    void onlyAFreshPeerMayCall()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        const auto key = lab::newKey();
        wire::Presence call = lab::announceOf(u"Clara"_qs, 1, 1, anyNonce);
        call.kind = PresenceKind::Probe;
        call.call = true;
        call.to = anna.id().key().left(8);
        net.run(10s);

        anna.receive(lab::datagramOf(*key, call), stranger());
        QVERIFY(anna.called.isEmpty());

        ben.engine.call(anna.id());
        net.settle();
        QCOMPARE(anna.called, QList<model::PeerId> {ben.id()});
        ben.engine.call(anna.id());
        net.settle();
        QCOMPARE(anna.called.size(), 1);
        net.run(11s);
        ben.engine.call(anna.id());
        net.settle();
        QCOMPARE(anna.called.size(), 2);
    }

    void noticesThatTheProfileRunsTwice()
    {
        Segment net;
        const auto key = lab::newKey();
        Program &anna = net.add(u"Anna"_qs, key, 7);
        Program &copy = net.add(u"Anna"_qs, key, 7);

        net.run(15s);

        QCOMPARE(anna.twins, 1);
        QCOMPARE(copy.twins, 1);
        const qsizetype said = anna.said(PresenceKind::Announce).size();
        net.run(5min);
        QCOMPARE(anna.said(PresenceKind::Announce).size(), said);
    }

    void ownDatagramsPlayedBackAreNoTwin()
    {
        Segment net;
        const auto key = lab::newKey();
        Program &earlier = net.add(u"Anna"_qs, key, 6);
        net.run(30s);
        earlier.engine.stop();
        const auto recorded = earlier.sent;
        earlier.unplugged = true;
        Program &anna = net.add(u"Anna"_qs, key, 7);
        net.run(10s);

        for (const auto &datagram : recorded)
            anna.receive(datagram.bytes, stranger());
        for (const auto &datagram : std::vector(anna.sent))
            anna.receive(datagram.bytes, stranger(2));
        net.run(30s);

        QCOMPARE(anna.twins, 0);
        QVERIFY(anna.said(PresenceKind::Announce).size() > 4);
        QCOMPARE(anna.engine.peersRemembered(), 0);
    }

    void aFloodOfForgeriesExhaustsOnlyItsOwnShare()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        Program &ben = net.add(u"Ben"_qs);
        net.run(10s);
        const auto key = lab::newKey();
        const QByteArray genuine = lab::datagramOf(*key, lab::announceOf(u"flood"_qs, 1, 1, anyNonce));
        quint32 number = 0;
        const auto flood = [&] {
            for (int i = 0; i < 1000; ++i, ++number) {
                QByteArray forged = genuine;
                forged[20 + int(number % 40)] = char(forged[20 + int(number % 40)] + 1 + int(number % 200));
                anna.receive(forged, stranger(int(number % 50'000)));
            }
        };

        flood();
        anna.receive(genuine, stranger(60'000));
        QVERIFY(!anna.engine.heard(key->id())); // no more signatures of strangers are checked in this moment
        anna.engine.linkProved(ben.id(), {ben.self.address.toString(), 24250});
        anna.engine.linkEnded(ben.id());
        for (int i = 0; i < 20; ++i) {
            flood();
            net.run(150ms);
        }

        QCOMPARE(anna.said(PresenceKind::Probe).size(), 1); // whose answer was heard
        QVERIFY(anna.lost.isEmpty());
        QVERIFY(anna.seesFresh(ben));
        QCOMPARE(anna.engine.peersRemembered(), 1);
    }

    void aFloodOfGenuineStrangersIsBounded()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        for (int i = 0; i < 550; ++i)
            anna.receive(lab::datagramOf(*lab::newKey(), lab::announceOf(u"x"_qs, 1, 1, anyNonce)), stranger(i));

        QCOMPARE(anna.engine.peersRemembered(), 500); // signatures checked in no time at all
        net.run(300ms);
        QVERIFY(anna.said(PresenceKind::Answer).size() <= 500);
    }

    void oneAddressIsAnsweredTwentyTimesASecond()
    {
        Segment net;
        Program &anna = net.add(u"Anna"_qs);
        for (int i = 0; i < 50; ++i) {
            wire::Presence probe = lab::announceOf(u"x"_qs, 1, 1, anyNonce);
            probe.kind = PresenceKind::Probe;
            probe.to = anna.id().key().left(8);
            anna.receive(lab::datagramOf(*lab::newKey(), probe), stranger());
        }

        QCOMPARE(anna.said(PresenceKind::Answer).size(), 20);
    }
};

static const support::Register<TestPresenceHostile> registered;

#include "tst_presencehostile.moc"
