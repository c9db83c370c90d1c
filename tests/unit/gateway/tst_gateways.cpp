#include "gateway/gateways.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using gateway::Gateways;
using gateway::Interest;
using gateway::Reason;
using model::PeerId;
using model::Reach;
using support::FakeNetwork;

namespace {

const PeerId a = FakeNetwork::peerId(1);
const PeerId b = FakeNetwork::peerId(2);

model::Post text(const QString &words)
{
    return {model::PostId::random(), model::TextPost {0, words}};
}

// Two doors to one network.
struct Two {
    FakeNetwork net;
    Gateways left;
    Gateways right;

    Two()
    {
        left.add(model::Network::Landline, net.gateway(a));
        right.add(model::Network::Landline, net.gateway(b));
        left.start(named(QStringLiteral("left")));
        right.start(named(QStringLiteral("right")));
    }
    static gateway::Setup named(const QString &name)
    {
        gateway::Setup setup;
        setup.name = name;
        return setup;
    }
};

Reach lastReach(const QSignalSpy &seen)
{
    return seen.isEmpty() ? Reach::Gone : seen.last().first().value<model::Sighting>().reach;
}

} // namespace

class TestGateways : public support::Test
{
    Q_OBJECT
private slots:
    void tellsOnTheThreadItLivesOn()
    {
        FakeNetwork net;
        Gateways left;
        left.add(model::Network::Landline, net.gateway(a));
        QThread *heardOn = nullptr;
        connect(
            &left, &Gateways::lineChanged, this, [&heardOn] { heardOn = QThread::currentThread(); },
            Qt::DirectConnection);

        left.start({});

        QTRY_COMPARE(heardOn, QThread::currentThread());
    }

    void theStrongestInterestCounts()
    {
        Two two;
        const auto interest = [&two] { return two.net.interest(a, b); };

        two.left.setInterest(b, Reason::OnScreen, true);
        QTRY_COMPARE(interest(), Interest::Watched);
        two.left.setInterest(b, Reason::Queue, true);
        QTRY_COMPARE(interest(), Interest::Linked);
        two.left.setInterest(b, Reason::OnScreen, false);
        two.left.setInterest(b, Reason::Transfer, true);
        two.left.setInterest(b, Reason::Queue, false);
        QTRY_COMPARE(interest(), Interest::Linked);
        two.left.setInterest(b, Reason::Transfer, false);
        QTRY_COMPARE(interest(), Interest::None);
    }

    void keepsInterestsFromBeforeTheStart()
    {
        FakeNetwork net;
        Gateways left;
        left.add(model::Network::Landline, net.gateway(a));
        left.setInterest(b, Reason::Queue, true);

        left.start({});

        QTRY_COMPARE(net.interest(a, b), Interest::Linked);
    }

