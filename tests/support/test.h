#pragma once

#include <QObject>
#include <QTest>

// Five seconds are Qt's; a busy machine, or one that runs sanitizers, takes longer for what still comes about.
#undef QTRY_COMPARE
#undef QTRY_VERIFY
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT((actual), (expected), support::patienceMs)
#define QTRY_VERIFY(statement) QTRY_VERIFY_WITH_TIMEOUT((statement), support::patienceMs)

namespace support {

inline constexpr int patienceMs = 30'000;

// Base of every test class: an unexpected warning fails the test function it appears in. A test that provokes one of
// ours on purpose says so with QTest::ignoreMessage.
class Test : public QObject
{
    Q_OBJECT
private slots:
    void init();
};

} // namespace support
