#include "linkfixture.h"
#include "native/dial.h"
#include "rawpeer.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QRandomGenerator>
#include <QTcpServer>

using namespace fixture;
using base::Error;
using base::Fault;

namespace {

// What stays the same of a program over a restart.
struct Keys {
    std::shared_ptr<const identity::Identity> smaller = newIdentity();
    std::shared_ptr<const identity::Identity> larger = newIdentity();

    Keys()
    {
        if (larger->id().key() < smaller->id().key())
            std::swap(smaller, larger);
    }
};

// The same connection seen from both ends: one has dialled, the other accepted.
bool isOneLink(const LinkNode &one, const LinkNode &other)
{
    const native::Link *here = one.linkTo(other);
    const native::Link *there = other.linkTo(one);
    return here && there && here->side() != there->side();
}

} // namespace

class TestLinkTable : public support::Test
{
    Q_OBJECT
private slots:
    void simultaneousDiallingEndsInOneLink()
    {
        const Keys keys;
        for (int round = 0; round < 40; ++round) {
            LinkNode anna(quickTimings(), keys.smaller);
            LinkNode ben(quickTimings(), keys.larger);
            auto &random = *QRandomGenerator::global();
            QTimer::singleShot(int(random.bounded(8)), &anna, [&] { anna.dial(ben); });
            QTimer::singleShot(int(random.bounded(8)), &ben, [&] { ben.dial(anna); });

            // Both dials have come to their end when nobody is in a handshake any more.
            QTRY_VERIFY(isOneLink(anna, ben));
            anna.linkTo(ben)->send(textPost(QStringLiteral("from anna")));
            ben.linkTo(anna)->send(textPost(QStringLiteral("from ben")));
            QTRY_VERIFY(ben.received.size() == 1 && anna.received.size() == 1);
            QTRY_VERIFY(anna.receipts.size() == 1 && ben.receipts.size() == 1);
            QTRY_COMPARE(anna.listener.unproved() + ben.listener.unproved(), 0);
            QVERIFY(isOneLink(anna, ben));
            QVERIFY(anna.ends.isEmpty());
            QVERIFY(ben.ends.isEmpty());
        }
    }

    void postsSurviveTheReplacementOfTheirLink()
    {
        const Keys keys;
        LinkNode anna(quickTimings(), keys.smaller);
        LinkNode ben(quickTimings(), keys.larger);
        anna.acknowledges = false;
        ben.dial(anna);
        QTRY_VERIFY(isOneLink(anna, ben));
        for (int i = 0; i < 5; ++i)
            ben.linkTo(anna)->send(textPost(QString::number(i)));
        QTRY_COMPARE(anna.received.size(), 5);
        anna.received.clear();
        anna.acknowledges = true;

        ben.dial(anna); // the same dialler: the new one replaces
        QTRY_COMPARE(ben.linkedCount, 2);
        ben.linkTo(anna)->send(textPost(QStringLiteral("5")));

        QTRY_COMPARE(ben.receipts.size(), 6);
        QStringList texts;
        for (const model::Post &post : std::as_const(anna.received))
            texts.append(textOf(post));
        QCOMPARE(texts, QStringList({u"0"_qs, u"1"_qs, u"2"_qs, u"3"_qs, u"4"_qs, u"5"_qs}));
        QVERIFY(ben.ends.isEmpty()); // the peer stayed linked
        QVERIFY(anna.ends.isEmpty());
        QTRY_VERIFY(isOneLink(anna, ben));
    }

    void restartedPeerReplacesItsOldLink()
    {
        const Keys keys;
        LinkNode anna(quickTimings(), keys.smaller);
        auto ben = std::make_unique<RawPeer>(keys.larger);
        connect(&ben->socket, &QSslSocket::encrypted, this, [&] { ben->send(helloOf(keys.larger->id(), 1)); });
        ben->connectTo(anna.port);
        QTRY_VERIFY(anna.table.find(keys.larger->id()));
        ben->answersPings = false; // its computer lost power

        LinkNode again(quickTimings(), keys.larger, 2);
        again.dial(anna);

        QTRY_VERIFY(isOneLink(anna, again));
        QTRY_VERIFY(ben->isOver());
        QCOMPARE(ben->closeCode(), std::optional(wire::code::replaced));
        QVERIFY(anna.ends.isEmpty());
    }

