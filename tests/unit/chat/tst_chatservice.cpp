#include "chatside.h"

#include "store/statement.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QTest>

using base::Fault;
using model::DeliveryState;
using support::FakeNetwork;

namespace {

// From here on the table of messages takes nothing new, as on a full disk; or again it does.
void setFull(store::Database &database, bool full)
{
    auto done = database.write<bool>([full](store::Connection &connection) -> base::Result<bool> {
        if (full) {
            store::Statement(connection,
                             "CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'full'); END")
                .run();
        } else {
            store::Statement(connection, "DROP TRIGGER full").run();
        }
        return true;
    });
    done.waitForFinished();
}

model::Post textPost(const QString &text, qint64 timeMs = 1)
{
    return {model::PostId::random(), model::TextPost{timeMs, text}};
}

} // namespace

class TestChatService : public support::Test
{
    Q_OBJECT
private slots:
    void cleanup();

    void goesFromWaitingToRead();
    void keepsOrder();
    void waitsForAnAbsentPeer();
    void storesExactlyOnce();
    void survivesLostReceipts();
    void survivesARestartOfTheSender();
    void survivesARestartOfTheReceiver();
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void refusesWhenTheQueueIsFull();
    void showsARefusalAndRetries();
    void tellsNothingWhenReceiptsAreOff();
    void isNotToldWhenOwnReceiptsAreOff();
    void countsUnread();
    void givesTheNewestOldestFirst();
    void dropsWhatABlockedPeerSays();
    void judgesTextsFromOutside();
    void holdsWhatTheStoreCannotTake();
    void takesBackAWaitingMessage();
    void startsWithNothingOnItsWay();

private:
    [[nodiscard]] bool begin();

    std::unique_ptr<FakeNetwork> m_net;
    std::unique_ptr<ChatSide> m_left;
    std::unique_ptr<ChatSide> m_right;
};

// Two sides that see each other.
bool TestChatService::begin()
{
    m_net = std::make_unique<FakeNetwork>();
    m_left = std::make_unique<ChatSide>(*m_net, 1);
    m_right = std::make_unique<ChatSide>(*m_net, 2);
    return m_left->start() && m_right->start()
           && QTest::qWaitFor([this] { return m_left->sees(*m_right) && m_right->sees(*m_left); });
}

void TestChatService::cleanup()
{
    m_left.reset();
    m_right.reset();
    m_net.reset();
}

void TestChatService::goesFromWaitingToRead()
{
    QVERIFY(begin());
    auto sent = m_left->chat().send(m_right->self, QStringLiteral("hello"));
    QTRY_VERIFY(sent.isFinished());
    QVERIFY(sent.result().has_value());
    QCOMPARE(sent.result()->state, DeliveryState::Waiting);
    QCOMPARE(sent.result()->seq, 1);

    QTRY_COMPARE(m_left->states, (QList{DeliveryState::Sent, DeliveryState::Delivered}));
    QCOMPARE(m_right->texts(*m_left), QStringList{QStringLiteral("hello")});
    m_right->chat().markRead(m_left->self, 1);

    QTRY_COMPARE(m_left->states, (QList{DeliveryState::Sent, DeliveryState::Delivered, DeliveryState::Read}));
    QCOMPARE(m_right->chat().conversation(m_left->self).unread, 0);
}

void TestChatService::keepsOrder()
{
    QVERIFY(begin());
    QStringList said;
    for (int i = 0; i < 300; ++i)
        said.append(QString::number(i));

    for (const QString &text : said)
        m_left->say(*m_right, text);

    QTRY_COMPARE(m_right->chat().conversation(m_left->self).lastSeq, 300);
    QCOMPARE(m_right->texts(*m_left), said);
    QTRY_COMPARE(m_left->stateWords(*m_right).count(QStringLiteral("delivered")), 300);
}

void TestChatService::waitsForAnAbsentPeer()
{
    QVERIFY(begin());
    m_net->disappear(m_right->self);
    m_left->say(*m_right, QStringLiteral("one"));
    m_left->say(*m_right, QStringLiteral("two"));
    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("waiting"), QStringLiteral("waiting")}));

    m_net->appear(m_right->self);

    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("delivered"), QStringLiteral("delivered")}));
    QCOMPARE(m_right->texts(*m_left), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
}

