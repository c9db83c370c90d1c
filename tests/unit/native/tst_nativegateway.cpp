#include "gatewaynode.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QDateTime>
#include <QSignalSpy>

using namespace fixture;
using base::Fault;
using gateway::Interest;
using model::Reach;

namespace {

model::Capabilities allCapabilities()
{
    return model::Capability::Receipts | model::Capability::Resume | model::Capability::Folders
        | model::Capability::Hashes | model::Capability::Encrypted | model::Capability::Files;
}

// One file from one profile to another.
struct FileJob {
    explicit FileJob(const QByteArray &bytes)
    {
        model::Manifest manifest;
        model::Entry entry;
        entry.name = QByteArray("file.bin");
        entry.size = quint64(bytes.size());
        const QString path = source.write(QStringLiteral("file.bin"), bytes);
        entry.timeMs = QFileInfo(path).lastModified().toMSecsSinceEpoch();
        manifest.entries.push_back(entry);
        out.transfer = model::TransferId::random();
        out.manifest = std::make_shared<const model::Manifest>(manifest);
        out.sources = std::make_shared<const QStringList>(QStringList{path});
        in = out;
        in.direction = model::Direction::In;
        in.sources = nullptr;
        in.targetFolder = target.folder(QStringLiteral("received"));
        in.stateFolder = target.folder(QStringLiteral("parts"));
    }

    support::TempProfile source;
    support::TempProfile target;
    model::Job out;
    model::Job in;
};

} // namespace

class TestNativeGateway : public support::Test
{
    Q_OBJECT
private slots:
    void textArrivesAndIsAcknowledged()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        QVERIFY(anna.port() != 0);

        ben.probe(anna);
        QTRY_COMPARE(ben.probed.size(), 1);
        QCOMPARE(ben.probed.first().peer, anna.id());
        QCOMPARE(ben.probed.first().error.fault, Fault::None);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        for (int i = 0; i < 30; ++i) {
            ben.say(anna, QString::number(i));
            anna.say(ben, QString::number(-i));
        }

