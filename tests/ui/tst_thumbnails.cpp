#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/thumbnails.h"
#include "windowsupport.h"

#include <QBuffer>
#include <QSignalSpy>

using model::TransferState;
using support::Office;

namespace {

const QColor paint(0xc0, 0x10, 0xa0); // of no theme

QByteArray picture(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(paint);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

class TestThumbnails : public support::Test
{
    Q_OBJECT
private slots:
    void areSquareWithRoundCorners_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("wide") << 400 << 200;
        QTest::newRow("high") << 150 << 900;
        QTest::newRow("smaller than its place") << 10 << 12;
        QTest::newRow("a line") << 5000 << 1;
    }
    void areSquareWithRoundCorners()
    {
        QFETCH(int, width);
        QFETCH(int, height);
        support::TempProfile profile;
        const QString path = profile.write(QStringLiteral("a.png"), picture(width, height));
        ui::Thumbnails thumbnails;

        QVERIFY(thumbnails.of(path, 44, 12, 2).isNull()); // never at once: the disk is not asked here
        QTRY_VERIFY(!thumbnails.of(path, 44, 12, 2).isNull());

        const QPixmap shown = thumbnails.of(path, 44, 12, 2);
        QCOMPARE(shown.size(), QSize(88, 88)); // sharp at twice the size
        QCOMPARE(shown.devicePixelRatio(), 2.0);
        QCOMPARE(shown.toImage().pixelColor(44, 44), paint);
        QCOMPARE(shown.toImage().pixelColor(0, 0).alpha(), 0);
    }

    void whatCannotBeDecodedHasNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray huge = picture(8, 8);
        huge.replace(16, 8, QByteArray::fromHex("0001869f0001869f")); // 99,999 on each side
        QTest::newRow("text") << QByteArray("no picture");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << picture(300, 300).left(60);
        QTest::newRow("huge") << huge;
        QTest::newRow("another kind inside") << QByteArray(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>");
    }
    void whatCannotBeDecodedHasNone()
    {
        QFETCH(QByteArray, bytes);
        support::TempProfile profile;
        const QString bad = profile.write(QStringLiteral("bad.png"), bytes);
        const QString good = profile.write(QStringLiteral("good.png"), picture(9, 9));
        ui::Thumbnails thumbnails;
        QSignalSpy changed(&thumbnails, &ui::Thumbnails::changed);

        QVERIFY(thumbnails.of(bad, 44, 12, 1).isNull());
        QVERIFY(thumbnails.of(good, 44, 12, 1).isNull()); // one after the other: the bad one is through by then

        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(thumbnails.of(bad, 44, 12, 1).isNull());
        QVERIFY(!thumbnails.of(good, 44, 12, 1).isNull());
        QVERIFY(thumbnails.of(profile.file(QStringLiteral("missing.png")), 44, 12, 1).isNull());
    }

    void standInTheBubbleWithoutMovingAnything()
    {
        Office office;
        office.begin();
        const auto id = office.offer(QStringLiteral("roof.png"), picture(400, 300));
        QTRY_COMPARE(office.messages().itemCount(), 1);
        QVERIFY(office.mara.core.transfers().accept(id));
        QTRY_COMPARE_WITH_TIMEOUT(office.stateOf(id), std::optional(TransferState::Done), 20000);
        QTRY_VERIFY(office.messages().itemName(0).contains(QStringLiteral("checked")));
        const QRect before = office.messages().bubbleRect(1);

        QTRY_VERIFY(support::contains(support::shot(*office.messages().viewport()), paint));

        QCOMPARE(office.messages().bubbleRect(1), before);
    }
};

static const support::Register<TestThumbnails> registered;
#include "tst_thumbnails.moc"
