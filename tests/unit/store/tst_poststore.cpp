#include "store/poststore.h"
#include "store/statement.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using base::Result;
using model::PeerId;
using model::Post;
using model::PostId;
using store::PostStore;

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

Post text(const QString &words)
{
    return {PostId::random(), model::TextPost {7, words}};
}

struct Fixture {
    support::TempProfile profile;
    std::unique_ptr<store::Database> database = std::make_unique<store::Database>(profile.database());
    std::unique_ptr<PostStore> posts = std::make_unique<PostStore>(*database);

    void reopen()
    {
        posts.reset();
        database.reset();
        database = std::make_unique<store::Database>(profile.database());
        posts = std::make_unique<PostStore>(*database);
    }
    QStringList waiting(const PeerId &to, qint64 after = 0, int count = 1000)
    {
        QStringList texts;
        for (const store::QueuedPost &post : get(posts->waiting(to, after, count)))
            texts.append(std::get<model::TextPost>(post.post.body).text);
        return texts;
    }
};

} // namespace

class TestPostStore : public support::Test
{
    Q_OBJECT
private slots:
    void keepsOrderPerPeerOverRestarts()
    {
        Fixture f;
        QStringList expected;
        for (int i = 0; i < 50; ++i) {
            expected.append(QString::number(i));
            QVERIFY(get(f.posts->append(peer('a'), text(QString::number(i)))) > 0);
            QVERIFY(get(f.posts->append(peer('b'), text(QStringLiteral("other")))) > 0);
        }

        f.reopen();

        QCOMPARE(f.waiting(peer('a')), expected);
        QCOMPARE(get(f.posts->counts()), (QHash<PeerId, int> {{peer('a'), 50}, {peer('b'), 50}}));
    }

    void keepsEveryDurableKind()
    {
        Fixture f;
        model::Offer offer;
        offer.transfer = model::TransferId::random();
        offer.title = QStringLiteral("photos");
        offer.entries = 1;
        offer.bytes = 3;
        offer.manifestHash = QByteArray(32, 'h');
        offer.manifest = QByteArray(10, 'm');
        offer.manifestLength = 10;
        model::Answer answer;
        answer.transfer = offer.transfer;
        answer.accepted = true;
        answer.skip.insert(3);
        const QList<model::PostBody> bodies {model::TextPost {1, QStringLiteral("x")},
                                             model::ReadPost {model::MessageId::random()},
                                             offer,
                                             answer,
                                             model::CancelPost {offer.transfer, false},
                                             model::ResultPost {offer.transfer, base::Fault::None, 1, 3, {}, 0}};

        for (const model::PostBody &body : bodies)
            std::ignore = f.posts->append(peer('a'), {PostId::random(), body});

        const auto waiting = get(f.posts->waiting(peer('a'), 0, 100));
        QCOMPARE(waiting.size(), bodies.size());
        for (qsizetype i = 0; i < bodies.size(); ++i) {
            QVERIFY(waiting.at(i).post.body == bodies.at(i));
            QCOMPARE(waiting.at(i).peer, peer('a'));
            QVERIFY(waiting.at(i).bytes > 16);
        }
    }

    void pagesByNumber()
    {
        Fixture f;
        for (int i = 0; i < 10; ++i)
            std::ignore = f.posts->append(peer('a'), text(QString::number(i)));
        const auto first = get(f.posts->waiting(peer('a'), 0, 4));
        QCOMPARE(first.size(), 4);

        QCOMPARE(f.waiting(peer('a'), first.last().number, 3),
                 (QStringList {QStringLiteral("4"), QStringLiteral("5"), QStringLiteral("6")}));
        QVERIFY(f.waiting(peer('z')).isEmpty());
    }

    void keepsThePlaceOfARepeat()
    {
        Fixture f;
        const Post post = text(QStringLiteral("a"));
        const qint64 number = get(f.posts->append(peer('a'), post));
        std::ignore = f.posts->append(peer('a'), text(QStringLiteral("b")));

        QCOMPARE(get(f.posts->append(peer('a'), post)), number);
        QVERIFY(get(f.posts->append(peer('b'), post)) != number);

        QCOMPARE(f.waiting(peer('a')), (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(f.waiting(peer('b')), QStringList {QStringLiteral("a")});
    }

    void removesForOneReceiverOnly()
    {
        Fixture f;
        const Post post = text(QStringLiteral("a"));
        std::ignore = f.posts->append(peer('a'), post);
        std::ignore = f.posts->append(peer('b'), post);

        QVERIFY(get(f.posts->remove(peer('a'), post.id)));
        QVERIFY(!get(f.posts->remove(peer('a'), post.id)));

        QVERIFY(f.waiting(peer('a')).isEmpty());
        QCOMPARE(f.waiting(peer('b')).size(), 1);
    }

    void passesOverWhatItCannotDecode()
    {
        Fixture f;
        std::ignore = f.posts->append(peer('a'), text(QStringLiteral("a")));
        auto broken = f.database->write<bool>([](store::Connection &connection) -> Result<bool> {
            store::Statement(connection, "INSERT INTO post (receiver, id, bytes) VALUES (1, x'01', x'ffff')").run();
            return true;
        });
        QVERIFY(get(broken));
        std::ignore = f.posts->append(peer('a'), text(QStringLiteral("b")));

        QCOMPARE(f.waiting(peer('a'), 0, 2), (QStringList {QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(get(f.posts->counts()).value(peer('a')), 3);
    }

    void givesNoNumberTwice()
    {
        Fixture f;
        const Post post = text(QStringLiteral("a"));
        const qint64 number = get(f.posts->append(peer('a'), post));
        QVERIFY(get(f.posts->remove(peer('a'), post.id)));
        f.reopen();

        QVERIFY(get(f.posts->append(peer('a'), text(QStringLiteral("b")))) > number);
    }
};

static const support::Register<TestPostStore> registered;

#include "tst_poststore.moc"
