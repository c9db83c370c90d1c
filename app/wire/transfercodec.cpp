#include "wire/kinds.h"
#include "wire/manifest.h"
#include "wire/record.h"

using base::Fault;

namespace wire {

namespace {

constexpr quint64 suiteOneToOne = 1;
constexpr qsizetype hashBytes = 32;
constexpr qsizetype checkBytes = 16;
constexpr qsizetype largestInlineManifest = 1 << 16;
constexpr quint64 largestManifest = 1 << 28;
constexpr size_t mostPreviews = 20;
constexpr size_t mostFailures = 4096;
constexpr size_t mostHashes = 4096;
constexpr quint64 mostStreams = 8;
constexpr quint64 accepted = 1;
constexpr quint64 declined = 0;
constexpr quint64 largestSum = quint64(std::numeric_limits<qint64>::max());

// What an answer may take of a frame (PROTOCOL.md limits: 1 MiB, 262,144 items).
constexpr size_t mostSkipRanges = 40'000;
constexpr size_t mostPartialItems = 100'000;

model::Offer::Preview readPreview(const CborValue &item, Fields &fields)
{
    model::Offer::Preview preview;
    const CborArray *pair = item.array();
    if (!pair || pair->size() != 2 || !(*pair)[0].to(preview.name) || !(*pair)[1].to(preview.size))
        fields.fail(Fault::Malformed, QStringLiteral("preview that is not [name, size]"));
    if (preview.name.toUtf8().size() > largestName)
        fields.fail(Fault::TooLarge, QStringLiteral("name in a preview"));
    return preview;
}

void readManifestOf(model::Offer &offer, Fields &fields)
{
    offer.manifestHash = fields.bytes(6, hashBytes);
    offer.manifestLength = fields.number(7, 1);
    if (offer.manifestLength > largestManifest)
        fields.fail(Fault::TooLarge, QStringLiteral("manifest of %1 bytes").arg(offer.manifestLength));
    if (!fields.has(8))
        return;
    offer.manifest = fields.bytesUpTo(8, largestInlineManifest);
    if (quint64(offer.manifest.size()) != offer.manifestLength)
        fields.fail(Fault::Malformed, QStringLiteral("manifest of another length"));
}

model::Offer readOffer(Fields &fields)
{
    model::Offer offer;
    offer.transfer = fields.id<model::TransferId>(1);
    offer.title = fields.text(2, largestName);
    offer.entries = fields.number32(3, 1, mostEntries);
    offer.bytes = fields.number(4, 0, largestSum);
    if (fields.number(5) != suiteOneToOne)
        fields.fail(Fault::Unsupported, QStringLiteral("transfer of another suite"));
    readManifestOf(offer, fields);
    if (fields.has(9)) {
        for (const CborValue &item : fields.array(9, mostPreviews))
            offer.preview.append(readPreview(item, fields));
    }
    offer.caption = fields.textOrEmpty(10, model::largestText);
    offer.timeMs = fields.integer(11);
    offer.again = fields.booleanOr(15, false);
    return offer;
}

model::PartialFile readPartial(const CborValue &item, Fields &fields)
{
    model::PartialFile partial;
    quint64 entry = mostEntries;
    const CborArray *parts = item.array();
    const bool fits = parts && parts->size() == 3 && (*parts)[0].to(entry) && entry < mostEntries
        && (*parts)[1].array() && readRanges(*(*parts)[1].array(), quint32(mostBlocks), partial.blocks)
        && (*parts)[2].to(partial.check) && partial.check.size() == checkBytes;
    if (!fits)
        fields.fail(Fault::Malformed, QStringLiteral("claim that is not [entry, blocks, check]"));
    partial.entry = quint32(entry);
    return partial;
}

model::Answer readAnswer(Fields &fields)
{
    model::Answer answer;
    answer.transfer = fields.id<model::TransferId>(1);
    answer.accepted = fields.number(2, declined, accepted) == accepted;
    if (!answer.accepted)
        answer.fault = fields.has(3) ? faultOf(fields.number(3)) : Fault::Declined;
    if (fields.has(4))
        answer.skip = fields.ranges(4, mostEntries);
    if (fields.has(5)) {
        for (const CborValue &item : fields.array(5, mostItems))
            answer.partial.push_back(readPartial(item, fields));
    }
    answer.streams = int(fields.number(6, 1, mostStreams));
    answer.round = fields.number32(7, 1);
    return answer;
}

model::ManifestRequestPost readManifestRequest(Fields &fields)
{
    return {fields.id<model::TransferId>(1), fields.number32(2, 0, mostEntries - 1)};
}

model::ManifestPagePost readManifestPage(Fields &fields)
{
    return {fields.id<model::TransferId>(1), fields.number32(2, 0, mostEntries - 1), fields.bytesUpTo(3, pageBytes)};
}

model::HashRequestPost readHashRequest(Fields &fields)
{
    return {fields.id<model::TransferId>(1), fields.ranges(2, mostEntries)};
}

model::HashesPost::One readHash(const CborValue &item, Fields &fields)
{
    model::HashesPost::One one;
    quint64 entry = mostEntries;
    bool known = true;
    const CborArray *pair = item.array();
    const bool fits = pair && pair->size() == 2 && (*pair)[0].to(entry) && entry < mostEntries
        && (((*pair)[1].to(one.hash) && one.hash.size() == checkBytes) || ((*pair)[1].to(known) && !known));
    if (!fits)
        fields.fail(Fault::Malformed, QStringLiteral("hash that is not [entry, hash]"));
    one.entry = quint32(entry);
    return one;
}

model::HashesPost readHashes(Fields &fields)
{
    model::HashesPost post{fields.id<model::TransferId>(1), {}};
    for (const CborValue &item : fields.array(2, mostHashes))
        post.hashes.push_back(readHash(item, fields));
    return post;
}

model::PausePost readPause(Fields &fields)
{
    return {fields.id<model::TransferId>(1), faultOf(fields.number(2))};
}

model::CancelPost readCancel(Fields &fields)
{
    return {fields.id<model::TransferId>(1), fields.number(2) == codeOf(Fault::CancelledThere)};
}

model::FailedEntry readFailure(const CborValue &item, Fields &fields)
{
    quint64 entry = mostEntries;
    quint64 code = 0;
    const CborArray *pair = item.array();
    if (!pair || pair->size() != 2 || !(*pair)[0].to(entry) || entry >= mostEntries || !(*pair)[1].to(code))
        fields.fail(Fault::Malformed, QStringLiteral("failure that is not [entry, code]"));
    return {quint32(entry), faultOf(code)};
}

model::ResultPost readResult(Fields &fields)
{
    model::ResultPost post;
    post.transfer = fields.id<model::TransferId>(1);
    post.fault = faultOf(fields.number(2));
    post.entriesDone = fields.number32(3, 0, mostEntries);
    post.bytes = fields.number(4, 0, largestSum);
    if (fields.has(5)) {
        for (const CborValue &item : fields.array(5, mostFailures))
            post.failed.push_back(readFailure(item, fields));
    }
    post.failedInAll = fields.number32(6, 0, mostEntries);
    return post;
}

void writePartial(CborWriter &out, const model::PartialFile &partial)
{
    out.array(3).number(partial.entry);
    writeRanges(out, partial.blocks);
    out.bytes(partial.check);
}

// Items of CBOR that one claim takes.
size_t itemsOf(const model::PartialFile &partial)
{
    return 4 + 2 * partial.blocks.ranges().size();
}

model::OrderPost readOrder(Fields &fields)
{
    model::OrderPost post;
    for (const CborValue &item : fields.array(1, size_t(model::OrderPost::most))) {
        QByteArray id;
        if (!item.to(id) || id.size() != model::TransferId::byteCount) {
            fields.fail(Fault::Malformed, QStringLiteral("order of something that is no transfer"));
            break;
        }
        post.transfers.append(model::TransferId::fromBytes(id));
    }
    return post;
}

} // namespace

std::optional<model::PostBody> readTransferPost(quint64 kind, Fields &fields)
{
    switch (Kind(kind)) {
    case Kind::Offer: return readOffer(fields);
    case Kind::Answer: return readAnswer(fields);
    case Kind::ManifestGet: return readManifestRequest(fields);
    case Kind::ManifestPage: return readManifestPage(fields);
    case Kind::HashGet: return readHashRequest(fields);
    case Kind::Hashes: return readHashes(fields);
    case Kind::Pause: return readPause(fields);
    case Kind::Cancel: return readCancel(fields);
    case Kind::Result: return readResult(fields);
    case Kind::Order: return readOrder(fields);
    default: return std::nullopt;
    }
}

void writeFields(FrameWriter &out, const model::Offer &offer)
{
    out.at(1).bytes(offer.transfer.toBytes());
    out.at(2).text(offer.title);
    out.at(3).number(offer.entries);
    out.at(4).number(offer.bytes);
    out.at(5).number(suiteOneToOne);
    out.at(6).bytes(offer.manifestHash);
    out.at(7).number(offer.manifestLength);
    if (!offer.manifest.isEmpty())
        out.at(8).bytes(offer.manifest);
    if (!offer.preview.isEmpty()) {
        CborWriter &list = out.at(9).array(quint64(offer.preview.size()));
        for (const model::Offer::Preview &preview : offer.preview)
            list.array(2).text(preview.name).number(preview.size);
    }
    if (!offer.caption.isEmpty())
        out.at(10).text(offer.caption);
    out.at(11).integer(offer.timeMs);
    if (offer.again)
        out.at(15).boolean(true);
}

model::Answer fittingAnswer(model::Answer answer)
{
    const std::vector<model::RangeSet::Range> &ranges = answer.skip.ranges();
    if (ranges.size() > mostSkipRanges) {
        model::RangeSet fewer;
        for (size_t i = 0; i < mostSkipRanges; ++i)
            fewer.insert(ranges[i]);
        answer.skip = fewer;
    }
    size_t items = 0;
    size_t fitting = 0;
    for (; fitting < answer.partial.size(); ++fitting) {
        items += itemsOf(answer.partial[fitting]);
        if (items > mostPartialItems)
            break;
    }
    answer.partial.resize(fitting);
    return answer;
}

void writeFields(FrameWriter &out, const model::Answer &whole)
{
    const model::Answer answer = fittingAnswer(whole);
    out.at(1).bytes(answer.transfer.toBytes());
    out.at(2).number(answer.accepted ? accepted : declined);
    if (!answer.accepted)
        out.at(3).number(codeOf(answer.fault));
    if (!answer.skip.isEmpty())
        writeRanges(out.at(4), answer.skip);
    if (!answer.partial.empty()) {
        CborWriter &list = out.at(5).array(answer.partial.size());
        for (const model::PartialFile &partial : answer.partial)
            writePartial(list, partial);
    }
    out.at(6).number(quint64(answer.streams));
    out.at(7).number(answer.round);
}

void writeFields(FrameWriter &out, const model::ManifestRequestPost &post)
{
    out.at(1).bytes(post.transfer.toBytes());
    out.at(2).number(post.page);
}

void writeFields(FrameWriter &out, const model::ManifestPagePost &post)
{
    out.at(1).bytes(post.transfer.toBytes());
    out.at(2).number(post.page);
    out.at(3).bytes(post.bytes);
}

void writeFields(FrameWriter &out, const model::HashRequestPost &post)
{
    out.at(1).bytes(post.transfer.toBytes());
    writeRanges(out.at(2), post.entries);
}

void writeFields(FrameWriter &out, const model::HashesPost &post)
{
    const size_t told = std::min(post.hashes.size(), mostHashes);
    out.at(1).bytes(post.transfer.toBytes());
    CborWriter &list = out.at(2).array(told);
    for (size_t i = 0; i < told; ++i) {
        list.array(2).number(post.hashes[i].entry);
        post.hashes[i].hash.isEmpty() ? list.boolean(false) : list.bytes(post.hashes[i].hash);
    }
}

void writeFields(FrameWriter &out, const model::PausePost &post)
{
    out.at(1).bytes(post.transfer.toBytes());
    out.at(2).number(codeOf(post.fault));
}

void writeFields(FrameWriter &out, const model::CancelPost &post)
{
    out.at(1).bytes(post.transfer.toBytes());
    out.at(2).number(codeOf(post.bySender ? Fault::CancelledThere : Fault::CancelledHere));
}

void writeFields(FrameWriter &out, const model::ResultPost &post)
{
    const size_t shown = std::min(post.failed.size(), mostFailures);
    out.at(1).bytes(post.transfer.toBytes());
    out.at(2).number(codeOf(post.fault));
    out.at(3).number(post.entriesDone);
    out.at(4).number(post.bytes);
    if (shown > 0) {
        CborWriter &list = out.at(5).array(shown);
        for (size_t i = 0; i < shown; ++i)
            list.array(2).number(post.failed[i].entry).number(codeOf(post.failed[i].fault));
    }
    out.at(6).number(post.failedInAll);
}

void writeFields(FrameWriter &out, const model::OrderPost &post)
{
    Q_ASSERT(post.transfers.size() <= model::OrderPost::most);
    CborWriter &list = out.at(1).array(quint64(post.transfers.size()));
    for (const model::TransferId &id : post.transfers)
        list.bytes(id.toBytes());
}

} // namespace wire
