#include "identity/fingerprint.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transfer/admission.h"
#include "transferside.h"
#include "wire/manifest.h"

#include <QTest>

#include <functional>

using base::Fault;
using model::TransferId;
using support::FakeNetwork;

namespace {

model::Manifest manifestOf(quint32 files, quint64 size)
{
    model::Manifest manifest;
    for (quint32 i = 0; i < files; ++i) {
        model::Entry entry;
        entry.name = "file " + QByteArray::number(i);
        entry.size = size;
        manifest.entries.push_back(entry);
    }
    return manifest;
}

model::Offer offerOf(const model::Manifest &manifest)
{
    model::Offer offer;
    offer.transfer = TransferId::random();
    offer.title = QStringLiteral("title");
    offer.entries = quint32(manifest.entries.size());
    offer.bytes = manifest.bytes();
    const QByteArray bytes = wire::encodeManifest(manifest).join();
    offer.manifestHash = identity::sha256(bytes);
    offer.manifestLength = quint64(bytes.size());
    offer.manifest = bytes;
    return offer;
}

model::Offer goodOffer()
{
    return offerOf(manifestOf(2, 10));
}

using Spoil = std::function<void(model::Offer &)>;

} // namespace

Q_DECLARE_METATYPE(Spoil)

// A peer that says whatever it likes: it has a key, but no program.
class TestHostileOffer : public support::Test
{
    Q_OBJECT
private slots:
    void cleanup();

    void refusesABadOffer_data();
    void refusesABadOffer();
    void refusesTooManyOpenOffers();
    void keepsFewUnansweredOnes();
    void makesNamesSafe();
    void refusesAnotherTransferUnderAKnownId();
    void refusesAnAnswerToNothing();
    void refusesClaimsBeyondTheManifest();
    void ignoresTalkAboutOthersTransfers();
    void failsOnPagesThatDoNotMatch();
    void failsOnTooLongPages();
    void asksForEnoughSpaceFirst();
    void dropsOffersOfABlockedPeer();

private:
    [[nodiscard]] bool begin();
    void say(const model::PostBody &body);
    [[nodiscard]] QList<Fault> refusals() const;
    [[nodiscard]] int receipts() const;

    std::unique_ptr<TransferPair> m_pair;
    std::unique_ptr<gateway::Gateways> m_other;
    const model::PeerId m_peer = FakeNetwork::peerId(3);
    model::PostId m_lastPost;
};

bool TestHostileOffer::begin()
{
    m_pair = std::make_unique<TransferPair>();
    m_other = std::make_unique<gateway::Gateways>();
    m_other->add(model::Network::Landline, m_pair->net.gateway(m_peer));
    m_other->start({});
    m_other->setInterest(m_pair->right.self, gateway::Reason::Conversation, true);
    return m_pair->start() && QTest::qWaitFor([this] { return m_pair->net.isLinked(m_peer, m_pair->right.self); })
           && QTest::qWaitFor([this] {
                  const auto peer = m_pair->right.parts().directory.peer(m_peer);
                  return peer && peer->reach == model::Reach::Linked;
              });
}

void TestHostileOffer::cleanup()
{
    m_other.reset();
    m_pair.reset();
}

void TestHostileOffer::say(const model::PostBody &body)
{
    m_lastPost = model::isDurable(body) ? model::PostId::random() : model::PostId();
    m_pair->net.deliver(m_peer, m_pair->right.self, {m_lastPost, body});
}

QList<Fault> TestHostileOffer::refusals() const
{
    QList<Fault> faults;
    const QList<model::Post> given = m_pair->net.given(m_pair->right.self, m_peer);
    for (const model::Post &post : given) {
        if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body))
            faults.append(refusal->fault);
    }
    return faults;
}

int TestHostileOffer::receipts() const
{
    const QList<model::Post> given = m_pair->net.given(m_pair->right.self, m_peer);
    return int(std::count_if(given.begin(), given.end(), [](const model::Post &post) {
        return std::holds_alternative<model::ReceiptPost>(post.body);
    }));
}

