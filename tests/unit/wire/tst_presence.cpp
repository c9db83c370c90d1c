#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"
#include "wire/cbor.h"
#include "wire/presence.h"

#include <QMap>
#include <QTest>

using base::Fault;
using wire::CborWriter;
using wire::Presence;
using wire::PresenceKind;

namespace {

QByteArray vector(const char *name)
{
    return support::vector(QString::fromLatin1(name));
}

Presence anna(PresenceKind kind, quint32 seq)
{
    Presence presence;
    presence.kind = kind;
    presence.key = vector("key-a-point");
    presence.epoch = 7;
    presence.seq = seq;
    if (kind == PresenceKind::Goodbye)
        return presence;
    presence.port = 24250;
    presence.name = QStringLiteral("Anna 安娜");
    presence.features = 0x7ff;
    presence.interval = 20;
    presence.profile = 3;
    return presence;
}

Presence announce()
{
    Presence presence = anna(PresenceKind::Announce, 1);
    presence.nonce = QByteArray::fromHex("a1a2a3a4a5a6a7a8");
    return presence;
}

Presence answer()
{
    Presence presence;
    presence.kind = PresenceKind::Answer;
    presence.key = vector("key-b-point");
    presence.epoch = 1;
    presence.seq = 9;
    presence.port = 24251;
    presence.name = QStringLiteral("Ben");
    presence.features = 0x7ff;
    presence.status = model::Presence::Away;
    presence.nonce = QByteArray::fromHex("b1b2b3b4b5b6b7b8");
    presence.echo = QByteArray::fromHex("a1a2a3a4a5a6a7a8");
    presence.to = vector("peer-a").first(8);
    return presence;
}

Presence confirm()
{
    Presence presence = anna(PresenceKind::Answer, 6);
    presence.echo = QByteArray::fromHex("b1b2b3b4b5b6b7b8");
    presence.to = vector("peer-b").first(8);
    return presence;
}

Presence probe()
{
    Presence presence = announce();
    presence.kind = PresenceKind::Probe;
    presence.to = vector("peer-b").first(8);
    presence.call = true;
    presence.interval = Presence().interval;
    presence.profile = 0;
    return presence;
}

QByteArray datagram(const QByteArray &payload)
{
    return wire::presenceDatagram(QByteArray(64, 's'), payload);
}

QByteArray number(quint64 value)
{
    return CborWriter().number(value).result();
}

// An announce with one field changed; an empty value leaves it out.
QByteArray announceWith(qint64 changed, const QByteArray &value)
{
    QMap<qint64, QByteArray> all{
        {0, number(1)},
        {1, CborWriter().bytes(vector("key-a-point")).result()},
        {2, number(7)},
        {3, number(1)},
        {4, number(24250)},
        {5, CborWriter().text(QStringLiteral("Anna")).result()},
        {6, QByteArray::fromHex("820101")},
        {7, number(1)},
        {8, number(20)},
        {9, number(0)},
        {10, number(3)},
        {11, CborWriter().bytes(QByteArray(8, 'n')).result()},
    };
    all.insert(changed, value);
    if (value.isEmpty())
        all.remove(changed);
    CborWriter out;
    out.map(quint64(all.size()));
    for (auto field = all.cbegin(); field != all.cend(); ++field)
        out.key(field.key()).raw(field.value());
    return datagram(out.result());
}

} // namespace