    void notPreferredConnectionIsADuplicateOfALiveOne()
    {
        const Keys keys;
        LinkNode anna(quickTimings(), keys.smaller);
        RawPeer ben(keys.larger);
        LinkNode acceptor(quickTimings(), keys.larger);
        anna.dial(acceptor); // preferred: dialled by the smaller
        QTRY_VERIFY(isOneLink(anna, acceptor));
        connect(&ben.socket, &QSslSocket::encrypted, this, [&] { ben.send(helloOf(keys.larger->id())); });

        ben.connectTo(anna.port);

        QTRY_VERIFY(ben.isOver());
        QCOMPARE(ben.closeCode(), std::optional(wire::code::duplicate));
        QVERIFY(!ben.got<wire::Hello>());
        QVERIFY(isOneLink(anna, acceptor));
        QCOMPARE(anna.linkedCount, 1);
    }

    void notPreferredConnectionReplacesADeadOne()
    {
        const Keys keys;
        native::Timings times = quickTimings();
        times.contest = native::Timings::Ms(150);
        LinkNode ben(times, keys.larger);
        RawPeer dead(keys.smaller); // dialled by the smaller: preferred
        connect(&dead.socket, &QSslSocket::encrypted, this, [&] { dead.send(helloOf(keys.smaller->id())); });
        dead.connectTo(ben.port);
        QTRY_VERIFY(ben.table.find(keys.smaller->id()));
        dead.answersPings = false;
        ben.acknowledges = false;
        const model::Post post = textPost(QStringLiteral("not lost"));
        ben.table.find(keys.smaller->id())->send(post);

        LinkNode anna(quickTimings(), keys.smaller);
        ben.dial(anna);

        QTRY_VERIFY(isOneLink(anna, ben));
        QTRY_COMPARE(anna.received, QList<model::Post>{post});
        QVERIFY(ben.ends.isEmpty());
        QCOMPARE(ben.linkedCount, 2);
    }

    void contendersBeyondAFewAreTurnedAway()
    {
        const Keys keys;
        LinkNode anna(quickTimings(), keys.smaller);
        LinkNode acceptor(quickTimings(), keys.larger);
        anna.dial(acceptor);
        QTRY_VERIFY(isOneLink(anna, acceptor));
        std::vector<std::unique_ptr<RawPeer>> crowd;

        for (int i = 0; i < 8; ++i) {
            RawPeer *peer = crowd.emplace_back(std::make_unique<RawPeer>(keys.larger)).get();
            connect(&peer->socket, &QSslSocket::encrypted, this,
                    [peer, &keys] { peer->send(helloOf(keys.larger->id())); });
            peer->connectTo(anna.port);
        }

        for (const auto &peer : crowd)
            QTRY_VERIFY(peer->isOver());
        QVERIFY(isOneLink(anna, acceptor));
        QCOMPARE(anna.linkedCount, 1);
    }

    void replacedLinkWithoutSuccessorIsAnEnd()
    {
        native::Timings times = quickTimings();
        times.contest = native::Timings::Ms(150);
        LinkNode anna(times);
        RawPeer ben(newIdentity());
        connect(&ben.socket, &QSslSocket::encrypted, this, [&] { ben.send(helloOf(ben.identity->id())); });
        ben.connectTo(anna.port);
        QTRY_VERIFY(anna.table.find(ben.identity->id()));

        ben.send(wire::Close{wire::code::replaced, {}});
        QTRY_VERIFY(!anna.table.find(ben.identity->id()));
        QVERIFY(anna.ends.isEmpty());
        const model::Post post = textPost(QStringLiteral("in between"));
        anna.table.send(ben.identity->id(), post);

        QTRY_COMPARE(anna.ends.size(), 1);
        QCOMPARE(anna.failed, QList<model::PostId>{post.id});
    }

    void blockingClosesTheLink()
    {
        LinkNode anna;
        LinkNode ben;
        ben.dial(anna);
        QTRY_VERIFY(isOneLink(anna, ben));

        anna.table.setBlocked({ben.id()});

        QVERIFY(!anna.linkTo(ben));
        QTRY_COMPARE(ben.ends.size(), 1);
        QCOMPARE(ben.ends.first().code, wire::code::unavailable);

        anna.table.setBlocked({});
        ben.dial(anna);
        QTRY_VERIFY(isOneLink(anna, ben));
    }

