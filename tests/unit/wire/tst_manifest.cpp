#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/samples.h"
#include "unit/wire/vectors.h"
#include "wire/cbor.h"
#include "wire/manifest.h"

#include <QTest>

using base::Fault;
using model::EntryKind;
using wire::CborWriter;

namespace {

QByteArray entry(int type, quint64 parent, const QByteArray &name, quint64 size = 0)
{
    CborWriter out;
    out.array(6).number(quint64(type)).number(parent).utf8(name).number(size).integer(0).number(0);
    return out.result();
}

QByteArray page(const QByteArrayList &entries)
{
    return CborWriter().array(quint64(entries.size())).raw(entries.join()).result();
}

QByteArray deep(int folders, const QByteArray &name = QByteArrayLiteral("d"))
{
    QByteArrayList entries;
    for (int i = 0; i < folders; ++i)
        entries.append(entry(0, quint64(i), name));
    return page(entries);
}

QByteArray rawEntry(const char *hex)
{
    return page({QByteArray::fromHex(hex)});
}

} // namespace

class TestManifest : public support::Test
{
    Q_OBJECT
private slots:
    void isTheVector()
    {
        model::Manifest manifest;
        manifest.entries = {
            {EntryKind::Folder, false, false, false, 0, QByteArrayLiteral("photos"), 0, 1'767'225'600'000, {}},
            {EntryKind::File, false, false, false, 1, QByteArrayLiteral("a.jpg"), 3'000'000, 1'767'225'601'000, {}},
            {EntryKind::File, false, false, false, 1, QByteArrayLiteral("empty.txt"), 0, 1'767'225'602'000, {}},
            {EntryKind::File, true, false, false, 0, QByteArrayLiteral("run.sh"), 9, 1'767'225'603'000, {}},
        };
        const QByteArray vector = support::vector(QStringLiteral("manifest"));

        QCOMPARE(wire::encodeManifest(manifest).join(), vector);
        QVERIFY(wire::decodeManifest(vector) == manifest);
    }

    void readsWhatItWrote()
    {
        const model::Manifest manifest = sampleManifest();

        const auto read = wire::decodeManifest(wire::encodeManifest(manifest).join());

        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(*read == manifest);
        QCOMPARE(read->bytes(), quint64(3'000'009));
    }

    void writesNothingForNothing()
    {
        QVERIFY(wire::encodeManifest({}).isEmpty());
        QVERIFY(wire::decodeManifest({})->entries.empty());
    }

    void keepsPagesSmall_data()
    {
        QTest::addColumn<int>("entries");
        QTest::addColumn<int>("nameBytes");
        QTest::addColumn<int>("pages");
        QTest::newRow("full page") << 4096 << 8 << 1;
        QTest::newRow("one more entry") << 4097 << 8 << 2;
        QTest::newRow("long names") << 4096 << 255 << 3;
    }
    void keepsPagesSmall()
    {
        QFETCH(int, entries);
        QFETCH(int, nameBytes);
        model::Manifest manifest;
        for (int i = 0; i < entries; ++i) {
            const QByteArray name = QByteArray::number(i).rightJustified(nameBytes, 'n');
            manifest.entries.push_back({EntryKind::File, false, false, false, 0, name, 1, 0, {}});
        }

        const QList<QByteArray> pages = wire::encodeManifest(manifest);

        QTEST(int(pages.size()), "pages");
        for (const QByteArray &bytes : pages)
            QVERIFY(bytes.size() <= wire::pageBytes);
        QVERIFY(wire::decodeManifest(pages.join()) == manifest);
    }

    void decodesPageByPage()
    {
        const model::Manifest manifest = sampleManifest();
        const QByteArray one = wire::encodeManifest(manifest).join();
        const QByteArray two = page({entry(1, 1, "b")});
        wire::ManifestDecoder decoder(2);

        const auto first = decoder.take(one + two);
        const auto second = decoder.take(two);
        const auto third = decoder.take(page({entry(1, 2, "in a file")}));

        QVERIFY(first && second && !third);
        QCOMPARE(*first, one.size());
        QCOMPARE(*second, two.size());
        QCOMPARE(third.error().fault, Fault::Malformed);
        QCOMPARE(decoder.result().entries.size(), manifest.entries.size() + 1);
    }

