#include "support/test.h"
#include "support/testmain.h"
#include "wire/cbor.h"
#include "wire/codec.h"

#include <QTest>

using model::OrderPost;
using wire::CborWriter;

namespace {

const auto first = model::TransferId::fromHex(QStringLiteral("202122232425262728292a2b2c2d2e2f"));
const auto second = model::TransferId::fromHex(QStringLiteral("303132333435363738393a3b3c3d3e3f"));

QByteArray body(const QByteArray &list)
{
    return CborWriter().array(2).number(43).map(1).key(1).raw(list).result();
}

QByteArray listOf(int count, const QByteArray &item)
{
    CborWriter list;
    list.array(quint64(count));
    for (int i = 0; i < count; ++i)
        list.raw(item);
    return list.result();
}

QByteArray bytes(int size)
{
    return CborWriter().bytes(QByteArray(size, 'i')).result();
}

} // namespace

class TestOrderPost : public support::Test
{
    Q_OBJECT
private slots:
    void isWrittenAsDescribed()
    {
        const QByteArray expected =
            body(CborWriter().array(2).bytes(first.toBytes()).bytes(second.toBytes()).result());

        QCOMPARE(wire::encodePost({{}, OrderPost {{first, second}}}), expected);
        QVERIFY(wire::decodePost(expected) == model::Post({{}, OrderPost {{first, second}}}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("frame");

        QTest::newRow("no list") << CborWriter().array(2).number(43).map(0).result();
        QTest::newRow("a number") << body(CborWriter().number(5).result());
        QTest::newRow("short id") << body(listOf(1, bytes(15)));
        QTest::newRow("long id") << body(listOf(1, bytes(17)));
        QTest::newRow("text") << body(listOf(1, CborWriter().text(QStringLiteral("0123456789abcdef")).result()));
        QTest::newRow("too many") << body(listOf(1001, bytes(16)));
    }

    void refuses()
    {
        QFETCH(const QByteArray, frame);

        QVERIFY(!wire::decodePost(frame).has_value());
    }

    void takesAsManyAsThereMayBe()
    {
        const auto post = wire::decodePost(body(listOf(1000, bytes(16))));

        QVERIFY(post.has_value());
        QCOMPARE(std::get<OrderPost>(post->body).transfers.size(), 1000);
    }
};

static const support::Register<TestOrderPost> registered;

#include "tst_orderpost.moc"
