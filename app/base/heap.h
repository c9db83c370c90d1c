#pragma once

namespace base {

// Tells the allocator that little memory matters more than threads that never meet in it: fewer arenas, and large
// blocks go back to the system at once. First thing in main().
void keepHeapSmall();

} // namespace base
