#include "support/test.h"
#include "support/testmain.h"
#include "wire/codec.h"

#include <QTest>

class TestNames : public support::Test
{
    Q_OBJECT
private slots:
    void cleans_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *what, const QString &name, const QString &expected) {
            QTest::newRow(what) << name << expected;
        };
        const QString fallback = QStringLiteral("nobody");
        row("plain", QStringLiteral("Anna 安娜"), QStringLiteral("Anna 安娜"));
        row("spaces around", QStringLiteral("  Anna \u00a0"), QStringLiteral("Anna"));
        row("line breaks", QStringLiteral("An\r\nna"), QStringLiteral("An  na"));
        row("control characters", QStringLiteral("A\u0001n\u007fna"), QStringLiteral("Anna"));
        row("direction override", QStringLiteral("Anna\u202egnp.exe"), QStringLiteral("Annagnp.exe"));
        row("isolates and marks", QStringLiteral("\u2066An\u200fna\u2069\ufeff"), QStringLiteral("Anna"));
        row("zero width space", QStringLiteral("An\u200bna"), QStringLiteral("Anna"));
        row("emoji family", QStringLiteral("\U0001f468\u200d\U0001f469\u200d\U0001f467"),
            QStringLiteral("\U0001f468\u200d\U0001f469\u200d\U0001f467"));
        row("lone surrogate", QStringLiteral("A") + QChar(0xd800) + u'b', QStringLiteral("A\ufffdb"));
        row("empty", {}, fallback);
        row("only spaces", QStringLiteral(" \t\u3000"), fallback);
        row("only invisible", QStringLiteral("\u200d\u200b\u2060"), fallback);
        row("only a joiner and a mark", QStringLiteral("\u200d\u0301"), fallback);
        row("blank letters", QStringLiteral("\u3164\u2800"), fallback);
        row("64 characters", QString(64, u'x'), QString(64, u'x'));
        row("65 characters", QString(65, u'x'), QString(64, u'x'));
        row("65 characters of four bytes", QStringLiteral("\U00010348").repeated(65), QStringLiteral("\U00010348").repeated(64));
        row("space at the cut", QString(63, u'x') + QStringLiteral(" y"), QString(63, u'x'));
    }
    void cleans()
    {
        QFETCH(QString, name);

        QTEST(wire::cleanName(name, QStringLiteral("nobody")), "expected");
    }
};

static const support::Register<TestNames> registered;

#include "tst_names.moc"