void TestChatService::storesExactlyOnce()
{
    QVERIFY(begin());
    m_net->repeatPosts(3);

    for (int i = 0; i < 20; ++i)
        m_left->say(*m_right, QString::number(i));

    QTRY_COMPARE(m_left->stateWords(*m_right).count(QStringLiteral("delivered")), 20);
    QCOMPARE(m_right->texts(*m_left).size(), 20);
    QCOMPARE(m_right->chat().conversation(m_left->self).unread, 20);
}

void TestChatService::survivesLostReceipts()
{
    QVERIFY(begin());
    m_net->loseReceipts(2);
    m_left->say(*m_right, QStringLiteral("one"));
    m_left->say(*m_right, QStringLiteral("two"));
    QTRY_COMPARE(m_net->given(m_right->self, m_left->self).size(), 2);
    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("sent"), QStringLiteral("sent")}));

    m_net->breakLink(m_left->self, m_right->self);

    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("delivered"), QStringLiteral("delivered")}));
    QVERIFY(m_left->states.contains(DeliveryState::Waiting));
    QCOMPARE(m_right->texts(*m_left), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
}

void TestChatService::survivesARestartOfTheSender()
{
    QVERIFY(begin());
    m_net->disappear(m_right->self);
    m_left->say(*m_right, QStringLiteral("before"));
    QTRY_COMPARE(m_left->texts(*m_right).size(), 1);

    m_left->stop();
    QVERIFY(m_left->start());
    m_net->appear(m_right->self);

    QTRY_COMPARE(m_right->texts(*m_left), QStringList{QStringLiteral("before")});
    QTRY_COMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("delivered")});
    QCOMPARE(m_left->chat().conversation(m_right->self).lastSeq, 1);
}

void TestChatService::survivesARestartOfTheReceiver()
{
    QVERIFY(begin());
    m_net->loseReceipts(1);
    m_left->say(*m_right, QStringLiteral("once"));
    QTRY_COMPARE(m_net->given(m_right->self, m_left->self).size(), 1);

    m_right->stop();
    QVERIFY(m_right->start());

    QTRY_COMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("delivered")});
    QCOMPARE(m_right->texts(*m_left), QStringList{QStringLiteral("once")});
    QCOMPARE(m_right->chat().conversation(m_left->self).unread, 1);
}

