#include "support/test.h"
#include "support/testmain.h"
#include "wire/cbor.h"

#include <QTest>

#include <limits>

using base::Fault;
using wire::CborArray;
using wire::CborMap;
using wire::CborValue;
using wire::CborWriter;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

// `count` arrays of one item around a zero.
QByteArray nested(int count)
{
    return QByteArray(count, '\x81') + QByteArray(1, '\0');
}

} // namespace

class TestCbor : public support::Test
{
    Q_OBJECT
private slots:
    void readsEveryType_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("expected");
        QTest::newRow("0") << hex("00") << quint64(0);
        QTest::newRow("23") << hex("17") << quint64(23);
        QTest::newRow("24") << hex("1818") << quint64(24);
        QTest::newRow("256") << hex("190100") << quint64(256);
        QTest::newRow("65536") << hex("1a00010000") << quint64(65536);
        QTest::newRow("2^32") << hex("1b0000000100000000") << quint64(1) + std::numeric_limits<quint32>::max();
        QTest::newRow("2^64-1") << hex("1bffffffffffffffff") << std::numeric_limits<quint64>::max();
        QTest::newRow("not the shortest form") << hex("1b0000000000000001") << quint64(1);
    }
    void readsEveryType()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(quint64, expected);

        const auto value = wire::readCbor(bytes);

        quint64 number = 0;
        QVERIFY(value && value->to(number));
        QCOMPARE(number, expected);
    }

    void readsNegativeNumbers()
    {
        qint64 number = 0;
        QVERIFY(wire::readCbor(hex("20"))->to(number));
        QCOMPARE(number, -1);
        QVERIFY(wire::readCbor(hex("3b7fffffffffffffff"))->to(number));
        QCOMPARE(number, std::numeric_limits<qint64>::min());
        QVERIFY(wire::readCbor(hex("17"))->to(number));
        QCOMPARE(number, 23);
    }

    void readsStringsAndContainers()
    {
        QByteArray bytes;
        QString text;
        bool yes = false;
        QVERIFY(wire::readCbor(hex("43010002"))->to(bytes));
        QCOMPARE(bytes, hex("010002"));
        QVERIFY(wire::readCbor(hex("66e5ae89e5a89c"))->to(text));
        QCOMPARE(text, QStringLiteral("安娜"));
        QVERIFY(wire::readCbor(hex("f5"))->to(yes) && yes);
        QVERIFY(wire::readCbor(hex("f4"))->to(yes) && !yes);
        const auto map = wire::readCbor(hex("a2208101038100"));
        QVERIFY(map && map->map());
        const CborMap expected{{-1, CborValue(CborArray{CborValue(quint64(1))})},
                               {3, CborValue(CborArray{CborValue(quint64(0))})}};
        QVERIFY(*map->map() == expected);
    }

    void keepsByteOrderMarksInText()
    {
        QString text;

        QVERIFY(wire::readCbor(hex("64efbbbf61"))->to(text));

        QCOMPARE(text.toUtf8(), hex("efbbbf61"));
    }

    void leavesTheTargetAloneOnAnotherType()
    {
        const auto number = wire::readCbor(hex("05"));
        bool yes = true;
        QString text = QStringLiteral("kept");
        QByteArray bytes = QByteArrayLiteral("kept");

        QVERIFY(!number->to(yes) && !number->to(text) && !number->to(bytes));
        QVERIFY(!number->array() && !number->map());
        QCOMPARE(text, QStringLiteral("kept"));
        QCOMPARE(bytes, QByteArrayLiteral("kept"));

        quint64 unsignedNumber = 7;
        qint64 signedNumber = 7;
        QVERIFY(!wire::readCbor(hex("20"))->to(unsignedNumber));
        QVERIFY(!wire::readCbor(hex("1bffffffffffffffff"))->to(signedNumber));
        QCOMPARE(unsignedNumber, quint64(7));
        QCOMPARE(signedNumber, qint64(7));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("bytes left over") << hex("0000");
        QTest::newRow("short number") << hex("1900");
        QTest::newRow("reserved head") << hex("1c");
        QTest::newRow("indefinite bytes") << hex("5f4100ff");
        QTest::newRow("indefinite text") << hex("7f6161ff");
        QTest::newRow("indefinite array") << hex("9f00ff");
        QTest::newRow("indefinite map") << hex("bf0000ff");
        QTest::newRow("lone break") << hex("ff");
        QTest::newRow("tag") << hex("c000");
        QTest::newRow("half float") << hex("f93c00");
        QTest::newRow("float") << hex("fa3f800000");
        QTest::newRow("double") << hex("fb3ff0000000000000");
        QTest::newRow("null") << hex("f6");
        QTest::newRow("undefined") << hex("f7");
        QTest::newRow("simple 16") << hex("f0");
        QTest::newRow("simple 255") << hex("f8ff");
        QTest::newRow("false in two bytes") << hex("f814");
        QTest::newRow("repeated key") << hex("a200000000");
        QTest::newRow("repeated key in another form") << hex("a20000180000");
        QTest::newRow("text key") << hex("a1616100");
        QTest::newRow("array key") << hex("a18000");
        QTest::newRow("key beyond 63 bits") << hex("a11bffffffffffffffff00");
        QTest::newRow("map with a missing value") << hex("a100");
        QTest::newRow("number below 64 bits") << hex("3b8000000000000000");
        QTest::newRow("invalid UTF-8") << hex("61ff");
        QTest::newRow("half a character") << hex("62e5ae");
        QTest::newRow("overlong UTF-8") << hex("62c080");
        QTest::newRow("surrogate in UTF-8") << hex("63eda080");
        QTest::newRow("string beyond the end") << hex("4500");
        QTest::newRow("string of 2^64-1 bytes") << hex("5bffffffffffffffff");
        QTest::newRow("string of 64 GiB") << hex("5b0000001000000000");
        QTest::newRow("array of 2^64-1") << hex("9bffffffffffffffff");
        QTest::newRow("array of more than is there") << hex("8500");
        QTest::newRow("map of 2^63") << hex("bb8000000000000000");
        QTest::newRow("nine levels") << nested(8);
        QTest::newRow("a million levels") << nested(1'000'000);
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);

        const auto value = wire::readCbor(bytes);

        QVERIFY(!value);
        QCOMPARE(value.error().fault, Fault::Malformed);
        QVERIFY(!value.error().detail.isEmpty());
    }

    void takesEightLevels()
    {
        QVERIFY(wire::readCbor(nested(7)));
    }

    void countsItems()
    {
        const QByteArray zeros(wire::mostItems, '\0');

        QVERIFY(wire::readCbor(CborWriter().array(quint64(zeros.size() - 1)).raw(zeros.first(zeros.size() - 1)).result()));
        QVERIFY(!wire::readCbor(CborWriter().array(quint64(zeros.size())).raw(zeros).result()));
    }

    void countsKeysAsItems()
    {
        CborWriter map;
        const int half = wire::mostItems / 2;
        map.map(quint64(half));
        for (int i = 0; i < half; ++i)
            map.key(i).number(0);

        QVERIFY(!wire::readCbor(map.result()));
    }

    void readsSequences()
    {
        const auto values = wire::readCborSequence(hex("00810141ff"));

        QVERIFY(values);
        QCOMPARE(int(values->size()), 3);
        QVERIFY(wire::readCborSequence({})->empty());
        QVERIFY(!wire::readCborSequence(hex("0081")));
    }

    void writesTheShortestForm_data()
    {
        QTest::addColumn<qint64>("number");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("0") << qint64(0) << hex("00");
        QTest::newRow("23") << qint64(23) << hex("17");
        QTest::newRow("24") << qint64(24) << hex("1818");
        QTest::newRow("255") << qint64(255) << hex("18ff");
        QTest::newRow("256") << qint64(256) << hex("190100");
        QTest::newRow("65535") << qint64(65535) << hex("19ffff");
        QTest::newRow("65536") << qint64(65536) << hex("1a00010000");
        QTest::newRow("2^32") << (qint64(1) << 32) << hex("1b0000000100000000");
        QTest::newRow("-1") << qint64(-1) << hex("20");
        QTest::newRow("-25") << qint64(-25) << hex("3818");
        QTest::newRow("least") << std::numeric_limits<qint64>::min() << hex("3b7fffffffffffffff");
    }
    void writesTheShortestForm()
    {
        QFETCH(qint64, number);
        QFETCH(QByteArray, expected);

        QCOMPARE(CborWriter().integer(number).result(), expected);
    }

    void writesStringsAndContainers()
    {
        CborWriter out;
        out.map(2).key(-1).array(2).boolean(true).boolean(false).key(0).bytes("ab").raw(hex("00"));

        QCOMPARE(out.result(), hex("a22082f5f40042616200"));
        QCOMPARE(CborWriter().text(QStringLiteral("é")).result(), hex("62c3a9"));
        QCOMPARE(CborWriter().number(std::numeric_limits<quint64>::max()).result(), hex("1bffffffffffffffff"));
    }
};

static const support::Register<TestCbor> registered;

#include "tst_cbor.moc"
