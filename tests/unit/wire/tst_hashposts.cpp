#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"
#include "wire/cbor.h"
#include "wire/codec.h"

#include <QTest>

using base::Fault;
using model::HashesPost;
using model::HashRequestPost;
using wire::CborWriter;

namespace {

const auto transferId = model::TransferId::fromHex(QStringLiteral("202122232425262728292a2b2c2d2e2f"));

QByteArray vectorBody(const char *name)
{
    return support::vector(QString::fromLatin1(name)).mid(4);
}

QByteArray body(quint64 kind, const QByteArray &list)
{
    return CborWriter().array(2).number(kind).map(2).key(1).bytes(transferId.toBytes()).key(2).raw(list).result();
}

// One hash of entry `entry`, as `value`.
QByteArray hashes(quint64 entry, const QByteArray &value)
{
    return body(40, CborWriter().array(1).array(2).number(entry).raw(value).result());
}

QByteArray bytes(int size)
{
    return CborWriter().bytes(QByteArray(size, 'h')).result();
}

} // namespace

class TestHashPosts : public support::Test
{
    Q_OBJECT
private slots:
    void matchesTheVectors()
    {
        HashRequestPost request {transferId, {}};
        request.entries.insert(1);
        request.entries.insert(3);
        const QByteArray hash = support::vector(QStringLiteral("file-hash-run.sh"));
        const HashesPost told {transferId, {{1, {}}, {3, hash}}};

        QCOMPARE(wire::encodePost({{}, request}), vectorBody("hash-get"));
        QCOMPARE(wire::encodePost({{}, told}), vectorBody("hashes"));
        QVERIFY(wire::decodePost(vectorBody("hash-get")) == model::Post({{}, request}));
        QVERIFY(wire::decodePost(vectorBody("hashes")) == model::Post({{}, told}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("odd ranges") << body(39, CborWriter().array(1).number(1).result());
        QTest::newRow("entry beyond every manifest") << body(39, CborWriter().array(2).number(1'000'000).number(1).result());
        QTest::newRow("ranges that overflow")
            << body(39, CborWriter().array(4).number(999'999).number(1).number(999'999).number(1).result());
        QTest::newRow("ranges as text") << body(39, CborWriter().utf8("1").result());
        QTest::newRow("hash of 15 bytes") << hashes(1, bytes(15));
        QTest::newRow("hash of 32 bytes") << hashes(1, bytes(32));
        QTest::newRow("no bytes at all") << hashes(1, bytes(0));
        QTest::newRow("true") << hashes(1, CborWriter().boolean(true).result());
        QTest::newRow("number") << hashes(1, CborWriter().number(0).result());
        QTest::newRow("large entry") << hashes(1'000'000, bytes(16));
        QTest::newRow("triple") << body(
            40, CborWriter().array(1).array(3).number(1).bytes(QByteArray(16, 'h')).number(1).result());
        QTest::newRow("no pair") << body(40, CborWriter().array(1).number(1).result());
    }
    void refuses()
    {
        QFETCH(QByteArray, frame);

        QCOMPARE(wire::decodePost(frame).error().fault, Fault::Malformed);
    }

    void takesAPageAndNoMore()
    {
        const auto list = [](quint32 count) {
            CborWriter out;
            out.array(count);
            for (quint32 entry = 0; entry < count; ++entry)
                out.array(2).number(entry).boolean(false);
            return body(40, out.result());
        };
        QCOMPARE(int(std::get<HashesPost>(wire::decodePost(list(4096))->body).hashes.size()), 4096);
        QCOMPARE(wire::decodePost(list(4097)).error().fault, Fault::TooLarge);
    }

    void writesAPageAndNoMore()
    {
        HashesPost post {transferId, {}};
        for (quint32 entry = 0; entry < 5000; ++entry)
            post.hashes.push_back({entry, {}});

        QCOMPARE(int(std::get<HashesPost>(wire::decodePost(wire::encodePost({{}, post}))->body).hashes.size()), 4096);
    }
};

static const support::Register<TestHashPosts> registered;

#include "tst_hashposts.moc"