void TestChatService::refusesWhatCannotBeSent_data()
{
    QTest::addColumn<int>("peer");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fault");

    QTest::newRow("empty") << 2 << QString() << int(Fault::Usage);
    QTest::newRow("blank") << 2 << QStringLiteral(" \n\t\u3000\u200b") << int(Fault::Usage);
    QTest::newRow("64 KiB and one") << 2 << QString(64 * 1024 + 1, u'x') << int(Fault::TooLarge);
    QTest::newRow("64 KiB as UTF-8") << 2 << QString(40'000, u'\u00e4') << int(Fault::TooLarge);
    QTest::newRow("stranger") << 9 << QStringLiteral("hello") << int(Fault::NotFound);
}

void TestChatService::refusesWhatCannotBeSent()
{
    QVERIFY(begin());
    QFETCH(int, peer);
    QFETCH(QString, text);
    QFETCH(int, fault);

    auto sent = m_left->chat().send(FakeNetwork::peerId(peer), text);

    QVERIFY(sent.isFinished());
    QVERIFY(!sent.result().has_value());
    QCOMPARE(int(sent.result().error().fault), fault);
    QVERIFY(m_left->texts(*m_right).isEmpty());
}

void TestChatService::refusesWhenTheQueueIsFull()
{
    QVERIFY(begin());
    m_net->disappear(m_right->self);
    QFuture<base::Result<qint64>> last;
    for (int i = 0; i < outbox::Outbox::largestQueue; ++i)
        last = m_left->parts().posts.append(m_right->self, textPost(QStringLiteral("x")));
    last.waitForFinished();
    m_left->parts().outbox.load();
    QTRY_VERIFY(m_left->parts().outbox.isFull(m_right->self));

    auto sent = m_left->chat().send(m_right->self, QStringLiteral("one too many"));

    QVERIFY(sent.isFinished());
    QCOMPARE(sent.result().error().fault, Fault::TooMany);
    QVERIFY(m_left->texts(*m_right).isEmpty());
}

void TestChatService::showsARefusalAndRetries()
{
    QVERIFY(begin());
    // The other side has no chat: whatever it says is said here.
    const model::PeerId silent = FakeNetwork::peerId(3);
    gateway::Gateways other;
    other.add(model::Network::Landline, m_net->gateway(silent));
    other.start({});
    QTRY_VERIFY(m_left->parts().directory.peer(silent).has_value());
    auto sent = m_left->chat().send(silent, QStringLiteral("hello"));
    QTRY_COMPARE(m_left->states, QList{DeliveryState::Sent});
    const model::MessageId id = sent.result()->id;
    QSignalSpy changed(&m_left->chat(), &chat::ChatService::messageChanged);

    m_net->deliver(silent, m_left->self, {{}, model::RefusalPost{id.as<model::PostTag>(), Fault::TooLarge}});
    QTRY_COMPARE(m_left->states.value(1), DeliveryState::Failed);
    QCOMPARE(changed.last().first().value<model::Message>().fault, Fault::TooLarge);

    m_left->chat().retry(id);
    QTRY_COMPARE(m_left->states.mid(2), (QList{DeliveryState::Waiting, DeliveryState::Sent}));
    m_net->deliver(silent, m_left->self, {{}, model::ReceiptPost{{id.as<model::PostTag>()}}});

    QTRY_COMPARE(m_left->states.last(), DeliveryState::Delivered);
    other.stop();
}

void TestChatService::tellsNothingWhenReceiptsAreOff()
{
    QVERIFY(begin());
    m_right->parts().settings.set(settings::keys::readReceipts, false);
    m_left->say(*m_right, QStringLiteral("hello"));
    QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 1);

    m_right->chat().markRead(m_left->self, 1);
    QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 0);

    const QList<model::Post> given = m_net->given(m_right->self, m_left->self);
    QVERIFY(std::none_of(given.begin(), given.end(),
                         [](const model::Post &post) { return std::holds_alternative<model::ReadPost>(post.body); }));
}

void TestChatService::isNotToldWhenOwnReceiptsAreOff()
{
    QVERIFY(begin());
    m_left->parts().settings.set(settings::keys::readReceipts, false);
    m_left->say(*m_right, QStringLiteral("hello"));
    QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 1);
    QSignalSpy acknowledged(&m_right->parts().outbox, &outbox::Outbox::delivered);

    m_right->chat().markRead(m_left->self, 1);

    QTRY_COMPARE(acknowledged.count(), 1);
    QCOMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("delivered")});
}

void TestChatService::countsUnread()
{
    QVERIFY(begin());
    for (const char *text : {"one", "two", "three"})
        m_left->say(*m_right, QString::fromLatin1(text));
    QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 3);

    m_right->chat().markRead(m_left->self, 2);
    QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 1);
    QTRY_COMPARE(m_left->stateWords(*m_right),
                 (QStringList{QStringLiteral("read"), QStringLiteral("read"), QStringLiteral("delivered")}));

    m_right->stop();
    QVERIFY(m_right->start());
    QCOMPARE(m_right->chat().conversation(m_left->self).unread, 1);
    QCOMPARE(m_right->chat().conversations().size(), 1);
}

void TestChatService::givesTheNewestOldestFirst()
{
    QVERIFY(begin());
    for (int i = 1; i <= 5; ++i)
        m_left->say(*m_right, QString::number(i));
    QTRY_COMPARE(m_left->texts(*m_right).size(), 5);

    auto newest = m_left->chat().history(m_right->self, 2);
    auto page = m_left->chat().page(m_right->self, 2, 3);
    newest.waitForFinished();
    page.waitForFinished();

    QCOMPARE(newest.result()->size(), 2);
    QCOMPARE(newest.result()->first().text, QStringLiteral("4"));
    QCOMPARE(newest.result()->last().text, QStringLiteral("5"));
    QCOMPARE(page.result()->size(), 3);
    QCOMPARE(page.result()->first().seq, 2);
}

