#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"
#include "wire/frame.h"

#include <QTest>
#include <QtEndian>

using base::Fault;
using wire::ConnectionKind;
using wire::FrameReader;

namespace {

QByteArray lengthOf(quint32 length)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(length, bytes.data());
    return bytes;
}

} // namespace

class TestFrame : public support::Test
{
    Q_OBJECT
private slots:
    void writesPreambles()
    {
        QCOMPARE(wire::encodePreamble(ConnectionKind::Link), support::vector(QStringLiteral("preamble-link")));
        QCOMPARE(wire::encodePreamble(ConnectionKind::Data), support::vector(QStringLiteral("preamble-data")));
    }

    void readsPreambles()
    {
        QVERIFY(wire::decodePreamble(support::vector(QStringLiteral("preamble-link"))) == ConnectionKind::Link);
        QVERIFY(wire::decodePreamble(support::vector(QStringLiteral("preamble-data"))) == ConnectionKind::Data);
    }

    void refusesOtherPreambles_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = support::vector(QStringLiteral("preamble-link"));
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("too short") << good.chopped(1);
        QTest::newRow("too long") << good + '\0';
        for (qsizetype i = 0; i < good.size(); ++i) {
            QByteArray bad = good;
            bad[i] = char(bad.at(i) ^ 1);
            QTest::addRow("byte %d differs", int(i)) << bad;
        }
        QTest::newRow("swarm, not built") << QByteArray(good).replace('L' + QByteArray(2, '\0'), 'S' + QByteArray(2, '\0'));
        QTest::newRow("http") << QByteArrayLiteral("GET / HTTP/1");
    }
    void refusesOtherPreambles()
    {
        QFETCH(QByteArray, bytes);

        const auto kind = wire::decodePreamble(bytes);

        QVERIFY(!kind);
        QCOMPARE(kind.error().fault, Fault::Malformed);
    }

    void cutsAStreamInPiecesOfAnySize_data()
    {
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 2, 3, 5, 7, 4096, 1'000'000})
            QTest::addRow("%d", piece) << piece;
    }
    void cutsAStreamInPiecesOfAnySize()
    {
        QFETCH(int, piece);
        const QByteArrayList bodies{QByteArrayLiteral("a"), QByteArray(70'000, 'b'), QByteArray(200, '\0'), QByteArrayLiteral("last")};
        QByteArray stream;
        for (const QByteArray &body : bodies)
            stream += wire::encodeFrame(body);

        FrameReader reader;
        QByteArrayList found;
        for (qsizetype at = 0; at < stream.size(); at += piece) {
            reader.feed(QByteArrayView(stream).sliced(at, qMin<qsizetype>(piece, stream.size() - at)));
            for (auto body = reader.next(); body && *body; body = reader.next())
                found.append(**body);
        }

        QCOMPARE(found, bodies);
        QCOMPARE(reader.buffered(), 0);
    }

    void takesTheLargestFrame()
    {
        const QByteArray body(wire::largestFrame, 'x');
        FrameReader reader;

        reader.feed(wire::encodeFrame(body));

        QCOMPARE(**reader.next(), body);
        QVERIFY(!reader.next()->has_value());
    }

    void refusesOneByteMoreWithoutItsBody()
    {
        FrameReader reader;

        reader.feed(lengthOf(wire::largestFrame + 1));

        QCOMPARE(reader.next().error().fault, Fault::TooLarge);
        QCOMPARE(reader.next().error().fault, Fault::TooLarge);
    }

    void refusesAnEmptyFrame()
    {
        FrameReader reader;

        reader.feed(lengthOf(0));

        QCOMPARE(reader.next().error().fault, Fault::Malformed);
    }

    void holdsNoMoreThanItMust()
    {
        FrameReader reader;
        for (int i = 0; i < 1000; ++i) {
            reader.feed(wire::encodeFrame(QByteArray(10'000, 'x')));
            QVERIFY(reader.next()->has_value());
            QCOMPARE(reader.buffered(), 0);
        }
    }
};

static const support::Register<TestFrame> registered;

#include "tst_frame.moc"
