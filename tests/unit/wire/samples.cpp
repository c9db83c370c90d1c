#include "unit/wire/samples.h"

namespace {

const auto transfer = model::TransferId::fromHex(QStringLiteral("202122232425262728292a2b2c2d2e2f"));
const auto postId = model::PostId::fromHex(QStringLiteral("303132333435363738393a3b3c3d3e3f"));
const auto messageId = model::MessageId::fromHex(QStringLiteral("101112131415161718191a1b1c1d1e1f"));

model::RangeSet ranges(std::initializer_list<model::RangeSet::Range> parts)
{
    model::RangeSet set;
    for (const model::RangeSet::Range &part : parts)
        set.insert(part);
    return set;
}

wire::Frame post(model::PostBody body)
{
    return model::Post{model::isDurable(body) ? postId : model::PostId(), std::move(body)};
}

wire::Hello hello()
{
    return {model::PeerId::landline(QByteArray(32, '\x5e')), 1, 3, QStringLiteral("Anna 安娜"), 0x7ff, 7, 24250,
            QStringLiteral("Landline 0.1.0 linux"), model::Presence::Busy, 3, 1 << 20};
}

model::Offer inlineOffer()
{
    model::Offer offer{transfer, QStringLiteral("photos"), 4, 3'000'009, QByteArray(32, 'h'), 5,
                       QByteArrayLiteral("12345"), {}, QStringLiteral("from Sunday"), 1'767'225'600'000};
    return offer;
}

model::Offer largeOffer()
{
    model::Offer offer{transfer, QStringLiteral("photos"), 200'000, quint64(1) << 40, QByteArray(32, 'h'), 9'000'000,
                       {}, {{QStringLiteral("a.jpg"), 5}, {QStringLiteral("b"), 0}}, {}, -1};
    return offer;
}

model::Offer offerAgain()
{
    model::Offer offer = inlineOffer();
    offer.again = true;
    return offer;
}

model::Answer answer()
{
    model::Answer answer;
    answer.transfer = transfer;
    answer.accepted = true;
    answer.skip = ranges({{0, 1}, {3, 2}, {999'999, 1}});
    answer.partial = {{1, ranges({{0, 2}, {65'535, 1}}), QByteArray(16, 'c')}, {7, ranges({{4, 1}}), QByteArray(16, 'd')}};
    answer.streams = 8;
    answer.round = 5;
    return answer;
}

model::Answer refusal()
{
    model::Answer answer;
    answer.transfer = transfer;
    answer.fault = base::Fault::DiskFull;
    return answer;
}

} // namespace

QList<Sample> sampleFrames()
{
    using base::Fault;
    return {
        {"hello", hello()},
        {"ping", wire::Ping{quint64(-1)}},
        {"pong", wire::Pong{0}},
        {"close", wire::Close{12, QStringLiteral("too large")}},
        {"presence", wire::PresenceChange{model::Presence::Away, QStringLiteral("Ben"), 8}},
        {"again", wire::Again{transfer, 2, 9, ranges({{1, 3}})}},
        {"data open", wire::DataOpen{transfer, 3, 0, 1}},
        {"data go", wire::DataGo{34}},
        {"unknown", wire::Unknown{4096, postId}},
        {"text", post(model::TextPost{-5, QStringLiteral("line\nline 👋")})},
        {"read", post(model::ReadPost{messageId})},
        {"receipts", post(model::ReceiptPost{{postId, model::PostId::random()}})},
        {"refusal", post(model::RefusalPost{postId, Fault::NotPermitted})},
        {"offer", post(inlineOffer())},
        {"large offer", post(largeOffer())},
        {"offer again", post(offerAgain())},
        {"answer", post(answer())},
        {"declined", post(refusal())},
        {"manifest request", post(model::ManifestRequestPost{transfer, 48})},
        {"manifest page", post(model::ManifestPagePost{transfer, 48, QByteArrayLiteral("page")})},
        {"hash request", post(model::HashRequestPost{transfer, ranges({{0, 3}, {9, 1}, {999'999, 1}})})},
        {"hashes", post(model::HashesPost{transfer, {{0, QByteArray(16, 'h')}, {999'999, {}}}})},
        {"no hashes yet", post(model::HashesPost{transfer, {}})},
        {"pause", post(model::PausePost{transfer, Fault::DiskFull})},
        {"cancel", post(model::CancelPost{transfer, true})},
        {"cancel by receiver", post(model::CancelPost{transfer, false})},
        {"result", post(model::ResultPost{transfer, Fault::None, 3, 5000, {{2, Fault::Vanished}}, 1})},
        {"order", post(model::OrderPost{{transfer, model::TransferId::random()}})},
        {"empty order", post(model::OrderPost{})},
    };
}

model::Manifest sampleManifest()
{
    using model::EntryKind;
    model::Manifest manifest;
    manifest.entries = {
        {EntryKind::Folder, false, false, false, 0, QByteArrayLiteral("photos"), 0, 1'767'225'600'000, {}},
        {EntryKind::File, false, false, false, 1, QByteArrayLiteral("a.jpg"), 3'000'000, 1'767'225'601'000, {}},
        {EntryKind::Folder, false, true, true, 1, QByteArrayLiteral("sub%FF"), 0, -1, {}},
        {EntryKind::Symlink, false, false, false, 3, QByteArrayLiteral("link"), 0, 0, QByteArrayLiteral("../a.jpg")},
        {EntryKind::File, true, false, false, 0, "安娜.sh", 9, 1'767'225'603'000, {}},
    };
    return manifest;
}
