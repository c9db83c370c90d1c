#include "wire/codec.h"

#include "base/overload.h"
#include "wire/kinds.h"

using base::Fault;
using base::Result;

namespace wire {

namespace {

constexpr qint64 idKey = 0;

struct Body {
    quint64 kind = 0;
    CborValue item;
    [[nodiscard]] const CborMap &map() const { return *(*item.array())[1].map(); }
};

Result<Body> openBody(QByteArrayView bytes)
{
    Result<CborValue> item = readCbor(bytes);
    if (!item)
        return tl::unexpected(item.error());
    const CborArray *pair = item->array();
    Body body;
    if (!pair || pair->size() != 2 || !(*pair)[0].to(body.kind) || !(*pair)[1].map())
        return base::failure(Fault::Malformed, QStringLiteral("frame that is not [kind, map]"));
    body.item = std::move(*item);
    return body;
}

Kind kindOf(const model::PostBody &body)
{
    return std::visit(base::Overload{
                          [](const model::TextPost &) { return Kind::Text; },
                          [](const model::ReadPost &) { return Kind::Read; },
                          [](const model::ReceiptPost &) { return Kind::Ack; },
                          [](const model::RefusalPost &) { return Kind::Refuse; },
                          [](const model::Offer &) { return Kind::Offer; },
                          [](const model::Answer &) { return Kind::Answer; },
                          [](const model::ManifestRequestPost &) { return Kind::ManifestGet; },
                          [](const model::ManifestPagePost &) { return Kind::ManifestPage; },
                          [](const model::HashRequestPost &) { return Kind::HashGet; },
                          [](const model::HashesPost &) { return Kind::Hashes; },
                          [](const model::PausePost &) { return Kind::Pause; },
                          [](const model::CancelPost &) { return Kind::Cancel; },
                          [](const model::ResultPost &) { return Kind::Result; },
                          [](const model::OrderPost &) { return Kind::Order; },
                      },
                      body);
}

Result<Frame> checked(const Fields &fields, Frame frame)
{
    if (fields.error().fault != Fault::None)
        return tl::unexpected(fields.error());
    return frame;
}

} // namespace

Result<Frame> decode(QByteArrayView bytes)
{
    const Result<Body> body = openBody(bytes);
    if (!body)
        return tl::unexpected(body.error());
    Fields fields(body->map());
    if (std::optional<Frame> frame = readLinkFrame(body->kind, fields))
        return checked(fields, std::move(*frame));

    const model::PostId id = fields.has(idKey) ? fields.id<model::PostId>(idKey) : model::PostId();
    std::optional<model::PostBody> post = readChatPost(body->kind, fields);
    if (!post)
        post = readTransferPost(body->kind, fields);
    if (!post)
        return checked(fields, Unknown{body->kind, id});
    if (id.isNull() && model::isDurable(*post))
        fields.fail(Fault::Malformed, QStringLiteral("durable post without id"));
    return checked(fields, model::Post{id, std::move(*post)});
}

QByteArray encodePost(const model::Post &post)
{
    FrameWriter out(kindOf(post.body));
    if (!post.id.isNull())
        out.at(idKey).bytes(post.id.toBytes());
    std::visit([&out](const auto &body) { writeFields(out, body); }, post.body);
    return out.result();
}

Result<model::Post> decodePost(QByteArrayView body)
{
    Result<Frame> frame = decode(body);
    if (!frame)
        return tl::unexpected(frame.error());
    auto *post = std::get_if<model::Post>(&*frame);
    if (!post)
        return base::failure(Fault::Malformed, QStringLiteral("frame that is no post"));
    return std::move(*post);
}

model::PostId postIdOf(QByteArrayView bytes)
{
    const Result<Body> body = openBody(bytes);
    if (!body)
        return {};
    const auto field = body->map().find(idKey);
    QByteArray id;
    if (field != body->map().end())
        std::ignore = field->second.to(id);
    return model::PostId::fromBytes(id);
}

} // namespace wire
