#include "peers/peerdirectory.h"
#include "store/messagestore.h"
#include "store/statement.h"
#include "support/fakeclock.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using base::Fault;
using model::PeerId;
using model::Reach;
using model::Sighting;
using model::Trust;
using peers::PeerDirectory;
using support::FakeNetwork;

namespace {

Sighting seen(const PeerId &id, const QString &name = QStringLiteral("Anna"), Reach reach = Reach::Online)
{
    Sighting sighting;
    sighting.peer = id;
    sighting.name = name;
    sighting.reach = reach;
    sighting.proven = reach == Reach::Linked;
    sighting.endpoints = {{QStringLiteral("192.168.1.4"), 24250}};
    sighting.program = QStringLiteral("test");
    return sighting;
}

// A directory whose gateways never start: the test says what they see.
struct Fixture {
    support::TempProfile profile;
    support::FakeClock clock;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::PeerStore> store;
    std::unique_ptr<gateway::Gateways> gateways;
    std::unique_ptr<PeerDirectory> directory;

    Fixture() { open(); }

    void open()
    {
        database = std::make_unique<store::Database>(profile.database());
        store = std::make_unique<store::PeerStore>(*database);
        gateways = std::make_unique<gateway::Gateways>();
        directory = std::make_unique<PeerDirectory>(*store, *gateways, clock);
        QSignalSpy loaded(directory.get(), &PeerDirectory::loaded);
        directory->load();
        QVERIFY(loaded.wait());
        QCOMPARE(loaded.size(), 1);
    }
    void reopen()
    {
        directory.reset();
        gateways.reset();
        store.reset();
        database.reset();
        open();
    }
    void execute(const char *sql)
    {
        database
            ->write<bool>([sql](store::Connection &connection) -> base::Result<bool> {
                store::Statement(connection, sql).run();
                return true;
            })
            .waitForFinished();
    }
    void see(const Sighting &sighting) { emit gateways->peerSeen(sighting); }
    [[nodiscard]] model::Peer peer(const PeerId &id) const { return directory->peer(id).value(); }
    [[nodiscard]] QList<store::StoredPeer> stored()
    {
        auto all = store->all();
        all.waitForFinished();
        return all.result().value();
    }
};

const PeerId a = FakeNetwork::peerId(1);
const PeerId b = FakeNetwork::peerId(2);
const PeerId c = FakeNetwork::peerId(3);

} // namespace

