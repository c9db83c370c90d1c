#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/tokens.h"

#include <QTest>

using ui::Colours;
using ui::Role;

namespace {

struct Pair {
    const char *name;
    Role ink;
    QList<Role> grounds;
    qreal floor;
};

// The table of the look: what is written or drawn on what, and how far apart they have to be.
QList<Pair> pairs()
{
    using C = Colours;
    return {
        {"text", &C::text, {&C::pane, &C::canvas, &C::raised, &C::selected, &C::bubbleIn, &C::bubbleOut, &C::textSelection, &C::searchHit, &C::searchHitNow}, 4.5},
        {"text2", &C::text2, {&C::window, &C::pane, &C::canvas, &C::raised, &C::hover, &C::pressed, &C::selected, &C::sunken}, 4.5},
        {"text3", &C::text3, {&C::pane, &C::raised, &C::hover, &C::window}, 4.5},
        {"bubbleInMeta", &C::bubbleInMeta, {&C::bubbleIn}, 4.5},
        {"bubbleOutMeta", &C::bubbleOutMeta, {&C::bubbleOut}, 4.5},
        {"pillText", &C::pillText, {&C::pill}, 4.5},
        {"accentText", &C::accentText, {&C::pane, &C::raised, &C::canvas, &C::hover, &C::selected, &C::accentSoft, &C::bubbleIn, &C::bubbleOut}, 4.5},
        {"onAccent", &C::onAccent, {&C::accent, &C::accentHover, &C::accentPressed}, 4.5},
        {"onTone", &C::onTone, {&C::tone}, 4.5},
        {"onDanger", &C::onDanger, {&C::dangerFill, &C::dangerHover}, 4.5},
        {"toneText", &C::toneText, {&C::pane, &C::raised, &C::canvas, &C::toneSoft, &C::bubbleIn, &C::selected}, 4.5},
        {"success", &C::success, {&C::pane, &C::raised, &C::bubbleIn, &C::successSoft}, 4.5},
        {"warning", &C::warning, {&C::pane, &C::raised, &C::warningSoft, &C::bubbleIn}, 4.5},
        {"danger", &C::danger, {&C::pane, &C::raised, &C::dangerSoft, &C::bubbleIn, &C::bubbleOut}, 4.5},
        {"borderStrong", &C::borderStrong, {&C::pane, &C::raised}, 3},
        {"accent", &C::accent, {&C::pane, &C::raised, &C::canvas}, 3},
        {"focus", &C::focus, {&C::pane, &C::raised, &C::canvas, &C::bubbleIn, &C::bubbleOut, &C::selected}, 3},
        {"online", &C::online, {&C::pane, &C::selected, &C::raised}, 3},
        {"away", &C::away, {&C::pane, &C::selected, &C::raised}, 3},
        {"busy", &C::busy, {&C::pane, &C::selected, &C::raised}, 3},
        {"unreachable", &C::unreachable, {&C::pane, &C::selected, &C::raised}, 3},
        {"offline", &C::offline, {&C::pane, &C::selected, &C::raised}, 3},
    };
}

// What follows from an accent that the user chose.
QList<Pair> derivedPairs()
{
    using C = Colours;
    return {
        {"text", &C::text, {&C::bubbleOut, &C::selected, &C::textSelection}, 4.5},
        {"bubbleOutMeta", &C::bubbleOutMeta, {&C::bubbleOut}, 4.5},
        {"accentText", &C::accentText, {&C::bubbleOut, &C::accentSoft, &C::raised, &C::canvas}, 4.5},
        {"danger", &C::danger, {&C::bubbleOut}, 4.5},
        {"text2", &C::text2, {&C::selected}, 4.5},
        {"onAccent", &C::onAccent, {&C::accent, &C::accentHover, &C::accentPressed}, 4.5},
        {"accent", &C::accent, {&C::raised}, 3},
        {"focus", &C::focus, {&C::pane, &C::raised, &C::canvas, &C::selected}, 3},
    };
}

void checkPairs(const QList<Pair> &all, const Colours &colours)
{
    for (const Pair &pair : all) {
        for (const Role ground : pair.grounds) {
            const qreal ratio = ui::contrast(colours.*pair.ink, colours.*ground);
            QVERIFY2(ratio >= pair.floor - 0.005,
                     qPrintable(QStringLiteral("%1 on %2: %3").arg(QLatin1String(pair.name), (colours.*ground).name()).arg(ratio)));
        }
    }
}

} // namespace

class TestTokens : public support::Test
{
    Q_OBJECT
private slots:
    void contrastsOfPetrol_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void contrastsOfPetrol()
    {
        QFETCH(bool, dark);

        checkPairs(pairs(), dark ? ui::darkColours() : ui::lightColours());
    }

    void contrastsOfEveryAccent()
    {
        for (int i = 0; i < ui::accentCount; ++i) {
            checkPairs(derivedPairs(), ui::lightColours(ui::Accent(i)));
            checkPairs(derivedPairs(), ui::darkColours(ui::Accent(i)));
        }
    }

    void accentsDiffer()
    {
        QSet<QString> fills;
        for (int i = 0; i < ui::accentCount; ++i)
            fills.insert(ui::lightColours(ui::Accent(i)).accent.name());

        QCOMPARE(int(fills.size()), ui::accentCount);
    }

    void warningAndDangerStayWithEveryAccent()
    {
        for (int i = 0; i < ui::accentCount; ++i) {
            QCOMPARE(ui::lightColours(ui::Accent(i)).danger, ui::lightColours().danger);
            QCOMPARE(ui::darkColours(ui::Accent(i)).warning, ui::darkColours().warning);
        }
    }

    void initialsCanBeReadOnEveryAvatar()
    {
        QSet<QString> hues;
        for (int hue = 0; hue < ui::avatarHues; ++hue) {
            QVERIFY(ui::contrast(Qt::white, ui::avatarColour(hue)) >= 4.5);
            hues.insert(ui::avatarColour(hue).name());
        }
        QCOMPARE(int(hues.size()), ui::avatarHues);
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(ui::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(ui::contrast(Qt::white, Qt::white), 1.0);
        QVERIFY(qAbs(ui::contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
    }

    void everyRoleHasAColour()
    {
        for (const Colours &colours : {ui::lightColours(), ui::darkColours(ui::Accent::Moss)}) {
            const auto *first = reinterpret_cast<const QColor *>(&colours);
            for (size_t i = 0; i < sizeof(Colours) / sizeof(QColor); ++i)
                QVERIFY(first[i].isValid());
        }
    }
};

static const support::Register<TestTokens> registered;

#include "tst_tokens.moc"
