#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

namespace keys = settings::keys;

class TestKeys : public support::Test
{
    Q_OBJECT
private slots:
    void cleansNames_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("cleaned");

        QTest::newRow("plain") << QStringLiteral("Anna") << QStringLiteral("Anna");
        QTest::newRow("spaces around") << QStringLiteral("  Anna B \t") << QStringLiteral("Anna B");
        QTest::newRow("new line inside") << QStringLiteral("Anna\nB") << QStringLiteral("Anna B");
        QTest::newRow("direction override") << QStringLiteral("an\u202Ena") << QStringLiteral("anna");
        QTest::newRow("control") << QStringLiteral("a\u0007b") << QStringLiteral("ab");
        QTest::newRow("chinese") << QStringLiteral("王小明") << QStringLiteral("王小明");
        QTest::newRow("joined emoji") << QStringLiteral("👩‍👧") << QStringLiteral("👩‍👧");
        QTest::newRow("only joiners") << QStringLiteral("\u200d\u200c") << QString();
        QTest::newRow("blank") << QStringLiteral(" \u3000 ") << QString();
        QTest::newRow("long") << QString(100, u'x') << QString(64, u'x');
        QTest::newRow("long in bytes") << QStringLiteral("😀").repeated(80) << QStringLiteral("😀").repeated(64);
    }

    void cleansNames()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, cleaned);

        QCOMPARE(keys::cleanedName(typed), cleaned);
        QCOMPARE(keys::isShownName(typed), typed == cleaned && !cleaned.isEmpty());
    }
};

static const support::Register<TestKeys> registered;

#include "tst_keys.moc"
