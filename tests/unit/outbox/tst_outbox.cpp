#include "store/rows.h"
#include "store/statement.h"
#include "support/test.h"
#include "support/testmain.h"
#include "unit/outbox/side.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <future>

using model::PeerId;
using support::FakeNetwork;

namespace {

QStringList numbered(int count, int from = 0)
{
    QStringList texts;
    for (int i = from; i < from + count; ++i)
        texts.append(QString::number(i));
    return texts;
}

// Two computers that see each other.
struct Two {
    FakeNetwork net;
    Side left {net, 1};
    Side right {net, 2};

    Two()
    {
        left.start();
        right.start();
    }
};

} // namespace

class TestOutbox : public support::Test
{
    Q_OBJECT
private slots:
    void sendsInOrderAndForgetsWhatIsAcknowledged()
    {
        Two two;

        for (const QString &text : numbered(20))
            two.left.say(two.right.self, text);

        QTRY_COMPARE(two.right.arrived, numbered(20));
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
        QCOMPARE(two.left.told.filter(QStringLiteral("delivered")).size(), 20);
        QVERIFY(two.left.told.indexOf(QStringLiteral("sent 7")) < two.left.told.indexOf(QStringLiteral("delivered 7")));
    }

    void waitsForAPeerThatIsAway()
    {
        Two two;
        two.net.disappear(two.right.self);
        two.left.say(two.right.self, QStringLiteral("a"));
        two.left.say(two.right.self, QStringLiteral("b"));
        QTRY_COMPARE(two.left.waiting(two.right.self), 2);
        QTRY_COMPARE(two.net.interest(two.left.self, two.right.self), gateway::Interest::Linked);
        QVERIFY(two.left.told.isEmpty());

        two.net.appear(two.right.self);

        QTRY_COMPARE(two.right.arrived, (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
        QTRY_COMPARE(two.net.interest(two.left.self, two.right.self), gateway::Interest::None);
    }

    void goesOnAfterARestart()
    {
        Two two;
        two.net.disappear(two.right.self);
        for (const QString &text : numbered(5))
            two.left.say(two.right.self, text);
        two.left.stop();
        two.left.start();
        for (const QString &text : numbered(5, 5))
            two.left.say(two.right.self, text);

        two.net.appear(two.right.self);

        QTRY_COMPARE(two.right.arrived, numbered(10));
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
    }

    void sendsAgainOnTheNextLinkWhatWasNotAcknowledged()
    {
        Two two;
        two.right.acknowledges = false;
        two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.left.told, QStringList {QStringLiteral("sent a")});
        QTRY_COMPARE(two.right.arrived, QStringList {QStringLiteral("a")});
        two.right.acknowledges = true;

        two.net.breakLink(two.left.self, two.right.self);

        QTRY_COMPARE(two.left.told, (QStringList {QStringLiteral("sent a"), QStringLiteral("unsent a"),
                                                  QStringLiteral("sent a"), QStringLiteral("delivered a")}));
        QCOMPARE(two.right.arrived, QStringList {QStringLiteral("a")});
    }

    void survivesALostAcknowledgement()
    {
        Two two;
        two.net.loseReceipts(1);
        two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.right.arrived.size(), 1);
        two.left.say(two.right.self, QStringLiteral("b"));
        QTRY_VERIFY(two.left.told.contains(QStringLiteral("delivered b")));

        two.net.breakLink(two.left.self, two.right.self);

        QTRY_VERIFY(two.left.told.contains(QStringLiteral("delivered a")));
        QCOMPARE(two.right.arrived, (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(two.left.told.count(QStringLiteral("delivered b")), 1);
    }

    void takesARepeatedAcknowledgementOnce()
    {
        Two two;
        two.net.repeatPosts(3);

        two.left.say(two.right.self, QStringLiteral("a"));
        two.left.say(two.right.self, QStringLiteral("b"));

        QTRY_VERIFY(two.left.told.contains(QStringLiteral("delivered b")));
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
        QCOMPARE(two.left.told.count(QStringLiteral("delivered a")), 1);
        QCOMPARE(two.right.arrived, (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
    }

    void keepsAWindowOf256InFlight()
    {
        Two two;
        two.right.acknowledges = false;
        for (const QString &text : numbered(300))
            two.left.say(two.right.self, text);
        QTRY_COMPARE(two.right.arrived.size(), 256);
        QTRY_COMPARE(two.left.waiting(two.right.self), 300);
        bool done = false;
        two.left.afterTheStore(done);
        QTRY_VERIFY(done);
        QCOMPARE(two.net.given(two.left.self, two.right.self).size(), 256);

        two.right.acknowledges = true;
        two.net.breakLink(two.left.self, two.right.self);

        QTRY_COMPARE(two.right.arrived, numbered(300));
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
    }

    void bindsTheWindowInBytesToo()
    {
        Two two;
        two.right.acknowledges = false;
        const QString large(60 * 1024, u'x');
        for (int i = 0; i < 100; ++i)
            two.left.say(two.right.self, large + QString::number(i));

        // The 69th fills 4 MiB.
        QTRY_COMPARE(two.left.waiting(two.right.self), 100);
        QTRY_COMPARE(two.right.arrived.size(), 69);
        bool done = false;
        two.left.afterTheStore(done);
        QTRY_VERIFY(done);
        QCOMPARE(two.net.given(two.left.self, two.right.self).size(), 69);
    }

    void doesNotSendToTheBlocked()
    {
        Two two;
        QTRY_VERIFY(two.left.directory().peer(two.right.self));
        two.left.directory().block(two.right.self);
        two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.left.waiting(two.right.self), 1);
        QCOMPARE(two.net.interest(two.left.self, two.right.self), gateway::Interest::None);
        QVERIFY(two.right.arrived.isEmpty());

        two.left.directory().unblock(two.right.self);

        QTRY_COMPARE(two.right.arrived, QStringList {QStringLiteral("a")});
    }

    void withdrawsWhatWaits()
    {
        Two two;
        two.net.disappear(two.right.self);
        two.left.say(two.right.self, QStringLiteral("a"));
        const model::PostId b = two.left.say(two.right.self, QStringLiteral("b"));
        two.left.say(two.right.self, QStringLiteral("c"));

        two.left.outbox().withdraw(two.right.self, b);
        two.net.appear(two.right.self);

        QTRY_COMPARE(two.right.arrived, (QStringList {QStringLiteral("a"), QStringLiteral("c")}));
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
        QTRY_COMPARE(two.net.interest(two.left.self, two.right.self), gateway::Interest::None);
    }

    void goesOnAfterARefusal()
    {
        Two two;
        two.right.refusal = base::Fault::TooLarge;
        const QSignalSpy refused(&two.left.outbox(), &outbox::Outbox::refused);
        two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(refused.size(), 1);
        QCOMPARE(refused.first().at(2).value<base::Fault>(), base::Fault::TooLarge);
        two.right.refusal = base::Fault::None;

        two.left.say(two.right.self, QStringLiteral("b"));

        QTRY_COMPARE(two.right.arrived, QStringList {QStringLiteral("b")});
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
    }

    void ignoresAcknowledgementsOfOthers()
    {
        Two two;
        two.right.acknowledges = false;
        const model::PostId id = two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.right.arrived.size(), 1);

        const PeerId stranger = FakeNetwork::peerId(3);
        two.left.outbox().receive(stranger, model::ReceiptPost {{id}});
        two.left.outbox().receive(stranger, model::RefusalPost {id, base::Fault::Refused});
        two.left.outbox().receive(two.right.self, model::ReceiptPost {{model::PostId::random()}});

        QCOMPARE(two.left.waiting(two.right.self), 1);
        QCOMPARE(two.left.told, QStringList {QStringLiteral("sent a")});
    }

    void adoptsWhatItsOwnerStored()
    {
        Two two;
        const model::Post post {model::PostId::random(), model::TextPost {0, QStringLiteral("a")}};
        auto stored = two.left.database().write<qint64>([&](store::Connection &connection) {
            return base::Result<qint64>(store::queuePost(connection, two.right.self, post));
        });
        stored.waitForFinished();

        two.left.outbox().adopt(two.right.self, post);

        QTRY_COMPARE(two.right.arrived, QStringList {QStringLiteral("a")});
        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
    }

    void countsRightWhenAnAdoptedPostWasSentBefore()
    {
        Two two;
        two.left.say(two.right.self, QStringLiteral("first"));
        QTRY_VERIFY(two.left.told.contains(QStringLiteral("delivered first")));
        const model::Post late {model::PostId::random(), model::TextPost {0, QStringLiteral("late")}};
        std::ignore = two.left.posts().append(two.right.self, late);
        two.left.say(two.right.self, QStringLiteral("other"));
        QTRY_VERIFY(two.left.told.contains(QStringLiteral("delivered other")));

        two.left.outbox().adopt(two.right.self, late);

        QTRY_COMPARE(two.net.interest(two.left.self, two.right.self), gateway::Interest::None);
        QCOMPARE(two.right.arrived,
                 (QStringList {QStringLiteral("first"), QStringLiteral("late"), QStringLiteral("other")}));
    }

    void refusesBeyondTenThousand()
    {
        FakeNetwork net;
        Side left(net, 1);
        left.start();
        const PeerId away = FakeNetwork::peerId(2);
        for (int i = 0; i < outbox::Outbox::largestQueue; ++i)
            left.say(away, QString::number(i));
        QVERIFY(left.outbox().isFull(away));
        QVERIFY(!left.outbox().isFull(FakeNetwork::peerId(3)));

        auto refused = left.outbox().enqueue(away, {model::PostId::random(), model::TextPost {0, QStringLiteral("x")}});

        refused.waitForFinished();
        QCOMPARE(refused.result().error().fault, base::Fault::TooMany);
        QTRY_COMPARE(left.waiting(away), outbox::Outbox::largestQueue);
        left.stop();
        left.start();
        QTRY_VERIFY(left.outbox().isFull(away));
    }

    void triesAgainAfterAFailedSendOnALivingLink()
    {
        Two two;
        two.right.acknowledges = false;
        const model::PostId id = two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.right.arrived.size(), 1);
        two.right.acknowledges = true;

        emit two.left.gateways().failed(two.right.self, id, base::Error {base::Fault::Broken, {}});

        QCOMPARE(two.left.told.last(), QStringLiteral("unsent a"));
        QTRY_COMPARE(two.left.told.last(), QStringLiteral("delivered a"));
        QCOMPARE(two.right.arrived.size(), 1);
    }

    // A full disk fails every job of a transaction, those that only read too.
    void triesAgainWhenTheQueueCouldNotBeRead()
    {
        using store::Connection;
        using store::Statement;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("commit failed")));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be read")));
        Two two;
        two.left.say(two.right.self, QStringLiteral("before")); // both are known and saved then
        QTRY_COMPARE(two.right.arrived.size(), 1);
        two.net.disappear(two.right.self);
        QTRY_COMPARE(two.left.directory().peer(two.right.self)->reach, model::Reach::Gone);
        two.left.say(two.right.self, QStringLiteral("a"));
        QTRY_COMPARE(two.left.waiting(two.right.self), 1);
        const auto write = [&two](const auto &job) { return two.left.database().write<bool>(job); };
        write([](Connection &connection) -> base::Result<bool> {
            Statement(connection, "CREATE TABLE late (peer INTEGER REFERENCES peer (id) DEFERRABLE INITIALLY DEFERRED)")
                .run();
            return true;
        }).waitForFinished();
        std::promise<void> go;
        const std::shared_future<void> gone = go.get_future().share();
        const auto held = write([gone](Connection &) -> base::Result<bool> {
            gone.wait();
            return true;
        });