    void countsParentsThroughPages()
    {
        const auto read = wire::decodeManifest(page({entry(0, 0, "a")}) + page({entry(1, 1, "b")}));

        QVERIFY(read);
        QCOMPARE(read->entries[1].parent, 1U);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto file = [](const QByteArray &name) { return page({entry(1, 0, name)}); };
        QTest::newRow("empty name") << file("");
        QTest::newRow("dot") << file(".");
        QTest::newRow("dot dot") << file("..");
        QTest::newRow("slash") << file("a/b");
        QTest::newRow("absolute") << file("/etc/passwd");
        QTest::newRow("climbing") << file("../x");
        QTest::newRow("NUL") << file(QByteArray("a\0b", 3));
        QTest::newRow("256 bytes") << file(QByteArray(256, 'x'));
        QTest::newRow("bad UTF-8") << file("\xff");
        QTest::newRow("own parent") << page({entry(0, 1, "a")});
        QTest::newRow("later parent") << page({entry(1, 2, "a"), entry(0, 0, "b")});
        QTest::newRow("circle") << page({entry(0, 2, "a"), entry(0, 1, "b")});
        QTest::newRow("parent of 2^32") << page({entry(0, 0, "a"), entry(1, quint64(1) << 32, "b")});
        QTest::newRow("file as parent") << page({entry(1, 0, "a"), entry(1, 1, "b")});
        QTest::newRow("too deep") << deep(257);
        QTest::newRow("unknown type") << page({entry(3, 0, "a")});
        QTest::newRow("page that is a number") << QByteArrayLiteral("\x01");
        QTest::newRow("empty page") << QByteArrayLiteral("\x80");
        QTest::newRow("entry that is a number") << rawEntry("01");
        QTest::newRow("five fields") << rawEntry("85010061610000");
        QTest::newRow("seven fields of a file") << rawEntry("87010061610000006162");
        QTest::newRow("symlink without target") << rawEntry("86020061610000 00");
        QTest::newRow("target of another type") << rawEntry("8702006161000000 00");
        QTest::newRow("name of bytes") << rawEntry("86010041610000 00");
        QTest::newRow("negative size") << rawEntry("86010061612000 00");
        QTest::newRow("negative parent") << rawEntry("86012061610000 00");
        QTest::newRow("time as text") << rawEntry("8601006161006100 00");
        QTest::newRow("target of 5,000 bytes")
            << page({CborWriter().array(7).number(2).number(0).utf8("a").number(0).number(0).number(0)
                         .utf8(QByteArray(5000, 't')).result()});
        QTest::newRow("4,097 entries in a page") << page(QByteArrayList(4097, entry(1, 0, "a")));
        QTest::newRow("page over 512 KiB") << page(QByteArrayList(2100, entry(1, 0, QByteArray(250, 'x'))));
        QTest::newRow("bytes left over") << page({entry(1, 0, "a")}) + '\xff';
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);

        const auto read = wire::decodeManifest(bytes);

        QVERIFY(!read);
        QCOMPARE(read.error().fault, Fault::Malformed);
    }

    void takesTheLongestAndDeepest()
    {
        QVERIFY(wire::decodeManifest(page({entry(1, 0, QByteArray(255, 'x'))})));
        QVERIFY(wire::decodeManifest(deep(256)));
        QVERIFY(wire::decodeManifest(deep(256, QByteArray(255, 'p'))));
    }

    void limitsSizes()
    {
        const quint64 largest = quint64(16) << 40;
        QVERIFY(wire::decodeManifest(page({entry(1, 0, "a", largest)})));
        QCOMPARE(wire::decodeManifest(page({entry(1, 0, "a", largest + 1)})).error().fault, Fault::TooLarge);
    }

    void refusesSumsThatOverflow()
    {
        const QByteArray full = page(QByteArrayList(4096, entry(1, 0, "a", quint64(16) << 40)));

        QCOMPARE(wire::decodeManifest(full.repeated(129)).error().fault, Fault::TooLarge);
    }

    void limitsTheNumberOfEntries()
    {
        const QByteArray full = page(QByteArrayList(4000, entry(1, 0, "a")));

        QCOMPARE(int(wire::decodeManifest(full.repeated(250))->entries.size()), 1'000'000);
        QCOMPARE(wire::decodeManifest(full.repeated(251)).error().fault, Fault::TooLarge);
    }

    void refusesEveryTruncation()
    {
        const QByteArray whole = wire::encodeManifest(sampleManifest()).join();
        for (qsizetype size = 1; size < whole.size(); ++size)
            QVERIFY(!wire::decodeManifest(QByteArrayView(whole).first(size)));
    }
};

static const support::Register<TestManifest> registered;

#include "tst_manifest.moc"
