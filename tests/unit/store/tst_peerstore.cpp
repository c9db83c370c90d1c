#include "store/messagestore.h"
#include "store/peerstore.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Result;
using model::PeerId;
using model::Trust;

namespace {

template<typename T>
T get(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result().value();
}

store::StoredPeer someone(const PeerId &id)
{
    store::StoredPeer peer;
    peer.contact = {id,
                    QStringLiteral("Änna\t王"),
                    {{QStringLiteral("fe80::1%eth0"), 24250}, {QStringLiteral("host"), 1}},
                    Trust::Blocked,
                    12,
                    QByteArray("\0\xff", 2)};
    peer.trustBefore = Trust::Verified;
    peer.firstSeenMs = 5;
    return peer;
}

} // namespace

class TestPeerStore : public support::Test
{
    Q_OBJECT
private slots:
    void keepsContactsWholeOfEveryNetwork()
    {
        const support::TempProfile profile;
        const store::StoredPeer one = someone(PeerId::landline(QByteArray(32, 'a')));
        const store::StoredPeer two = someone(PeerId(model::Network::IpMsg, "user@host"));
        store::StoredPeer bare;
        bare.contact.peer = PeerId(model::Network::LocalSend, "user@host");
        {
            store::Database database(profile.database());
            store::PeerStore peers(database);
            for (const store::StoredPeer &peer : {one, two, bare})
                QVERIFY(get(peers.save(peer)));
        }

        store::Database database(profile.database());
        store::PeerStore peers(database);
        QCOMPARE(get(peers.all()), (QList<store::StoredPeer> {one, two, bare}));
    }

    void replacesAndRemoves()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::PeerStore peers(database);
        store::StoredPeer peer = someone(PeerId::landline(QByteArray(32, 'a')));
        QVERIFY(get(peers.save(peer)));
        peer.contact.name = QStringLiteral("Ben");
        peer.contact.endpoints.clear();
        peer.contact.trust = Trust::Verified;

        QVERIFY(get(peers.save(peer)));
        QCOMPARE(get(peers.all()), QList<store::StoredPeer> {peer});

        QVERIFY(get(peers.remove(peer.contact.peer)));
        QVERIFY(!get(peers.remove(peer.contact.peer)));
        QVERIFY(!get(peers.remove(PeerId::landline(QByteArray(32, 'z')))));
        QVERIFY(get(peers.all()).isEmpty());
    }

    void knowsWhoHasAConversation()
    {
        const support::TempProfile profile;
        store::Database database(profile.database());
        store::PeerStore peers(database);
        store::MessageStore messages(database);
        const PeerId id = PeerId::landline(QByteArray(32, 'a'));
        model::Message message;
        message.id = model::MessageId::random();
        message.peer = id;
        QVERIFY(!get(peers.isInUse(id)));
        QVERIFY(get(messages.append(message)).isNew);

        QVERIFY(get(peers.isInUse(id)));
        const auto all = get(peers.all());
        QCOMPARE(all.size(), 1);
        QVERIFY(all.first().hasConversation);
        QCOMPARE(all.first().contact.peer, id);
        QVERIFY(get(messages.remove(message.id)));
        QVERIFY(!get(peers.isInUse(id)));
    }
};

static const support::Register<TestPeerStore> registered;

#include "tst_peerstore.moc"
