#include "native/unproved.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using native::Unproved;

namespace {

const QHostAddress anna(QStringLiteral("192.168.1.2"));
const QHostAddress ben(QStringLiteral("192.168.1.3"));

// Places with a name, that leave the list when their turn comes.
struct Room {
    Unproved unproved;
    std::map<QString, std::shared_ptr<Unproved::Slot>> held;
    QStringList evicted;

    bool enter(const QString &name, const QHostAddress &from)
    {
        auto slot = unproved.admit(from);
        if (!slot)
            return false;
        slot->setEvict([this, name] {
            evicted.append(name);
            held.erase(name);
        });
        held[name] = std::move(slot);
        return true;
    }
};

} // namespace

class TestUnproved : public support::Test
{
    Q_OBJECT
private slots:
    void oldestOfAnAddressGoesFirst()
    {
        Room room;

        for (int i = 0; i < Unproved::mostPerAddress + 2; ++i)
            QVERIFY(room.enter(QString::number(i), anna));

        QCOMPARE(room.evicted, (QStringList{QStringLiteral("0"), QStringLiteral("1")}));
        QCOMPARE(room.unproved.count(), Unproved::mostPerAddress);
    }

    void whoNeverSpokeGoesBeforeWhoDid()
    {
        Room room;
        for (int i = 0; i < Unproved::mostPerAddress; ++i)
            QVERIFY(room.enter(QString::number(i), anna));
        room.held[QStringLiteral("0")]->markSpoken();

        QVERIFY(room.enter(QStringLiteral("late"), anna));

        QCOMPARE(room.evicted, QStringList{QStringLiteral("1")});
    }

    void busiestAddressPaysWhenAllPlacesAreTaken()
    {
        Room room;
        int filled = 0;
        for (int host = 0; filled < Unproved::mostInAll - 1; ++host) {
            const QHostAddress from(quint32(0x0a000000 + host));
            const int share = host == 0 ? Unproved::mostPerAddress : 1;
            for (int i = 0; i < share && filled < Unproved::mostInAll - 1; ++i, ++filled)
                QVERIFY(room.enter(QStringLiteral("%1-%2").arg(host).arg(i), from));
        }

        QVERIFY(room.enter(QStringLiteral("ben"), ben));
        QVERIFY(room.enter(QStringLiteral("anna"), anna));

        QCOMPARE(room.evicted, QStringList{QStringLiteral("0-0")});
        QCOMPARE(room.unproved.count(), Unproved::mostInAll);
    }

    void refusesWhenNothingCanBeEnded()
    {
        Unproved unproved;
        std::vector<std::shared_ptr<Unproved::Slot>> held;
        for (int i = 0; i < Unproved::mostPerAddress; ++i)
            held.push_back(unproved.admit(anna));

        QVERIFY(!unproved.admit(anna));
        QVERIFY(unproved.admit(ben));

        held.pop_back();
        QVERIFY(unproved.admit(anna));
    }

    void slotMayOutliveItsTable()
    {
        std::shared_ptr<Unproved::Slot> slot;
        {
            Unproved unproved;
            slot = unproved.admit(anna);
        }
        slot.reset();
        QVERIFY(!slot);
    }
};

static const support::Register<TestUnproved> registered;

#include "tst_unproved.moc"
