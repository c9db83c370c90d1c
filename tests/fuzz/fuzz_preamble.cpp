#include "fuzz/target.h"
#include "wire/frame.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    if (const auto kind = wire::decodePreamble(bytes))
        fuzz::require(wire::encodePreamble(*kind) == bytes, "a preamble has one form");
    return 0;
}
