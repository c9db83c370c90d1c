#include "linkfixture.h"
#include "rawpeer.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace fixture;
using base::Fault;

namespace {

// Two linked programs; ben has dialled.
struct Pair {
    explicit Pair(const native::Timings &annas = quickTimings(), const native::Timings &bens = quickTimings())
        : anna(annas)
        , ben(bens)
    {
        ben.dial(anna);
    }

    [[nodiscard]] bool isLinked() const { return ben.linkTo(anna) && anna.linkTo(ben); }

    LinkNode anna;
    LinkNode ben;
};

// A stranger whose every byte the test decides, linked with anna.
struct Stranger {
    explicit Stranger(const native::Timings &timings = quickTimings())
        : anna(timings)
        , peer(newIdentity())
    {
        QObject::connect(&peer.socket, &QSslSocket::encrypted, &peer,
                         [this] { peer.send(helloOf(peer.identity->id())); });
        peer.connectTo(anna.port);
    }

    [[nodiscard]] bool isLinked() const { return peer.got<wire::Hello>().has_value(); }

    LinkNode anna;
    RawPeer peer;
};

QByteArray nested(int depth)
{
    return QByteArray("\x82\x10\xa1\x02", 4) + QByteArray(depth, '\x81') + QByteArray("\x00", 1);
}

} // namespace

class TestLink : public support::Test
{
    Q_OBJECT
private slots:
    void postsKeepTheirOrderAndAreAcknowledged()
    {
        Pair pair;
        QTRY_VERIFY(pair.isLinked());
        QList<model::PostId> ids;

        for (int i = 0; i < 300; ++i) {
            const model::Post post = textPost(QString::number(i));
            ids.append(post.id);
            pair.ben.linkTo(pair.anna)->send(post);
        }

        QTRY_COMPARE(pair.ben.receipts.size(), 300);
        QCOMPARE(pair.ben.receipts, ids);
        QCOMPARE(pair.ben.sent, ids);
        QCOMPARE(pair.anna.received.size(), 300);
        for (int i = 0; i < 300; ++i)
            QCOMPARE(textOf(pair.anna.received.at(i)), QString::number(i));
        QVERIFY(pair.ben.linkTo(pair.anna)->unacknowledged().isEmpty());
    }

    void receiptsTravelTogether()
    {
        native::Timings slow = quickTimings();
        slow.receipts = native::Timings::Ms(60);
        Stranger stranger(slow);
        QTRY_VERIFY(stranger.isLinked());

        for (int i = 0; i < 20; ++i)
            stranger.peer.send(textPost(QString::number(i)));

        const auto receipt = [&] {
            for (const wire::Frame &frame : std::as_const(stranger.peer.frames)) {
                if (const auto *post = std::get_if<model::Post>(&frame))
                    return std::get<model::ReceiptPost>(post->body);
            }
            return model::ReceiptPost();
        };
        QTRY_VERIFY(!receipt().ids.isEmpty());
        QCOMPARE(receipt().ids.size(), 20);
    }

    void largePostsPassBothWays()
    {
        Pair pair;
        QTRY_VERIFY(pair.isLinked());
        const QString large(60'000, QLatin1Char('x'));

        for (int i = 0; i < 60; ++i) {
            pair.ben.linkTo(pair.anna)->send(textPost(large));
            pair.anna.linkTo(pair.ben)->send(textPost(large));
        }

        QTRY_COMPARE_WITH_TIMEOUT(pair.ben.receipts.size(), 60, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(pair.anna.receipts.size(), 60, 20'000);
    }

    void unacknowledgedPostsAreRemembered()
    {
        Pair pair;
        pair.anna.acknowledges = false;
        QTRY_VERIFY(pair.isLinked());
        const model::Post first = textPost(QStringLiteral("one"));
        const model::Post second = textPost(QStringLiteral("two"));

        pair.ben.linkTo(pair.anna)->send(first);
        pair.ben.linkTo(pair.anna)->send(second);
        QTRY_COMPARE(pair.anna.received.size(), 2);
        pair.anna.linkTo(pair.ben)->send({{}, model::ReceiptPost{{second.id}}});

        QTRY_COMPARE(pair.ben.receipts.size(), 1);
        QCOMPARE(pair.ben.linkTo(pair.anna)->unacknowledged(), QList<model::Post>{first});

        pair.anna.linkTo(pair.ben)->send({{}, model::RefusalPost{first.id, Fault::NotPermitted}});

        QTRY_COMPARE(pair.ben.refusals.size(), 1);
        QCOMPARE(pair.ben.refusals.first().fault, Fault::NotPermitted);
        QVERIFY(pair.ben.linkTo(pair.anna)->unacknowledged().isEmpty());
    }

    void hostileFramesCloseThatLinkOnly_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("code");
        const auto frame = [](const QByteArray &body) { return wire::encodeFrame(body); };
        QTest::newRow("too large") << QByteArray("\x00\x10\x00\x01", 4) << wire::code::tooLarge;
        QTest::newRow("length of 4 GiB") << QByteArray("\xff\xff\xff\xff", 4) << wire::code::tooLarge;
        QTest::newRow("length zero") << QByteArray(4, '\0') << wire::code::malformed;
        QTest::newRow("not cbor") << frame(QByteArray(64, '\xff')) << wire::code::malformed;
        QTest::newRow("truncated map") << frame(QByteArray("\x82\x10\xa1", 3)) << wire::code::malformed;
        QTest::newRow("nested too deep") << frame(nested(100'000)) << wire::code::malformed;
        QTest::newRow("nested just too deep") << frame(nested(8)) << wire::code::malformed;
        QTest::newRow("bytes left over") << frame(wire::encode(wire::Ping{1}) + '\0') << wire::code::malformed;
        QTest::newRow("not UTF-8") << frame(QByteArray("\x82\x06\xa3\x01\x00\x02\x62\xc3\x28\x03\x00", 11))
                                   << wire::code::malformed;
        QTest::newRow("durable without id") << frame(QByteArray("\x82\x10\xa2\x01\x01\x02\x61x\x03\x00", 9))
                                            << wire::code::malformed;
        QTest::newRow("second hello") << frame(wire::encode(helloOf(newIdentity()->id()))) << wire::code::malformed;
        QTest::newRow("data frame") << frame(wire::encode(wire::DataGo{0})) << wire::code::malformed;
    }

    void hostileFramesCloseThatLinkOnly()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(quint64, code);
        Stranger stranger;
        LinkNode ben;
        ben.dial(stranger.anna);
        QTRY_VERIFY(stranger.isLinked() && ben.linkTo(stranger.anna));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("closing link to .*")));

        stranger.peer.sendBytes(bytes);

        QTRY_VERIFY(stranger.peer.isOver());
        QCOMPARE(stranger.peer.closeCode(), std::optional(code));
        QVERIFY(!stranger.anna.table.find(stranger.peer.identity->id()));
        ben.linkTo(stranger.anna)->send(textPost(QStringLiteral("still here")));
        QTRY_COMPARE(ben.receipts.size(), 1);
    }

    void unknownKindsAreRefusedByNameOrIgnored()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());
        const auto id = model::PostId::random();