    void oneAddressCannotFillTheTable()
    {
        LinkNode anna;
        std::vector<std::unique_ptr<LinkNode>> crowd;
        for (int i = 0; i < native::LinkTable::mostPerAddress; ++i) {
            LinkNode *node = crowd.emplace_back(std::make_unique<LinkNode>()).get();
            node->dial(anna);
            QTRY_VERIFY(node->linkTo(anna));
        }

        RawPeer late(newIdentity());
        connect(&late.socket, &QSslSocket::encrypted, this, [&] { late.send(helloOf(late.identity->id())); });
        late.connectTo(anna.port);

        QTRY_VERIFY(late.isOver());
        QCOMPARE(late.closeCode(), std::optional(wire::code::unavailable));
        LinkNode chosen;
        anna.dial(chosen); // whom we dial ourselves is not counted
        QTRY_VERIFY(isOneLink(anna, chosen));
    }

    void dialTakesTheFirstThatAnswers()
    {
        LinkNode anna;
        LinkNode other;
        LinkNode ben;
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const model::Endpoint mute{QStringLiteral("127.0.0.1"), silent.serverPort()};
        native::Dial dial(ben.table, {mute, other.endpoint(), anna.endpoint()}, anna.id());
        QList<model::Endpoint> misled;
        std::optional<Error> error;
        connect(&dial, &native::Dial::misled, this, [&](const model::Endpoint &endpoint) { misled.append(endpoint); });
        connect(&dial, &native::Dial::ended, this, [&](const model::PeerId &, const Error &how) { error = how; });

        dial.start();

        QTRY_VERIFY(error);
        QCOMPARE(error->fault, Fault::None);
        QVERIFY(isOneLink(anna, ben));
        QCOMPARE(misled, QList<model::Endpoint>{other.endpoint()});
        QVERIFY(!other.linkTo(ben));
        QCOMPARE(anna.linkedCount, 1);
    }

    // All addresses of one computer: several attempts of ours reach it at the same time.
    void dialOfManyAddressesMakesOneLink()
    {
        native::Timings times = quickTimings();
        times.dialSpacing = native::Timings::Ms(0);
        for (int round = 0; round < 20; ++round) {
            LinkNode anna(times);
            LinkNode ben(times);
            QList<model::Endpoint> all;
            for (int i = 1; i <= 6; ++i)
                all.append({QStringLiteral("127.0.0.%1").arg(i), anna.port});
            native::Dial dial(ben.table, all, anna.id());
            bool ended = false;
            connect(&dial, &native::Dial::ended, this, [&ended] { ended = true; });

            dial.start();

            QTRY_VERIFY(ended && isOneLink(anna, ben));
            QTRY_COMPARE(anna.listener.unproved(), 0);
            QCOMPARE(anna.linkedCount, 1);
            QCOMPARE(ben.linkedCount, 1);
        }
    }

    void dialReportsTheMostTellingFailure()
    {
        LinkNode ben;
        LinkNode blocks;
        blocks.table.setBlocked({ben.id()});
        QTcpServer gone;
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        const model::Endpoint nobody{QStringLiteral("127.0.0.1"), gone.serverPort()};
        gone.close();
        native::Dial refused(ben.table, {nobody}, {});
        native::Dial blocked(ben.table, {nobody, blocks.endpoint()}, {});
        native::Dial nowhere(ben.table, {}, {});
        QList<Error> errors;
        for (native::Dial *dial : {&refused, &blocked, &nowhere}) {
            connect(dial, &native::Dial::ended, this,
                    [&errors](const model::PeerId &, const Error &how) { errors.append(how); });
            dial->start();
            const qsizetype expected = errors.size();
            QTRY_VERIFY(errors.size() > expected || !errors.isEmpty());
        }

        QTRY_COMPARE(errors.size(), 3);
        QVERIFY(std::any_of(errors.cbegin(), errors.cend(),
                            [](const Error &error) { return error.detail.startsWith(QStringLiteral("tcp: ")); }));
        QVERIFY(std::any_of(errors.cbegin(), errors.cend(),
                            [](const Error &error) { return error.fault == Fault::Blocked; }));
        QVERIFY(std::any_of(errors.cbegin(), errors.cend(),
                            [](const Error &error) { return error.detail.startsWith(QStringLiteral("lookup: ")); }));
    }
};

static const support::Register<TestLinkTable> registered;

#include "tst_linktable.moc"
