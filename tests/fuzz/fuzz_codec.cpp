#include "fuzz/target.h"
#include "wire/codec.h"
#include "wire/frame.h"

namespace {

// Claims beyond what one frame of ours carries are cut when written.
wire::Frame writable(wire::Frame frame)
{
    auto *post = std::get_if<model::Post>(&frame);
    if (auto *answer = post ? std::get_if<model::Answer>(&post->body) : nullptr)
        *answer = wire::fittingAnswer(*answer);
    return frame;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    const model::PostId id = wire::postIdOf(bytes);
    const auto frame = wire::decode(bytes);
    if (!frame)
        return 0;
    const QByteArray again = wire::encode(*frame);
    fuzz::require(again.size() <= qsizetype(wire::largestFrame), "what is written fits a frame");
    fuzz::require(wire::decode(again) == writable(*frame), "what is written is read back");
    if (const auto *post = std::get_if<model::Post>(&*frame)) {
        fuzz::require(post->id == id, "a post has the id it is refused by");
        fuzz::require(!model::isDurable(post->body) || !id.isNull(), "durable posts have an id");
        fuzz::require(wire::decodePost(bytes) == *post, "posts are frames");
    }
    return 0;
}