void TestHostileOffer::refusesABadOffer_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<int>("fault");

    const auto row = [](const char *name, Fault fault, Spoil spoil) { QTest::newRow(name) << spoil << int(fault); };
    row("wrong hash", Fault::Corrupt,
        [](model::Offer &offer) { offer.manifestHash[0] = char(~offer.manifestHash[0]); });
    row("wrong sum", Fault::Malformed, [](model::Offer &offer) { offer.bytes += 1; });
    row("wrong count", Fault::Malformed, [](model::Offer &offer) { offer.entries = 1; });
    row("no entries", Fault::Malformed, [](model::Offer &offer) { offer.entries = 0; });
    row("more than a million", Fault::TooMany, [](model::Offer &offer) { offer.entries = 1'000'001; });
    row("short hash", Fault::Malformed, [](model::Offer &offer) { offer.manifestHash.chop(1); });
    row("other length", Fault::Malformed, [](model::Offer &offer) { offer.manifestLength += 1; });
    row("a manifest of gigabytes", Fault::TooLarge, [](model::Offer &offer) {
        offer.manifest.clear();
        offer.manifestLength = quint64(1) << 32;
    });
    row("too long inside the offer", Fault::Malformed,
        [](model::Offer &offer) { offer = offerOf(manifestOf(10'000, 1)); });
    row("no manifest", Fault::Malformed, [](model::Offer &offer) {
        offer.manifest = QByteArray(offer.manifest.size(), '\xff');
        offer.manifestHash = identity::sha256(offer.manifest);
    });
    row("shorter than its entries", Fault::Malformed, [](model::Offer &offer) {
        offer.manifest.clear();
        offer.entries = 1000;
        offer.manifestLength = 100;
    });
    row("sum beyond all numbers", Fault::TooLarge, [](model::Offer &offer) { offer.bytes = ~quint64(0); });
    row("null id", Fault::Malformed, [](model::Offer &offer) { offer.transfer = {}; });
    row("path in a name", Fault::Malformed, [](model::Offer &offer) {
        model::Manifest manifest = manifestOf(1, 1);
        manifest.entries[0].name = "../up";
        offer = offerOf(manifest);
    });
    row("file of petabytes", Fault::TooLarge,
        [](model::Offer &offer) { offer = offerOf(manifestOf(1, quint64(1) << 50)); });
}

void TestHostileOffer::refusesABadOffer()
{
    QFETCH(Spoil, spoil);
    QFETCH(int, fault);
    QVERIFY(begin());
    model::Offer offer = goodOffer();
    spoil(offer);

    say(offer);

    QTRY_COMPARE(refusals().size(), 1);
    QCOMPARE(int(refusals().first()), fault);
    QVERIFY(m_pair->right.queue().transfers().isEmpty());
    QCOMPARE(receipts(), 0);
}

void TestHostileOffer::refusesTooManyOpenOffers()
{
    QVERIFY(begin());

    for (int i = 0; i <= transfer::admission::mostOpenPerPeer; ++i)
        say(goodOffer());

    QTRY_COMPARE(refusals(), QList{Fault::TooMany});
    QTRY_COMPARE(m_pair->right.queue().transfers().size(), transfer::admission::mostOpenPerPeer);
    // Somebody else is not hindered.
    m_pair->left.queue().send(m_pair->right.self, {m_pair->left.make(QStringLiteral("a"), "a")});
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("offered"));
}

void TestHostileOffer::keepsFewUnansweredOnes()
{
    QVERIFY(begin());
    const int most = transfer::admission::mostUnansweredKept;

    for (int i = 0; i < most + 20; ++i) {
        const model::Offer offer = goodOffer();
        say(offer);
        say(model::CancelPost{offer.transfer, true});
    }
    QTRY_COMPARE(receipts(), 2 * (most + 20));

    QTRY_VERIFY(m_pair->right.queue().transfers().size() <= most + 1);
    QCOMPARE(m_pair->right.count(model::TransferState::Cancelled), m_pair->right.queue().transfers().size());
}

void TestHostileOffer::makesNamesSafe()
{
    QVERIFY(begin());
    model::Offer offer = goodOffer();
    offer.manifest.clear(); // to be fetched, so title and preview are all one sees
    offer.title = QStringLiteral("../../etc/\u202etxt.exe");
    for (int i = 0; i < 100; ++i)
        offer.preview.append({QStringLiteral("C:\\con"), 1});

    say(offer);

    QTRY_COMPARE(m_pair->right.queue().transfers().size(), 1);
    const model::Transfer shown = m_pair->right.only();
    QVERIFY(!shown.name.contains(u'/'));
    QVERIFY(!shown.name.contains(QChar(0x202e)));
    QCOMPARE(shown.preview.size(), 20);
    QVERIFY(!shown.preview.first().name.contains(u'\\'));
}

void TestHostileOffer::refusesAnotherTransferUnderAKnownId()
{
    QVERIFY(begin());
    const TransferId known = m_pair->offer();
    model::Offer offer = goodOffer();
    offer.transfer = known;
    say(offer);
    QTRY_COMPARE(refusals(), QList{Fault::NotPermitted});

    const model::Offer own = goodOffer();
    model::Offer other = offerOf(manifestOf(3, 3));
    other.transfer = own.transfer;
    say(own);
    QTRY_COMPARE(receipts(), 1);
    say(other);

    QTRY_COMPARE(refusals(), (QList{Fault::NotPermitted, Fault::NotPermitted}));
    QCOMPARE(m_pair->right.queue().transfer(own.transfer)->entries, 2U);
    QCOMPARE(m_pair->right.queue().transfer(known)->peer, m_pair->left.self);
}

void TestHostileOffer::refusesAnAnswerToNothing()
{
    QVERIFY(begin());
    model::Answer answer;
    answer.transfer = TransferId::random();
    answer.accepted = true;

    say(answer);

    QTRY_COMPARE(refusals(), QList{Fault::NotFound});
}

void TestHostileOffer::refusesClaimsBeyondTheManifest()
{
    QVERIFY(begin());
    TransferSide &right = m_pair->right;
    const TransferId id = right.queue().send(m_peer, {right.make(QStringLiteral("a"), "a")});
    QTRY_COMPARE(m_pair->net.given(right.self, m_peer).size(), 1);
    model::Answer answer;
    answer.transfer = id;
    answer.accepted = true;
    answer.skip.insert({5, 1'000'000});

    say(answer);
    QTRY_COMPARE(refusals(), QList{Fault::Malformed});
    answer.skip = {};
    answer.partial = {{0, {}, QByteArray(16, 'x')}};
    answer.partial.front().blocks.insert(70'000);
    say(answer);
    QTRY_COMPARE(refusals().size(), 2);

    QVERIFY(m_pair->net.runningJobs(right.self).isEmpty());
}

void TestHostileOffer::ignoresTalkAboutOthersTransfers()
{
    QVERIFY(begin());
    const TransferId id = m_pair->run();
    QVERIFY(!id.isNull());

    say(model::PausePost{id, Fault::None});
    say(model::ManifestPagePost{id, 0, "x"});
    say(model::ManifestRequestPost{id, 0});
    say(model::CancelPost{id, true});
    say(model::ResultPost{id, Fault::None, 1, 1, {}, 0});

    QTRY_COMPARE(receipts(), 2);
    QCOMPARE(m_pair->right.state(), QStringLiteral("running"));
    QCOMPARE(m_pair->left.state(), QStringLiteral("running"));
}

void TestHostileOffer::failsOnPagesThatDoNotMatch()
{
    QVERIFY(begin());
    model::Offer offer = goodOffer();
    const QByteArray bytes = std::exchange(offer.manifest, {});
    say(offer);
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QVERIFY(m_pair->right.queue().accept(offer.transfer));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("preparing"));

    say(model::ManifestPagePost{offer.transfer, 0, QByteArray(bytes.size(), 'x')});

    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("failed"));
    QCOMPARE(m_pair->right.only().error.fault, Fault::Corrupt);
    QTRY_VERIFY(std::holds_alternative<model::Answer>(m_pair->net.given(m_pair->right.self, m_peer).last().body));
    QVERIFY(!std::get<model::Answer>(m_pair->net.given(m_pair->right.self, m_peer).last().body).accepted);
}

void TestHostileOffer::failsOnTooLongPages()
{
    QVERIFY(begin());
    model::Offer offer = goodOffer();
    offer.manifest.clear();
    say(offer);
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QVERIFY(m_pair->right.queue().accept(offer.transfer));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("preparing"));

    say(model::ManifestPagePost{offer.transfer, 9, "not asked for"});
    say(model::ManifestPagePost{offer.transfer, 0, QByteArray(5000, 'x')});

    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("failed"));
    QCOMPARE(m_pair->right.only().error.fault, Fault::Malformed);
}