void TestChatService::dropsWhatABlockedPeerSays()
{
    QVERIFY(begin());
    m_left->parts().directory.block(m_right->self);
    QTRY_VERIFY(m_left->parts().directory.isBlocked(m_right->self));

    m_left->chat().receive(m_right->self, model::PostId::random(), model::TextPost{1, QStringLiteral("psst")});

    QVERIFY(m_left->texts(*m_right).isEmpty());
    QVERIFY(m_net->given(m_left->self, m_right->self).isEmpty());
}

void TestChatService::judgesTextsFromOutside()
{
    QVERIFY(begin());
    m_net->deliver(m_right->self, m_left->self, {{}, model::TextPost{1, QStringLiteral("no id")}});
    m_net->deliver(m_right->self, m_left->self, textPost(QStringLiteral(" \n ")));
    m_net->deliver(m_right->self, m_left->self, textPost(QString(70'000, u'x')));
    m_net->deliver(m_right->self, m_left->self, textPost(QStringLiteral("from far away"), 999'999'999'999'999'999));

    QTRY_COMPARE(m_left->texts(*m_right), QStringList{QStringLiteral("from far away")});
    QCOMPARE(m_left->messages(*m_right).first().sentAtMs, 253'402'300'799'999);
    QList<Fault> refused;
    const QList<model::Post> given = m_net->given(m_left->self, m_right->self);
    for (const model::Post &post : given) {
        if (const auto *refusal = std::get_if<model::RefusalPost>(&post.body))
            refused.append(refusal->fault);
    }
    QCOMPARE(refused, (QList{Fault::Malformed, Fault::TooLarge}));
}

void TestChatService::holdsWhatTheStoreCannotTake()
{
    QVERIFY(begin());
    setFull(m_right->parts().database, true);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("statement failed")));
    QSignalSpy failed(&m_right->chat(), &chat::ChatService::storeFailed);
    m_left->say(*m_right, QStringLiteral("one"));
    QTRY_COMPARE(failed.count(), 1);

    setFull(m_right->parts().database, false);
    m_left->say(*m_right, QStringLiteral("two"));
    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("sent"), QStringLiteral("sent")}));
    QVERIFY(m_right->texts(*m_left).isEmpty());

    QTRY_COMPARE(m_left->stateWords(*m_right), (QStringList{QStringLiteral("delivered"), QStringLiteral("delivered")}));
    QCOMPARE(m_right->texts(*m_left), (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
    QCOMPARE(failed.count(), 1);
}

void TestChatService::takesBackAWaitingMessage()
{
    QVERIFY(begin());
    m_net->disappear(m_right->self);
    m_left->say(*m_right, QStringLiteral("kept"));
    auto second = m_left->chat().send(m_right->self, QStringLiteral("never mind"));
    QTRY_VERIFY(second.isFinished());
    QSignalSpy removed(&m_left->chat(), &chat::ChatService::messageRemoved);

    m_left->chat().remove(second.result()->id);
    QTRY_COMPARE(removed.count(), 1);
    QTRY_COMPARE(m_left->chat().conversation(m_right->self).last.text, QStringLiteral("kept"));
    m_net->appear(m_right->self);

    QTRY_COMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("delivered")});
    QCOMPARE(m_right->texts(*m_left), QStringList{QStringLiteral("kept")});
}

void TestChatService::startsWithNothingOnItsWay()
{
    QVERIFY(begin());
    m_net->loseReceipts(1);
    m_left->say(*m_right, QStringLiteral("hello"));
    QTRY_COMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("sent")});
    m_net->disappear(m_right->self);

    m_left->stop();
    QVERIFY(m_left->start());

    QCOMPARE(m_left->stateWords(*m_right), QStringList{QStringLiteral("waiting")});
    QCOMPARE(m_left->chat().conversation(m_right->self).last.state, DeliveryState::Waiting);
}

static const support::Register<TestChatService> registered;

#include "tst_chatservice.moc"
