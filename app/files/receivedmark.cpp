#include "files/receivedmark.h"

#include <QtGlobal>

#if defined(Q_OS_LINUX)
#include <sys/xattr.h>

#include <cstring>
#elif defined(Q_OS_MACOS)
#include <sys/xattr.h>

#include <cstdio>
#include <ctime>
#elif defined(Q_OS_WIN)
#include <io.h>
#include <windows.h>

#include <string>
#endif

namespace files {

#if defined(Q_OS_LINUX)

// As browsers do; the other side has no address of its own that could be named.
void markReceived(int file)
{
    static constexpr char origin[] = "landline:received";
    ::fsetxattr(file, "user.xdg.origin.url", origin, std::strlen(origin), 0);
}

#elif defined(Q_OS_MACOS)

// Flags (downloaded, not yet opened), time, who brought it, no event.
void markReceived(int file)
{
    char value[64];
    const int size = std::snprintf(value, sizeof value, "0081;%08llx;Landline;", static_cast<long long>(std::time(nullptr)));
    if (size > 0 && size < int(sizeof value))
        ::fsetxattr(file, "com.apple.quarantine", value, size_t(size), 0, 0);
}

#elif defined(Q_OS_WIN)

// Zone 3: the internet, or a network that is not trusted.
void markReceived(int file)
{
    const HANDLE handle = reinterpret_cast<HANDLE>(::_get_osfhandle(file));
    const DWORD needed = ::GetFinalPathNameByHandleW(handle, nullptr, 0, 0);
    if (needed == 0)
        return;
    std::wstring path(needed, L'\0');
    const DWORD length = ::GetFinalPathNameByHandleW(handle, path.data(), needed, 0);
    if (length == 0 || length >= needed)
        return;
    path.resize(length);
    path += L":Zone.Identifier";
    const HANDLE stream = ::CreateFileW(path.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr, CREATE_ALWAYS,
                                        FILE_ATTRIBUTE_NORMAL, nullptr);
    if (stream == INVALID_HANDLE_VALUE)
        return;
    static constexpr char zone[] = "[ZoneTransfer]\r\nZoneId=3\r\n";
    DWORD written = 0;
    ::WriteFile(stream, zone, DWORD(sizeof zone - 1), &written, nullptr);
    ::CloseHandle(stream);
}

#else

void markReceived(int)
{
}

#endif

} // namespace files