class TestPresence : public support::Test
{
    Q_OBJECT
private slots:
    void isTheVectors_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("which");
        QTest::newRow("announce") << vector("announce") << 0;
        QTest::newRow("beacon") << vector("beacon") << 1;
        QTest::newRow("answer") << vector("answer") << 2;
        QTest::newRow("confirm") << vector("confirm") << 3;
        QTest::newRow("goodbye") << vector("goodbye") << 4;
    }
    void isTheVectors()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, which);
        const Presence all[] = {announce(), anna(PresenceKind::Announce, 5), answer(), confirm(),
                                anna(PresenceKind::Goodbye, 8)};
        const Presence &expected = all[which];

        const auto read = wire::decodePresence(bytes);

        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(read->presence == expected);
        QCOMPARE(read->signature, bytes.mid(4, 64));
        QCOMPARE(read->signedBytes, QByteArrayLiteral("Landline presence 1\0") + bytes.mid(68));
        QCOMPARE(wire::presenceDatagram(read->signature, wire::presencePayload(expected)).toHex(), bytes.toHex());
        QCOMPARE(wire::presenceSignedBytes(wire::presencePayload(expected)), read->signedBytes);
    }

    void readsTheLargest()
    {
        const auto read = wire::decodePresence(vector("announce-largest"));

        QVERIFY(read);
        QCOMPARE(read->presence.name, QStringLiteral("\U00010348").repeated(64));
        QCOMPARE(read->presence.epoch, 0xffffffffU);
        QCOMPARE(read->presence.port, quint16(65535));
        QCOMPARE(read->presence.interval, 3600U);
        QCOMPARE(read->presence.status, model::Presence::Busy);
        QVERIFY(!read->presence.call); // only a probe may call
    }

    void readsProbes()
    {
        const auto read = wire::decodePresence(datagram(wire::presencePayload(probe())));

        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(read->presence == probe());
    }

    // The bad vector is well formed: only its signature is wrong, which the identity tests show.
    void theDamagedVectorOnlyFailsItsSignature()
    {
        QVERIFY(wire::decodePresence(vector("announce-bad")));
    }

    void refusesAnswersWithoutEchoOrAddressee()
    {
        Presence noEcho = confirm();
        noEcho.echo.clear();
        Presence noAddressee = confirm();
        noAddressee.to.clear();

        QVERIFY(wire::decodePresence(datagram(wire::presencePayload(confirm()))));
        QVERIFY(!wire::decodePresence(datagram(wire::presencePayload(noEcho))));
        QVERIFY(!wire::decodePresence(datagram(wire::presencePayload(noAddressee))));
    }

    void ignoresUnknownKeys()
    {
        const auto read = wire::decodePresence(announceWith(99, number(1)));

        QVERIFY(read);
        QCOMPARE(read->presence.seq, 1U);
    }

    void refuses_data()
    {
        QTest::addColumn<qint64>("key");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *name, qint64 key, const QByteArray &value) { QTest::newRow(name) << key << value; };
        const auto bytes = [](const QByteArray &value) { return CborWriter().bytes(value).result(); };
        for (const qint64 key : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
            QTest::addRow("without key %d", int(key)) << key << QByteArray();
        for (qint64 key = 0; key <= 14; ++key)
            QTest::addRow("map under key %d", int(key)) << key << QByteArray::fromHex("a0");
        row("key that must not be ignored", -1, number(0));
        row("kind 0", 0, number(0));
        row("kind 5", 0, number(5));
        row("answer to nobody", 0, number(2));
        row("point of 64 bytes", 1, bytes(vector("key-a-point").chopped(1)));
        row("compressed point", 1, bytes('\x02' + vector("key-a-point").mid(1)));
        row("epoch of 33 bits", 2, number(quint64(1) << 32));
        row("seq of 33 bits", 3, number(quint64(1) << 32));
        row("port 1023", 4, number(1023));
        row("port 65536", 4, number(65536));
        row("name of 257 bytes", 5, CborWriter().text(QString(257, u'x')).result());
        row("one version", 6, QByteArray::fromHex("8101"));
        row("three versions", 6, QByteArray::fromHex("83010101"));
        row("versions upside down", 6, QByteArray::fromHex("820201"));
        row("interval 9", 8, number(9));
        row("interval 3601", 8, number(3601));
        row("nonce of 7 bytes", 11, bytes(QByteArray(7, 'n')));
        row("empty nonce", 11, bytes({}));
        row("echo of 9 bytes", 12, bytes(QByteArray(9, 'n')));
        row("addressee of 32 bytes", 13, bytes(QByteArray(32, 'n')));
        row("call as a number", 14, number(1));
    }
    void refuses()
    {
        QFETCH(qint64, key);
        QFETCH(QByteArray, value);
        QVERIFY(wire::decodePresence(announceWith(99, {})));

        QVERIFY(!wire::decodePresence(announceWith(key, value)));
    }

    void refusesWhatIsNoPresence()
    {
        QVERIFY(!wire::decodePresence(QByteArrayLiteral("hello")));
        QVERIFY(!wire::decodePresence(datagram({})));
        QVERIFY(!wire::decodePresence(datagram(QByteArray::fromHex("80"))));
        QByteArray other = vector("announce");
        other[3] = '\x02';
        QCOMPARE(wire::decodePresence(other).error().fault, Fault::Malformed);
    }

    void refusesEveryTruncation()
    {
        const QByteArray whole = vector("announce-largest");
        for (qsizetype size = 0; size < whole.size(); ++size)
            QVERIFY(!wire::decodePresence(QByteArrayView(whole).first(size)));
        QVERIFY(!wire::decodePresence(whole + '\0'));
    }

    void limitsDatagrams()
    {
        // 68 bytes of head; the rest is one field to be ignored.
        const auto ofSize = [](qsizetype size) {
            const QByteArray small = announceWith(99, CborWriter().bytes(QByteArray(256, 'x')).result());
            return announceWith(99, CborWriter().bytes(QByteArray(256 + size - small.size(), 'x')).result());
        };

        QCOMPARE(ofSize(1200).size(), 1200);
        QVERIFY(wire::decodePresence(ofSize(1200)));
        QCOMPARE(wire::decodePresence(ofSize(1201)).error().fault, Fault::TooLarge);
    }
};

static const support::Register<TestPresence> registered;

#include "tst_presence.moc"
