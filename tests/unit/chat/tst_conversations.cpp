#include "chat/conversations.h"
#include "support/fakegateway.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using chat::Conversations;
using model::DeliveryState;
using model::Direction;
using support::FakeNetwork;

namespace {

model::Message message(int peer, qint64 seq, Direction direction = Direction::In, qint64 atMs = 0)
{
    model::Message message;
    message.id = model::MessageId::random();
    message.peer = FakeNetwork::peerId(peer);
    message.seq = seq;
    message.direction = direction;
    message.arrivedAtMs = atMs == 0 ? seq : atMs;
    message.state = DeliveryState::Delivered;
    return message;
}

} // namespace

class TestConversations : public support::Test
{
    Q_OBJECT
private slots:
    void beginsEmptyForAnyPeer()
    {
        const Conversations conversations;

        const model::ConversationSummary summary = conversations.of(FakeNetwork::peerId(1));

        QCOMPARE(summary.peer, FakeNetwork::peerId(1));
        QCOMPARE(summary.firstSeq, 0);
        QVERIFY(conversations.newestFirst().isEmpty());
    }

    void countsUnreadOfOthersOnly()
    {
        Conversations conversations;

        conversations.add(message(1, 1));
        conversations.add(message(1, 2, Direction::Out));
        conversations.add(message(1, 3));

        QCOMPARE(conversations.of(FakeNetwork::peerId(1)).unread, 2);
        QCOMPARE(conversations.of(FakeNetwork::peerId(1)).firstSeq, 1);
        QCOMPARE(conversations.of(FakeNetwork::peerId(1)).lastSeq, 3);
    }

    void ordersNewestFirst()
    {
        Conversations conversations;

        conversations.add(message(1, 1, Direction::In, 100));
        conversations.add(message(2, 1, Direction::In, 300));
        conversations.add(message(3, 1, Direction::In, 200));

        const auto all = conversations.newestFirst();
        QCOMPARE(all.size(), 3);
        QCOMPARE(all[0].peer, FakeNetwork::peerId(2));
        QCOMPARE(all[1].peer, FakeNetwork::peerId(3));
        QCOMPARE(all[2].peer, FakeNetwork::peerId(1));
    }

    void changesOnlyTheLastMessage()
    {
        Conversations conversations;
        const model::Message first = message(1, 1);
        model::Message last = message(1, 2);
        conversations.add(first);
        conversations.add(last);
        last.state = DeliveryState::Read;

        QVERIFY(!conversations.change(first));
        QVERIFY(conversations.change(last));

        QCOMPARE(conversations.of(FakeNetwork::peerId(1)).last.state, DeliveryState::Read);
    }

    void loadingKeepsWhatIsNewer()
    {
        Conversations conversations;
        conversations.add(message(1, 5));
        model::ConversationSummary old;
        old.peer = FakeNetwork::peerId(1);
        old.lastSeq = 4;
        model::ConversationSummary other;
        other.peer = FakeNetwork::peerId(2);
        other.lastSeq = 9;

        conversations.load({old, other});

        QCOMPARE(conversations.of(FakeNetwork::peerId(1)).lastSeq, 5);
        QCOMPARE(conversations.of(FakeNetwork::peerId(2)).lastSeq, 9);
    }
};

static const support::Register<TestConversations> registered;

#include "tst_conversations.moc"
