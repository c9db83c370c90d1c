#include "fuzz/target.h"
#include "wire/presence.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    const auto read = wire::decodePresence(bytes);
    if (!read)
        return 0;
    fuzz::require(read->signature.size() == 64, "signatures have 64 bytes");
    fuzz::require(bytes.endsWith(QByteArrayView(read->signedBytes).sliced(20)), "signed is what came");
    const QByteArray payload = wire::presencePayload(read->presence);
    const auto again = wire::decodePresence(wire::presenceDatagram(read->signature, payload));
    fuzz::require(again && again->presence == read->presence, "what is written is read back");
    return 0;
}
