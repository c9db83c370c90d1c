#include "files/hasher.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transfer/sourcehashes.h"
#include "transferside.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using base::Fault;
using model::HashesPost;
using model::HashRequestPost;
using model::TransferId;
using support::FakeNetwork;

namespace {

constexpr qsizetype mib = 1024 * 1024;

QByteArray fileHash(const QByteArray &bytes)
{
    files::FileHash hash(files::blockCount(quint64(bytes.size())));
    for (quint32 block = 0; block < hash.blocks(); ++block)
        hash.setBlock(block, files::xxh128(bytes.mid(qsizetype(block) * mib, mib)));
    return hash.result();
}

model::RangeSet entries(quint32 first, quint32 count)
{
    model::RangeSet set;
    set.insert({first, count});
    return set;
}

// Files in the target of the right side, with the time of those to be sent.
struct There {
    explicit There(TransferPair &aPair)
        : pair(aPair)
    {
    }
    void put(const QString &name, const QByteArray &bytes, const QString &like) const
    {
        const QString path = pair.right.profile.write(QStringLiteral("received/") + name, bytes);
        const QString source = pair.left.profile.file(QStringLiteral("own/") + like);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QFileInfo(source).lastModified(), QFileDevice::FileModificationTime));
    }
    TransferPair &pair;
};

// What `self` said of hashes.
QList<HashesPost> hashesOf(const FakeNetwork &net, const model::PeerId &self, const model::PeerId &to)
{
    QList<HashesPost> said;
    for (const model::Post &post : net.given(self, to)) {
        if (const auto *hashes = std::get_if<HashesPost>(&post.body))
            said.append(*hashes);
    }
    return said;
}

qsizetype questionsOf(const FakeNetwork &net, const model::PeerId &self, const model::PeerId &to)
{
    const QList<model::Post> given = net.given(self, to);
    return std::count_if(given.begin(), given.end(), [](const model::Post &post) {
        return std::holds_alternative<HashRequestPost>(post.body);
    });
}

} // namespace

// Files that are there already cost a comparison, not a copy.
class TestComparison : public support::Test
{
    Q_OBJECT
private slots:
    void theSameAgainIsNotCopied()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const QByteArray bytes(3 * mib + 5, 'x');
        const TransferId id = pair.offer(QStringLiteral("a.bin"), bytes);
        QVERIFY(!id.isNull());
        There(pair).put(QStringLiteral("a.bin"), bytes, QStringLiteral("a.bin"));
        pair.net.setJobs(FakeNetwork::Jobs::Hold);

        QVERIFY(pair.right.queue().accept(id));

        QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 1);
        QVERIFY(pair.net.runningJobs(pair.left.self).first().skip.contains(0));
        QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), 1);
        QCOMPARE(pair.right.only().bytesDone, quint64(bytes.size()));
        QVERIFY(pair.right.history.contains(QStringLiteral("verifying")));
        QCOMPARE(hashesOf(pair.net, pair.left.self, pair.right.self),
                 QList<HashesPost>({{id, {{0, fileHash(bytes)}}}}));
    }

    void otherContentIsCopied()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(100, 'y'), QStringLiteral("a.bin"));

        QVERIFY(pair.right.queue().accept(id));

        QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
        QCOMPARE(pair.right.received(QStringLiteral("a.bin")), QByteArray(100, 'y'));
        QCOMPARE(pair.right.received(QStringLiteral("a.bin (2)")), QByteArray(100, 'x'));
        QCOMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 1);
    }

    void nothingIsAskedWhereNothingIsAlike()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(99, 'x'), QStringLiteral("a.bin"));

        QVERIFY(pair.right.queue().accept(id));

        QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
        QCOMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 0);
    }

    void keepingBothAsksNothing()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        pair.right.parts().settings.set(settings::keys::sameName, QStringLiteral("keepBoth"));
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(100, 'x'), QStringLiteral("a.bin"));

        QVERIFY(pair.right.queue().accept(id));

        QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
        QCOMPARE(pair.right.received(QStringLiteral("a.bin (2)")), QByteArray(100, 'x'));
        QCOMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 0);
    }

    void anOlderProgramIsNotAsked()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(100, 'x'), QStringLiteral("a.bin"));
        model::Sighting older;
        older.peer = pair.left.self;
        older.name = QStringLiteral("older");
        older.reach = model::Reach::Linked;
        older.proven = true;
        older.capabilities = model::Capability::Files | model::Capability::Folders;
        pair.net.show(pair.right.self, older);
        const auto isOlder = [&] {
            return !pair.right.parts().directory.peer(pair.left.self)->capabilities.testFlag(model::Capability::Hashes);
        };
        QTRY_VERIFY(isOlder());

        QVERIFY(pair.right.queue().accept(id));

        QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
        QCOMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 0);
    }

    void goesOnAfterABreak()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const QByteArray bytes(50, 'x');
        const TransferId id = pair.offer(QStringLiteral("a.bin"), bytes);
        There(pair).put(QStringLiteral("a.bin"), bytes, QStringLiteral("a.bin"));
        pair.net.setJobs(FakeNetwork::Jobs::Hold);
        pair.net.setDelay(std::chrono::milliseconds(300)); // the answer is on its way when the link breaks
        QVERIFY(pair.right.queue().accept(id));
        QTRY_COMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 1);

        pair.net.breakLink(pair.left.self, pair.right.self);
        pair.net.setDelay({});

        QTRY_COMPARE(pair.net.runningJobs(pair.right.self).size(), 1);
        QVERIFY(pair.net.runningJobs(pair.right.self).first().skip.contains(0));
    }

    void cancelsWhileComparing()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(100, 'x'), QStringLiteral("a.bin"));
        pair.net.setDelay(std::chrono::milliseconds(200));
        QVERIFY(pair.right.queue().accept(id));
        QTRY_COMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 1);

        QVERIFY(pair.right.queue().cancel(id));

        QTRY_COMPARE(pair.left.state(), QStringLiteral("cancelled"));
        QCOMPARE(pair.right.received(QStringLiteral("a.bin")), QByteArray(100, 'x'));
    }

    void lyingHashesChangeNothing()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        There(pair).put(QStringLiteral("a.bin"), QByteArray(100, 'y'), QStringLiteral("a.bin"));
        pair.net.setDelay(std::chrono::milliseconds(200));
        QVERIFY(pair.right.queue().accept(id));
        QTRY_COMPARE(int(questionsOf(pair.net, pair.right.self, pair.left.self)), 1);
        const auto say = [&](const HashesPost &post) {
            pair.net.deliver(pair.left.self, pair.right.self, {{}, post});
        };
        say({TransferId::random(), {{0, QByteArray(16, 'h')}}});
        say({id, {{7, QByteArray(16, 'h')}, {999'999, {}}}});
        say({id, {}});
        pair.net.setDelay({});

        QTRY_COMPARE(pair.left.state(), QStringLiteral("done"));
        QCOMPARE(pair.right.received(QStringLiteral("a.bin (2)")), QByteArray(100, 'x'));
    }

    // Who may ask what, and how often.
    void answersOnlyWhatMayBeAsked()
    {
        TransferPair pair;
        TransferSide third(pair.net, 3);
        QVERIFY(pair.start() && third.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        const auto ask = [&](const model::PeerId &from, const TransferId &transfer, quint32 first, quint32 count) {
            pair.net.deliver(from, pair.left.self, {{}, HashRequestPost{transfer, entries(first, count)}});
        };
        ask(third.self, id, 0, 1);
        ask(pair.right.self, TransferId::random(), 0, 1);
        ask(pair.right.self, id, 0, 1);

        QTRY_COMPARE(int(hashesOf(pair.net, pair.left.self, pair.right.self).size()), 1);
        pair.net.setJobs(FakeNetwork::Jobs::Hold);
        QVERIFY(pair.right.queue().accept(id));
        QTRY_COMPARE(pair.net.runningJobs(pair.left.self).size(), 1);
        ask(pair.right.self, id, 0, 1); // too late
        QVERIFY(pair.right.queue().cancel(id));
        QTRY_COMPARE(pair.left.state(), QStringLiteral("cancelled"));
        ask(pair.right.self, id, 0, 1); // over
        const TransferId other = pair.left.queue().send(pair.right.self, {pair.left.make(QStringLiteral("b"), "b")});
        QTRY_VERIFY(pair.right.queue().transfer(other).has_value()); // so the question before has come

        QCOMPARE(int(hashesOf(pair.net, pair.left.self, pair.right.self).size()), 1);
        QVERIFY(hashesOf(pair.net, pair.left.self, third.self).isEmpty());
    }

    void saysWhatIsNoLongerAsItWasOffered()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        std::ignore = pair.left.make(QStringLiteral("a.bin"), QByteArray(101, 'x'));

        pair.net.deliver(pair.right.self, pair.left.self, {{}, HashRequestPost{id, entries(0, 1)}});

        QTRY_COMPARE(hashesOf(pair.net, pair.left.self, pair.right.self), QList<HashesPost>({{id, {{0, {}}}}}));
    }

    void whoAsksTooOftenGetsNoMoreHashes()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const TransferId id = pair.offer(QStringLiteral("a.bin"), QByteArray(100, 'x'));
        const auto ask = [&](quint32 first, quint32 count) {
            pair.net.deliver(pair.right.self, pair.left.self, {{}, HashRequestPost{id, entries(first, count)}});
        };
        const int most = int(transfer::SourceHashes::mostTimes);
        for (int asked = 1; asked <= most; ++asked) {
            ask(0, 1);
            QTRY_COMPARE(int(hashesOf(pair.net, pair.left.self, pair.right.self).size()), asked);
        }
        ask(0, 1);
        ask(0, 1'000'000);
        const TransferId other = pair.left.queue().send(pair.right.self, {pair.left.make(QStringLiteral("b"), "b")});
        QTRY_VERIFY(pair.right.queue().transfer(other).has_value()); // so the questions before have come

        QCOMPARE(int(hashesOf(pair.net, pair.left.self, pair.right.self).size()), most);
    }

    // The answer may have been lost: the same may be asked again.
    void answersTheSameQuestionAgain()
    {
        TransferPair pair;
        QVERIFY(pair.start());
        const QByteArray bytes(5 * mib, 'x');
        const TransferId id = pair.offer(QStringLiteral("a.bin"), bytes);
        for (int i = 0; i < 3; ++i) // one is read, one waits, one takes its place
            pair.net.deliver(pair.right.self, pair.left.self, {{}, HashRequestPost{id, entries(0, 1)}});

        const HashesPost answer{id, {{0, fileHash(bytes)}}};
        QTRY_VERIFY(hashesOf(pair.net, pair.left.self, pair.right.self).count(answer) >= 2);
    }
};

static const support::Register<TestComparison> registered;

#include "tst_comparison.moc"