void TestHostileOffer::asksForEnoughSpaceFirst()
{
    QVERIFY(begin());
    const model::Offer offer = offerOf(manifestOf(1, quint64(15) << 40)); // more than there is anywhere here
    say(offer);
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("offered"));

    QVERIFY(m_pair->right.queue().accept(offer.transfer));

    QTRY_COMPARE(m_pair->right.only().error.fault, Fault::DiskFull);
    QCOMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QVERIFY(m_pair->net.runningJobs(m_pair->right.self).isEmpty());
    const model::PostBody told = model::PausePost{offer.transfer, Fault::DiskFull};
    QTRY_COMPARE(m_pair->net.given(m_pair->right.self, m_peer).last().body, told);

    // After making room one goes on with the same folder; here it is as full as before.
    QVERIFY(m_pair->right.queue().resume(offer.transfer));
    QVERIFY(m_pair->right.only().error.fault == Fault::None);
    QTRY_COMPARE(m_pair->right.only().error.fault, Fault::DiskFull);
    QVERIFY(m_pair->right.queue().decline(offer.transfer));
}

void TestHostileOffer::dropsOffersOfABlockedPeer()
{
    QVERIFY(begin());
    m_pair->right.parts().directory.block(m_peer);

    m_pair->right.queue().receive(m_peer, model::PostId::random(), goodOffer());

    QVERIFY(m_pair->right.queue().transfers().isEmpty());
    QCOMPARE(refusals().size() + receipts(), 0);
}

static const support::Register<TestHostileOffer> registered;

#include "tst_hostileoffer.moc"
