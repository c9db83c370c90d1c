#include "support/test.h"
#include "support/testmain.h"
#include "transfer/transferstate.h"

#include <QMetaEnum>
#include <QTest>

using model::Direction;
using model::PausedBy;
using model::TransferState;
using model::WaitReason;
using transfer::Event;
using transfer::Phase;

namespace {

constexpr Phase out(TransferState state, WaitReason reason = WaitReason::None, PausedBy by = PausedBy::None)
{
    return {Direction::Out, state, reason, by};
}

constexpr Phase in(TransferState state, WaitReason reason = WaitReason::None, PausedBy by = PausedBy::None)
{
    return {Direction::In, state, reason, by};
}

constexpr auto away = WaitReason::PeerAway;
constexpr auto queued = WaitReason::Queue;

struct Row {
    const char *name;
    Phase from;
    Event event;
    std::optional<Phase> to;
};

// Every way there is, and the ones somebody might try.
const std::vector<Row> &rows()
{
    using enum TransferState;
    const Phase outPausedMe = out(Paused, WaitReason::None, PausedBy::Me);
    const Phase outPausedPeer = out(Paused, WaitReason::None, PausedBy::Peer);
    const Phase inPausedMe = in(Paused, WaitReason::None, PausedBy::Me);
    const Phase inPausedPeer = in(Paused, WaitReason::None, PausedBy::Peer);
    static const std::vector<Row> all{
        {"scan ends", out(Preparing), Event::Prepared, out(Waiting, away)},
        {"scan fails", out(Preparing), Event::Failed, out(TransferState::Failed)},
        {"scan again", out(TransferState::Failed), Event::PrepareAgain, out(Preparing)},
        {"scan is not paused", out(Preparing), Event::PausedHere, std::nullopt},
        {"scan is cancelled", out(Preparing), Event::Cancelled, out(TransferState::Cancelled)},
        {"scan outlives a break", out(Preparing), Event::Broke, std::nullopt},
        {"too many open offers", out(Waiting, away), Event::Held, out(Waiting, queued)},
        {"its turn", out(Waiting, queued), Event::OfferTaken, out(Offered)},
        {"offer lies there", out(Waiting, away), Event::OfferTaken, out(Offered)},
        {"offer lies there, running", out(Running), Event::OfferTaken, std::nullopt},
        {"peer leaves an offer", out(Offered), Event::Broke, out(Waiting, away)},
        {"answer", out(Offered), Event::Answered, out(Waiting, queued)},
        {"answer before the receipt", out(Waiting, away), Event::Answered, out(Waiting, queued)},
        {"answer of the next round", out(Running), Event::Answered, out(Waiting, queued)},
        {"answer to the peer's own pause", outPausedPeer, Event::Answered, out(Waiting, queued)},
        {"answer against my pause", outPausedMe, Event::Answered, std::nullopt},
        {"answer after failing", out(TransferState::Failed), Event::Answered, out(Waiting, queued)},
        {"answer after the end", out(Done), Event::Answered, std::nullopt},
        {"bytes go out", out(Waiting, queued), Event::Started, out(Running)},
        {"bytes go out twice", out(Running), Event::Started, std::nullopt},
        {"bytes are out", out(Running), Event::Sent, out(Verifying)},
        {"bytes are out without going", out(Offered), Event::Sent, std::nullopt},
        {"break while sending", out(Running), Event::Broke, out(Waiting, away)},
        {"break before the result", out(Verifying), Event::Broke, out(Waiting, away)},
        {"result", out(Verifying), Event::Finished, out(Done)},
        {"result comes late", out(Waiting, away), Event::Finished, out(Done)},
        {"result for a scan", out(Preparing), Event::Finished, std::nullopt},
        {"declined", out(Offered), Event::Declined, out(TransferState::Declined)},
        {"declined while paused", outPausedMe, Event::Declined, out(TransferState::Declined)},
        {"declined after the end", out(Done), Event::Declined, std::nullopt},

        {"yes", in(Offered), Event::Accepted, in(Waiting, queued)},
        {"yes twice", in(Running), Event::Accepted, std::nullopt},
        {"no", in(Offered), Event::Declined, in(TransferState::Declined)},
        {"no, too late", in(Running), Event::Declined, std::nullopt},
        {"a question cannot be paused", in(Offered), Event::PausedThere, std::nullopt},
        {"a question outlives a break", in(Offered), Event::Broke, std::nullopt},
        {"reading what is there", in(Waiting, queued), Event::Claiming, in(Verifying)},
        {"manifest is missing", in(Verifying), Event::Fetching, in(Preparing)},
        {"manifest is here", in(Preparing), Event::Claiming, in(Verifying)},
        {"no room", in(Verifying), Event::NoSpace, in(Offered)},
        {"no room for the manifest", in(Preparing), Event::NoSpace, in(Offered)},
        {"no room, running", in(Running), Event::NoSpace, std::nullopt},
        {"bytes come in", in(Verifying), Event::Started, in(Running)},
        {"bytes come in unasked", in(Waiting, away), Event::Started, std::nullopt},
        {"all is here", in(Running), Event::Finished, in(Done)},
        {"all is here unasked", in(Offered), Event::Finished, std::nullopt},
        {"break while receiving", in(Running), Event::Broke, in(Waiting, away)},
        {"break while fetching", in(Preparing), Event::Broke, in(Waiting, away)},
        {"offer again", in(Waiting, away), Event::Renewed, in(Waiting, queued)},
        {"offer again while running", in(Running), Event::Renewed, in(Waiting, queued)},
        {"offer again after the peer's pause", inPausedPeer, Event::Renewed, in(Waiting, queued)},
        {"offer again against my pause", inPausedMe, Event::Renewed, std::nullopt},
        {"offer again after failing", in(TransferState::Failed), Event::Renewed, in(Waiting, queued)},
        {"offer again while reading", in(Verifying), Event::Renewed, std::nullopt},

        {"I pause sending", out(Running), Event::PausedHere, outPausedMe},
        {"peer pauses sending", out(Running), Event::PausedThere, outPausedPeer},
        {"I pause receiving", in(Running), Event::PausedHere, inPausedMe},
        {"peer pauses receiving", in(Running), Event::PausedThere, inPausedPeer},
        {"pause twice", outPausedMe, Event::PausedHere, std::nullopt},
        {"I go on", outPausedMe, Event::Resumed, out(Waiting, away)},
        {"I cannot end the peer's pause", outPausedPeer, Event::Resumed, std::nullopt},
        {"I retry", in(TransferState::Failed), Event::Resumed, in(Waiting, away)},
        {"nothing to go on with", out(Running), Event::Resumed, std::nullopt},
        {"cancelled while paused", inPausedPeer, Event::Cancelled, in(TransferState::Cancelled)},
        {"cancelled after failing", in(TransferState::Failed), Event::Cancelled, in(TransferState::Cancelled)},
        {"cancelled after the end", in(Done), Event::Cancelled, std::nullopt},
        {"what failed is tried again", in(Done), Event::Reopened, in(Waiting, away)},
        {"what failed is sent again", out(Done), Event::Reopened, out(Waiting, away)},
        {"nothing to try again", out(TransferState::Failed), Event::Reopened, std::nullopt},
        {"tried again for nothing", in(Running), Event::Settled, in(Done)},
        {"sent again for nothing", out(Waiting, away), Event::Settled, out(Done)},
        {"given up while paused", inPausedMe, Event::Settled, in(Done)},
        {"an open question is not done", in(Offered), Event::Settled, std::nullopt},
        {"failed twice", out(TransferState::Failed), Event::Failed, std::nullopt},
    };
    return all;
}

} // namespace