        QTRY_COMPARE(ben.receipts.size(), 30);
        QTRY_COMPARE(anna.receipts.size(), 30);
        QCOMPARE(anna.texts.first(), QStringLiteral("0"));
        QCOMPARE(anna.texts.last(), QStringLiteral("29"));
        QCOMPARE(ben.texts.last(), QStringLiteral("-29"));
    }

    void sightingsSayWhatTheLinkProved()
    {
        GatewayNode anna(u"Anna \u202Egpj.exe"_qs);
        GatewayNode ben(u""_qs);
        anna.setup.presence = model::Presence::Busy;
        anna.start();
        ben.start();

        ben.probe(anna);

        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        const model::Sighting sighting = ben.seen.value(anna.id());
        QCOMPARE(sighting.name, QStringLiteral("Anna gpj.exe"));
        QCOMPARE(sighting.presence, model::Presence::Busy);
        QCOMPARE(sighting.program, QStringLiteral("Landline test"));
        QCOMPARE(sighting.capabilities, allCapabilities());
        QVERIFY(sighting.proven);
        QVERIFY(sighting.endpoints.contains(anna.endpoint()));
        QCOMPARE(anna.seen.value(ben.id()).name, ben.id().shortText()); // never empty
    }

    void twoProgramsOfOneComputerFindEachOther()
    {
        const quint16 discovery = freePort();
        GatewayNode anna(u"Anna"_qs, discovery);
        GatewayNode ben(u"Ben"_qs, discovery);
        anna.start();
        ben.start();
        QCOMPARE(anna.port(), discovery);
        QVERIFY(ben.port() != discovery);

        QTRY_COMPARE(anna.reach(ben), Reach::Online);
        QTRY_COMPARE(ben.reach(anna), Reach::Online);
        QCOMPARE(anna.seen.value(ben.id()).name, QStringLiteral("Ben"));
        anna.gateway.setInterest(ben.id(), Interest::Linked);
        ben.gateway.setInterest(anna.id(), Interest::Linked);

        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        anna.say(ben, u"hello"_qs);
        QTRY_COMPARE(ben.texts, QStringList{u"hello"_qs});

        ben.gateway.stop();
        QTRY_COMPARE(anna.reach(ben), Reach::Gone);
    }

    void threeTalkToEachOther()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        GatewayNode carl(u"Carl"_qs);
        for (GatewayNode *node : {&anna, &ben, &carl})
            node->start();

        anna.probe(ben);
        ben.probe(carl);
        carl.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(carl) && carl.isLinked(anna));
        anna.say(ben, u"a"_qs);
        ben.say(carl, u"b"_qs);
        carl.say(anna, u"c"_qs);

        QTRY_COMPARE(ben.texts, QStringList{u"a"_qs});
        QTRY_COMPARE(carl.texts, QStringList{u"b"_qs});
        QTRY_COMPARE(anna.texts, QStringList{u"c"_qs});
    }

    void restartedPeerIsLinkedAgain()
    {
        const auto identity = newIdentity();
        GatewayNode anna(u"Anna"_qs);
        anna.start();
        auto ben = std::make_unique<GatewayNode>(u"Ben"_qs, freePort(), quickTimings(), identity, 1);
        ben->start();
        ben->probe(anna);
        QTRY_VERIFY(anna.isLinked(*ben));
        const model::PeerId id = ben->id();
        ben.reset();
        QTRY_VERIFY(!anna.seen.contains(id));

        ben = std::make_unique<GatewayNode>(u"Ben again"_qs, freePort(), quickTimings(), identity, 2);
        ben->start();
        ben->probe(anna);

        QTRY_VERIFY(anna.isLinked(*ben));
        QCOMPARE(anna.seen.value(id).name, QStringLiteral("Ben again"));
    }

    void probeTellsTheStepThatFailed_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("step");
        QTest::newRow("no such host") << QStringLiteral("nobody.invalid") << QStringLiteral("lookup: ");
        QTest::newRow("nobody listens") << QStringLiteral("127.0.0.1") << QStringLiteral("tcp: ");
    }

    void probeTellsTheStepThatFailed()
    {
        QFETCH(QString, host);
        QFETCH(QString, step);
        native::Timings times = quickTimings();
        times.probe = native::Timings::Ms(3000);
        GatewayNode anna(u"Anna"_qs, freePort(), times);
        anna.start();

        anna.gateway.probe({host, freePort()});

        QTRY_COMPARE(anna.probed.size(), 1);
        QVERIFY(anna.probed.first().peer.isNull());
        QVERIFY2(anna.probed.first().error.detail.startsWith(step), qPrintable(anna.probed.first().error.detail));
    }

    void probeOfASilentServerEndsInTime()
    {
        native::Timings times = quickTimings();
        times.probe = native::Timings::Ms(200);
        GatewayNode anna(u"Anna"_qs, freePort(), times);
        anna.start();
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));

        anna.gateway.probe({QStringLiteral("127.0.0.1"), silent.serverPort()});

        QTRY_COMPARE(anna.probed.size(), 1);
        QCOMPARE(anna.probed.first().error.fault, Fault::Timeout);
        QVERIFY(anna.probed.first().error.detail.startsWith(QStringLiteral("tls: ")));
    }

    void probeByNameFindsThisComputer()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();

        ben.gateway.probe({QStringLiteral("localhost"), anna.port()});
        QTRY_COMPARE(ben.probed.size(), 1);
        QCOMPARE(ben.probed.first().peer, anna.id());

        ben.gateway.probe({QStringLiteral("localhost"), ben.port()});
        QTRY_COMPARE(ben.probed.size(), 2);
        QCOMPARE(ben.probed.last().error.fault, Fault::Myself);
    }

    void probeOfALinkedPeerKeepsTheLink()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));

        ben.probe(anna);
        anna.gateway.probe(ben.endpoint());

        QTRY_COMPARE(ben.probed.size(), 2);
        QTRY_COMPARE(anna.probed.size(), 1);
        QCOMPARE(ben.probed.last().peer, anna.id());
        QCOMPARE(anna.probed.last().peer, ben.id());
        ben.say(anna, u"still"_qs);
        QTRY_COMPARE(anna.texts, QStringList{u"still"_qs});
        QVERIFY(anna.lost.isEmpty() && ben.lost.isEmpty());
    }

    void takenPortMovesUpAndComesBack()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::Any, freePort()));
        GatewayNode anna(u"Anna"_qs);
        anna.setup.port = holder.serverPort();
        anna.setup.portFixed = true;

        anna.start();

        const quint16 wanted = holder.serverPort();
        QVERIFY(!anna.lines.isEmpty());
        QCOMPARE(anna.lines.first().wantedPort, wanted);
        QVERIFY(anna.port() > wanted && anna.port() <= wanted + 15);
        QTRY_VERIFY(anna.lines.last().portHolder.contains(QStringLiteral("tst_native")));

        GatewayNode ben(u"Ben"_qs);
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben));
        holder.close();
        anna.gateway.update(anna.setup);

        QTRY_COMPARE(anna.port(), wanted);
        QVERIFY(anna.lines.last().portHolder.isEmpty());
        QVERIFY(anna.isLinked(ben)); // open connections stay
        GatewayNode carl(u"Carl"_qs);
        carl.start();
        carl.probe(anna);
        QTRY_VERIFY(anna.isLinked(carl));
    }

    void anotherPortIsTakenUpAtOnce()
    {
        GatewayNode anna(u"Anna"_qs);
        anna.start();
        const quint16 before = anna.port();
        anna.setup.port = freePort();
        anna.setup.portFixed = true;

        anna.gateway.update(anna.setup);

        QCOMPARE(anna.port(), anna.setup.port);
        QTcpServer check;
        QTRY_VERIFY(check.isListening() || check.listen(QHostAddress::Any, before));
    }

    void addedAddressesAreDialledUntilSomebodyAnswers()
    {
        const quint16 port = freePort();
        GatewayNode anna(u"Anna"_qs);
        anna.setup.manual = {{QStringLiteral("127.0.0.1"), port}};
        anna.start();

        auto ben = std::make_unique<GatewayNode>(u"Ben"_qs);
        ben->setup.port = port;
        ben->setup.portFixed = true;
        ben->start();
        QCOMPARE(ben->port(), port);
        QTRY_VERIFY(anna.isLinked(*ben));
        const auto identity = ben->identity;
        const model::PeerId id = ben->id();
        ben.reset();
        QTRY_VERIFY(!anna.seen.contains(id));

        ben = std::make_unique<GatewayNode>(u"Ben"_qs, freePort(), quickTimings(), identity, 2);
        ben->setup.port = port;
        ben->setup.portFixed = true;
        ben->start();

        QTRY_VERIFY(anna.isLinked(*ben));
    }

    void savedContactsAreDialledWhenWanted()
    {
        GatewayNode ben(u"Ben"_qs);
        ben.start();
        GatewayNode anna(u"Anna"_qs);
        model::Contact contact;
        contact.peer = ben.id();
        contact.endpoints = {ben.endpoint()};
        anna.setup.contacts = {contact};
        anna.start();

        anna.gateway.setInterest(ben.id(), Interest::Linked);

        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
    }

    // Each says something as soon as it sees a link, while the two may still replace each other's connection.
    void bothSidesWantTheLinkAtOnce()
    {
        for (int round = 0; round < 15; ++round) {
            GatewayNode anna(u"Anna"_qs);
            GatewayNode ben(u"Ben"_qs);
            anna.start();
            ben.start();
            const auto contactOf = [](const GatewayNode &node) {
                return model::Contact{node.id(), {}, {node.endpoint()}, model::Trust::Unverified, 0, {}};
            };
            anna.setup.contacts = {contactOf(ben)};
            ben.setup.contacts = {contactOf(anna)};
            anna.gateway.update(anna.setup);
            ben.gateway.update(ben.setup);
            const auto talkTo = [this](GatewayNode &from, const GatewayNode &to) {
                connect(&from.gateway, &gateway::Gateway::peerSeen, this, [&from, &to](const model::Sighting &seen) {
                    for (int i = 0; seen.reach == Reach::Linked && i < 10; ++i)
                        from.say(to, QString::number(i));
                }, Qt::SingleShotConnection);
            };
            talkTo(anna, ben);
            talkTo(ben, anna);

            anna.gateway.setInterest(ben.id(), Interest::Linked);
            ben.gateway.setInterest(anna.id(), Interest::Linked);

            QTRY_VERIFY(anna.receipts.size() >= 10 && ben.receipts.size() >= 10);
            QVERIFY(anna.lost.isEmpty() && ben.lost.isEmpty());
            QVERIFY(anna.failures.isEmpty() && ben.failures.isEmpty());
            for (const GatewayNode *node : {&anna, &ben}) {
                QStringList once = node->texts;
                once.removeDuplicates(); // a post may come twice, by the old link and by the new
                QCOMPARE(once.size(), 10);
                QVERIFY(std::is_sorted(once.cbegin(), once.cend()));
            }
        }
    }

    void blockedPeersGetNothing()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        anna.gateway.setInterest(ben.id(), Interest::Linked);

        anna.setup.blocked = {ben.id()};
        anna.gateway.update(anna.setup);
        QVERIFY(!anna.isLinked(ben));
        QTRY_VERIFY(!ben.isLinked(anna));
        ben.probed.clear();
        ben.probe(anna);
        QTRY_COMPARE(ben.probed.size(), 1);
        QCOMPARE(ben.probed.first().error.fault, Fault::Blocked);
        anna.say(ben, u"x"_qs);
        QCOMPARE(anna.failures.size(), 1);
        QVERIFY(!anna.seen.contains(ben.id()));

        anna.setup.blocked = {};
        anna.setup.contacts = {{ben.id(), u"Ben"_qs, {ben.endpoint()}, model::Trust::Unverified, 0, {}}};
        anna.gateway.update(anna.setup);

        QTRY_VERIFY(anna.isLinked(ben)); // wanted all the time
    }

    void changedNameIsToldOnLinks()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(ben.isLinked(anna));

        anna.setup.name = QStringLiteral("Anna B");
        anna.setup.presence = model::Presence::Away;
        anna.gateway.update(anna.setup);

        QTRY_COMPARE(ben.seen.value(anna.id()).name, QStringLiteral("Anna B"));
        QCOMPARE(ben.seen.value(anna.id()).presence, model::Presence::Away);
    }

    void idleLinksCloseUnlessTheDiallerWantsThem()
    {
        native::Timings times = quickTimings();
        times.idle = native::Timings::Ms(200);
        GatewayNode anna(u"Anna"_qs, freePort(), times);
        GatewayNode ben(u"Ben"_qs, freePort(), times);
        GatewayNode carl(u"Carl"_qs, freePort(), times);
        for (GatewayNode *node : {&anna, &ben, &carl})
            node->start();
        carl.gateway.setInterest(anna.id(), Interest::Linked);

        ben.probe(anna);
        carl.probe(anna);
        QTRY_VERIFY(ben.isLinked(anna) && carl.isLinked(anna));

        QTRY_VERIFY(!ben.isLinked(anna) && !anna.isLinked(ben));
        QVERIFY(carl.isLinked(anna) && anna.isLinked(carl));
    }

    void wantedLinkComesBackAfterItWasClosed()
    {
        native::Timings times = quickTimings();
        times.idle = native::Timings::Ms(200);
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs, freePort(), times);
        anna.start();
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben));
        QSignalSpy seen(&anna.gateway, &gateway::Gateway::peerSeen);

        anna.gateway.setInterest(ben.id(), Interest::Linked); // ben has no use for it and closes

        QTRY_VERIFY(std::any_of(seen.cbegin(), seen.cend(), [](const QList<QVariant> &arguments) {
            return arguments.first().value<model::Sighting>().reach != Reach::Linked;
        }));
        QTRY_VERIFY(anna.isLinked(ben));
    }

    void postsWithoutALinkFailAtOnce()
    {
        GatewayNode anna(u"Anna"_qs);
        anna.start();

        anna.gateway.send(newIdentity()->id(), textPost(u"x"_qs));

        QCOMPARE(anna.failures.size(), 1);
        QCOMPARE(anna.failures.first().fault, Fault::Unreachable);
    }

    void filesTravelWhicheverSideHasDialled_data()
    {
        QTest::addColumn<bool>("receiverDials");
        QTest::newRow("the sender dials") << false;
        QTest::newRow("the receiver dials") << true;
    }

    void filesTravelWhicheverSideHasDialled()
    {
        QFETCH(bool, receiverDials);
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        GatewayNode &dialler = receiverDials ? ben : anna;
        dialler.probe(receiverDials ? anna : ben);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        const QByteArray bytes = QByteArray("landline").repeated(400'000);
        FileJob file(bytes);
        file.out.peer = ben.id();
        file.in.peer = anna.id();

        ben.gateway.startJob(file.in);
        anna.gateway.startJob(file.out);

        QTRY_COMPARE(ben.outcomes.size(), 1);
        QCOMPARE(ben.outcomes.first().error.fault, Fault::None);
        QCOMPARE(file.target.read(QStringLiteral("received/file.bin")), bytes);
        anna.gateway.stopJob(file.out.transfer); // the result has come
        QTRY_COMPARE(anna.outcomes.size(), 1);
    }

    void jobsWaitForTheirLink()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        ben.start();
        anna.setup.contacts = {{ben.id(), u"Ben"_qs, {ben.endpoint()}, model::Trust::Unverified, 0, {}}};
        anna.start();
        const QByteArray bytes("small");
        FileJob file(bytes);
        file.out.peer = ben.id();
        file.in.peer = anna.id();

        ben.gateway.startJob(file.in);
        anna.gateway.startJob(file.out);

        QTRY_COMPARE(ben.outcomes.size(), 1);
        QCOMPARE(ben.outcomes.first().error.fault, Fault::None);
        QCOMPARE(file.target.read(QStringLiteral("received/file.bin")), bytes);
    }

    void jobsWithoutALinkEnd()
    {
        native::Timings times = quickTimings();
        times.jobPatience = native::Timings::Ms(200);
        GatewayNode anna(u"Anna"_qs, freePort(), times);
        anna.start();
        FileJob lost("x");
        lost.out.peer = newIdentity()->id();
        FileJob stopped("y");
        stopped.out.peer = lost.out.peer;

        anna.gateway.startJob(lost.out);
        anna.gateway.startJob(stopped.out);
        anna.gateway.stopJob(stopped.out.transfer);

        QCOMPARE(anna.outcomes.size(), 1);
        QCOMPARE(anna.outcomes.first().transfer, stopped.out.transfer);
        QTRY_COMPARE(anna.outcomes.size(), 2);
        QCOMPARE(anna.outcomes.last().transfer, lost.out.transfer);
        QCOMPARE(anna.outcomes.last().error.fault, Fault::Broken);
    }

    void nothingIsSaidAfterStop()
    {
        GatewayNode anna(u"Anna"_qs);
        GatewayNode ben(u"Ben"_qs);
        anna.start();
        ben.start();
        ben.probe(anna);
        QTRY_VERIFY(anna.isLinked(ben) && ben.isLinked(anna));
        anna.gateway.probe({QStringLiteral("127.0.0.1"), freePort()});

        anna.gateway.stop();
        const qsizetype said = anna.lost.size() + anna.probed.size() + anna.lines.size() + anna.texts.size();
        ben.say(anna, u"too late"_qs);
        anna.gateway.update(anna.setup);
        anna.gateway.send(ben.id(), textPost(u"x"_qs));

        QTRY_VERIFY(!ben.isLinked(anna));
        QCOMPARE(anna.lost.size() + anna.probed.size() + anna.lines.size() + anna.texts.size(), said);
        QVERIFY(anna.failures.isEmpty());
    }
};

static const support::Register<TestNativeGateway> registered;

#include "tst_nativegateway.moc"