        stranger.peer.send(wire::Unknown{999, {}});
        stranger.peer.send(wire::Unknown{998, id});
        stranger.peer.send(textPost(QStringLiteral("after")));

        QTRY_COMPARE(stranger.anna.received.size(), 1);
        QTRY_VERIFY(stranger.peer.got<model::Post>());
        const auto refusal = std::get<model::RefusalPost>(stranger.peer.got<model::Post>()->body);
        QCOMPARE(refusal.refused, id);
        QCOMPARE(refusal.fault, Fault::Unsupported);
        QVERIFY(!stranger.peer.closeCode());
    }

    void pingsAreAnswered()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());

        stranger.peer.send(wire::Ping{77});

        QTRY_VERIFY(stranger.peer.got<wire::Pong>());
        QCOMPARE(stranger.peer.got<wire::Pong>()->token, quint64(77));
    }

    void silenceIsAskedThenDead()
    {
        native::Timings times = quickTimings();
        times.ping = native::Timings::Ms(100);
        times.dead = native::Timings::Ms(400);
        Stranger stranger(times);
        QTRY_VERIFY(stranger.isLinked());

        stranger.peer.answersPings = false;

        QTRY_VERIFY(stranger.peer.got<wire::Ping>());
        QVERIFY(stranger.anna.table.find(stranger.peer.identity->id()));
        QTRY_COMPARE(stranger.anna.ends.size(), 1);
        QCOMPARE(stranger.anna.ends.first().by, native::LinkEnd::By::Break);
    }

    void answeredSilenceIsLife()
    {
        native::Timings times = quickTimings();
        times.ping = native::Timings::Ms(60);
        times.dead = native::Timings::Ms(400);
        Stranger stranger(times);
        QTRY_VERIFY(stranger.isLinked());
        const auto pings = [&] {
            return std::count_if(stranger.peer.frames.cbegin(), stranger.peer.frames.cend(),
                                 [](const wire::Frame &frame) { return std::holds_alternative<wire::Ping>(frame); });
        };

        QTRY_VERIFY(pings() >= 12); // 0.7 s and more: longer than the dead wait

        QVERIFY(stranger.anna.table.find(stranger.peer.identity->id()));
    }

    void checkFindsADeadLink()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());
        native::Link *link = stranger.anna.table.find(stranger.peer.identity->id());
        QSignalSpy alive(link, &native::Link::alive);

        link->check(native::Timings::Ms(2000));
        QTRY_COMPARE(alive.size(), 1);
        stranger.peer.answersPings = false;
        link->check(native::Timings::Ms(100));

        QTRY_COMPARE(stranger.anna.ends.size(), 1);
        QCOMPARE(alive.size(), 1);
    }

    void peerThatLeavesIsNoticed()
    {
        Pair pair;
        QTRY_VERIFY(pair.isLinked());

        pair.ben.table.closeAll();

        QTRY_COMPARE(pair.anna.ends.size(), 1);
        QCOMPARE(pair.anna.ends.first().by, native::LinkEnd::By::Peer);
        QCOMPARE(pair.anna.ends.first().code, wire::code::bye);
        QVERIFY(!pair.anna.linkTo(pair.ben));
    }

    void cutConnectionIsABreak()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());

        stranger.peer.socket.abort();

        QTRY_COMPARE(stranger.anna.ends.size(), 1);
        QCOMPARE(stranger.anna.ends.first().by, native::LinkEnd::By::Break);
    }

    void idleLinksSaySo()
    {
        native::Timings times = quickTimings();
        times.idle = native::Timings::Ms(150);
        Pair pair(quickTimings(), times);
        QTRY_VERIFY(pair.isLinked());
        QSignalSpy idled(&pair.ben.table, &native::LinkTable::idled);

        QVERIFY(idled.wait());
        QVERIFY(pair.isLinked());
        pair.ben.linkTo(pair.anna)->touch();
        QVERIFY(idled.wait());
    }

    void peerThatDoesNotReadIsTooSlow()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());
        stranger.peer.socket.setReadBufferSize(1024);
        QObject::disconnect(&stranger.peer.socket, &QSslSocket::readyRead, nullptr, nullptr);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("closing link to .* does not read.*")));
        const model::PeerId id = stranger.peer.identity->id();
        const model::Post page{{}, model::ManifestPagePost{model::TransferId::random(), 0, QByteArray(500'000, 'x')}};

        for (int i = 0; i < 60 && stranger.anna.table.find(id); ++i)
            stranger.anna.table.find(id)->send(page);

        QCOMPARE(stranger.anna.ends.size(), 1);
        QCOMPARE(stranger.anna.ends.first().code, wire::code::tooSlow);
    }

    void tooManyUnacknowledgedFailAloud()
    {
        Pair pair;
        pair.anna.acknowledges = false;
        QTRY_VERIFY(pair.isLinked());

        for (size_t i = 0; i < native::Link::mostUnacknowledged + 3; ++i)
            pair.ben.linkTo(pair.anna)->send(textPost(QStringLiteral("x")));

        QCOMPARE(pair.ben.failed.size(), 3);
        QVERIFY(pair.isLinked());
    }

    void framesBeyondTheOthersLimitFail()
    {
        LinkNode anna;
        RawPeer small(newIdentity());
        connect(&small.socket, &QSslSocket::encrypted, this, [&] {
            wire::Hello hello = helloOf(small.identity->id());
            hello.largestFrame = 65'536;
            small.send(hello);
        });
        small.connectTo(anna.port);
        QTRY_VERIFY(anna.table.find(small.identity->id()));
        model::Offer offer;
        offer.transfer = model::TransferId::random();
        offer.manifestHash = QByteArray(32, 'h');
        offer.manifest = QByteArray(65'000, 'm');
        offer.manifestLength = 65'000;
        offer.caption = QString(3000, QLatin1Char('c'));

        anna.table.find(small.identity->id())->send({model::PostId::random(), offer});

        QCOMPARE(anna.failed.size(), 1);
        QVERIFY(anna.table.find(small.identity->id()));
    }

    void presenceAndAgainAreTold()
    {
        Pair pair;
        QTRY_VERIFY(pair.isLinked());
        QSignalSpy presence(&pair.anna.table, &native::LinkTable::presenceChanged);
        QSignalSpy again(&pair.anna.table, &native::LinkTable::againReceived);

        pair.ben.table.sendToAll(wire::PresenceChange{model::Presence::Busy, QStringLiteral("Ben"), 0});
        pair.ben.linkTo(pair.anna)->sendControl(wire::Again{model::TransferId::random(), 1, 0, {}});

        QTRY_COMPARE(presence.size(), 1);
        QTRY_COMPARE(again.size(), 1);
    }

    void presenceThatFlickersIsToldNowAndThen()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());
        QSignalSpy presence(&stranger.anna.table, &native::LinkTable::presenceChanged);

        for (int i = 0; i < 100; ++i)
            stranger.peer.send(wire::PresenceChange{model::Presence::Here, QString::number(i), 0});

        const auto lastName = [&presence] { return presence.last().at(1).value<wire::PresenceChange>().name; };
        QTRY_VERIFY(!presence.isEmpty() && lastName() == QStringLiteral("99"));
        QVERIFY(presence.size() <= 3);
    }

    // More at once than a turn takes: nothing is lost, only later.
    void floodOfFramesIsPaced()
    {
        Stranger stranger;
        QTRY_VERIFY(stranger.isLinked());
        QByteArray flood;
        for (int i = 0; i < 2000; ++i)
            flood += wire::encodeFrame(wire::encodePost(textPost(QString::number(i))));
        stranger.anna.acknowledges = false;

        stranger.peer.sendBytes(flood);
        QTRY_VERIFY(stranger.anna.received.size() > 0);
        QVERIFY(stranger.anna.received.size() < 2000);

        QTRY_COMPARE(stranger.anna.received.size(), 2000);
        QCOMPARE(textOf(stranger.anna.received.last()), QStringLiteral("1999"));
    }
};

static const support::Register<TestLink> registered;

#include "tst_link.moc"
