#include "gatewaynode.h"
#include "native/dialler.h"
#include "native/manualpeers.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace fixture;
using native::Dialler;

namespace {

// A program that dials, with an address book the test writes.
struct Caller {
    explicit Caller(const native::Timings &timings = quickTimings())
        : node(timings)
        , dialler(node.table, [this](const model::PeerId &) { return addresses; })
    {
    }

    LinkNode node;
    QList<model::Endpoint> addresses;
    Dialler dialler;
};

model::Endpoint nobody()
{
    return {QStringLiteral("127.0.0.1"), freePort()};
}

} // namespace

class TestDialler : public support::Test
{
    Q_OBJECT
private slots:
    void wantedPeerIsDialled()
    {
        LinkNode anna;
        Caller ben;
        ben.addresses = {anna.endpoint()};

        ben.dialler.want(anna.id());

        QTRY_VERIFY(ben.node.linkTo(anna));
        QVERIFY(ben.dialler.isWanted(anna.id()));
    }

    void failedRoundsArePausedAndRepeated()
    {
        LinkNode anna;
        Caller ben;
        ben.addresses = {nobody()};
        QSignalSpy unreachable(&ben.dialler, &Dialler::unreachable);

        ben.dialler.want(anna.id());
        QTRY_VERIFY(unreachable.size() >= 2);
        ben.addresses = {anna.endpoint()};

        QTRY_VERIFY(ben.node.linkTo(anna));
    }

    void signOfLifeShortensThePause()
    {
        native::Timings times = quickTimings();
        times.backoffFirst = native::Timings::Ms(100);
        times.backoffMost = native::Timings::Ms(60'000);
        LinkNode anna;
        Caller ben(times);
        ben.addresses = {nobody()};
        QSignalSpy unreachable(&ben.dialler, &Dialler::unreachable);
        ben.dialler.want(anna.id());
        QTRY_VERIFY(unreachable.size() >= 6); // the next pause is 2.4 s or more
        ben.addresses = {anna.endpoint()};

        ben.dialler.encourage(anna.id());

        QTRY_VERIFY_WITH_TIMEOUT(ben.node.linkTo(anna), 2000);
    }

    void unwantedPeersAreLeftAlone()
    {
        LinkNode anna;
        Caller ben;
        ben.addresses = {nobody()};
        QSignalSpy unreachable(&ben.dialler, &Dialler::unreachable);
        ben.dialler.want(anna.id());
        QTRY_VERIFY(!unreachable.isEmpty());

        ben.dialler.unwant(anna.id());
        ben.addresses = {anna.endpoint()};
        ben.dialler.encourage(anna.id());
        ben.dialler.encourageAll();

        QSignalSpy linked(&ben.node.table, &native::LinkTable::linked);
        QVERIFY(!linked.wait(300));
    }

    void linkThatBrokeIsDialledAgain()
    {
        native::Timings times = quickTimings();
        times.settled = native::Timings::Ms(0);
        LinkNode anna;
        Caller ben(times);
        ben.addresses = {anna.endpoint()};
        ben.dialler.want(anna.id());
        QTRY_VERIFY(ben.node.linkTo(anna) && anna.linkTo(ben.node));

        anna.linkTo(ben.node)->close(wire::code::idle, QStringLiteral("test"));

        QTRY_COMPARE(ben.node.linkedCount, 2);
    }

    void linksThatEndAtOnceAreNotDialledInACircle()
    {
        native::Timings times = quickTimings();
        times.backoffFirst = native::Timings::Ms(200);
        times.backoffMost = native::Timings::Ms(10'000);
        LinkNode anna;
        connect(&anna.table, &native::LinkTable::linked, this, [&anna](const model::PeerId &peer) {
            QTimer::singleShot(0, &anna, [&anna, peer] {
                if (native::Link *link = anna.table.find(peer))
                    link->close(wire::code::bye, QStringLiteral("go away"));
            });
        });
        Caller ben(times);
        ben.addresses = {anna.endpoint()};
        QElapsedTimer since;
        since.start();
        ben.dialler.want(anna.id());

        QTRY_VERIFY(anna.linkedCount >= 3);

        QVERIFY(since.elapsed() >= 150 + 300); // two pauses, shortened by a quarter at most
    }

    void blockedPeersAreNotDialled()
    {
        LinkNode anna;
        Caller ben;
        ben.addresses = {anna.endpoint()};
        ben.node.table.setBlocked({anna.id()});
        QSignalSpy linked(&anna.table, &native::LinkTable::linked);

        ben.dialler.want(anna.id());
        ben.dialler.dialOnce(anna.id());
        QVERIFY(!linked.wait(200));
        ben.node.table.setBlocked({});

        QTRY_VERIFY(ben.node.linkTo(anna));
    }

    void callIsObeyedOnce()
    {
        LinkNode anna;
        Caller ben;
        ben.addresses = {anna.endpoint()};

        ben.dialler.dialOnce(anna.id());

        QTRY_VERIFY(ben.node.linkTo(anna));
        QVERIFY(!ben.dialler.isWanted(anna.id()));
    }

    void addressOfSomebodyElseIsTriedOnlyOnce()
    {
        LinkNode other;
        LinkNode anna;
        Caller ben;
        ben.addresses = {other.endpoint()};
        QSignalSpy misled(&ben.dialler, &Dialler::misled);
        ben.dialler.want(anna.id());
        QTRY_COMPARE(misled.size(), 1);

        ben.addresses = {other.endpoint(), anna.endpoint()};

        QTRY_VERIFY(ben.node.linkTo(anna));
        QCOMPARE(misled.size(), 1);
    }

    void addedAddressIsForgottenWhenRemoved()
    {
        LinkNode anna;
        LinkNode ben;
        native::ManualPeers manual(ben.table);
        manual.setEndpoints({anna.endpoint()});
        QTRY_VERIFY(ben.linkTo(anna));
        QTRY_VERIFY(manual.isManual(anna.id()));

        manual.setEndpoints({});
        QVERIFY(!manual.isManual(anna.id()));
        QTRY_VERIFY(anna.linkTo(ben));
        anna.linkTo(ben)->close(wire::code::idle, QStringLiteral("test"));

        QSignalSpy linked(&ben.table, &native::LinkTable::linked);
        QVERIFY(!linked.wait(300));
    }
};

static const support::Register<TestDialler> registered;

#include "tst_dialler.moc"
