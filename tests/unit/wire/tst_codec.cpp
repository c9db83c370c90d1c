#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/samples.h"
#include "unit/wire/vectors.h"
#include "wire/cbor.h"
#include "wire/codec.h"
#include "wire/frame.h"

#include <QCryptographicHash>
#include <QTest>

#include <functional>

using base::Fault;
using wire::CborWriter;
using wire::Frame;

namespace {

// A vector is a whole frame; its body follows the length.
QByteArray bodyOf(const char *name)
{
    wire::FrameReader reader;
    reader.feed(support::vector(QString::fromLatin1(name)));
    return reader.next()->value();
}

const auto messageId = model::MessageId::fromHex(QStringLiteral("101112131415161718191a1b1c1d1e1f"));
const auto transferId = model::TransferId::fromHex(QStringLiteral("202122232425262728292a2b2c2d2e2f"));
constexpr qint64 newYear = 1'767'225'600'000;

wire::Hello vectorHello()
{
    return {model::PeerId::landline(support::vector(QStringLiteral("peer-a"))), 1, 1, QStringLiteral("Anna 安娜"), 0x7ff,
            7, 24250, QStringLiteral("Landline 1.0.0 linux"), model::Presence::Here, 3, 1 << 20};
}

model::Post vectorText()
{
    return {messageId.as<model::PostTag>(),
            model::TextPost{newYear, QStringLiteral("Hello Ben, 你好 👋\nsecond line")}};
}

model::Post vectorOffer()
{
    model::Offer offer;
    offer.transfer = transferId;
    offer.title = QStringLiteral("photos, run.sh");
    offer.entries = 4;
    offer.bytes = 3'000'009;
    offer.manifest = support::vector(QStringLiteral("manifest"));
    offer.manifestHash = QCryptographicHash::hash(offer.manifest, QCryptographicHash::Sha256);
    offer.manifestLength = quint64(offer.manifest.size());
    offer.timeMs = newYear;
    return {model::PostId::fromHex(QStringLiteral("303132333435363738393a3b3c3d3e3f")), offer};
}

model::Post vectorAnswer()
{
    model::Answer answer;
    answer.transfer = transferId;
    answer.accepted = true;
    answer.skip.insert(3);
    model::RangeSet blocks;
    blocks.insert({0, 2});
    answer.partial = {{1, blocks, QByteArray::fromHex("8348c927b21ca968a14546475c21c7e0")}};
    answer.streams = 2;
    answer.round = 1;
    return {model::PostId::fromHex(QStringLiteral("505152535455565758595a5b5c5d5e5f")), answer};
}

// A frame of one kind with the given fields in order.
class Body
{
public:
    explicit Body(quint64 kind)
        : m_kind(kind)
    {
    }
    CborWriter &at(qint64 key)
    {
        ++m_count;
        return m_fields.key(key);
    }
    [[nodiscard]] QByteArray bytes() const
    {
        return CborWriter().array(2).number(m_kind).map(m_count).raw(m_fields.result()).result();
    }

private:
    quint64 m_kind;
    quint64 m_count = 0;
    CborWriter m_fields;
};

QByteArray textBody(const QByteArray &utf8)
{
    Body body(16);
    body.at(0).bytes(messageId.toBytes());
    body.at(1).integer(newYear);
    body.at(2).utf8(utf8);
    body.at(3).number(0);
    return body.bytes();
}

// The offer of the vector with one field replaced.
QByteArray offerWith(qint64 changed, const QByteArray &value)
{
    Body body(32);
    const QByteArray manifest(5, 'm');
    const auto put = [&](qint64 key, const QByteArray &encoded) {
        if (key != changed || !value.isEmpty())
            body.at(key).raw(key == changed ? value : encoded);
    };
    put(0, CborWriter().bytes(messageId.toBytes()).result());
    put(1, CborWriter().bytes(transferId.toBytes()).result());
    put(2, CborWriter().text(QStringLiteral("title")).result());
    put(3, CborWriter().number(1).result());
    put(4, CborWriter().number(5).result());
    put(5, CborWriter().number(1).result());
    put(6, CborWriter().bytes(QByteArray(32, 'h')).result());
    put(7, CborWriter().number(5).result());
    put(8, CborWriter().bytes(manifest).result());
    if (changed == 9)
        put(9, {});
    put(11, CborWriter().integer(0).result());
    return body.bytes();
}

QByteArray answerWith(qint64 key, const QByteArray &value)
{
    Body body(33);
    body.at(0).bytes(messageId.toBytes());
    body.at(1).bytes(transferId.toBytes());
    body.at(2).raw(key == 2 ? value : CborWriter().number(1).result());
    if (key == 4 || key == 5)
        body.at(key).raw(value);
    body.at(6).raw(key == 6 ? value : CborWriter().number(1).result());
    body.at(7).raw(key == 7 ? value : CborWriter().number(1).result());
    return body.bytes();
}

QByteArray numbers(std::initializer_list<quint64> values)
{
    CborWriter out;
    out.array(values.size());
    for (const quint64 value : values)
        out.number(value);
    return out.result();
}

} // namespace

