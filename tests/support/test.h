#pragma once

#include <QObject>

namespace support {

// Base of every test class: an unexpected warning fails the test function it appears in. A test that provokes one of
// ours on purpose says so with QTest::ignoreMessage.
class Test : public QObject
{
    Q_OBJECT
private slots:
    void init();
};

} // namespace support
