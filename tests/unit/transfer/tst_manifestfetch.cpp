#include "identity/fingerprint.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"
#include "wire/manifest.h"

#include <QDir>
#include <QTest>

using support::FakeNetwork;

// Manifests too long for an offer.
class TestManifestFetch : public support::Test
{
    Q_OBJECT
private slots:
    void fetchesTwentyThousandEntries();
    void goesThroughPages();
    void beginsAgainAfterABreak();
    void servesPagesAfterARestart();

private:
    [[nodiscard]] static QString makeTree(const TransferSide &side);
    [[nodiscard]] static int pagesAsked(const FakeNetwork &net, const model::PeerId &by, const model::PeerId &from);
};

// Names so long that two thousand of them need two pages.
QString TestManifestFetch::makeTree(const TransferSide &side)
{
    const QDir root(side.profile.folder(QStringLiteral("own/tree")));
    const QString longName(240, u'n');
    for (int i = 1000; i < 3200; ++i)
        root.mkdir(longName + QString::number(i));
    return root.path();
}

int TestManifestFetch::pagesAsked(const FakeNetwork &net, const model::PeerId &by, const model::PeerId &from)
{
    const QList<model::Post> given = net.given(by, from);
    return int(std::count_if(given.begin(), given.end(), [](const model::Post &post) {
        return std::holds_alternative<model::ManifestRequestPost>(post.body);
    }));
}

void TestManifestFetch::fetchesTwentyThousandEntries()
{
    FakeNetwork net;
    TransferSide side(net, 1);
    QVERIFY(side.start());
    // The sender is no program but a list of pages.
    model::Manifest manifest;
    for (int i = 0; i < 20'000; ++i) {
        model::Entry entry;
        entry.kind = i == 0 ? model::EntryKind::Folder : model::EntryKind::File;
        entry.parent = i == 0 ? 0 : 1;
        entry.name = "entry " + QByteArray::number(i);
        entry.size = i == 0 ? 0 : 1;
        manifest.entries.push_back(entry);
    }
    const QList<QByteArray> pages = wire::encodeManifest(manifest);
    const model::PeerId sender = FakeNetwork::peerId(2);
    gateway::Gateways other;
    other.add(model::Network::Landline, net.gateway(sender));
    connect(&other, &gateway::Gateways::received, this, [&](const model::PeerId &peer, const model::Post &post) {
        const auto *request = std::get_if<model::ManifestRequestPost>(&post.body);
        if (request && request->page < quint32(pages.size())) {
            const QByteArray &bytes = pages[qsizetype(request->page)];
            other.send(peer, {{}, model::ManifestPagePost{request->transfer, request->page, bytes}});
        }
    });
    other.start({});
    QTRY_VERIFY(side.sees(sender));
    model::Offer offer;
    offer.transfer = model::TransferId::random();
    offer.title = QStringLiteral("entry 0");
    offer.entries = 20'000;
    offer.bytes = 19'999;
    offer.manifestHash = identity::sha256(pages.join());
    offer.manifestLength = quint64(pages.join().size());
    net.setJobs(FakeNetwork::Jobs::Hold);
    other.send(side.self, {model::PostId::random(), offer});

    QTRY_COMPARE(side.state(), QStringLiteral("offered"));
    QCOMPARE(pagesAsked(net, side.self, sender), 0); // nothing before consent
    QVERIFY(side.queue().accept(offer.transfer));

    QTRY_COMPARE(net.runningJobs(side.self).size(), 1);
    QCOMPARE(*net.runningJobs(side.self).first().manifest, manifest);
    QCOMPARE(side.only().files, 19'999U);
    QVERIFY(pagesAsked(net, side.self, sender) >= pages.size());
    QVERIFY(pages.size() >= 5);
    other.stop();
}

void TestManifestFetch::goesThroughPages()
{
    TransferPair pair;
    QVERIFY(pair.start());
    pair.right.setRule("always");

    pair.left.queue().send(pair.right.self, {makeTree(pair.left)});

    QTRY_COMPARE_WITH_TIMEOUT(pair.left.state(), QStringLiteral("done"), 60'000);
    QCOMPARE(pair.right.only().entries, 2201U);
    QVERIFY(pagesAsked(pair.net, pair.right.self, pair.left.self) >= 2);
    QCOMPARE(QDir(pair.right.profile.file(QStringLiteral("received/tree")))
                 .entryList(QDir::Dirs | QDir::NoDotAndDotDot)
                 .size(),
             2200);
}

void TestManifestFetch::beginsAgainAfterABreak()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.left.queue().send(pair.right.self, {makeTree(pair.left)});
    QTRY_COMPARE_WITH_TIMEOUT(pair.right.state(), QStringLiteral("offered"), 30'000);
    pair.net.setJobs(FakeNetwork::Jobs::Hold);
    pair.net.setDelay(std::chrono::milliseconds(500));
    QVERIFY(pair.right.queue().accept(id));
    QTRY_COMPARE(pair.right.state(), QStringLiteral("preparing"));

    pair.net.disappear(pair.left.self);
    QTRY_COMPARE(pair.right.state(), QStringLiteral("waiting away"));
    pair.net.setDelay(std::chrono::milliseconds(0));
    pair.net.appear(pair.left.self);

    QTRY_COMPARE_WITH_TIMEOUT(pair.left.state(), QStringLiteral("running"), 30'000);
}

void TestManifestFetch::servesPagesAfterARestart()
{
    TransferPair pair;
    QVERIFY(pair.start());
    const model::TransferId id = pair.left.queue().send(pair.right.self, {makeTree(pair.left)});
    QTRY_COMPARE_WITH_TIMEOUT(pair.right.state(), QStringLiteral("offered"), 30'000);
    pair.net.setJobs(FakeNetwork::Jobs::Hold);

    pair.left.stop();
    QVERIFY(pair.left.start());
    QTRY_COMPARE(pair.left.state(), QStringLiteral("offered"));
    QVERIFY(pair.right.queue().accept(id));

    QTRY_COMPARE_WITH_TIMEOUT(pair.left.state(), QStringLiteral("running"), 30'000);
}

static const support::Register<TestManifestFetch> registered;

#include "tst_manifestfetch.moc"
