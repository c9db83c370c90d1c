#include "support/test.h"
#include "support/testmain.h"
#include "wire/codec.h"

#include <QTest>

using base::Fault;

class TestCodes : public support::Test
{
    Q_OBJECT
private slots:
    void keepsTheMeaning_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<quint64>("code");
        const auto row = [](const char *name, Fault fault, quint64 code) { QTest::newRow(name) << fault << code; };
        row("none", Fault::None, 0);
        row("malformed", Fault::Malformed, 4);
        row("version", Fault::Version, 5);
        row("wrong peer", Fault::WrongPeer, 6);
        row("blocked", Fault::Blocked, 7);
        row("cannot store", Fault::Database, 8);
        row("too slow", Fault::Timeout, 9);
        row("myself", Fault::Myself, 10);
        row("unknown kind", Fault::Unsupported, 11);
        row("too large", Fault::TooLarge, 12);
        row("too often", Fault::TooMany, 13);
        row("declined", Fault::Declined, 32);
        row("unknown transfer", Fault::NotFound, 34);
        row("disk full", Fault::DiskFull, 35);
        row("cannot write", Fault::CannotWrite, 36);
        row("cannot read", Fault::CannotRead, 37);
        row("vanished", Fault::Vanished, 38);
        row("changed", Fault::Changed, 39);
        row("corrupt", Fault::Corrupt, 40);
        row("bad name", Fault::BadName, 41);
        row("cancelled by sender", Fault::CancelledThere, 42);
        row("cancelled by receiver", Fault::CancelledHere, 43);
        row("not permitted", Fault::NotPermitted, 46);
        row("symbolic link", Fault::SymbolicLink, 47);
        row("special file", Fault::SpecialFile, 48);
        row("incomplete folder", Fault::Incomplete, 49);
        row("refused", Fault::Refused, 63);
    }
    void keepsTheMeaning()
    {
        QFETCH(Fault, fault);
        QFETCH(quint64, code);

        QCOMPARE(wire::codeOf(fault), code);
        QCOMPARE(wire::faultOf(code), fault);
    }

    void readsCodesThatAreNeverSent()
    {
        QCOMPARE(wire::faultOf(1), Fault::None); // idle
        QCOMPARE(wire::faultOf(2), Fault::None); // replaced
        QCOMPARE(wire::faultOf(3), Fault::None); // duplicate
        QCOMPARE(wire::faultOf(33), Fault::DeclinedByRule);
        QCOMPARE(wire::faultOf(44), Fault::TooLarge); // more than was accepted
        QCOMPARE(wire::faultOf(45), Fault::Declined); // kept existing
        QCOMPARE(wire::faultOf(64), Fault::NotPermitted); // not a member
        QCOMPARE(wire::faultOf(65), Fault::NotFound); // unknown group
    }

    void unknownCodesAreRefusals()
    {
        for (const quint64 code : {quint64(14), quint64(31), quint64(50), quint64(1000), quint64(-1)})
            QCOMPARE(wire::faultOf(code), Fault::Refused);
    }

    void everyFaultIsRefusedSomehow()
    {
        for (int fault = int(Fault::Malformed); fault <= int(Fault::Internal); ++fault)
            QVERIFY2(wire::faultOf(wire::codeOf(Fault(fault))) != Fault::None, qPrintable(base::faultName(Fault(fault))));
    }
};

static const support::Register<TestCodes> registered;

#include "tst_codes.moc"