class TestCodec : public support::Test
{
    Q_OBJECT
private slots:
    void isTheVectors_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("which");
        QTest::newRow("hello") << bodyOf("hello") << 0;
        QTest::newRow("text") << bodyOf("text") << 1;
        QTest::newRow("ack") << bodyOf("ack") << 2;
        QTest::newRow("read") << bodyOf("read") << 3;
        QTest::newRow("offer") << bodyOf("offer") << 4;
        QTest::newRow("answer") << bodyOf("answer-transfer") << 5;
    }
    void isTheVectors()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, which);
        const Frame frames[] = {
            vectorHello(),
            vectorText(),
            model::Post{{}, model::ReceiptPost{{messageId.as<model::PostTag>()}}},
            model::Post{model::PostId::fromHex(QStringLiteral("404142434445464748494a4b4c4d4e4f")),
                        model::ReadPost{messageId}},
            vectorOffer(),
            vectorAnswer(),
        };

        QCOMPARE(wire::encode(frames[which]).toHex(), body.toHex());
        const auto read = wire::decode(body);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(*read == frames[which]);
    }

    void refusesACriticalKey()
    {
        QCOMPARE(wire::decode(bodyOf("hello-critical")).error().fault, Fault::Malformed);
    }

    void groupEntriesAreUnknown()
    {
        const auto frame = wire::decode(bodyOf("group-entries-frame"));

        QVERIFY(frame == Frame(wire::Unknown{67, {}}));
    }

    void readsWhatItWrote_data()
    {
        QTest::addColumn<int>("index");
        const QList<Sample> samples = sampleFrames();
        for (int i = 0; i < samples.size(); ++i)
            QTest::newRow(samples[i].name) << i;
    }
    void readsWhatItWrote()
    {
        QFETCH(int, index);
        const Frame frame = sampleFrames().at(index).frame;

        const auto read = wire::decode(wire::encode(frame));

        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(*read == frame);
    }

    void refusesEveryTruncation_data() { readsWhatItWrote_data(); }
    void refusesEveryTruncation()
    {
        QFETCH(int, index);
        const QByteArray whole = wire::encode(sampleFrames().at(index).frame);

        for (qsizetype size = 0; size < whole.size(); ++size)
            QCOMPARE(wire::decode(QByteArrayView(whole).first(size)).error().fault, Fault::Malformed);
        QCOMPARE(wire::decode(whole + '\0').error().fault, Fault::Malformed);
    }

    void ignoresUnknownKeys_data() { readsWhatItWrote_data(); }
    void ignoresUnknownKeys()
    {
        QFETCH(int, index);
        const Frame frame = sampleFrames().at(index).frame;
        QByteArray body = wire::encode(frame);
        const qsizetype mapAt = body.indexOf(QByteArray(1, char(0xa0 + wire::readCbor(body)->array()->at(1).map()->size())));
        body[mapAt] = char(body.at(mapAt) + 1);

        QVERIFY(wire::decode(body + CborWriter().key(1000).array(1).array(0).result()) == frame);
        QCOMPARE(wire::decode(body + CborWriter().key(-1).number(0).result()).error().fault, Fault::Malformed);
    }

    void refusesOtherTypes_data() { readsWhatItWrote_data(); }
    void refusesOtherTypes()
    {
        QFETCH(int, index);
        const QByteArray whole = wire::encode(sampleFrames().at(index).frame);
        const wire::CborValue item = *wire::readCbor(whole);
        const wire::CborArray &pair = *item.array();
        quint64 kind = 0;
        QVERIFY(pair[0].to(kind));

        // No field of any kind is an array within a map, so this value is wrong under every key that is known.
        for (const auto &[wrong, field] : *pair[1].map()) {
            Body body(kind);
            body.at(wrong).map(0);
            const auto read = wire::decode(body.bytes());
            QVERIFY2(!read || std::holds_alternative<wire::Unknown>(*read), QByteArray::number(wrong).constData());
        }
    }

    void refusesWhatIsNoFrame_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("number") << QByteArray::fromHex("00");
        QTest::newRow("empty array") << QByteArray::fromHex("80");
        QTest::newRow("no map") << QByteArray::fromHex("8101");
        QTest::newRow("three items") << QByteArray::fromHex("8301a000");
        QTest::newRow("negative kind") << QByteArray::fromHex("8220a0");
        QTest::newRow("kind as text") << QByteArray::fromHex("826161a0");
        QTest::newRow("array for map") << QByteArray::fromHex("820180");
        QTest::newRow("repeated key") << QByteArray::fromHex("8201a201000100");
        QTest::newRow("float") << QByteArray::fromHex("8201a101f93c00");
        QTest::newRow("nested too deeply") << QByteArray::fromHex("8201a201000281818181818181810000");
        QTest::newRow("ping without token") << QByteArray::fromHex("8201a0");
    }
    void refusesWhatIsNoFrame()
    {
        QFETCH(QByteArray, body);

        QCOMPARE(wire::decode(body).error().fault, Fault::Malformed);
        QCOMPARE(wire::decodePost(body).error().fault, Fault::Malformed);
        QVERIFY(wire::postIdOf(body).isNull());
    }

    void limitsTexts()
    {
        const QByteArray largest(model::largestText, 'x');

        QVERIFY(wire::decode(textBody(largest)));
        QCOMPARE(wire::decode(textBody(largest + 'x')).error().fault, Fault::TooLarge);
        // 64 KiB of two-byte characters are half as many UTF-16 units.
        const QByteArray accents = QByteArrayLiteral("\xc3\xa9").repeated(int(model::largestText) / 2);
        QVERIFY(wire::decode(textBody(accents)));
        QCOMPARE(wire::decode(textBody(accents + 'x')).error().fault, Fault::TooLarge);
    }

    void namesThePostItCannotTake()
    {
        const QByteArray body = textBody(QByteArray(model::largestText + 1, 'x'));

        QCOMPARE(wire::postIdOf(body).toHex(), messageId.toHex());
    }

    void wantsIdsOfSixteenBytes_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const int size : {0, 8, 15, 17, 32})
            QTest::addRow("%d", size) << QByteArray(size, 'i');
    }
    void wantsIdsOfSixteenBytes()
    {
        QFETCH(QByteArray, id);
        Body read(20);
        read.at(0).bytes(messageId.toBytes());
        read.at(1).bytes(id);
        Body unknown(4096);
        unknown.at(0).bytes(id);
        Body ack(3);
        ack.at(1).array(1).bytes(id);

        for (const Body &body : {read, unknown, ack})
            QCOMPARE(wire::decode(body.bytes()).error().fault, Fault::Malformed);
    }

    void wantsAnIdOnDurablePosts()
    {
        Body read(20);
        read.at(1).bytes(messageId.toBytes());

        QCOMPARE(wire::decode(read.bytes()).error().fault, Fault::Malformed);
    }

    void nullIdIsNoId()
    {
        Body read(20);
        read.at(0).bytes(QByteArray(16, '\0'));
        read.at(1).bytes(messageId.toBytes());

        QCOMPARE(wire::decode(read.bytes()).error().fault, Fault::Malformed);
    }

    void limitsReceipts()
    {
        const auto acks = [](int count) {
            Body body(3);
            CborWriter &list = body.at(1).array(quint64(count));
            for (int i = 0; i < count; ++i)
                list.bytes(messageId.toBytes());
            return body.bytes();
        };

        QVERIFY(wire::decode(acks(512)));
        QCOMPARE(wire::decode(acks(513)).error().fault, Fault::TooLarge);
    }

    void limitsHellos_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("good");
        const auto changed = [](const std::function<void(wire::Hello &)> &change) {
            wire::Hello hello = vectorHello();
            change(hello);
            return wire::encode(hello);
        };
        using wire::Hello;
        QTest::newRow("name of 256 bytes") << changed([](Hello &h) { h.name = QString(256, u'x'); }) << true;
        QTest::newRow("name of 257 bytes") << changed([](Hello &h) { h.name = QString(257, u'x'); }) << false;
        QTest::newRow("program of 257 bytes") << changed([](Hello &h) { h.program = QString(257, u'x'); }) << false;
        QTest::newRow("smallest frame limit") << changed([](Hello &h) { h.largestFrame = 65'536; }) << true;
        QTest::newRow("frame limit too small") << changed([](Hello &h) { h.largestFrame = 65'535; }) << false;
        QTest::newRow("versions upside down") << changed([](Hello &h) { h.lowestVersion = 2; }) << false;
        QTest::newRow("short peer")
            << changed([](Hello &h) { h.peer = model::PeerId(model::Network::Landline, QByteArray(31, 'p')); }) << false;
        const auto replaced = [](const char *field, const char *by) {
            return wire::encode(vectorHello()).replace(QByteArray::fromHex(field), QByteArray::fromHex(by));
        };
        QTest::newRow("no port") << replaced("06195eba", "0600") << true;
        QTest::newRow("port of 17 bits") << replaced("06195eba", "061a00010000") << false;
        QTest::newRow("epoch of 33 bits") << replaced("050706195eba", "051b000000010000000006195eba") << false;
    }
    void limitsHellos()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, good);

        QCOMPARE(wire::decode(body).has_value(), good);
    }

    void readsAStatusOfALaterVersionAsHere()
    {
        Body body(6);
        body.at(1).number(7);
        body.at(2).text(QStringLiteral("Ben"));
        body.at(3).number(0);

        QVERIFY(wire::decode(body.bytes()) == Frame(wire::PresenceChange{model::Presence::Here, QStringLiteral("Ben"), 0}));
    }

    void refusesOffers_data()
    {
        QTest::addColumn<qint64>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<Fault>("fault");
        const auto row = [](const char *name, qint64 key, const QByteArray &value, Fault fault = Fault::Malformed) {
            QTest::newRow(name) << key << value << fault;
        };
        const auto number = [](quint64 value) { return CborWriter().number(value).result(); };
        const auto bytes = [](qsizetype size) { return CborWriter().bytes(QByteArray(size, 'b')).result(); };
        row("transfer of 15 bytes", 1, bytes(15));
        row("title of 257 bytes", 2, CborWriter().text(QString(257, u't')).result(), Fault::TooLarge);
        row("no entries", 3, number(0));
        row("too many entries", 3, number(1'000'001));
        row("bytes beyond 63 bits", 4, number(quint64(1) << 63));
        row("other suite", 5, number(2), Fault::Unsupported);
        row("hash of 16 bytes", 6, bytes(16));
        row("empty manifest", 7, number(0));
        row("huge manifest", 7, number(quint64(1) << 40), Fault::TooLarge);
        row("length of another manifest", 7, number(6));
        row("inline manifest over 64 KiB", 8, bytes(64 * 1024 + 1), Fault::TooLarge);
        row("preview of one item", 9, CborWriter().array(1).array(1).text(QStringLiteral("a")).result());
        row("21 previews", 9, CborWriter().array(21).raw(QByteArray::fromHex("82616100").repeated(21)).result(),
            Fault::TooLarge);
        row("long name in a preview", 9,
            CborWriter().array(1).array(2).text(QString(257, u'n')).number(0).result(), Fault::TooLarge);
        row("no time", 11, {});
    }
    void refusesOffers()
    {
        QFETCH(qint64, key);
        QFETCH(QByteArray, value);
        QVERIFY(wire::decode(offerWith(-1, {})));

        const auto read = wire::decode(offerWith(key, value));

        QVERIFY(!read);
        QTEST(read.error().fault, "fault");
    }

    void refusesAnswers_data()
    {
        QTest::addColumn<qint64>("key");
        QTest::addColumn<QByteArray>("value");
        const auto claim = [](quint64 entry, const QByteArray &blocks, int check) {
            return CborWriter().array(1).array(3).number(entry).raw(blocks).bytes(QByteArray(check, 'c')).result();
        };
        const auto row = [](const char *name, qint64 key, const QByteArray &value) { QTest::newRow(name) << key << value; };
        row("decision 2", 2, CborWriter().number(2).result());
        row("odd ranges", 4, numbers({1}));
        row("range past a million", 4, numbers({999'999, 2}));
        row("ranges that add up past a million", 4, numbers({500'000, 1, 499'999, 1}));
        row("range of 2^64-1", 4, numbers({0, quint64(-1)}));
        row("gap of 2^64-1", 4, numbers({quint64(-1), 1}));
        row("ranges of text", 4, QByteArray::fromHex("82616100"));
        row("claim without check", 5, CborWriter().array(1).array(2).number(0).array(0).result());
        row("check of 15 bytes", 5, claim(0, numbers({0, 1}), 15));
        row("claim of entry 1,000,000", 5, claim(1'000'000, numbers({0, 1}), 16));
        row("block 65,536", 5, claim(0, numbers({65'536, 1}), 16));
        row("no stream", 6, CborWriter().number(0).result());
        row("nine streams", 6, CborWriter().number(9).result());
        row("round 0", 7, CborWriter().number(0).result());
        row("round of 33 bits", 7, CborWriter().number(quint64(1) << 32).result());
    }
    void refusesAnswers()
    {
        QFETCH(qint64, key);
        QFETCH(QByteArray, value);
        QVERIFY(wire::decode(answerWith(-1, {})));

        QCOMPARE(wire::decode(answerWith(key, value)).error().fault, Fault::Malformed);
    }

    void takesTheWidestRanges()
    {
        const auto read = wire::decodePost(answerWith(4, numbers({0, 1'000'000})));

        QCOMPARE(std::get<model::Answer>(read->body).skip.count(), quint64(1'000'000));
    }

    void limitsManifestPages()
    {
        const auto page = [](qsizetype size) {
            return wire::encode(model::Post{{}, model::ManifestPagePost{transferId, 0, QByteArray(size, 'p')}});
        };

        QVERIFY(wire::decode(page(512 * 1024)));
        QCOMPARE(wire::decode(page(512 * 1024 + 1)).error().fault, Fault::TooLarge);
    }

    void claimsInPartWhatDoesNotFit()
    {
        model::Answer answer;
        answer.transfer = transferId;
        answer.accepted = true;
        for (quint32 entry = 0; entry < 1'000'000; entry += 2)
            answer.skip.insert(entry);
        model::RangeSet blocks;
        for (quint32 block = 0; block < 65'536; block += 2)
            blocks.insert(block);
        answer.partial.assign(10, {1, blocks, QByteArray(16, 'c')});

        const QByteArray body = wire::encodePost({model::PostId::random(), answer});
        const auto read = wire::decodePost(body);

        QVERIFY(body.size() <= qsizetype(wire::largestFrame));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        const auto &claimed = std::get<model::Answer>(read->body);
        QVERIFY(claimed == wire::fittingAnswer(answer));
        QVERIFY(claimed.skip.count() > 30'000 && !claimed.partial.empty());
        QVERIFY(claimed.partial.front() == answer.partial.front());
    }

    void listsNoMoreFailuresThanAllowed()
    {
        model::ResultPost result{transferId, Fault::None, 0, 0, {}, 5000};
        for (quint32 entry = 0; entry < 5000; ++entry)
            result.failed.push_back({entry, Fault::Vanished});

        const auto read = wire::decodePost(wire::encodePost({model::PostId::random(), result}));

        const auto &shown = std::get<model::ResultPost>(read->body);
        QCOMPARE(int(shown.failed.size()), 4096);
        QCOMPARE(shown.failedInAll, 5000U);
    }

    void declinedWithoutReasonIsDeclined()
    {
        const auto read = wire::decodePost(answerWith(2, CborWriter().number(0).result()));

        QCOMPARE(std::get<model::Answer>(read->body).fault, Fault::Declined);
    }

    void cutsLongReasons()
    {
        const auto read = wire::decode(wire::encode(wire::Close{4, QString(5000, u'界')}));

        QVERIFY(read);
        QCOMPARE(std::get<wire::Close>(*read).code, quint64(4));
    }
};

static const support::Register<TestCodec> registered;

#include "tst_codec.moc"
