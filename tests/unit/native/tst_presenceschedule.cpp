#include "native/presenceschedule.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using namespace std::chrono_literals;
using native::PresenceSchedule;
using Action = PresenceSchedule::Action;

namespace {

constexpr std::chrono::milliseconds start = 1'000'000ms;

struct Event {
    Action action;
    std::chrono::milliseconds at;
};

// Everything that happens until `end`, each at the moment it is due.
std::vector<Event> follow(PresenceSchedule &schedule, std::chrono::milliseconds from, std::chrono::milliseconds end,
                          qsizetype fresh = 0)
{
    std::vector<Event> events;
    for (auto now = std::max(from, schedule.nextDue()); now <= end; now = std::max(now, schedule.nextDue())) {
        for (Action action = schedule.take(now, fresh); action != Action::Nothing; action = schedule.take(now, fresh))
            events.push_back({action, now});
    }
    return events;
}

bool near(std::chrono::milliseconds value, std::chrono::milliseconds wanted)
{
    return value >= wanted * 9 / 10 && value <= wanted * 11 / 10;
}

} // namespace

class TestPresenceSchedule : public support::Test
{
    Q_OBJECT
private slots:
    void burstsFourTimesAndThenBeacons()
    {
        PresenceSchedule schedule;
        schedule.requestBurst(start);

        const auto events = follow(schedule, start, start + 60s);

        QVERIFY(events.size() >= 6);
        QVERIFY(events[0].action == Action::StartBurst && events[0].at == start);
        QVERIFY(events[1].action == Action::RepeatBurst && near(events[1].at - start, 300ms));
        QVERIFY(events[2].action == Action::RepeatBurst && near(events[2].at - start, 1000ms));
        QVERIFY(events[3].action == Action::RepeatBurst && near(events[3].at - start, 3000ms));
        QVERIFY(events[4].action == Action::Beacon && near(events[4].at - events[3].at, 20s));
        QVERIFY(events[5].action == Action::Beacon && near(events[5].at - events[4].at, 20s));
    }

    void thinsBeaconsByPopulation_data()
    {
        QTest::addColumn<qsizetype>("fresh");
        QTest::addColumn<int>("seconds");
        QTest::newRow("alone") << qsizetype(0) << 20;
        QTest::newRow("100") << qsizetype(100) << 20;
        QTest::newRow("500") << qsizetype(500) << 100;
        QTest::newRow("2,000") << qsizetype(2000) << 400;
        QTest::newRow("10,000, mostly invented") << qsizetype(10'000) << 400;
    }
    void thinsBeaconsByPopulation()
    {
        QFETCH(qsizetype, fresh);
        QFETCH(int, seconds);

        QCOMPARE(PresenceSchedule::beaconEvery(fresh), std::chrono::seconds(seconds));
        QCOMPARE(PresenceSchedule::promisedInterval(fresh), quint32(seconds + seconds / 10));
    }

    void keepsItsPromise()
    {
        PresenceSchedule schedule;
        schedule.requestBurst(start);
        std::chrono::milliseconds last = start;
        for (const Event &event : follow(schedule, start, start + 20min, 300)) {
            QVERIFY(event.at - last <= std::chrono::seconds(PresenceSchedule::promisedInterval(300)));
            last = event.at;
        }
    }

    void beginsABurstAnewButNotMoreThanOnceASecond()
    {
        PresenceSchedule schedule;
        schedule.requestBurst(start);
        QCOMPARE(schedule.take(start, 0), Action::StartBurst);

        for (int i = 1; i <= 50; ++i)
            schedule.requestBurst(start + i * 10ms);

        const auto events = follow(schedule, start, start + 4500ms);
        QCOMPARE(events.size(), size_t(4));
        QVERIFY(events[0].action == Action::StartBurst);
        QCOMPARE(events[0].at, start + 1000ms);
    }

    void saysNothingAfterStop()
    {
        PresenceSchedule schedule;
        schedule.requestBurst(start);

        schedule.stop();

        QCOMPARE(schedule.take(start + 1h, 0), Action::Nothing);
        QCOMPARE(schedule.nextDue(), std::chrono::milliseconds::max());
    }

    void spreadsBeaconsOfManyPrograms()
    {
        QSet<qint64> times;
        for (int i = 0; i < 40; ++i) {
            PresenceSchedule schedule;
            schedule.requestBurst(start);
            times.insert(follow(schedule, start, start + 30s)[4].at.count());
        }

        QVERIFY(times.size() > 20);
    }
};

static const support::Register<TestPresenceSchedule> registered;

#include "tst_presenceschedule.moc"
