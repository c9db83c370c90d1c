#include "fuzz/target.h"
#include "wire/frame.h"

#include <QList>

namespace {

struct Cut {
    QList<QByteArray> bodies;
    base::Fault fault = base::Fault::None;
    bool operator==(const Cut &) const = default;
};

Cut cut(QByteArrayView bytes, qsizetype piece)
{
    wire::FrameReader reader;
    Cut result;
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.sliced(at, qMin(piece, bytes.size() - at)));
        auto body = reader.next();
        for (; body && *body; body = reader.next())
            result.bodies.append(**body);
        if (!body) {
            result.fault = body.error().fault;
            break;
        }
    }
    return result;
}

} // namespace

// The first byte says in which pieces the rest arrives.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes = fuzz::view(data + 1, size - 1);
    const Cut whole = cut(bytes, qMax<qsizetype>(1, bytes.size()));
    fuzz::require(cut(bytes, data[0] + 1) == whole, "pieces make no difference");
    QByteArray again;
    for (const QByteArray &body : whole.bodies)
        again += wire::encodeFrame(body);
    fuzz::require(bytes.startsWith(again), "frames are the bytes they came as");
    return 0;
}