class TestPeerDirectory : public support::Test
{
    Q_OBJECT
private slots:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("landline.peers.info=false")); }

    void addsChangesAndLoses()
    {
        Fixture f;
        const QSignalSpy added(f.directory.get(), &PeerDirectory::peerAdded);
        const QSignalSpy changed(f.directory.get(), &PeerDirectory::peerChanged);

        f.see(seen(a));
        f.see(seen(a));
        f.see(seen(a, QStringLiteral("Anna B")));
        emit f.gateways->peerLost(a);
        emit f.gateways->peerLost(a);
        emit f.gateways->peerLost(b);

        QCOMPARE(added.size(), 1);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(f.peer(a).name, QStringLiteral("Anna B"));
        QCOMPARE(f.peer(a).reach, Reach::Gone);
        QCOMPARE(f.peer(a).lastSeenMs, support::FakeClock::startMs);
        QCOMPARE(f.directory->peers().size(), 1);
        QVERIFY(!f.directory->peer(b));
    }

    // A block that a full disk refused must hold after the next start all the same.
    void savesLaterWhatCouldNotBeSaved()
    {
        Fixture f;
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        QTRY_COMPARE(f.stored().size(), 1);
        f.execute("CREATE TRIGGER full BEFORE INSERT ON contact BEGIN SELECT RAISE(ABORT, 'no room'); END");
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("statement failed")));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("not saved")));
        f.directory->block(a);
        QSignalSpy(f.directory.get(), &PeerDirectory::peerChanged).wait(50);
        f.execute("DROP TRIGGER full");

        f.reopen();

        QCOMPARE(f.peer(a).trust, Trust::Blocked);
    }

    void ignoresNamelessSightings()
    {
        Fixture f;

        f.see(seen(a, QString()));
        f.see(seen(PeerId()));

        QVERIFY(f.directory->peers().isEmpty());
    }

    void tellsLinksOnce()
    {
        Fixture f;
        const QSignalSpy reachable(f.directory.get(), &PeerDirectory::reachable);
        const QSignalSpy unreachable(f.directory.get(), &PeerDirectory::unreachable);

        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        f.see(seen(a, QStringLiteral("Anna B"), Reach::Linked));
        QCOMPARE(reachable.size(), 1);
        f.see(seen(a));
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        emit f.gateways->peerLost(a);

        QCOMPARE(reachable.size(), 2);
        QCOMPARE(unreachable.size(), 2);
    }

    void provingMakesUnverified()
    {
        Fixture f;
        f.see(seen(a));
        QCOMPARE(f.peer(a).trust, Trust::Unproven);

        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        QCOMPARE(f.peer(a).trust, Trust::Unverified);
        f.see(seen(a));

        QCOMPARE(f.peer(a).trust, Trust::Unverified);
    }

    void remembersProvenPeersAsGone()
    {
        Fixture f;
        Sighting sighting = seen(a, QStringLiteral("Anna"), Reach::Linked);
        sighting.notes = "epoch";
        f.see(sighting);
        f.see(seen(b, QStringLiteral("Ben")));
        f.directory->verify(a);

        f.reopen();

        QCOMPARE(f.directory->peers().size(), 1);
        QCOMPARE(f.peer(a).reach, Reach::Gone);
        QCOMPARE(f.peer(a).name, QStringLiteral("Anna"));
        QCOMPARE(f.peer(a).trust, Trust::Verified);
        QCOMPARE(f.peer(a).lastSeenMs, support::FakeClock::startMs);
        const QList<model::Contact> contacts = f.directory->contacts();
        QCOMPARE(contacts.size(), 1);
        QCOMPARE(contacts.first().notes, QByteArray("epoch"));
        QCOMPARE(contacts.first().endpoints, sighting.endpoints);
    }

    void rememberingAStrangerThatWasWrittenTo()
    {
        Fixture f;
        f.see(seen(a));
        f.directory->keep(a);
        f.directory->keep(b);

        f.reopen();

        QCOMPARE(f.directory->peers().size(), 1);
        QCOMPARE(f.peer(a).trust, Trust::Unproven);
        QCOMPARE(f.peer(a).name, QStringLiteral("Anna"));
    }

    void verifiesAndUnverifies()
    {
        Fixture f;
        const QSignalSpy setup(f.directory.get(), &PeerDirectory::setupChanged);
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));

        f.directory->verify(a);
        f.directory->verify(a);
        f.directory->verify(b);
        QCOMPARE(f.peer(a).trust, Trust::Verified);
        QCOMPARE(f.directory->withTrust(Trust::Verified), QSet<PeerId> {a});
        QCOMPARE(setup.size(), 1);

        f.directory->unverify(a);
        f.directory->unverify(a);
        QCOMPARE(f.peer(a).trust, Trust::Unverified);
        QCOMPARE(setup.size(), 2);
    }

    void theBlockedAreGoneAndNotHeard()
    {
        Fixture f;
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        f.directory->verify(a);
        const QSignalSpy unreachable(f.directory.get(), &PeerDirectory::unreachable);
        const QSignalSpy setup(f.directory.get(), &PeerDirectory::setupChanged);

        f.directory->block(a);
        QCOMPARE(unreachable.size(), 1);
        QCOMPARE(setup.size(), 1);
        QVERIFY(f.directory->isBlocked(a));
        QVERIFY(!f.directory->isBlocked(b));
        QCOMPARE(f.peer(a).reach, Reach::Gone);
        const QSignalSpy changed(f.directory.get(), &PeerDirectory::peerChanged);
        f.see(seen(a, QStringLiteral("Other name"), Reach::Linked));
        f.directory->verify(a);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(f.peer(a).name, QStringLiteral("Anna"));

        f.reopen();
        QVERIFY(f.directory->isBlocked(a));
        QCOMPARE(f.directory->withTrust(Trust::Blocked), QSet<PeerId> {a});
        f.directory->unblock(a);
        QCOMPARE(f.peer(a).trust, Trust::Verified);
        f.see(seen(a));
        QCOMPARE(f.peer(a).reach, Reach::Online);
        f.directory->unblock(a);
        QCOMPARE(f.peer(a).trust, Trust::Verified);
    }

    void aNameBelongsToWhoHadItFirst()
    {
        Fixture f;
        f.see(seen(a, QStringLiteral("Anna")));
        f.clock.advance(std::chrono::seconds(1));
        f.see(seen(b, QStringLiteral("ANNA")));
        f.see(seen(c, QStringLiteral("Ben")));
        QVERIFY(!f.peer(a).nameTaken);
        QVERIFY(f.peer(b).nameTaken);
        QVERIFY(!f.peer(c).nameTaken);

        f.directory->verify(b);
        QVERIFY(f.peer(a).nameTaken);
        QVERIFY(!f.peer(b).nameTaken);

        f.see(seen(b, QStringLiteral("Berta")));
        QVERIFY(!f.peer(a).nameTaken);
        f.directory->block(a);
        f.see(seen(c, QStringLiteral("Anna")));
        QVERIFY(f.peer(a).nameTaken);
        QVERIFY(!f.peer(c).nameTaken);
    }

    void aStoredNameOutranksAStrangers()
    {
        Fixture f;
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        f.clock.setWallMs(1000); // somebody set the clock back
        f.reopen();

        f.see(seen(b, QStringLiteral("Anna")));

        QVERIFY(f.peer(b).nameTaken);
        QVERIFY(!f.peer(a).nameTaken);
    }

    void findsByIdNameAndAddress_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("number"); // 0: not found, -1: ambiguous

        QTest::newRow("id") << a.toText() << 1;
        QTest::newRow("id in capitals") << a.toText().toUpper() << 1;
        QTest::newRow("prefix") << a.toText().left(4) << 1;
        QTest::newRow("prefix too short") << a.toText().left(3) << 0;
        QTest::newRow("name") << QStringLiteral("anna müller") << 1;
        QTest::newRow("name with space around") << QStringLiteral(" Ben ") << 2;
        QTest::newRow("host") << QStringLiteral("192.168.1.4") << 1;
        QTest::newRow("host and port") << QStringLiteral("192.168.1.5:4000") << 2;
        QTest::newRow("wrong port") << QStringLiteral("192.168.1.5:4001") << 0;
        QTest::newRow("v6") << QStringLiteral("fe80::1%eth0") << 3;
        QTest::newRow("v6 with port") << QStringLiteral("[fe80::1%eth0]:24250") << 3;
        QTest::newRow("v6 in brackets") << QStringLiteral("[fe80::1%eth0]") << 3;
        QTest::newRow("two of a name") << QStringLiteral("Twin") << -1;
        QTest::newRow("part of a name") << QStringLiteral("Ann") << 0;
        QTest::newRow("nothing") << QString() << 0;
        QTest::newRow("nobody") << QStringLiteral("Zoe") << 0;
    }

    void findsByIdNameAndAddress()
    {
        QFETCH(const QString, words);
        QFETCH(const int, number);
        Fixture f;
        f.see(seen(a, QStringLiteral("Anna Müller")));
        Sighting ben = seen(b, QStringLiteral("Ben"));
        ben.endpoints = {{QStringLiteral("192.168.1.5"), 4000}};
        f.see(ben);
        Sighting carl = seen(c, QStringLiteral("Carl"));
        carl.endpoints = {{QStringLiteral("fe80::1%eth0"), 24250}};
        f.see(carl);
        for (int i = 4; i <= 5; ++i) {
            Sighting twin = seen(FakeNetwork::peerId(i), QStringLiteral("Twin"));
            twin.endpoints.clear();
            f.see(twin);
        }

        const base::Result<PeerId> found = f.directory->find(words);

        if (number > 0) {
            QVERIFY2(found, qPrintable(found ? QString() : found.error().detail));
            QCOMPARE(*found, FakeNetwork::peerId(number));
            return;
        }
        QVERIFY(!found);
        QCOMPARE(found.error().fault, number == 0 ? Fault::NotFound : Fault::Ambiguous);
        if (number < 0) {
            for (int i = 4; i <= 5; ++i)
                QVERIFY(found.error().detail.contains(FakeNetwork::peerId(i).toText().left(8)));
        }
    }

    void bindsTheNumberOfStrangers()
    {
        Fixture f;
        const QSignalSpy removed(f.directory.get(), &PeerDirectory::peerRemoved);
        f.see(seen(a, QStringLiteral("Anna"), Reach::Linked));
        f.see(seen(b, QStringLiteral("Ben")));
        for (int i = 0; i < 30'000; ++i)
            f.see(seen(FakeNetwork::peerId(100 + i), QStringLiteral("Anna"), Reach::Heard));

        QCOMPARE(f.directory->peers().size(), PeerDirectory::mostStrangers + 1);
        QCOMPARE(removed.size(), 30'001 - PeerDirectory::mostStrangers);
        QVERIFY(f.directory->peer(a));
        QVERIFY2(f.directory->peer(b), "one that answered outlives those only heard");
        QVERIFY(!f.directory->peer(FakeNetwork::peerId(100)));
        QVERIFY(f.peer(FakeNetwork::peerId(100 + 29'999)).nameTaken);
        QCOMPARE(f.stored().size(), 1);
    }

    void writesWhatPeersSayOfThemselvesRarely()
    {
        Fixture f;
        Sighting sighting = seen(a, QStringLiteral("Anna"), Reach::Linked);
        f.see(sighting);
        const auto storedName = [&f] { return f.stored().first().contact.name; };
        QCOMPARE(storedName(), QStringLiteral("Anna"));

        for (int i = 0; i < 100; ++i) {
            sighting.name = QString::number(i);
            f.see(sighting);
        }
        QCOMPARE(storedName(), QStringLiteral("Anna"));
        f.clock.advance(std::chrono::seconds(31));
        sighting.name = QStringLiteral("Anna B");
        f.see(sighting);
        QCOMPARE(storedName(), QStringLiteral("Anna B"));

        sighting.name = QStringLiteral("Anna C");
        f.see(sighting);
        f.reopen();
        QCOMPARE(f.peer(a).name, QStringLiteral("Anna C"));
    }

    void forgetsOnlyWhoIsGoneAndUnused()
    {
        Fixture f;
        store::MessageStore messages(*f.database);
        for (const PeerId &id : {a, b, c})
            f.see(seen(id, QStringLiteral("Anna"), Reach::Linked));
        emit f.gateways->peerLost(a);
        emit f.gateways->peerLost(b);
        model::Message message;
        message.id = model::MessageId::random();
        message.peer = b;
        messages.append(message).waitForFinished();
        QSignalSpy removed(f.directory.get(), &PeerDirectory::peerRemoved);

        for (const PeerId &id : {b, c, FakeNetwork::peerId(9), a})
            f.directory->forget(id);

        QVERIFY(removed.wait());
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed.first().first().value<PeerId>(), a);
        QVERIFY(!f.peer(b).nameTaken);
        f.reopen();
        QCOMPARE(f.directory->peers().size(), 2);
    }

    void showsWhoHasAConversationWithoutBeingAContact()
    {
        Fixture f;
        store::MessageStore messages(*f.database);
        model::Message message;
        message.id = model::MessageId::random();
        message.peer = a;
        messages.append(message).waitForFinished();

        f.reopen();

        QCOMPARE(f.peer(a).name, a.shortText());
        QCOMPARE(f.peer(a).trust, Trust::Unproven);
    }
};

static const support::Register<TestPeerDirectory> registered;

#include "tst_peerdirectory.moc"