    void carriesPostsBothWays()
    {
        Two two;
        const QSignalSpy seen(&two.left, &Gateways::peerSeen);
        QTRY_COMPARE(lastReach(seen), Reach::Online);
        const QSignalSpy received(&two.right, &Gateways::received);
        const QSignalSpy sent(&two.left, &Gateways::sent);
        const model::Post post = text(QStringLiteral("hello"));

        two.left.send(b, post);

        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received.first().at(0).value<PeerId>(), a);
        QCOMPARE(received.first().at(1).value<model::Post>(), post);
        QTRY_COMPARE(sent.size(), 1);
        QTRY_COMPARE(lastReach(seen), Reach::Linked);
    }

    void failsWhatCannotBeSent()
    {
        Two two;
        two.net.disappear(b);
        const QSignalSpy failed(&two.left, &Gateways::failed);
        const model::Post post = text(QStringLiteral("hello"));

        two.left.send(b, post);

        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().at(1).value<model::PostId>(), post.id);
    }

    // Both posts are given for the same link; it ends and the next one is up before the main thread hears of it.
    void noPostOfAnEndedLinkGoesOutOnTheNext()
    {
        FakeNetwork net;
        Gateways left;
        Gateways right;
        QSemaphore linksTold; // by the network thread
        left.add(model::Network::Landline, [&net, &linksTold] {
            auto gateway = net.gateway(a)();
            connect(gateway.get(), &gateway::Gateway::peerSeen, gateway.get(), [&linksTold](const auto &sighting) {
                if (sighting.reach == Reach::Linked)
                    linksTold.release();
            });
            return gateway;
        });
        right.add(model::Network::Landline, net.gateway(b));
        left.setInterest(b, Reason::Queue, true);
        left.start({});
        right.start({});
        const QSignalSpy seen(&left, &Gateways::peerSeen);
        QTRY_COMPARE(lastReach(seen), Reach::Linked);
        const QSignalSpy received(&right, &Gateways::received);
        const qsizetype before = seen.size();

        linksTold.acquire();
        net.breakLink(a, b);
        linksTold.acquire();
        left.send(b, text(QStringLiteral("old")));
        QCOMPARE(seen.size(), before);
        QTRY_COMPARE(seen.size(), before + 2);
        left.send(b, text(QStringLiteral("new")));

        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(std::get<model::TextPost>(received.first().at(1).value<model::Post>().body).text,
                 QStringLiteral("new"));
    }

    void probesAddresses()
    {
        Two two;
        const QSignalSpy probed(&two.left, &Gateways::probed);
        const QSignalSpy seen(&two.left, &Gateways::peerSeen);
        QTRY_COMPARE(lastReach(seen), Reach::Online);

        two.left.probe(FakeNetwork::endpoint(2));
        two.left.probe(FakeNetwork::endpoint(3));

        QTRY_COMPARE(probed.size(), 2);
        QCOMPARE(probed.first().at(1).value<PeerId>(), b);
        QVERIFY(probed.last().at(1).value<PeerId>().isNull());
        QCOMPARE(probed.last().at(2).value<base::Error>().fault, base::Fault::Unreachable);
    }

    void theBlockedSeeUsAsGone()
    {
        Two two;
        const QSignalSpy lost(&two.right, &Gateways::peerLost);
        const QSignalSpy seen(&two.right, &Gateways::peerSeen);
        QTRY_VERIFY(!seen.isEmpty());
        gateway::Setup setup = Two::named(QStringLiteral("left"));
        setup.blocked = {b};

        two.left.update(setup);

        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().first().value<PeerId>(), a);
    }

    void movesFiles()
    {
        Two two;
        const support::TempProfile profile;
        model::Manifest manifest;
        manifest.entries = {{model::EntryKind::Folder, false, false, false, 0, "folder", 0, 0, {}},
                            {model::EntryKind::File, false, false, false, 1, "file", 5, 1'000'000, {}}};
        profile.write(QStringLiteral("source/folder/file"), "bytes");
        model::Job job;
        job.transfer = model::TransferId::random();
        job.peer = b;
        job.manifest = std::make_shared<const model::Manifest>(manifest);
        job.sources = std::make_shared<const QStringList>(QStringList {profile.file(QStringLiteral("source/folder"))});
        const QSignalSpy finished(&two.right, &Gateways::jobFinished);
        const QSignalSpy seen(&two.left, &Gateways::peerSeen);
        QTRY_COMPARE(lastReach(seen), Reach::Online);
        two.left.startJob(job);
        job.peer = a;
        job.direction = model::Direction::In;
        job.targetFolder = profile.folder(QStringLiteral("target"));

        two.right.startJob(job);

        QTRY_COMPARE(finished.size(), 1);
        const auto outcome = finished.first().first().value<model::JobOutcome>();
        QCOMPARE(outcome.error.fault, base::Fault::None);
        QCOMPARE(outcome.finalPaths, QStringList {profile.file(QStringLiteral("target/folder"))});
        QCOMPARE(profile.read(QStringLiteral("target/folder/file")), QByteArray("bytes"));
    }

    void isSilentAfterStop()
    {
        Two two;
        const QSignalSpy seen(&two.right, &Gateways::peerSeen);
        const QSignalSpy lost(&two.right, &Gateways::peerLost);
        QTRY_VERIFY(!seen.isEmpty());

        two.left.stop();
        two.left.send(b, text(QStringLiteral("late")));

        QTRY_COMPARE(lost.size(), 1);
        two.left.stop();
    }
};

static const support::Register<TestGateways> registered;

#include "tst_gateways.moc"