        two.net.appear(two.right.self);
        QTRY_COMPARE(two.left.directory().peer(two.right.self)->reach, model::Reach::Linked);
        const auto failing = write([](Connection &connection) -> base::Result<bool> {
            Statement(connection, "INSERT INTO late (peer) VALUES (12345)").run();
            return true;
        });
        go.set_value();

        QTRY_COMPARE(two.right.arrived.size(), 2);
        QCOMPARE(two.right.arrived.last(), QStringLiteral("a"));
    }

    void deliversEverythingOnceAndInOrder_data()
    {
        QTest::addColumn<quint32>("seed");

        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    // Both talk while links break, posts and acknowledgements get lost or repeated, and programs restart.
    void deliversEverythingOnceAndInOrder()
    {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        Two two;
        int fromLeft = 0;
        int fromRight = 0;

        for (int i = 0; i < 400; ++i) {
            switch (random.bounded(16)) {
            case 0: two.net.breakLink(two.left.self, two.right.self); break;
            case 1: two.net.loseReceipts(random.bounded(4)); break;
            case 2: two.net.losePosts(random.bounded(3)); break;
            case 3: two.net.repeatPosts(1 + random.bounded(3)); break;
            case 4: two.net.setDelay(std::chrono::milliseconds(random.bounded(4))); break;
            case 5: two.net.disappear(two.right.self); break;
            case 6: two.net.appear(two.right.self); break;
            case 7:
                if (random.bounded(4) == 0) {
                    two.left.stop();
                    two.left.start();
                }
                break;
            case 8: QTest::qWait(random.bounded(10)); break;
            case 9: two.right.say(two.left.self, QString::number(fromRight++)); break;
            default: two.left.say(two.right.self, QString::number(fromLeft++)); break;
            }
            QCoreApplication::processEvents();
        }
        two.net.setDelay(std::chrono::milliseconds(0));
        two.net.loseReceipts(0);
        two.net.losePosts(0);
        two.net.appear(two.right.self);
        QTRY_COMPARE(two.right.arrived.size(), fromLeft);
        QTRY_COMPARE(two.left.arrived.size(), fromRight);
        // A lost acknowledgement shows at the next link only.
        two.net.breakLink(two.left.self, two.right.self);

        QTRY_COMPARE(two.left.waiting(two.right.self), 0);
        QTRY_COMPARE(two.right.waiting(two.left.self), 0);
        QCOMPARE(two.right.arrived, numbered(fromLeft));
        QCOMPARE(two.left.arrived, numbered(fromRight));
    }
};

static const support::Register<TestOutbox> registered;

#include "tst_outbox.moc"
