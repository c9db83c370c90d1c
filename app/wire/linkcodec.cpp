#include "base/overload.h"
#include "wire/kinds.h"
#include "wire/manifest.h"
#include "wire/presencefields.h"
#include "wire/record.h"

namespace wire {

namespace {

constexpr qsizetype largestProgram = 256;
constexpr quint64 smallestFrameLimit = 65'536;
constexpr quint64 mostStreams = 8;

Hello readHello(Fields &fields)
{
    Hello hello;
    hello.peer = fields.peer(1);
    readVersions(fields, 2, hello.lowestVersion, hello.highestVersion);
    hello.name = fields.text(3, largestName);
    hello.features = fields.number(4);
    hello.epoch = fields.number32(5);
    hello.port = quint16(fields.number(6, 0, 65'535));
    hello.program = fields.text(7, largestProgram);
    hello.presence = presenceOf(fields.number(8));
    hello.profile = fields.number(9);
    hello.largestFrame = fields.number(12, smallestFrameLimit);
    return hello;
}

PresenceChange readPresenceChange(Fields &fields)
{
    PresenceChange change;
    change.presence = presenceOf(fields.number(1));
    change.name = fields.text(2, largestName);
    change.profile = fields.number(3);
    return change;
}

Again readAgain(Fields &fields)
{
    Again again;
    again.transfer = fields.id<model::TransferId>(1);
    again.round = fields.number32(2, 1);
    again.entry = fields.number32(3, 0, mostEntries - 1);
    again.blocks = fields.ranges(4, quint32(mostBlocks));
    return again;
}

DataOpen readDataOpen(Fields &fields)
{
    DataOpen open;
    open.transfer = fields.id<model::TransferId>(1);
    open.round = fields.number32(2, 1);
    open.stream = int(fields.number(3, 0, mostStreams - 1));
    open.streams = int(fields.number(4, 1, mostStreams));
    return open;
}

QByteArray write(const Hello &hello)
{
    FrameWriter out(Kind::Hello);
    out.at(1).bytes(hello.peer.key());
    out.at(2).array(2).number(hello.lowestVersion).number(hello.highestVersion);
    out.at(3).text(hello.name);
    out.at(4).number(hello.features);
    out.at(5).number(hello.epoch);
    out.at(6).number(hello.port);
    out.at(7).text(hello.program);
    out.at(8).number(quint64(hello.presence));
    out.at(9).number(hello.profile);
    out.at(12).number(hello.largestFrame);
    return out.result();
}

QByteArray write(const Close &close)
{
    FrameWriter out(Kind::Close);
    out.at(1).number(close.code);
    const bool fits = close.detail.toUtf8().size() <= largestDetail;
    if (!close.detail.isEmpty())
        out.at(2).text(fits ? close.detail : close.detail.left(largestDetail / 3));
    return out.result();
}

QByteArray write(const PresenceChange &change)
{
    FrameWriter out(Kind::Presence);
    out.at(1).number(quint64(change.presence));
    out.at(2).text(change.name);
    out.at(3).number(change.profile);
    return out.result();
}

QByteArray write(const Again &again)
{
    FrameWriter out(Kind::Again);
    out.at(1).bytes(again.transfer.toBytes());
    out.at(2).number(again.round);
    out.at(3).number(again.entry);
    writeRanges(out.at(4), again.blocks);
    return out.result();
}

QByteArray write(const DataOpen &open)
{
    FrameWriter out(Kind::DataOpen);
    out.at(1).bytes(open.transfer.toBytes());
    out.at(2).number(open.round);
    out.at(3).number(quint64(open.stream));
    out.at(4).number(quint64(open.streams));
    return out.result();
}

QByteArray writeNumber(Kind kind, quint64 number)
{
    FrameWriter out(kind);
    out.at(1).number(number);
    return out.result();
}

// Only passes on what came in unknown, so that nothing gets lost in a relay of frames.
QByteArray write(const Unknown &unknown)
{
    FrameWriter out(Kind(unknown.kind));
    if (!unknown.id.isNull())
        out.at(0).bytes(unknown.id.toBytes());
    return out.result();
}

} // namespace

std::optional<Frame> readLinkFrame(quint64 kind, Fields &fields)
{
    switch (Kind(kind)) {
    case Kind::Hello: return readHello(fields);
    case Kind::Ping: return Ping{fields.number(1)};
    case Kind::Pong: return Pong{fields.number(1)};
    case Kind::Close: return Close{fields.number(1), fields.textOrEmpty(2, largestDetail)};
    case Kind::Presence: return readPresenceChange(fields);
    case Kind::Again: return readAgain(fields);
    case Kind::DataOpen: return readDataOpen(fields);
    case Kind::DataGo: return DataGo{fields.number(1)};
    default: return std::nullopt;
    }
}

QByteArray encode(const Frame &frame)
{
    return std::visit(base::Overload{
                          [](const Ping &ping) { return writeNumber(Kind::Ping, ping.token); },
                          [](const Pong &pong) { return writeNumber(Kind::Pong, pong.token); },
                          [](const DataGo &go) { return writeNumber(Kind::DataGo, go.code); },
                          [](const model::Post &post) { return encodePost(post); },
                          [](const Hello &hello) { return write(hello); },
                          [](const Close &close) { return write(close); },
                          [](const PresenceChange &change) { return write(change); },
                          [](const Again &again) { return write(again); },
                          [](const DataOpen &open) { return write(open); },
                          [](const Unknown &unknown) { return write(unknown); },
                      },
                      frame);
}

} // namespace wire
