#include "store/messagestore.h"
#include "store/poststore.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Fault;
using base::Result;
using model::DeliveryState;
using model::Direction;
using model::Message;
using model::MessageId;
using model::PeerId;
using store::MessageStore;

namespace {

template<typename T>
T get(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.result().value();
}

PeerId peer(char letter)
{
    return PeerId::landline(QByteArray(32, letter));
}

Message text(const PeerId &with, Direction direction, const QString &words = QStringLiteral("hello"))
{
    Message message;
    message.id = MessageId::random();
    message.peer = with;
    message.direction = direction;
    message.text = words;
    message.sentAtMs = 1'000;
    message.arrivedAtMs = 2'000;
    message.state = direction == Direction::In ? DeliveryState::Delivered : DeliveryState::Waiting;
    return message;
}

// A store on a file of its own.
struct Fixture {
    support::TempProfile profile;
    std::unique_ptr<store::Database> database = std::make_unique<store::Database>(profile.database());
    std::unique_ptr<MessageStore> messages = std::make_unique<MessageStore>(*database);

    void reopen()
    {
        messages.reset();
        database.reset();
        database = std::make_unique<store::Database>(profile.database());
        messages = std::make_unique<MessageStore>(*database);
    }
    Message add(const Message &message) { return get(messages->append(message)).message; }
    DeliveryState state(const MessageId &id) { return get(messages->message(id)).value().state; }
};

} // namespace

class TestMessageStore : public support::Test
{
    Q_OBJECT
private slots:
    void keepsMessagesWhole()
    {
        Fixture f;
        Message in = text(peer('a'), Direction::In,
                          QStringLiteral("line\nзвук 你好 👩‍👧") + QChar(0) + QStringLiteral("end"));
        Message failed = text(peer('a'), Direction::Out, QString());
        failed.state = DeliveryState::Failed;
        failed.fault = Fault::TooLarge;
        Message transfer = text(peer('b'), Direction::In);
        transfer.kind = model::MessageKind::Transfer;
        transfer.transfer = model::TransferId::random();
        in.seq = f.add(in).seq;
        failed.seq = f.add(failed).seq;
        transfer.seq = f.add(transfer).seq;

        f.reopen();

        QCOMPARE(get(f.messages->message(in.id)).value(), in);
        QCOMPARE(get(f.messages->message(failed.id)).value(), failed);
        QCOMPARE(get(f.messages->message(transfer.id)).value(), transfer);
        QVERIFY(!get(f.messages->message(MessageId::random())));
    }

    void numbersEachConversationDensely()
    {
        Fixture f;

        for (int i = 1; i <= 5; ++i) {
            QCOMPARE(f.add(text(peer('a'), Direction::In)).seq, i);
            QCOMPARE(f.add(text(peer('b'), Direction::Out)).seq, i);
        }
        f.reopen();

        QCOMPARE(f.add(text(peer('a'), Direction::Out)).seq, 6);
    }

    void takesARepeatOnce()
    {
        Fixture f;
        const Message message = f.add(text(peer('a'), Direction::In));
        Message repeat = message;
        repeat.text = QStringLiteral("something else");

        const store::Appended appended = get(f.messages->append(repeat));

        QVERIFY(!appended.isNew);
        QCOMPARE(appended.message, message);
        QCOMPARE(f.add(text(peer('a'), Direction::In)).seq, 2);
    }

    void doesNotTakeAnotherPeersIdForItsOwn()
    {
        Fixture f;
        const Message message = f.add(text(peer('a'), Direction::In));
        Message stolen = text(peer('b'), Direction::In, QStringLiteral("stolen"));
        stolen.id = message.id;

        QVERIFY(!get(f.messages->append(stolen)).isNew);
        QVERIFY(get(f.messages->newestTexts(peer('b'), 10)).isEmpty());
    }

    void remembersTheIdsOfDeletedMessages()
    {
        Fixture f;
        const Message message = f.add(text(peer('a'), Direction::In));

        QVERIFY(get(f.messages->remove(message.id)));
        QVERIFY(!get(f.messages->remove(message.id)));
        f.reopen();

        QVERIFY(!get(f.messages->message(message.id)));
        QVERIFY(!get(f.messages->append(message)).isNew);
        QVERIFY(!get(f.messages->message(message.id)));
        QCOMPARE(f.add(text(peer('a'), Direction::In)).seq, 2);
    }

    void leavesNoTraceOfADeletedText()
    {
        Fixture f;
        const Message message = f.add(text(peer('a'), Direction::Out, QStringLiteral("unmistakable-secret")));
        f.reopen();
        QVERIFY(f.profile.read(QStringLiteral("landline.db")).contains("unmistakable-secret"));

        QVERIFY(get(f.messages->remove(message.id)));
        f.reopen();

        QVERIFY(!f.profile.read(QStringLiteral("landline.db")).contains("unmistakable-secret"));
    }

