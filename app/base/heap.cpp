#include "base/heap.h"

#include <cstdlib> // says whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace base {

void keepHeapSmall()
{
#ifdef __GLIBC__
    // By default every thread may get an arena of its own, up to eight for each core, and each keeps what was freed.
    mallopt(M_ARENA_MAX, 2);
    // Set, these no longer grow with the largest block that was ever freed.
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
#endif
}

} // namespace base
