#include "files/hasher.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace files;

class TestHasher : public support::Test
{
    Q_OBJECT
private slots:
    // The bytes `xxhsum -H2` prints.
    void hashesLikeTheReference()
    {
        QCOMPARE(xxh128({}).toHex(), QByteArray("99aa06d3014798d86001c324468d497f"));
        QCOMPARE(xxh128("Landline\n").toHex(), QByteArray("ed603bb8f9289f3c734b12d4d0ed3567"));
    }

    void hashesPiecesLikeTheWhole()
    {
        const QByteArray bytes(100'000, 'x');
        BlockHasher hasher;
        hasher.add(bytes.first(1));
        hasher.add(bytes.sliced(1, 70'000));
        hasher.add(bytes.sliced(70'001));

        QCOMPARE(hasher.result(), xxh128(bytes));

        hasher.reset();
        QCOMPARE(hasher.result(), xxh128({}));
    }

    void growsBlocksWithTheFile()
    {
        constexpr quint64 mib = 1024 * 1024;
        QCOMPARE(blockSize(0), mib);
        QCOMPARE(blockCount(0), 0u);
        QCOMPARE(blockCount(1), 1u);
        QCOMPARE(blockCount(mib), 1u);
        QCOMPARE(blockCount(mib + 1), 2u);
        QCOMPARE(blockSize(65'536 * mib), mib);
        QCOMPARE(blockSize(65'536 * mib + 1), 2 * mib);
        QCOMPARE(blockCount(65'536 * mib + 1), 32'769u);
        QCOMPARE(blockSize(16 * mib * mib), 256 * mib); // 16 TiB
    }

    void joinsBlockHashesInOrder()
    {
        const QByteArray a = xxh128("a");
        const QByteArray b = xxh128("b");
        FileHash hash(2);
        hash.setBlock(1, b);
        QVERIFY(!hash.isComplete());
        QVERIFY(hash.block(0).isEmpty());
        hash.setBlock(0, a);

        QVERIFY(hash.isComplete());
        QCOMPARE(hash.result(), xxh128(a + b));

        hash.clearBlock(1);
        QCOMPARE(hash.missing(), 1u);
    }

    void hashesAnEmptyFileAsNothing()
    {
        QVERIFY(FileHash(0).isComplete());
        QCOMPARE(FileHash(0).result(), xxh128({}));
    }
};

static const support::Register<TestHasher> registered;

#include "tst_hasher.moc"
