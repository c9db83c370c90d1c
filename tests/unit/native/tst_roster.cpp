#include "linkfixture.h"
#include "native/features.h"
#include "native/roster.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSignalSpy>

using model::Reach;
using native::Discovery;
using native::Roster;

namespace {

const model::PeerId anna = model::PeerId::landline(QByteArray(32, 'a'));
const model::Endpoint office{QStringLiteral("10.0.0.5"), 24'250};
const model::Endpoint home{QStringLiteral("10.0.1.5"), 24'250};

Discovery::Heard heardOf(bool fresh)
{
    Discovery::Heard heard;
    heard.peer = anna;
    heard.name = QStringLiteral("Anna");
    heard.candidates = {office};
    heard.fresh = fresh;
    heard.features = native::feature::own;
    heard.notes = QByteArray("n");
    return heard;
}

// A roster and what it told last.
struct Told {
    Told()
    {
        QObject::connect(&roster, &Roster::seen, &roster, [this](const model::Sighting &sighting) {
            last = sighting;
            ++count;
        });
        QObject::connect(&roster, &Roster::gone, &roster, [this] { ++gone; });
    }

    Roster roster;
    model::Sighting last;
    int count = 0;
    int gone = 0;
};

} // namespace

class TestRoster : public support::Test
{
    Q_OBJECT
private slots:
    void reachGrowsWithCertainty()
    {
        Told told;

        told.roster.heard(heardOf(false));
        QCOMPARE(told.last.reach, Reach::Heard);
        QVERIFY(!told.last.proven);
        told.roster.heard(heardOf(true));
        QCOMPARE(told.last.reach, Reach::Online);
        told.roster.linked(anna, fixture::helloOf(anna), home);

        QCOMPARE(told.last.reach, Reach::Linked);
        QVERIFY(told.last.proven);
        QCOMPARE(told.last.endpoints, (QList<model::Endpoint>{home, office}));
        QCOMPARE(told.last.notes, QByteArray("n"));
        QCOMPARE(told.count, 3);
    }

    void sameWordIsNotToldTwice()
    {
        Told told;

        told.roster.heard(heardOf(true));
        told.roster.heard(heardOf(true));

        QCOMPARE(told.count, 1);
    }

    void brokenLinkFallsBackToWhatDatagramsSay()
    {
        Told told;
        told.roster.heard(heardOf(true));
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.unlinked(anna, Roster::After::Break);

        QCOMPARE(told.last.reach, Reach::Online);
        QVERIFY(told.last.proven);
        QCOMPARE(told.gone, 0);
    }

    void whereALinkWasIsForgottenWhenThePeerMoves()
    {
        Told told;
        told.roster.linked(anna, fixture::helloOf(anna), office);
        told.roster.heard(heardOf(true));
        Discovery::Heard moved = heardOf(true);
        moved.candidates = {model::Endpoint {office.host, 4000}};

        told.roster.heard(moved);

        QCOMPARE(told.last.endpoints, moved.candidates);
        QCOMPARE(told.roster.endpoints(anna), moved.candidates);
    }

    void whoIsKnownByLinksOnlyIsGoneWithThem()
    {
        Told told;
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.unlinked(anna, Roster::After::Break);

        QCOMPARE(told.gone, 1);
    }

    void idleLinkDoesNotMeanGone()
    {
        Told told;
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.unlinked(anna, Roster::After::Idle);

        QCOMPARE(told.last.reach, Reach::Heard);
        QCOMPARE(told.roster.endpoints(anna), QList<model::Endpoint>{office});
        told.roster.lost(anna);
        QCOMPARE(told.gone, 1);
    }

    void linkOutvotesALostDatagram()
    {
        Told told;
        told.roster.heard(heardOf(true));
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.lost(anna);
        QCOMPARE(told.gone, 0);
        told.roster.unlinked(anna, Roster::After::Break);

        QCOMPARE(told.gone, 1);
    }

    void goodbyeOnTheLinkIsBelieved()
    {
        Told told;
        told.roster.heard(heardOf(true));
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.unlinked(anna, Roster::After::Goodbye);

        QCOMPARE(told.gone, 1);
        QVERIFY(!told.roster.isFresh(anna));
    }

    void presenceOnTheLinkChangesNameAndStatus()
    {
        Told told;
        told.roster.linked(anna, fixture::helloOf(anna), office);

        told.roster.presenceChanged(anna, {model::Presence::Busy, QStringLiteral("\u202Ennnn"), 0});

        QCOMPARE(told.last.presence, model::Presence::Busy);
        QCOMPARE(told.last.name, QStringLiteral("nnnn"));
    }

    void nameIsNeverEmpty()
    {
        Told told;
        Discovery::Heard heard = heardOf(true);
        heard.name = QStringLiteral(" \u200b ");

        told.roster.heard(heard);

        QCOMPARE(told.last.name, anna.shortText());
    }

    void capabilitiesFollowFeatures()
    {
        Told told;
        Discovery::Heard heard = heardOf(true);
        heard.features = 0;

        told.roster.heard(heard);

        QCOMPARE(told.last.capabilities, model::Capability::Receipts | model::Capability::Encrypted);
    }

    void droppedPeersAreTold()
    {
        Told told;
        told.roster.heard(heardOf(true));

        told.roster.drop(anna);
        told.roster.drop(anna);

        QCOMPARE(told.gone, 1);
    }
};

static const support::Register<TestRoster> registered;

#include "tst_roster.moc"