    void queuesThePostWithTheMessage()
    {
        Fixture f;
        store::PostStore posts(*f.database);
        const Message message = text(peer('a'), Direction::Out);
        const model::Post post {message.id.as<model::PostTag>(), model::TextPost {5, message.text}};

        QVERIFY(get(f.messages->append(message, post)).isNew);
        QVERIFY(!get(f.messages->append(message, post)).isNew);

        const auto waiting = get(posts.waiting(peer('a'), 0, 10));
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().post, post);
    }

    void movesStatesForwardOnly_data()
    {
        QTest::addColumn<DeliveryState>("before");
        QTest::addColumn<DeliveryState>("after");
        QTest::addColumn<bool>("allowed");

        using S = DeliveryState;
        const QList<S> all {S::Waiting, S::Sent, S::Delivered, S::Read, S::Failed};
        const QSet<std::pair<int, int>> allowed {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 0}, {1, 2},
                                                 {1, 3}, {1, 4}, {2, 3}, {4, 0}, {4, 2}, {4, 3}};
        for (const S before : all) {
            for (const S after : all) {
                QTest::addRow("%s to %s", qPrintable(model::toText(before)), qPrintable(model::toText(after)))
                    << before << after << allowed.contains({int(before), int(after)});
            }
        }
    }

    void movesStatesForwardOnly()
    {
        QFETCH(const DeliveryState, before);
        QFETCH(const DeliveryState, after);
        QFETCH(const bool, allowed);
        Fixture f;
        Message message = text(peer('a'), Direction::Out);
        message.state = before;
        message = f.add(message);

        const store::ChangedMessages changed = get(f.messages->setState(message.id, after, Fault::Refused));

        QCOMPARE(changed.size(), allowed ? 1 : 0);
        QCOMPARE(f.state(message.id), allowed ? after : before);
        if (allowed) {
            QCOMPARE(changed.first().state, after);
            QCOMPARE(changed.first().fault, after == DeliveryState::Failed ? Fault::Refused : Fault::None);
        }
    }

    void changesNothingForAnUnknownId()
    {
        Fixture f;

        QVERIFY(get(f.messages->setState(MessageId::random(), DeliveryState::Sent)).isEmpty());
    }

    void marksWhatThePeerHasRead()
    {
        Fixture f;
        const auto add = [&f](const PeerId &with, Direction direction, DeliveryState state) {
            Message message = text(with, direction);
            message.state = state;
            return f.add(message).id;
        };
        const MessageId early = add(peer('a'), Direction::Out, DeliveryState::Delivered);
        const MessageId theirs = add(peer('a'), Direction::In, DeliveryState::Delivered);
        const MessageId retried = add(peer('a'), Direction::Out, DeliveryState::Waiting);
        const MessageId failed = add(peer('a'), Direction::Out, DeliveryState::Failed);
        const MessageId upTo = add(peer('a'), Direction::Out, DeliveryState::Sent);
        const MessageId later = add(peer('a'), Direction::Out, DeliveryState::Delivered);
        const MessageId others = add(peer('b'), Direction::Out, DeliveryState::Delivered);

        const store::ChangedMessages changed = get(f.messages->markReadByPeer(peer('a'), upTo));

        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.at(0).id, early);
        QCOMPARE(changed.at(1).id, upTo);
        QCOMPARE(f.state(early), DeliveryState::Read);
        QCOMPARE(f.state(upTo), DeliveryState::Read);
        QCOMPARE(f.state(theirs), DeliveryState::Delivered);
        QCOMPARE(f.state(retried), DeliveryState::Waiting);
        QCOMPARE(f.state(failed), DeliveryState::Failed);
        QCOMPARE(f.state(later), DeliveryState::Delivered);
        QCOMPARE(f.state(others), DeliveryState::Delivered);
        QVERIFY(get(f.messages->markReadByPeer(peer('a'), upTo)).isEmpty());
    }

    void takesNoReadMarkForAnothersMessages()
    {
        Fixture f;
        const MessageId ours = f.add(text(peer('a'), Direction::Out)).id;
        const MessageId theirs = f.add(text(peer('a'), Direction::In)).id;

        QVERIFY(get(f.messages->markReadByPeer(peer('b'), ours)).isEmpty());
        QVERIFY(get(f.messages->markReadByPeer(peer('a'), theirs)).isEmpty());
        QVERIFY(get(f.messages->markReadByPeer(peer('a'), MessageId::random())).isEmpty());
    }

    void marksWhatWasReadHereAndQueuesTheMark()
    {
        Fixture f;
        store::PostStore posts(*f.database);
        const MessageId first = f.add(text(peer('a'), Direction::In)).id;
        const MessageId second = f.add(text(peer('a'), Direction::In)).id;
        const MessageId third = f.add(text(peer('a'), Direction::In)).id;
        f.add(text(peer('a'), Direction::Out));
        const model::PostId mark = model::PostId::random();

        QCOMPARE(get(f.messages->markReadHere(peer('a'), 2, mark)), second);
        QVERIFY(get(f.messages->markReadHere(peer('a'), 2, model::PostId::random())).isNull());

        QCOMPARE(f.state(first), DeliveryState::Read);
        QCOMPARE(f.state(third), DeliveryState::Delivered);
        const auto waiting = get(posts.waiting(peer('a'), 0, 10));
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().post, (model::Post {mark, model::ReadPost {second}}));
        QCOMPARE(get(f.messages->summaries()).first().unread, 1);
    }

    void readsHereWithoutAMarkWhenNoneIsWanted()
    {
        Fixture f;
        store::PostStore posts(*f.database);
        const MessageId id = f.add(text(peer('a'), Direction::In)).id;

        QCOMPARE(get(f.messages->markReadHere(peer('a'), 1)), id);

        QVERIFY(get(posts.counts()).isEmpty());
        QVERIFY(get(f.messages->markReadHere(peer('z'), 1)).isNull());
    }

    void pagesByNumber()
    {
        Fixture f;
        for (int i = 1; i <= 10; ++i)
            f.add(text(peer('a'), Direction::Out, QString::number(i)));
        f.add(text(peer('b'), Direction::Out));
        QVERIFY(get(f.messages->remove(get(f.messages->page(peer('a'), 5, 1)).first().id)));

        const auto numbers = [](const QList<Message> &messages) {
            QList<qint64> all;
            for (const Message &message : messages)
                all.append(message.seq);
            return all;
        };
        QCOMPARE(numbers(get(f.messages->page(peer('a'), 4, 3))), (QList<qint64> {4, 6}));
        QCOMPARE(numbers(get(f.messages->page(peer('a'), -5, 7))), (QList<qint64> {1}));
        QCOMPARE(numbers(get(f.messages->page(peer('a'), 9, 100))), (QList<qint64> {9, 10}));
        QCOMPARE(numbers(get(f.messages->page(peer('a'), 1, 0))), QList<qint64>());
        QCOMPARE(numbers(get(f.messages->newestTexts(peer('a'), 3))), (QList<qint64> {8, 9, 10}));
        QVERIFY(get(f.messages->page(peer('z'), 1, 10)).isEmpty());
        QVERIFY(get(f.messages->newestTexts(peer('z'), 10)).isEmpty());
    }

    void summarizesConversations()
    {
        Fixture f;
        const Message first = f.add(text(peer('a'), Direction::In));
        f.add(text(peer('a'), Direction::In));
        Message notice = text(peer('a'), Direction::In);
        notice.kind = model::MessageKind::Notice;
        notice = f.add(notice);
        const Message only = f.add(text(peer('b'), Direction::Out));
        QVERIFY(get(f.messages->remove(first.id)));
        QVERIFY(get(f.messages->remove(only.id)));

        const QList<model::ConversationSummary> summaries = get(f.messages->summaries());

        QCOMPARE(summaries.size(), 2);
        QCOMPARE(summaries.at(0), (model::ConversationSummary {peer('a'), notice, 2, 3, 1}));
        QCOMPARE(summaries.at(1), (model::ConversationSummary {peer('b'), {}, 0, 0, 0}));
    }

    void lastRunsSentWaitsAgainWhileItIsQueued()
    {
        Fixture f;
        Message queued = text(peer('a'), Direction::Out);
        const Message done = f.add(text(peer('a'), Direction::Out));
        queued =
            get(f.messages->append(queued, model::Post {queued.id.as<model::PostTag>(), model::TextPost {}})).message;
        for (const MessageId &id : {queued.id, done.id})
            QCOMPARE(get(f.messages->setState(id, DeliveryState::Sent)).size(), 1);

        f.reopen();

        QCOMPARE(f.state(queued.id), DeliveryState::Waiting);
        QCOMPARE(f.state(done.id), DeliveryState::Sent);
    }

    void storesTenThousand()
    {
        Fixture f;
        QFuture<Result<store::Appended>> last;
        for (int i = 0; i < 10'000; ++i)
            last = f.messages->append(text(peer('a'), i % 2 == 0 ? Direction::In : Direction::Out));

        QCOMPARE(get(last).message.seq, 10'000);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(get(f.messages->page(peer('a'), 97 * i + 1, 60)).size(), 60);
        QCOMPARE(get(f.messages->summaries()).first().unread, 5'000);
    }
};

static const support::Register<TestMessageStore> registered;

#include "tst_messagestore.moc"