class TestTransferState : public support::Test
{
    Q_OBJECT
private slots:
    void follows_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < rows().size(); ++i)
            QTest::newRow(rows()[i].name) << int(i);
    }
    void follows()
    {
        QFETCH(int, index);
        const Row &row = rows()[size_t(index)];

        const std::optional<Phase> after = transfer::next(row.from, row.event);

        QCOMPARE(after.has_value(), row.to.has_value());
        QVERIFY(after == row.to);
    }

    void nothingLeadsOutOfAnEnd()
    {
        for (const TransferState end : {TransferState::Done, TransferState::Declined, TransferState::Cancelled}) {
            for (int event = 0; event <= int(Event::Finished); ++event) {
                const bool opens = end == TransferState::Done && Event(event) == Event::Reopened;
                QCOMPARE(transfer::next(out(end), Event(event)).has_value(), opens);
                QCOMPARE(transfer::next(in(end), Event(event)).has_value(), opens);
            }
        }
    }

    void waitsForThePeerAfterARestart()
    {
        using enum TransferState;
        QVERIFY(transfer::restarted(out(Running), true, true) == out(Waiting, away));
        QVERIFY(transfer::restarted(out(Offered), true, true) == out(Waiting, away));
        QVERIFY(transfer::restarted(in(Verifying), true, true) == in(Waiting, away));
        QVERIFY(transfer::restarted(out(Preparing), false, true) == out(Preparing));
        QVERIFY(transfer::restarted(in(Offered), true, false) == in(Offered));
        QVERIFY(transfer::restarted(in(Done), true, true) == in(Done));
        const Phase paused = in(Paused, WaitReason::None, PausedBy::Me);
        QVERIFY(transfer::restarted(paused, true, true) == paused);
    }
};

static const support::Register<TestTransferState> registered;

#include "tst_transferstate.moc"
