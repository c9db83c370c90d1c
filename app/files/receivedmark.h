#pragma once

namespace files {

// Notes at an open file that it came from the network, where the system knows such a mark, so that programs ask before
// they open it: an extended attribute (Linux), quarantine (macOS), the zone stream (Windows). Disks that keep no such
// thing are no reason to fail.
void markReceived(int file);

} // namespace files
