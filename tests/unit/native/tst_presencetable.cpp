#include "native/presencetable.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using native::PresenceRow;
using native::PresenceTable;
using native::Standing;

namespace {

model::PeerId peer(int number)
{
    QByteArray key(32, '\0');
    key.replace(0, 4, QByteArray(reinterpret_cast<const char *>(&number), 4));
    return model::PeerId(model::Network::Landline, key);
}

void fill(PresenceTable &table, int count, Standing standing)
{
    for (int i = 0; i < count; ++i) {
        PresenceRow *row = table.ensure(peer(i));
        QVERIFY(row);
        row->heardAt = i * 1ms;
        table.setStanding(*row, standing);
    }
}

} // namespace

class TestPresenceTable : public support::Test
{
    Q_OBJECT
private slots:
    void forgetsTheOldestHeardWhenFull()
    {
        PresenceTable table(10'000);
        fill(table, 10'000, Standing::Heard);

        QVERIFY(table.ensure(peer(50'000)));

        QVERIFY(table.rows().size() <= 10'000);
        QVERIFY(!table.find(peer(0)));
        QVERIFY(table.find(peer(9'999)));
        QVERIFY(table.takeEvicted().contains(peer(0)));
        QVERIFY(table.takeEvicted().isEmpty());
    }

    void staysBoundedUnderAFlood()
    {
        PresenceTable table(1'000);

        fill(table, 50'000, Standing::Heard);

        QVERIFY(table.rows().size() <= 1'000);
    }

    void givesUpGoneOnesFirstAndWithoutAWord()
    {
        PresenceTable table(200);
        fill(table, 199, Standing::Heard);
        PresenceRow *gone = table.ensure(peer(5'000));
        gone->heardAt = 1h; // younger than all others

        QVERIFY(table.ensure(peer(6'000)));

        QVERIFY(!table.find(peer(5'000)));
        QVERIFY(!table.takeEvicted().contains(peer(5'000)));
    }

    void neverForgetsWhoMatters()
    {
        PresenceTable table(300);
        fill(table, 100, Standing::Fresh);
        for (int i = 100; i < 200; ++i)
            table.ensure(peer(i))->saved = true;
        for (int i = 200; i < 300; ++i)
            table.ensure(peer(i))->linked = true;

        QCOMPARE(table.ensure(peer(1'000)), nullptr);

        QCOMPARE(table.rows().size(), size_t(300));
        QVERIFY(table.takeEvicted().isEmpty());
    }

    void countsFreshOnes()
    {
        PresenceTable table(10);
        fill(table, 5, Standing::Fresh);
        QCOMPARE(table.freshCount(), 5);

        table.setStanding(*table.find(peer(0)), Standing::Gone);
        table.setStanding(*table.find(peer(1)), Standing::Fresh);
        table.remove(peer(2));

        QCOMPARE(table.freshCount(), 3);
    }
};

static const support::Register<TestPresenceTable> registered;

#include "tst_presencetable.moc"
