#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"
#include "wire/record.h"

#include <QTest>

#include <limits>

using wire::Record;
using wire::RecordType;

namespace {

QByteArray bytesOf(const Record &record)
{
    const auto bytes = wire::encodeRecord(record);
    return QByteArray(bytes.data(), qsizetype(bytes.size()));
}

} // namespace

class TestRecord : public support::Test
{
    Q_OBJECT
private slots:
    void writesTheVectors()
    {
        const QByteArray data = support::vector(QStringLiteral("record-data"));

        QCOMPARE(bytesOf({RecordType::Data, wire::recordWholeFile, 0, 3, 0, 9}), data.first(wire::recordBytes));
        QCOMPARE(bytesOf({RecordType::Hole, 0, 0, 1, 0, 2 << 20}), support::vector(QStringLiteral("record-hole")));
        QCOMPARE(bytesOf({RecordType::Done, 0, 0, 0, 0, 0}), support::vector(QStringLiteral("record-done")));
    }

    void readsWhatItWrote_data()
    {
        QTest::addColumn<int>("type");
        for (int type = 1; type <= 7; ++type)
            QTest::addRow("%d", type) << type;
    }
    void readsWhatItWrote()
    {
        QFETCH(int, type);
        const Record record{RecordType(type), 0x81, 0xfffe, 0xdeadbeef, 0x0102030405060708,
                            std::numeric_limits<quint64>::max()};

        const auto read = wire::decodeRecord(wire::encodeRecord(record).data());

        QVERIFY(read == record);
    }

    void refusesUnknownTypes()
    {
        for (const int type : {0, 8, 127, 128, 255}) {
            QByteArray bytes(wire::recordBytes, '\0');
            bytes[0] = char(type);
            const auto read = wire::decodeRecord(bytes.constData());
            QVERIFY2(!read, QByteArray::number(type).constData());
            QCOMPARE(read.error().fault, base::Fault::Malformed);
        }
    }

    void choosesBlocks_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<quint64>("block");
        QTest::addColumn<quint32>("count");
        const quint64 mebi = 1 << 20;
        QTest::newRow("empty") << quint64(0) << mebi << quint32(0);
        QTest::newRow("one byte") << quint64(1) << mebi << quint32(1);
        QTest::newRow("one block") << mebi << mebi << quint32(1);
        QTest::newRow("one more") << mebi + 1 << mebi << quint32(2);
        QTest::newRow("64 GiB") << mebi * 65'536 << mebi << quint32(65'536);
        QTest::newRow("64 GiB and a byte") << mebi * 65'536 + 1 << 2 * mebi << quint32(32'769);
        QTest::newRow("16 TiB") << mebi * 65'536 * 256 << 256 * mebi << quint32(65'536);
        QTest::newRow("2^64-1") << std::numeric_limits<quint64>::max() << (quint64(1) << 48) << quint32(65'536);
    }
    void choosesBlocks()
    {
        QFETCH(quint64, size);

        QTEST(wire::blockSize(size), "block");
        QTEST(wire::blockCount(size), "count");
    }
};

static const support::Register<TestRecord> registered;

#include "tst_record.moc"
