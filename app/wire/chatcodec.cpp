#include "wire/kinds.h"

using base::Fault;

namespace wire {

namespace {

constexpr size_t mostReceipts = 512;
constexpr quint64 plainText = 0;

model::TextPost readText(Fields &fields)
{
    model::TextPost post;
    post.timeMs = fields.integer(1);
    post.text = fields.text(2, model::largestText);
    std::ignore = fields.number(3);
    return post;
}

model::ReceiptPost readReceipts(Fields &fields)
{
    model::ReceiptPost post;
    for (const CborValue &item : fields.array(1, mostReceipts)) {
        QByteArray id;
        if (!item.to(id) || id.size() != model::PostId::byteCount) {
            fields.fail(Fault::Malformed, QStringLiteral("receipt for something that is no id"));
            break;
        }
        post.ids.append(model::PostId::fromBytes(id));
    }
    return post;
}

model::RefusalPost readRefusal(Fields &fields)
{
    model::RefusalPost post;
    post.refused = fields.id<model::PostId>(1);
    post.fault = faultOf(fields.number(2));
    std::ignore = fields.textOrEmpty(3, largestDetail);
    return post;
}

} // namespace

std::optional<model::PostBody> readChatPost(quint64 kind, Fields &fields)
{
    switch (Kind(kind)) {
    case Kind::Ack: return readReceipts(fields);
    case Kind::Refuse: return readRefusal(fields);
    case Kind::Text: return readText(fields);
    case Kind::Read: return model::ReadPost{fields.id<model::MessageId>(1)};
    default: return std::nullopt;
    }
}

void writeFields(FrameWriter &out, const model::TextPost &post)
{
    out.at(1).integer(post.timeMs);
    out.at(2).text(post.text);
    out.at(3).number(plainText);
}

void writeFields(FrameWriter &out, const model::ReadPost &post)
{
    out.at(1).bytes(post.upTo.toBytes());
}

void writeFields(FrameWriter &out, const model::ReceiptPost &post)
{
    Q_ASSERT(size_t(post.ids.size()) <= mostReceipts);
    CborWriter &list = out.at(1).array(quint64(post.ids.size()));
    for (const model::PostId &id : post.ids)
        list.bytes(id.toBytes());
}

void writeFields(FrameWriter &out, const model::RefusalPost &post)
{
    out.at(1).bytes(post.refused.toBytes());
    out.at(2).number(codeOf(post.fault));
}

} // namespace wire
