#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/iconset.h"
#include "uisupport.h"

#include <QDir>
#include <QTest>

using ui::IconSet;

class TestIconSet : public support::Test
{
    Q_OBJECT
private slots:
    void everyDrawingShowsSomethingInItsColour()
    {
        IconSet icons;
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
        QVERIFY(files.size() > 100);

        for (const QString &file : files) {
            const QString name = file.chopped(4);
            if (name.startsWith(QLatin1String("app")) || name.startsWith(QLatin1String("ill-")))
                continue;
            const QImage image = icons.pixmap(name, 24, QColor(0x0B, 0x6B, 0x70), 2).toImage();
            QCOMPARE(image.size(), QSize(48, 48));
            QVERIFY2(support::contains(image.convertToFormat(QImage::Format_ARGB32), QColor(0x0B, 0x6B, 0x70)),
                     qPrintable(name));
        }
    }

    void keepsTheScaleInThePixmap()
    {
        IconSet icons;

        QCOMPARE(icons.pixmap(QStringLiteral("send"), 20, Qt::red, 2).devicePixelRatio(), 2.0);
        QCOMPARE(icons.pixmap(QStringLiteral("send"), 20, Qt::red, 1.25).width(), 25);
    }

    void mirrorsWhatPoints()
    {
        IconSet icons;
        const QImage left = icons.pixmap(QStringLiteral("back"), 24, Qt::black, 1).toImage();

        QCOMPARE(icons.pixmap(QStringLiteral("back"), 24, Qt::black, 1, Qt::RightToLeft).toImage(),
                 left.mirrored(true, false));
        QCOMPARE(icons.pixmap(QStringLiteral("check"), 24, Qt::black, 1, Qt::RightToLeft).toImage(),
                 icons.pixmap(QStringLiteral("check"), 24, Qt::black, 1).toImage());
    }

    void knowsItsNames()
    {
        QVERIFY(IconSet::exists(QStringLiteral("send")));
        QVERIFY(!IconSet::exists(QStringLiteral("no-such-drawing")));
    }

    void themedIconsAreGreyWhenDisabled()
    {
        const QIcon icon = support::theme().icon(QStringLiteral("folder"), &ui::Colours::accentText);

        const QImage on = icon.pixmap(QSize(24, 24), 2.0, QIcon::Normal).toImage();
        const QImage off = icon.pixmap(QSize(24, 24), 2.0, QIcon::Disabled).toImage();

        QVERIFY(support::contains(on, support::theme().colours().accentText));
        QVERIFY(support::contains(off, support::theme().colours().textDisabled));
    }
};

static const support::Register<TestIconSet> registered;

#include "tst_iconset.moc"
